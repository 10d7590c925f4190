// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"encoding/json"
	"strings"

	"go.opentelemetry.io/otel/attribute"

	"github.com/otelfail/otelfail-go/otelfail"
)

// tracked visits a node as an operation of otelfail. Where nothing is tracked it
// only calls the node.
func (a *Agent) tracked(ctx context.Context, s *State, name string, node Node) (err error) {
	ctx, op := a.Tracker.Start(ctx, describeVisit(name, s))
	defer op.End(&err)
	return node(ctx, s)
}

// stepTypes are the types of the steps that nodes take by themselves.
var stepTypes = map[string]string{
	nodeContextController: TypeRetrieveContext,
	nodeIntentParser:      TypeIntentParse,
	nodeValidator:         TypeValidateInputs,
	nodePlanner:           TypePlanDraft,
	nodeResponder:         TypeRespond,
	nodeExportICS:         TypeExportICS,
	nodeEvaluateFinal:     TypeEvaluateFinal,
	nodeMemoryWriter:      TypeWriteMemory,
}

// describeVisit says what a node works on: its failures carry it. The step's id
// is what makes a second visit an attempt of the same work.
func describeVisit(name string, s *State) otelfail.Spec {
	spec := otelfail.Step(name)
	spec.StepType = stepTypes[name]
	step := s.current
	if step == nil || name != nodeExecutor && name != nodeEvaluateStep && name != nodeIssueTriage {
		return spec
	}
	spec.StepID, spec.StepTitle, spec.StepType = step.ID, step.Title, step.Type
	if name == nodeEvaluateStep {
		spec.StepType = TypeEvaluateStep
	}
	spec.Essential = name == nodeExecutor && step.Type == TypeSynthesize
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
