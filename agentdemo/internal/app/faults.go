// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

// faults brings chaos into an agent that knows nothing of it.
type faults struct{ *chaos.Injector }

// newFaults returns nil where nobody asked for faults.
func newFaults(ctx context.Context, c Config) (*faults, error) {
	scenario := c.Scenario
	if scenario == nil && c.Settings.ChaosMode {
		mixed, err := scenarios.Find(scenarios.Mixed)
		if err != nil {
			return nil, err
		}
		scenario = &mixed.Scenario
	}
	if scenario == nil {
		return nil, nil
	}
	in, err := chaos.New(ctx, *scenario, chaos.InjectFaults(),
		chaos.WithSeed(c.Settings.Seed), chaos.WithRunID(c.Settings.RunID), chaos.WithTruth(c.Truth))
	if err != nil {
		return nil, err
	}
	return &faults{in}, nil
}

func (f *faults) transport(base http.RoundTripper) http.RoundTripper {
	if f == nil {
		return base
	}
	return f.Transport(base)
}

func (f *faults) model(base llm.Model) llm.Model {
	if f == nil {
		return base
	}
	return faultyModel{base, f.Injector}
}

func (f *faults) tools(base tools.Caller) tools.Caller {
	if f == nil {
		return base
	}
	return faultyTools{chaos.WrapTools(f.Injector, base.Call)}
}

type faultyModel struct {
	base   llm.Model
	faults *chaos.Injector
}

// Complete asks the model as the operation that its task is.
func (m faultyModel) Complete(ctx context.Context, r llm.Request) (string, error) {
	return chaos.Wrap(m.faults, chaos.Model, r.Task, m.base.Complete)(ctx, r)
}

type faultyTools struct {
	call func(ctx context.Context, name string, args json.RawMessage) (json.RawMessage, error)
}

// Call calls the tool as the operation of its name.
func (t faultyTools) Call(ctx context.Context, name string, args json.RawMessage) (json.RawMessage, error) {
	return t.call(ctx, name, args)
}
