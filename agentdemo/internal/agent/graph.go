// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"fmt"
)

// Node does one thing to the state.
type Node func(ctx context.Context, s *State) error

// The nodes of the graph.
const (
	nodeContextController = "context_controller"
	nodeIntentParser      = "intent_parser"
	nodeValidator         = "validator"
	nodePlanner           = "planner"
	nodeOrchestrator      = "orchestrator"
	nodeExecutor          = "executor"
	nodeEvaluateStep      = "evaluate_step"
	nodeIssueTriage       = "issue_triage"
	nodeResponder         = "responder"
	nodeExportICS         = "export_ics"
	nodeEvaluateFinal     = "evaluate_final"
	nodeMemoryWriter      = "memory_writer"
)

// graph says which nodes there are and which one comes next.
type graph struct {
	start  string
	nodes  map[string]Node
	next   map[string]func(*State) string // "": the end
	failed map[string]string              // where to go with a node's error; none: it ends the run
}

func (a *Agent) newGraph() graph {
	return graph{
		start: nodeContextController,
		nodes: map[string]Node{
			nodeContextController: a.gatherContext,
			nodeIntentParser:      a.parseIntent,
			nodeValidator:         a.validate,
			nodePlanner:           a.plan,
			nodeOrchestrator:      a.orchestrate,
			nodeExecutor:          a.execute,
			nodeEvaluateStep:      a.evaluateStep,
			nodeIssueTriage:       a.triage,
			nodeResponder:         a.respond,
			nodeExportICS:         a.exportICS,
			nodeEvaluateFinal:     a.evaluateFinal,
			nodeMemoryWriter:      a.writeMemory,
		},
		next: map[string]func(*State) string{
			nodeContextController: to(nodeIntentParser),
			nodeIntentParser:      to(nodeValidator),
			nodeValidator:         afterValidator,
			nodePlanner:           to(nodeOrchestrator),
			nodeOrchestrator:      afterOrchestrator,
			nodeExecutor:          to(nodeEvaluateStep),
			nodeEvaluateStep:      to(nodeOrchestrator),
			nodeIssueTriage:       afterTriage,
			nodeResponder:         to(nodeExportICS),
			nodeExportICS:         to(nodeEvaluateFinal),
			nodeEvaluateFinal:     to(nodeMemoryWriter),
			nodeMemoryWriter:      to(""),
		},
		failed: map[string]string{
			nodeExecutor:     nodeIssueTriage,
			nodeEvaluateStep: nodeIssueTriage,
		},
	}
}

func to(name string) func(*State) string { return func(*State) string { return name } }

// afterValidator goes on only with a question that can be answered.
func afterValidator(s *State) string {
	if s.refused != nil {
		return ""
	}
	return nodePlanner
}

// afterOrchestrator goes to the executor as long as there is a step to do.
func afterOrchestrator(s *State) string {
	if s.current != nil {
		return nodeExecutor
	}
	return nodeResponder
}

// afterTriage carries the step out again where that may help.
func afterTriage(s *State) string {
	if s.current.Status == Pending {
		return nodeExecutor
	}
	return nodeOrchestrator
}

// walk visits one node after the other until the graph ends, a node fails that
// nobody takes care of, or the user gives up.
func (a *Agent) walk(ctx context.Context, s *State) error {
	for name := a.graph.start; name != ""; {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := a.visit(ctx, s, name)
		if err == nil {
			name = a.graph.next[name](s)
			continue
		}
		care, ok := a.graph.failed[name]
		if !ok || ctx.Err() != nil {
			return err
		}
		s.failure, name = err, care
	}
	return nil
}

// visit runs a node: see track.go.
func (a *Agent) visit(ctx context.Context, s *State, name string) error {
	node, ok := a.graph.nodes[name]
	if !ok {
		return fmt.Errorf("graph: there is no node %q", name)
	}
	a.Log.DebugContext(ctx, "visit", "node", name, "round", s.rounds)
	return a.tracked(ctx, s, name, node)
}
