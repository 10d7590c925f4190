// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package cli is the command line of the travel agent. In go arguments,
// environment and standard streams; out come the agent's lines, its itinerary,
// the failure report, and an exit code.
package cli
