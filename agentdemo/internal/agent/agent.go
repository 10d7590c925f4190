// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/memory"
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

	Memory  memory.Store    // trips of earlier runs; nil: none
	Current *memory.Current // the trip that the last run was about; nil: none

	// Export keeps the calendar file and returns where. nil: none is made.
	Export func(ctx context.Context, name string, data []byte) (path string, err error)

	// Ask puts a question to the traveler. nil: nobody is there, and the agent
	// assumes or refuses. An error of [ErrNoAnswer] says the same of one question.
	Ask func(ctx context.Context, q Question) (answer string, err error)

	Disambiguate  bool    // look up places that several may be meant by
	Retries       int     // tries of a call after the first
	MaxRounds     int     // of orchestrator and executor; 0: 20
	EvalThreshold float64 // mean of the scores below which an answer needs work
	Now           func() time.Time
	Progress      func(Event)  // gets a line per step; may be nil
	Log           *slog.Logger // nil: no log

	Tracker *otelfail.Tracker // nil: nothing is tracked
	RunID   string
	UserID  string
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
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.MaxRounds <= 0 {
		c.MaxRounds = defaultRounds
	}
	a := &Agent{Config: c}
	a.graph = a.newGraph()
	return a
}

// Request is one question to the agent.
type Request struct {
	Query string

	// Current is the trip that the question may change: in a conversation the one
	// of the last answer. nil: the question is about a new trip.
	Current *Trip

	// AppendToCurrent takes the user's last trip for Current, whichever process
	// planned it.
	AppendToCurrent bool
}

// Run answers one question. The state is returned even with an error. A
// question that cannot be answered is an [*InputError] and no failure of the
// run.
func (a *Agent) Run(ctx context.Context, r Request) (s *State, err error) {
	s = &State{Request: r, Today: a.Now(), Termination: TerminatedByError}
	a.Log.InfoContext(ctx, "run started", "run_id", a.RunID, "user_id", a.UserID)
	defer func() {
		a.Log.InfoContext(ctx, "run ended", "run_id", a.RunID, "termination_reason", s.Termination, "overall_status", s.Evaluation.Overall)
	}()
	if err := a.run(ctx, s); err != nil {
		return s, err
	}
	if s.refused != nil {
		s.Termination = AskedUser
		return s, s.refused
	}
	s.Termination = Finalized
	if s.cut {
		s.Termination = MaxIters
	}
	return s, nil
}

// run walks the graph as one run of otelfail.
func (a *Agent) run(ctx context.Context, s *State) (err error) {
	spec := otelfail.Agent(Name)
	spec.RunID, spec.UserID = a.RunID, a.UserID
	ctx, op := a.Tracker.Start(ctx, spec)
	defer op.End(&err)
	return a.walk(ctx, s)
}

// policy says when to try a call again, and tells the user.
func (a *Agent) policy(what string, useful func(error) bool) retry.Policy {
	return retry.Policy{
		Retries: a.Retries,
		Useful:  useful,
		Notify:  func(err error) { a.warn("%s: %s, trying again", what, Explain(err)) },
	}
}

// cancelled reports whether the user gave up: then nothing is to be handled.
func cancelled(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }
