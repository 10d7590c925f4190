// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest

import (
	"context"
	"errors"
	"strings"

	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail"
)

// nilError is an error whose methods cannot stand a nil pointer.
type nilError struct{ text string }

func (e *nilError) Error() string { return e.text }

// odd: what should not happen, and does.
func odd() []Scenario {
	const a, b, step, run = "execute_tool a", "execute_tool b", "step executor", "invoke_agent a"
	toolA, toolB := otelfail.Tool("a"), otelfail.Tool("b")
	return []Scenario{
		{
			Name: "a typed nil as an error",
			Run: func(ctx context.Context, do Do) error {
				var none *nilError
				_ = call(ctx, do, toolA, none)
				return nil
			},
			Failures: []Failure{fails("", a, "degraded", "handled", "inferred")},
			Failed:   []string{a},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.recovered"},
		},
		{
			Name: "an error without a text",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error { return call(ctx, do, toolA, errors.New("")) })
			},
			Failures: []Failure{fails("", a, "failed", "", "")},
			Failed:   []string{a, step, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "a megabyte of text that is no UTF-8",
			Run: func(ctx context.Context, do Do) error {
				return call(ctx, do, toolA, errors.New("big\xff\x00\x1b[2J"+strings.Repeat("x", 1<<20)))
			},
			Failures: []Failure{fails("big", a, "failed", "", "")},
			Failed:   []string{a, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "a failure while a panic passes",
			Run: func(ctx context.Context, do Do) error {
				defer func() { _ = recover() }()
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					defer func() { _ = call(ctx, do, toolB, errDown) }() // the clean-up fails too
					return do(ctx, toolA, func(context.Context) error { panic("ouch") })
				})
			},
			Failures: []Failure{
				fails("ouch", a, "degraded", "handled", "inferred"),
				fails("down", b, "degraded", "handled", "inferred"),
			},
			Failed: []string{a, b, step},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool b: exception",
				"invoke_agent a: failure.recovered",
				"invoke_agent a: failure.recovered",
			},
		},
		{
			Name: "a panic in place of a panic",
			Run: func(ctx context.Context, do Do) error {
				defer func() { _ = recover() }()
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					defer func() {
						_ = recover()
						panic("worse")
					}()
					return do(ctx, toolA, func(context.Context) error { panic("bad") })
				})
			},
			Failures: []Failure{
				fails("bad", a, "degraded", "handled", "inferred"),
				fails("worse", step, "degraded", "handled", "inferred"),
			},
			Failed: []string{a, step},
			Events: []string{
				"execute_tool a: exception",
				"step executor: exception",
				"invoke_agent a: failure.recovered",
				"invoke_agent a: failure.recovered",
			},
			Plain:    []Failure{fails("bad", a, "degraded", "handled", "inferred")},
			PlainWhy: "without identity the second panic looks like the first, passed up",
		},
		{
			Name: "a panic, retried",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					func() {
						defer func() { _ = recover() }()
						_ = do(ctx, toolA, func(context.Context) error { panic("ouch") })
					}()
					return call(ctx, do, toolA, nil)
				})
			},
			Failures: []Failure{fails("ouch", a, "recovered", "retry", "inferred")},
			Failed:   []string{a},
			Events:   []string{"execute_tool a: exception", "step executor: failure.recovered"},
		},
		{
			Name: "cancelled with a cause",
			Run: func(ctx context.Context, do Do) error {
				ctx, cancel := context.WithCancelCause(ctx)
				return do(ctx, toolA, func(ctx context.Context) error {
					cancel(errors.New("the user went away"))
					return context.Cause(ctx)
				})
			},
			Failures: []Failure{{Message: "went away", Operation: a, Reason: "cancelled", Severity: "low", Outcome: "failed"}},
			Failed:   []string{a, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "the result says error, and the caller goes on without it",
			Run: func(ctx context.Context, do Do) error {
				noCity := errors.New("isError: no such city")
				_ = do(ctx, toolA, func(ctx context.Context) error {
					otelfail.FromContext(ctx).Fail(noCity)
					return nil
				})
				otelfail.Recovered(ctx, noCity, otelfail.AskUser, "which city?")
				return nil
			},
			Failures: []Failure{fails("no such city", a, "degraded", "ask_user", "declared")},
			Failed:   []string{a},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.recovered"},
			Plain:    []Failure{fails("no such city", a, "degraded", "handled", "inferred")},
			PlainWhy: "what the program declares is not in the spans",
		},
		{
			Name: "the result says error, and an error is returned",
			Run: func(ctx context.Context, do Do) error {
				return do(ctx, toolA, func(ctx context.Context) error {
					otelfail.FromContext(ctx).Fail(errOther)
					return errDown
				})
			},
			Failures: []Failure{fails("down", a, "failed", "", "")},
			Failed:   []string{a, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "an error that came from a call is recorded by its caller, too",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					err := call(ctx, do, toolA, errDown)
					otelfail.Record(ctx, err, otelfail.Spec{})
					return nil
				})
			},
			Failures: []Failure{fails("down", a, "degraded", "handled", "inferred")},
			Failed:   []string{a},
			Events:   []string{"execute_tool a: exception", "step executor: failure.recovered"},
		},
		{
			Name: "an HTTP client span fails below the tool",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					return do(ctx, toolA, func(ctx context.Context) error {
						_, span := trace.SpanFromContext(ctx).TracerProvider().Tracer("http").Start(ctx, "GET")
						span.SetStatus(codes.Error, errDown.Error())
						span.End()
						return errDown
					})
				})
			},
			Failures: []Failure{fails("down", a, "failed", "", "")},
			Failed:   []string{"GET", a, step, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
			Plain:    []Failure{fails("down", "GET", "failed", "", "")},
			PlainWhy: "the innermost span that failed is the client's",
		},
		{
			Name: "a tool fails after the run has ended",
			Run: func(ctx context.Context, do Do) error {
				started, release, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
				go func() {
					defer close(done)
					_ = do(ctx, toolA, func(context.Context) error {
						close(started)
						<-release
						return errDown
					})
				}()
				<-started
				afterRun(ctx, func() {
					close(release)
					<-done
				})
				return nil
			},
			Failures: []Failure{fails("down", a, "degraded", "handled", "inferred")},
			Failed:   []string{a},
			Events:   []string{"execute_tool a: exception"},
			Plain:    []Failure{fails("down", a, "unknown", "", "")},
			PlainWhy: "after the root of the trace nothing ends that could tell what became of it",
		},
		{
			Name: "a step outlives a run that has failed, and is retried in it",
			Run: func(ctx context.Context, do Do) error {
				started, release, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
				go func() {
					defer close(done)
					_ = inStep(ctx, do, "1", func(ctx context.Context) error {
						close(started)
						<-release
						_ = call(ctx, do, toolA, errDown)
						return call(ctx, do, toolA, nil)
					})
				}()
				<-started
				afterRun(ctx, func() {
					close(release)
					<-done
				})
				return errOther
			},
			Failures: []Failure{
				fails("else", run, "failed", "", ""),
				fails("down", a, "recovered", "retry", "inferred"),
			},
			Failed:   []string{a, run},
			Events:   []string{"invoke_agent a: exception", "execute_tool a: exception", "step executor: failure.recovered"},
			Plain:    []Failure{fails("else", run, "failed", "", "")},
			PlainWhy: "what fails late below a root that has failed is taken for a part of its failure",
		},
	}
}
