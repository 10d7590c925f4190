// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"encoding/json"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/retry"
	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
	"github.com/otelfail/otelfail-go/otelfail"
)

// Name is the agent's name in its telemetry.
const Name = "travel-agent"

// Config is what an agent is made of. Model, Tools and ToolNames are required.
type Config struct {
	Model     llm.Model
	Tools     tools.Caller
	ToolNames []string // what the planner may use

	// Fallback gives another source for a tool's result. It may be nil.
	Fallback func(tool string, args json.RawMessage) (tools.Fallback, bool)

	Retries   int // tries of a call after the first
	MaxRounds int // of orchestrator and executor; 0: 20
	Now       func() time.Time
	Progress  func(Event) // gets a line per step; may be nil

	// Tracking. With a nil Tracker nothing is tracked.
	Tracker     *otelfail.Tracker
	ToolsTraced bool // the tools are operations of their own
	RunID       string
	UserID      string
}

const defaultRounds = 20

// Agent answers questions. It is safe for concurrent use: each run has its own
// State.
type Agent struct {
	Config
	graph graph
}

// New returns an agent.
func New(c Config) *Agent {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Progress == nil {
		c.Progress = func(Event) {}
	}
	if c.MaxRounds <= 0 {
		c.MaxRounds = defaultRounds
	}
	a := &Agent{Config: c}
	a.graph = graph{
		start: nodeIntentParser,
		nodes: map[string]Node{
			nodeIntentParser: a.parseIntent,
			nodePlanner:      a.plan,
			nodeOrchestrator: a.orchestrate,
			nodeExecutor:     a.execute,
			nodeResponder:    a.respond,
		},
		next: map[string]func(*State) string{
			nodeIntentParser: afterIntentParser,
			nodePlanner:      to(nodeOrchestrator),
			nodeOrchestrator: afterOrchestrator,
			nodeExecutor:     to(nodeOrchestrator),
		},
	}
	if c.Tracker != nil {
		a.track()
	}
	return a
}

// Run answers one question. The state is returned even with an error. A
// question that cannot be answered is an [*InputError] and no failure of the
// run.
func (a *Agent) Run(ctx context.Context, query string) (*State, error) {
	s := &State{Query: query, Today: a.Now()}
	run := a.graph.run
	if a.Tracker != nil {
		run = a.runTracked
	}
	if err := run(ctx, s); err != nil {
		return s, err
	}
	if s.refused != nil {
		return s, s.refused
	}
	return s, nil
}

// policy says when to try a call again, and tells the user.
func (a *Agent) policy(what string, useful func(error) bool) retry.Policy {
	return retry.Policy{
		Retries: a.Retries,
		Useful:  useful,
		Notify:  func(err error) { a.warn("%s: %s, trying again", what, Explain(err)) },
	}
}
