// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"go.opentelemetry.io/otel/codes"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
)

// Do runs fn as an operation and returns its error unchanged: what an adapter
// has to offer.
type Do func(ctx context.Context, spec otelfail.Spec, fn func(context.Context) error) error

// Scenario is one line of otelfail's specification.
type Scenario struct {
	Name string
	// Run is what happens within the run of an agent named "a". The run ends
	// with the error that it returns.
	Run func(ctx context.Context, do Do) error
	// Failures are the failures that must be recorded, in the order in which
	// they happen, with message, operation, outcome, action and basis.
	Failures []Failure
	// Failed are the names of the spans that must have status Error; all others
	// must not.
	Failed []string
	// Plain are the failures that can be told from the spans alone, without
	// otelfail's own attributes and events; nil if they are the same Failures.
	// PlainWhy says why they differ.
	Plain    []Failure
	PlainWhy string
}

// Scenarios returns the specification: retries, recoveries, propagation, panics
// and concurrency.
func Scenarios() []Scenario {
	return slices.Concat(retries(), recoveries(), propagation(), shapes(), concurrency())
}

// Conform runs the scenarios against an adapter. The Do that adapt returns must
// use the Tracker that it is given.
func Conform(t *testing.T, adapt func(*otelfail.Tracker) Do) {
	for _, s := range Scenarios() {
		t.Run(s.Name, func(t *testing.T) {
			r := NewRecorder(t)
			s.play(t, adapt(r.Tracker()))
			check(t, s.Failures, r)
			s.checkStatuses(t, r)
		})
	}
}

// play runs the scenario and checks that the run's error comes out as it went
// in.
func (s *Scenario) play(t *testing.T, do Do) {
	t.Helper()
	var want error
	got := do(t.Context(), otelfail.Agent("a"), func(ctx context.Context) error {
		want = s.Run(ctx, do)
		return want
	})
	if fmt.Sprintf("%T %p %v", got, got, got) != fmt.Sprintf("%T %p %v", want, want, want) {
		t.Errorf("the run's error was changed to %#v, was %#v", got, want)
	}
}

func check(t *testing.T, want []Failure, r *Recorder) {
	t.Helper()
	records := r.Failures()
	if len(records) != len(want) {
		t.Errorf("%d failures recorded, want %d:%s", len(records), len(want), list(records))
		return
	}
	for i, f := range want {
		if f.Action == "" && f.Outcome == "failed" {
			f.Basis = "inferred"
		}
		if !f.Matches(records[i]) {
			t.Errorf("failure %d is\n\t%v, want\n\t%v", i+1, describe(records[i]), f)
		}
	}
}

func (s *Scenario) checkStatuses(t *testing.T, r *Recorder) {
	t.Helper()
	var failed []string
	for _, span := range r.Spans() {
		if span.Status().Code == codes.Error && !slices.Contains(failed, span.Name()) {
			failed = append(failed, span.Name())
		}
	}
	want := slices.Clone(s.Failed)
	slices.Sort(want)
	slices.Sort(failed)
	if !slices.Equal(want, failed) {
		t.Errorf("spans with status Error: %q, want %q", failed, want)
	}
}

// The parts of scenarios.

var (
	errDown  = errors.New("the service is down")
	errOther = errors.New("something else went wrong")
)

// call runs a leaf operation that ends with err.
func call(ctx context.Context, do Do, spec otelfail.Spec, err error) error {
	return do(ctx, spec, func(context.Context) error { return err })
}

// inStep runs fn as an executor step.
func inStep(ctx context.Context, do Do, id string, fn func(context.Context) error) error {
	return do(ctx, otelfail.Spec{Kind: otelfail.KindStep, Name: "executor", StepID: id}, fn)
}

func toolWith(name, arguments string) otelfail.Spec {
	return otelfail.Spec{Kind: otelfail.KindTool, Name: name, Arguments: arguments}
}

func fails(message, operation, outcome, action, basis string) Failure {
	return Failure{
		Message: message, Operation: operation,
		Outcome: failurelog.Outcome(outcome), Action: action, Basis: failurelog.Basis(basis),
	}
}
