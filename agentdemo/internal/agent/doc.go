// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package agent is the travel agent. In go a question in plain words, a model,
// tools and a memory; out come an itinerary in Markdown, a calendar file and an
// evaluation.
//
// A run walks a graph of nodes that share one [State]; each node is a file:
//
//	context_controller → intent_parser → validator → planner
//	planner → orchestrator ⇄ executor → evaluate_step
//	                  executor, evaluate_step —failed→ issue_triage → executor or orchestrator
//	orchestrator → responder → export_ics → evaluate_final → memory_writer
//
// A tool that fails costs the answer one part, not the run. Each node is a step
// of otelfail (visit.go); what the agent does about a failure is declared where
// it is done. Without a tracer provider these calls do nothing, and the answers
// are the same.
package agent
