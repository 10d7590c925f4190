// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/chaos"
	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
)

// faults brings chaos into an agent that knows nothing of it: it names the
// operation of each call for the transport, and calls tools wrongly where the
// plan says so.
type faults struct{ plan *chaos.Plan }

func newFaults(ctx context.Context, seed uint64) (*faults, error) {
	plan, err := chaos.New(ctx, seed)
	if err != nil {
		return nil, err
	}
	return &faults{plan}, nil
}

func (f *faults) transport(base http.RoundTripper) http.RoundTripper { return f.plan.Transport(base) }

func (f *faults) model(base llm.Model) llm.Model { return faultyModel{base} }

func (f *faults) tools(base tools.Caller) tools.Caller { return faultyTools{base, f.plan} }

func (f *faults) close() error { return f.plan.Close() }

type faultyModel struct{ base llm.Model }

// Complete asks the model under the name of its task.
func (m faultyModel) Complete(ctx context.Context, r llm.Request) (string, error) {
	return m.base.Complete(chaos.WithOperation(ctx, r.Task), r)
}

type faultyTools struct {
	base tools.Caller
	plan *chaos.Plan
}

// Call calls the tool under its name, or wrongly.
func (t faultyTools) Call(ctx context.Context, name string, args json.RawMessage) (json.RawMessage, error) {
	ctx = chaos.WithOperation(ctx, name)
	fault, _ := t.plan.Tool(ctx)
	switch fault {
	case chaos.MissingTool:
		return t.base.Call(ctx, name+"_v2", args)
	case chaos.InvalidArguments:
		args, err := spoil(args)
		if err != nil {
			return nil, err
		}
		return t.base.Call(ctx, name, args)
	}
	return t.base.Call(ctx, name, args)
}

// spoil makes arguments that the service refuses: dates that are none, else no
// destination.
func spoil(raw json.RawMessage) (json.RawMessage, error) {
	var args map[string]any
	if err := json.Unmarshal(raw, &args); err != nil {
		return nil, fmt.Errorf("chaos: %w", err)
	}
	dates := false
	for key := range args {
		if strings.HasSuffix(key, "_date") || strings.HasPrefix(key, "check_") {
			args[key] = "someday"
			dates = true
		}
	}
	if !dates {
		args["destination"] = ""
	}
	return json.Marshal(args)
}
