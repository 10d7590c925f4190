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
	// Events are the span events that must be there, and no others, as the span's
	// name, ": " and the event's: one exception for each failure, and what became
	// of it where that was settled.
	Events []string
	// Plain are the failures that can be told from the spans alone, without
	// otelfail's own attributes and events; nil if they are the same Failures.
	// PlainWhy says why they differ.
	Plain    []Failure
	PlainWhy string
}

// Scenarios returns the specification: retries, recoveries, propagation, panics
// and concurrency.
func Scenarios() []Scenario {
	return slices.Concat(retries(), recoveries(), nesting(), propagation(), shapes(), odd(), concurrency())
}

// Conform runs the scenarios against an adapter. The Do that adapt returns must
// use the Tracker that it is given.
func Conform(t *testing.T, adapt func(*otelfail.Tracker) Do) {
	for _, s := range Scenarios() {
		t.Run(s.Name, func(t *testing.T) {
			r := NewRecorder(t)
			if want, got := s.Play(t.Context(), adapt(r.Tracker())); fmt.Sprintf("%T %p %v", got, got, got) != fmt.Sprintf("%T %p %v", want, want, want) {
				t.Errorf("the run's error was changed to %#v, was %#v", got, want)
			}
			check(t, s.Failures, r)
			s.checkSpans(t, r)
		})
	}
}

// Play runs the scenario as the run of an agent named "a", and whatever is to
// happen once that has ended. It returns the error with which Run ended, and the
// one that do returned for it: they must be the same.
func (s *Scenario) Play(ctx context.Context, do Do) (ended, returned error) {
	var after []func()
	returned = do(context.WithValue(ctx, afterKey{}, &after), otelfail.Agent("a"), func(ctx context.Context) error {
		ended = s.Run(ctx, do)
		return ended
	})
	for _, f := range after {
		f()
	}
	return ended, returned
}

// afterKey is the key of a list of functions to be called after the run.
type afterKey struct{}

// afterRun has f called when the run has ended.
func afterRun(ctx context.Context, f func()) {
	if list, ok := ctx.Value(afterKey{}).(*[]func()); ok {
		*list = append(*list, f)
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

func (s *Scenario) checkSpans(t *testing.T, r *Recorder) {
	t.Helper()
	var failed, events []string
	for _, span := range r.Spans() {
		if span.Status().Code == codes.Error && !slices.Contains(failed, span.Name()) {
			failed = append(failed, span.Name())
		}
		for _, e := range span.Events() {
			events = append(events, span.Name()+": "+e.Name)
		}
	}
	if !sameWords(failed, s.Failed) {
		t.Errorf("spans with status Error: %q, want %q", failed, s.Failed)
	}
	if !sameWords(events, s.Events) {
		t.Errorf("events: %q, want %q", events, s.Events)
	}
}

// sameWords compares without regard to the order.
func sameWords(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
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
