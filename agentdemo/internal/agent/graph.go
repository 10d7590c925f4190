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
	nodeIntentParser = "intent_parser"
	nodePlanner      = "planner"
	nodeOrchestrator = "orchestrator"
	nodeExecutor     = "executor"
	nodeResponder    = "responder"
)

// graph says which nodes there are and which one comes next.
type graph struct {
	start string
	nodes map[string]Node
	next  map[string]func(*State) string // none: the end
}

func (g graph) run(ctx context.Context, s *State) error {
	for name := g.start; name != ""; {
		node, ok := g.nodes[name]
		if !ok {
			return fmt.Errorf("graph: there is no node %q", name)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := node(ctx, s); err != nil {
			return err
		}
		next, ok := g.next[name]
		if !ok {
			return nil
		}
		name = next(s)
	}
	return nil
}

func to(name string) func(*State) string { return func(*State) string { return name } }

// afterIntentParser goes on only with a question that can be answered.
func afterIntentParser(s *State) string {
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
