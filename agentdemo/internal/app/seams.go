// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/memory"
	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

// The operations of the memory and of the calendar, as scenarios name them.
const (
	opMemorySearch   = "memory_search"
	opMemoryWrite    = "memory_write"
	opMemorySetAside = "memory_set_aside"
	opCalendar       = "calendar"
)

// seams are the places where the agent touches the world: faults are injected
// there, and calls watched, without the agent's knowing. They lie within what
// otelfail tracks.
type seams struct {
	faults *chaos.Injector // nil: none
	watch  func(Call)      // nil: nobody
}

func newSeams(ctx context.Context, c Config) (*seams, error) {
	s := &seams{watch: c.Watch}
	scenario := c.Scenario
	if scenario == nil && c.Settings.ChaosMode {
		mixed, err := scenarios.Find(scenarios.Mixed)
		if err != nil {
			return nil, err
		}
		scenario = &mixed.Scenario
	}
	if scenario == nil {
		return s, nil
	}
	var err error
	s.faults, err = chaos.New(ctx, *scenario, chaos.InjectFaults(),
		chaos.WithSeed(c.Settings.Seed), chaos.WithRunID(c.Settings.RunID), chaos.WithTruth(c.Truth))
	return s, err
}

func (s *seams) transport(base http.RoundTripper) http.RoundTripper { return s.faults.Transport(base) }

// at is one function of the agent's world behind its seam.
func at[A, R any](s *seams, kind chaos.Kind, name string, fn func(context.Context, A) (R, error)) func(context.Context, A) (R, error) {
	return watched(s.watch, kind, name, chaos.Wrap(s.faults, kind, name, fn))
}

func (s *seams) model(base llm.Model) llm.Model { return seamModel{base, s} }

type seamModel struct {
	base  llm.Model
	seams *seams
}

// Complete asks the model; the operation is its task.
func (m seamModel) Complete(ctx context.Context, r llm.Request) (string, error) {
	return at(m.seams, chaos.Model, r.Task, m.base.Complete)(ctx, r)
}

func (s *seams) tools(base tools.Caller) tools.Caller {
	return seamTools{chaos.WrapTools(s.faults, base.Call), s.watch}
}

type seamTools struct {
	call  func(ctx context.Context, name string, args json.RawMessage) (json.RawMessage, error)
	watch func(Call)
}

// Call calls the tool; the operation is its name.
func (t seamTools) Call(ctx context.Context, name string, args json.RawMessage) (json.RawMessage, error) {
	return watched(t.watch, chaos.Tool, name, func(ctx context.Context, args json.RawMessage) (json.RawMessage, error) {
		return t.call(ctx, name, args)
	})(ctx, args)
}

func (s *seams) memory(base memory.Store) memory.Store { return seamMemory{base, s} }

type seamMemory struct {
	base  memory.Store
	seams *seams
}

type recallArgs struct {
	Query string
	N     int
}

// Recall searches the memory.
func (m seamMemory) Recall(ctx context.Context, query string, n int) ([]memory.Item, error) {
	return at(m.seams, chaos.Store, opMemorySearch, func(ctx context.Context, a recallArgs) ([]memory.Item, error) {
		return m.base.Recall(ctx, a.Query, a.N)
	})(ctx, recallArgs{query, n})
}

// Remember writes into the memory.
func (m seamMemory) Remember(ctx context.Context, item memory.Item) error {
	_, err := at(m.seams, chaos.Store, opMemoryWrite, func(ctx context.Context, item memory.Item) (struct{}, error) {
		return struct{}{}, m.base.Remember(ctx, item)
	})(ctx, item)
	return err
}

// SetAside puts a damaged memory out of the way.
func (m seamMemory) SetAside(ctx context.Context) (string, error) {
	return at(m.seams, chaos.Store, opMemorySetAside, func(ctx context.Context, _ struct{}) (string, error) {
		return m.base.SetAside(ctx)
	})(ctx, struct{}{})
}

type exportArgs struct {
	Name string
	Data []byte
}

func (s *seams) export(base func(context.Context, string, []byte) (string, error)) func(context.Context, string, []byte) (string, error) {
	write := at(s, chaos.Export, opCalendar, func(ctx context.Context, a exportArgs) (string, error) {
		return base(ctx, a.Name, a.Data)
	})
	return func(ctx context.Context, name string, data []byte) (string, error) {
		return write(ctx, exportArgs{name, data})
	}
}
