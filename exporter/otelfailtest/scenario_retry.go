// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest

import (
	"context"

	"github.com/otelfail/otelfail-go/otelfail"
)

// retries: attempts of the same work.
func retries() []Scenario {
	const weather, step, run = "execute_tool weather", "step executor", "invoke_agent a"
	tool := otelfail.Tool("weather")
	return []Scenario{
		{
			Name: "nothing fails",
			Run:  func(ctx context.Context, do Do) error { return call(ctx, do, tool, nil) },
		},
		{
			Name: "retry then success",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, tool, errDown)
					return call(ctx, do, tool, nil)
				})
			},
			Failures: []Failure{fails("down", weather, "recovered", "retry", "inferred")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "step executor: failure.recovered"},
		},
		{
			Name: "two retries then success",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, tool, errDown)
					_ = call(ctx, do, tool, errDown)
					return call(ctx, do, tool, nil)
				})
			},
			Failures: []Failure{
				fails("down", weather, "recovered", "retry", "inferred"),
				fails("down", weather, "recovered", "retry", "inferred"),
			},
			Failed: []string{weather},
			Events: []string{
				"execute_tool weather: exception",
				"execute_tool weather: exception",
				"step executor: failure.recovered",
				"step executor: failure.recovered",
			},
		},
		{
			Name: "retry with the same arguments in another step",
			Run: func(ctx context.Context, do Do) error {
				_ = inStep(ctx, do, "1", func(ctx context.Context) error {
					return call(ctx, do, toolWith("weather", `{"city":"Paris"}`), errDown)
				})
				return inStep(ctx, do, "2", func(ctx context.Context) error {
					return call(ctx, do, toolWith("weather", `{"city":"Paris"}`), nil)
				})
			},
			Failures: []Failure{fails("down", weather, "recovered", "retry", "inferred")},
			Failed:   []string{weather, step},
			Events:   []string{"execute_tool weather: exception", "invoke_agent a: failure.recovered"},
		},
		{
			Name: "the step is retried as a whole",
			Run: func(ctx context.Context, do Do) error {
				_ = inStep(ctx, do, "1", func(ctx context.Context) error { return call(ctx, do, tool, errDown) })
				return inStep(ctx, do, "1", func(ctx context.Context) error { return call(ctx, do, tool, nil) })
			},
			Failures: []Failure{fails("down", weather, "recovered", "retry", "inferred")},
			Failed:   []string{weather, step},
			Events:   []string{"execute_tool weather: exception", "invoke_agent a: failure.recovered"},
		},
		{
			Name: "the model call is retried",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, otelfail.Model("m"), errDown)
					return call(ctx, do, otelfail.Model("m"), nil)
				})
			},
			Failures: []Failure{fails("down", "chat m", "recovered", "retry", "inferred")},
			Failed:   []string{"chat m"},
			Events:   []string{"chat m: exception", "step executor: failure.recovered"},
		},
		{
			Name: "attempts counted by the program, with changing arguments",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					first, second := toolWith("weather", `{"nonce":1}`), toolWith("weather", `{"nonce":2}`)
					first.Attempt, second.Attempt = 1, 2
					_ = call(ctx, do, first, errDown)
					return call(ctx, do, second, nil)
				})
			},
			Failures: []Failure{fails("down", weather, "recovered", "retry", "inferred")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "step executor: failure.recovered"},
		},
		{
			Name: "retries exhausted, the run ends with the last error",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, tool, errDown)
					return call(ctx, do, tool, errOther)
				})
			},
			Failures: []Failure{
				fails("down", weather, "failed", "", ""),
				fails("else", weather, "failed", "", ""),
			},
			Failed: []string{weather, step, run},
			Events: []string{
				"execute_tool weather: exception",
				"execute_tool weather: exception",
				"invoke_agent a: failure.unrecovered",
				"invoke_agent a: failure.unrecovered",
			},
			Plain: []Failure{
				fails("down", weather, "degraded", "handled", "inferred"),
				fails("else", weather, "failed", "", ""),
			},
			PlainWhy: "spans do not say that the earlier attempt was of the same aim that the run gave up",
		},
		{
			Name: "retries exhausted then fallback",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, tool, errDown)
					err := call(ctx, do, tool, errDown)
					otelfail.Recovered(ctx, err, otelfail.Fallback, "averages")
					return nil
				})
			},
			Failures: []Failure{
				fails("down", weather, "recovered", "fallback", "inferred"),
				fails("down", weather, "recovered", "fallback", "declared"),
			},
			Failed: []string{weather},
			Events: []string{
				"execute_tool weather: exception",
				"execute_tool weather: exception",
				"step executor: failure.recovered",
				"step executor: failure.recovered",
			},
			Plain: []Failure{
				fails("down", weather, "degraded", "handled", "inferred"),
				fails("down", weather, "degraded", "handled", "inferred"),
			},
			PlainWhy: "a fallback that is no span of its own cannot be seen",
		},
		{
			Name: "three attempts, then gave up with another error",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					for range 3 {
						_ = call(ctx, do, tool, errDown)
					}
					return errOther
				})
			},
			Failures: []Failure{
				fails("down", weather, "failed", "", ""),
				fails("down", weather, "failed", "", ""),
				fails("down", weather, "failed", "", ""),
				fails("else", step, "failed", "", ""),
			},
			Failed: []string{weather, step, run},
			Events: []string{
				"execute_tool weather: exception",
				"execute_tool weather: exception",
				"execute_tool weather: exception",
				"step executor: exception",
				"invoke_agent a: failure.unrecovered",
				"invoke_agent a: failure.unrecovered",
				"invoke_agent a: failure.unrecovered",
				"invoke_agent a: failure.unrecovered",
			},
			Plain: []Failure{
				fails("down", weather, "failed", "", ""),
				fails("down", weather, "failed", "", ""),
				fails("down", weather, "failed", "", ""),
			},
			PlainWhy: "without identity the step's own error, of the same type, looks like the attempts' errors, passed up",
		},
		{
			Name: "weather of Paris fails, weather of Rome succeeds",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, toolWith("weather", `{"city":"Paris"}`), errDown)
					return call(ctx, do, toolWith("weather", `{"city":"Rome"}`), nil)
				})
			},
			Failures: []Failure{fails("down", weather, "degraded", "handled", "inferred")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "step executor: failure.recovered"},
			Plain:    []Failure{fails("down", weather, "recovered", "retry", "inferred")},
			PlainWhy: "arguments are not recorded, so the call for Rome looks like a second attempt",
		},
		{
			Name: "the same tool succeeds in another step",
			Run: func(ctx context.Context, do Do) error {
				_ = inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, tool, errDown)
					return nil
				})
				return inStep(ctx, do, "2", func(ctx context.Context) error { return call(ctx, do, tool, nil) })
			},
			Failures: []Failure{fails("down", weather, "degraded", "handled", "inferred")},
			Failed:   []string{weather},
			Events:   []string{"execute_tool weather: exception", "step executor: failure.recovered"},
		},
	}
}
