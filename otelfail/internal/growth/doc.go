// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package growth holds tests to linear time. In come a function and texts that
// make careless scanners slow; out comes a failed test where eight times the
// text takes far more than eight times the processor's time. The clock on the
// wall is not looked at, so a busy machine makes no difference.
package growth
