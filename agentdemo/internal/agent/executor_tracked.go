// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"encoding/json"
	"strings"

	"go.opentelemetry.io/otel/attribute"

	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
	"github.com/otelfail/otelfail-go/otelfail"
)

// executeTracked is execute with otelfail: the step is an operation, and what
// is done about a failure is declared.
func (a *Agent) executeTracked(ctx context.Context, s *State) (err error) {
	ctx, op := a.Tracker.Start(ctx, stepSpec(s))
	defer op.End(&err)

	caller := a.Tools
	var recorder *stepRecorder
	if !a.ToolsTraced {
		recorder = &stepRecorder{tools: a.Tools}
		caller = recorder
	}

	result, err := a.perform(ctx, s, caller)
	if err == nil {
		recorder.recovered(ctx)
		a.finish(s, result)
		return nil
	}
	if ctx.Err() != nil { // the user gave up, not the tool
		return err
	}
	if alternative, ok := a.alternative(s); ok {
		otelfail.Recovered(ctx, err, otelfail.Fallback, alternative.Detail)
		a.replace(s, alternative, err)
		return nil
	}
	otelfail.Recovered(ctx, err, otelfail.Skip, "Step marked as blocked, orchestrator continues")
	a.block(s, err)
	return nil
}

func stepSpec(s *State) otelfail.Spec {
	step := s.current
	spec := otelfail.Step(nodeExecutor)
	spec.StepID, spec.StepType, spec.StepTitle = step.ID, step.Type, step.Title
	spec.Essential = step.Type == TypeSynthesize
	if kind, _, ok := strings.Cut(step.Tool, "_"); ok {
		spec.Tags = []string{kind}
	}
	var args struct {
		Destination string `json:"destination"`
	}
	if json.Unmarshal(step.Args, &args) == nil && args.Destination != "" {
		spec.Tags = append(spec.Tags, strings.ToLower(args.Destination))
		spec.Context = []attribute.KeyValue{attribute.String("destination", args.Destination)}
	}
	return spec
}

// stepRecorder records the failures of tools that are no operations of their
// own, on the step that calls them.
type stepRecorder struct {
	tools  tools.Caller
	failed []error
}

// Call calls the tool. Its error comes back unchanged.
func (r *stepRecorder) Call(ctx context.Context, name string, args json.RawMessage) (json.RawMessage, error) {
	result, err := r.tools.Call(ctx, name, args)
	if err != nil {
		spec := otelfail.Tool(name)
		spec.Arguments = string(args)
		otelfail.Record(ctx, err, spec)
		r.failed = append(r.failed, err)
	}
	return result, err
}

// recovered declares that a later attempt succeeded: without an operation for
// each attempt otelfail cannot see it.
func (r *stepRecorder) recovered(ctx context.Context) {
	if r == nil {
		return
	}
	for _, err := range r.failed {
		otelfail.Recovered(ctx, err, otelfail.Retry, "")
	}
}
