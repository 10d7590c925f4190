// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/otelfail/otelfail-go/otelfail"
)

// sliceError is an error that cannot be compared.
type sliceError []string

func (e sliceError) Error() string { return fmt.Sprint([]string(e)) }

// structError is an error that can only seemingly be compared.
type structError struct {
	detail any
	score  float64
}

func (e structError) Error() string { return "struct error" }

// hostileError claims to be every error, and panics when it is unwrapped.
type hostileError struct{ _ int }

func (*hostileError) Error() string { return "hostile" }
func (*hostileError) Is(error) bool { return true }
func (*hostileError) As(any) bool   { panic("As") }
func (*hostileError) Unwrap() error { panic("Unwrap") }

// shapes: unusual errors, and failures that are no returned errors.
func shapes() []Scenario {
	const a, step, run = "execute_tool a", "step executor", "invoke_agent a"
	toolA := otelfail.Tool("a")
	through := func(err error) func(context.Context, Do) error {
		return func(ctx context.Context, do Do) error {
			return inStep(ctx, do, "1", func(ctx context.Context) error { return call(ctx, do, toolA, err) })
		}
	}
	return []Scenario{
		{
			Name:     "an error that cannot be compared",
			Run:      through(sliceError{"one", "two"}),
			Failures: []Failure{fails("one two", a, "failed", "", "")},
			Failed:   []string{a, step, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name:     "an error that only seemingly can be compared",
			Run:      through(structError{[]int{1}, 0}),
			Failures: []Failure{fails("struct error", a, "failed", "", "")},
			Failed:   []string{a, step, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name:     "an error that is not equal to itself",
			Run:      through(structError{nil, math.NaN()}),
			Failures: []Failure{fails("struct error", a, "failed", "", "")},
			Failed:   []string{a, step, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name:     "an error with a hostile Is",
			Run:      through(&hostileError{}),
			Failures: []Failure{fails("hostile", a, "failed", "", "")},
			Failed:   []string{a, step, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "a hostile error does not swallow another",
			Run: func(ctx context.Context, do Do) error {
				_ = call(ctx, do, toolA, &hostileError{})
				return call(ctx, do, otelfail.Tool("b"), errDown)
			},
			Failures: []Failure{fails("hostile", a, "failed", "", ""), fails("down", "execute_tool b", "failed", "", "")},
			Failed:   []string{a, "execute_tool b", run},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool b: exception",
				"invoke_agent a: failure.unrecovered",
				"invoke_agent a: failure.unrecovered",
			},
			Plain: []Failure{
				fails("hostile", a, "degraded", "handled", "inferred"),
				fails("down", "execute_tool b", "failed", "", ""),
			},
			PlainWhy: "spans do not say that nothing made good the first",
		},
		{
			Name: "a result that says error",
			Run: func(ctx context.Context, do Do) error {
				return do(ctx, toolA, func(ctx context.Context) error {
					otelfail.FromContext(ctx).Fail(errors.New("isError: no such city"))
					return nil
				})
			},
			Failures: []Failure{fails("no such city", a, "degraded", "handled", "inferred")},
			Failed:   []string{a},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.recovered"},
		},
		{
			Name: "a soft failure",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					otelfail.Record(ctx, errDown, otelfail.Spec{})
					return nil
				})
			},
			Failures: []Failure{fails("down", step, "degraded", "handled", "inferred")},
			Failed:   []string{"failure"},
			Events:   []string{"failure: exception", "step executor: failure.recovered"},
			Plain:    []Failure{fails("down", "failure", "degraded", "handled", "inferred")},
			PlainWhy: "the failure's own span does not say that it stands for the step",
		},
		{
			Name: "a soft failure of untracked work",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					otelfail.Record(ctx, errDown, toolA)
					otelfail.Recovered(ctx, errDown, otelfail.Skip, "")
					return nil
				})
			},
			Failures: []Failure{fails("down", a, "degraded", "skip", "declared")},
			Failed:   []string{"failure"},
			Events:   []string{"failure: exception", "step executor: failure.recovered"},
			Plain:    []Failure{fails("down", "failure", "degraded", "handled", "inferred")},
			PlainWhy: "the failure's own span does not say that it stands for a tool call; what the program declares is not in the spans",
		},
		{
			Name: "a soft failure that the operation then returns",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					otelfail.Record(ctx, errDown, otelfail.Spec{})
					return errDown
				})
			},
			Failures: []Failure{fails("down", step, "failed", "", "")},
			Failed:   []string{"failure", step, run},
			Events:   []string{"failure: exception", "invoke_agent a: failure.unrecovered"},
			Plain:    []Failure{fails("down", "failure", "failed", "", "")},
			PlainWhy: "the failure's own span does not say that it stands for the step",
		},
		{
			Name: "a recovery of an error that nobody recorded",
			Run: func(ctx context.Context, _ Do) error {
				otelfail.Recovered(ctx, errDown, otelfail.Fallback, "cache")
				return nil
			},
			Failures: []Failure{fails("down", run, "recovered", "fallback", "declared")},
			Failed:   []string{"failure"},
			Events:   []string{"failure: exception", "invoke_agent a: failure.recovered"},
			Plain:    []Failure{fails("down", "failure", "degraded", "handled", "inferred")},
			PlainWhy: "the failure's own span does not say that it stands for the run; what the program declares is not in the spans",
		},
		{
			Name: "a panic that the caller recovers",
			Run: func(ctx context.Context, do Do) error {
				defer func() { _ = recover() }()
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					return do(ctx, toolA, func(context.Context) error { panic("ouch") })
				})
			},
			Failures: []Failure{fails("ouch", a, "degraded", "handled", "inferred")},
			Failed:   []string{a, step},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.recovered"},
		},
		{
			Name: "a panic that the caller makes an error of",
			Run: func(ctx context.Context, do Do) (err error) {
				defer func() {
					if v := recover(); v != nil {
						err = v.(error)
					}
				}()
				return do(ctx, toolA, func(context.Context) error { panic(errDown) })
			},
			Failures: []Failure{fails("down", a, "failed", "", "")},
			Failed:   []string{a, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "cancelled by the user",
			Run: func(ctx context.Context, do Do) error {
				ctx, cancel := context.WithCancel(ctx)
				return do(ctx, toolA, func(ctx context.Context) error {
					cancel()
					return ctx.Err()
				})
			},
			Failures: []Failure{{Message: "canceled", Operation: a, Reason: "cancelled", Severity: "low", Outcome: "failed"}},
			Failed:   []string{a, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "the run's deadline",
			Run: func(ctx context.Context, do Do) error {
				ctx, cancel := context.WithTimeout(ctx, 1)
				defer cancel()
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					<-ctx.Done()
					return ctx.Err()
				})
			},
			Failures: []Failure{{Message: "deadline", Operation: step, Reason: "timeout", Category: "state", Outcome: "failed"}},
			Failed:   []string{step, run},
			Events:   []string{"step executor: exception", "invoke_agent a: failure.unrecovered"},
		},
	}
}
