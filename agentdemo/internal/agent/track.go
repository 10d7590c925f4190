// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"

	"github.com/otelfail/otelfail-go/otelfail"
)

// track makes each visit of a node an operation of otelfail. The executor is
// replaced by one that describes its step and declares what it does about a
// failure.
func (a *Agent) track() {
	for name, node := range a.graph.nodes {
		a.graph.nodes[name] = func(ctx context.Context, s *State) (err error) {
			ctx, op := a.Tracker.Start(ctx, otelfail.Step(name))
			defer op.End(&err)
			return node(ctx, s)
		}
	}
	a.graph.nodes[nodeExecutor] = a.executeTracked
}

// runTracked walks the graph as one run.
func (a *Agent) runTracked(ctx context.Context, s *State) (err error) {
	run := otelfail.Agent(Name)
	run.RunID, run.UserID = a.RunID, a.UserID
	ctx, op := a.Tracker.Start(ctx, run)
	defer op.End(&err)
	return a.graph.run(ctx, s)
}
