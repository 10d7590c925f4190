// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package agent is the travel agent. In go a question in plain words, a model
// and a set of tools; out comes an itinerary in Markdown.
//
// A run walks a graph of nodes that share one [State]:
//
//	intent_parser → planner → orchestrator ⇄ executor → responder
//
// A tool that fails costs the answer one part, not the run. The agent works
// with and without failure tracking; executor.go and executor_tracked.go show
// the difference.
package agent
