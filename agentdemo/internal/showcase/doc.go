// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package showcase shows failure tracking in four parts: one failure and its
// report; several categories; questions put to the log in code; and a wrapped
// tool registry with real errors and its JSON lines.
package showcase
