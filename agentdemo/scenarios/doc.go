// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package scenarios holds what can go wrong for the demo agent: each file is a
// question, the settings it is asked with, and the faults that the answer meets.
//
// A file is a scenario of package otelfail/chaos whose key x-agentdemo holds what
// concerns the agent. In come the files that are built in or those of a
// directory; out come [Scenario] values that are complete and checked.
package scenarios
