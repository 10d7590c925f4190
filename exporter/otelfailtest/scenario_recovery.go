// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest

import (
	"context"
	"fmt"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// schemaError says that the arguments do not fit.
type schemaError struct{}

func (*schemaError) Error() string                  { return "arguments do not match the schema" }
func (*schemaError) FailureReason() classify.Reason { return classify.Schema }

// recoveries: what programs and models do about failures.
func recoveries() []Scenario {
	const weather, step, run = "execute_tool weather", "step executor", "invoke_agent a"
	tool := otelfail.Tool("weather")
	const cannotSee = "what the program declares is not in the spans"
	return []Scenario{
		{
			Name: "fallback",
			Run: func(ctx context.Context, do Do) error {
				err := call(ctx, do, tool, errDown)
				otelfail.Recovered(ctx, err, otelfail.Fallback, "averages")
				return nil
			},
			Failures: []Failure{fails("down", weather, "recovered", "fallback", "declared")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "invoke_agent a: failure.recovered"},
			Plain:    []Failure{fails("down", weather, "degraded", "handled", "inferred")},
			PlainWhy: cannotSee,
		},
		{
			Name: "a worse fallback",
			Run: func(ctx context.Context, do Do) error {
				err := call(ctx, do, tool, errDown)
				otelfail.Degraded(ctx, err, otelfail.Fallback, "last year's averages")
				return nil
			},
			Failures: []Failure{fails("down", weather, "degraded", "fallback", "declared")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "invoke_agent a: failure.recovered"},
			Plain:    []Failure{fails("down", weather, "degraded", "handled", "inferred")},
			PlainWhy: cannotSee,
		},
		{
			Name: "the fallback fails too",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, tool, errDown)
					return call(ctx, do, otelfail.Tool("climate"), errOther)
				})
			},
			Failures: []Failure{
				fails("down", weather, "failed", "", ""),
				fails("else", "execute_tool climate", "failed", "", ""),
			},
			Failed: []string{weather, "execute_tool climate", step, run},
			Events: []string{
				"execute_tool weather: exception",
				"execute_tool climate: exception",
				"invoke_agent a: failure.unrecovered",
				"invoke_agent a: failure.unrecovered",
			},
			Plain: []Failure{
				fails("down", weather, "degraded", "handled", "inferred"),
				fails("else", "execute_tool climate", "failed", "", ""),
			},
			PlainWhy: "spans do not say that the second call was to make good the first",
		},
		{
			Name: "a fallback declared before it fails too",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					err := call(ctx, do, tool, errDown)
					otelfail.Recovered(ctx, err, otelfail.Fallback, "climate service")
					return call(ctx, do, otelfail.Tool("climate"), errOther)
				})
			},
			Failures: []Failure{
				fails("down", weather, "recovered", "fallback", "declared"),
				fails("else", "execute_tool climate", "failed", "", ""),
			},
			Failed: []string{weather, "execute_tool climate", step, run},
			Events: []string{
				"execute_tool weather: exception",
				"execute_tool climate: exception",
				"step executor: failure.recovered",
				"invoke_agent a: failure.unrecovered",
			},
			Plain: []Failure{
				fails("down", weather, "degraded", "handled", "inferred"),
				fails("else", "execute_tool climate", "failed", "", ""),
			},
			PlainWhy: cannotSee,
		},
		{
			Name: "skip",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					err := call(ctx, do, tool, errDown)
					otelfail.Recovered(ctx, err, otelfail.Skip, "step marked as blocked")
					return nil
				})
			},
			Failures: []Failure{fails("down", weather, "degraded", "skip", "declared")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "step executor: failure.recovered"},
			Plain:    []Failure{fails("down", weather, "degraded", "handled", "inferred")},
			PlainWhy: cannotSee,
		},
		{
			Name: "the user is asked",
			Run: func(ctx context.Context, do Do) error {
				err := call(ctx, do, otelfail.Tool("geocode"), errDown)
				otelfail.Recovered(ctx, err, otelfail.AskUser, "London, UK or London, Ontario?")
				return nil
			},
			Failures: []Failure{fails("down", "execute_tool geocode", "degraded", "ask_user", "declared")},
			Failed:   []string{"execute_tool geocode"},
			Events:   []string{"execute_tool geocode: exception", "invoke_agent a: failure.recovered"},
			Plain:    []Failure{fails("down", "execute_tool geocode", "degraded", "handled", "inferred")},
			PlainWhy: cannotSee,
		},
		{
			Name: "an action in the program's own word, on a wrapped error",
			Run: func(ctx context.Context, do Do) error {
				err := fmt.Errorf("weather: %w", call(ctx, do, tool, errDown))
				otelfail.Recovered(ctx, err, "cache", "")
				return nil
			},
			Failures: []Failure{fails("down", weather, "recovered", "cache", "declared")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "invoke_agent a: failure.recovered"},
			Plain:    []Failure{fails("down", weather, "degraded", "handled", "inferred")},
			PlainWhy: cannotSee,
		},
		{
			Name: "declared a level above",
			Run: func(ctx context.Context, do Do) error {
				err := inStep(ctx, do, "1", func(ctx context.Context) error { return call(ctx, do, tool, errDown) })
				otelfail.Recovered(ctx, err, otelfail.Fallback, "averages")
				return nil
			},
			Failures: []Failure{fails("down", weather, "recovered", "fallback", "declared")},
			Failed:   []string{weather, step},
			Events:   []string{"execute_tool weather: exception", "invoke_agent a: failure.recovered"},
			Plain:    []Failure{fails("down", weather, "degraded", "handled", "inferred")},
			PlainWhy: cannotSee,
		},
		{
			Name: "declared after the step that absorbed it has ended",
			Run: func(ctx context.Context, do Do) error {
				var kept error
				_ = inStep(ctx, do, "1", func(ctx context.Context) error {
					kept = call(ctx, do, tool, errDown)
					return nil
				})
				otelfail.Recovered(ctx, kept, otelfail.Fallback, "averages")
				return nil
			},
			Failures: []Failure{fails("down", weather, "recovered", "fallback", "declared")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "step executor: failure.recovered", "invoke_agent a: failure.recovered"},
			Plain:    []Failure{fails("down", weather, "degraded", "handled", "inferred")},
			PlainWhy: cannotSee,
		},
		{
			Name: "a recovery that the run contradicts",
			Run: func(ctx context.Context, do Do) error {
				err := inStep(ctx, do, "1", func(ctx context.Context) error { return call(ctx, do, tool, errDown) })
				otelfail.Recovered(ctx, err, otelfail.Fallback, "averages")
				return err
			},
			Failures: []Failure{fails("down", weather, "failed", "", "")},
			Failed:   []string{weather, step, run},
			Events:   []string{"execute_tool weather: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "a recovery written, then contradicted",
			Run: func(ctx context.Context, do Do) error {
				var kept error
				_ = inStep(ctx, do, "1", func(ctx context.Context) error {
					kept = call(ctx, do, tool, errDown)
					otelfail.Recovered(ctx, kept, otelfail.Fallback, "averages")
					return nil
				})
				return kept
			},
			Failures: []Failure{fails("down", weather, "failed", "", "")},
			Failed:   []string{weather, run},
			Events:   []string{"execute_tool weather: exception", "step executor: failure.recovered", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "swallowed without a word",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, tool, errDown)
					return nil
				})
			},
			Failures: []Failure{fails("down", weather, "degraded", "handled", "inferred")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "step executor: failure.recovered"},
		},
		{
			Name: "the model corrects the call",
			Run: func(ctx context.Context, do Do) error {
				_ = call(ctx, do, toolWith("weather", `{"town":"Paris"}`), &schemaError{})
				_ = call(ctx, do, otelfail.Model("m"), nil)
				return call(ctx, do, toolWith("weather", `{"city":"Paris"}`), nil)
			},
			Failures: []Failure{fails("schema", weather, "recovered", "self_correction", "inferred")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "invoke_agent a: failure.recovered"},
			Plain:    []Failure{fails("schema", weather, "recovered", "retry", "inferred")},
			PlainWhy: "arguments are not recorded, so the corrected call looks like a second attempt",
		},
		{
			Name: "the model corrects the call in a later step",
			Run: func(ctx context.Context, do Do) error {
				_ = inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, toolWith("weather", `{"town":"Paris"}`), &schemaError{})
					return nil
				})
				_ = call(ctx, do, otelfail.Model("m"), nil)
				return inStep(ctx, do, "2", func(ctx context.Context) error {
					return call(ctx, do, toolWith("weather", `{"city":"Paris"}`), nil)
				})
			},
			Failures: []Failure{fails("schema", weather, "recovered", "self_correction", "inferred")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "step executor: failure.recovered", "invoke_agent a: failure.recovered"},
			Plain:    []Failure{fails("schema", weather, "degraded", "handled", "inferred")},
			PlainWhy: "arguments are not recorded, so the later call cannot be told to be a correction",
		},
		{
			Name: "other arguments without a model call in between are no correction",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, toolWith("weather", `{"town":"Paris"}`), &schemaError{})
					return call(ctx, do, toolWith("weather", `{"city":"Rome"}`), nil)
				})
			},
			Failures: []Failure{fails("schema", weather, "degraded", "handled", "inferred")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "step executor: failure.recovered"},
			Plain:    []Failure{fails("schema", weather, "recovered", "retry", "inferred")},
			PlainWhy: "arguments are not recorded, so the second call looks like a second attempt",
		},
		{
			Name: "a timeout is no mistake that a model could correct",
			Run: func(ctx context.Context, do Do) error {
				_ = call(ctx, do, toolWith("weather", `{"city":"Paris"}`), context.DeadlineExceeded)
				_ = call(ctx, do, otelfail.Model("m"), nil)
				return call(ctx, do, toolWith("weather", `{"city":"Rome"}`), nil)
			},
			Failures: []Failure{fails("deadline", weather, "degraded", "handled", "inferred")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "invoke_agent a: failure.recovered"},
			Plain:    []Failure{fails("deadline", weather, "recovered", "retry", "inferred")},
			PlainWhy: "arguments are not recorded, so the second call looks like a second attempt",
		},
	}
}
