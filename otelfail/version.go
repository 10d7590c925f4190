// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

// Version is the version of this module, and of the instrumentation scope.
const Version = "0.1.0"
