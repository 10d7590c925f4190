// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package settings holds what the user can set. In go a lookup of environment
// variables and, later, the command line's flags; out comes one validated
// [Settings]. A flag wins over the environment, the environment over the
// default.
package settings
