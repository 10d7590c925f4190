// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package tools holds the agent's tools: HTTP clients of public travel APIs.
// In go a tool's name and its arguments as JSON; out comes its result as JSON,
// or the error. [Registry] is plain, [TrackedRegistry] is the same with
// otelfail around each call.
package tools
