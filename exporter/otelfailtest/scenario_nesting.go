// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/otelfail/otelfail-go/otelfail"
)

// nesting: recoveries within recoveries, and at the same time.
func nesting() []Scenario {
	const a, b, c, step, run = "execute_tool a", "execute_tool b", "execute_tool c", "step executor", "invoke_agent a"
	toolA, toolB, toolC := otelfail.Tool("a"), otelfail.Tool("b"), otelfail.Tool("c")
	const cannotSee = "what the program declares is not in the spans"
	return []Scenario{
		{
			Name: "retries within a step that is retried",
			Run: func(ctx context.Context, do Do) error {
				_ = inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, toolA, errDown)
					return call(ctx, do, toolA, errDown)
				})
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, toolA, errDown)
					return call(ctx, do, toolA, nil)
				})
			},
			Failures: []Failure{
				fails("down", a, "recovered", "retry", "inferred"),
				fails("down", a, "recovered", "retry", "inferred"),
				fails("down", a, "recovered", "retry", "inferred"),
			},
			Failed: []string{a, step},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool a: exception",
				"execute_tool a: exception",
				"step executor: failure.recovered",
				"invoke_agent a: failure.recovered",
				"invoke_agent a: failure.recovered",
			},
		},
		{
			Name: "a fallback that is itself retried",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					err := call(ctx, do, toolA, errDown)
					_ = call(ctx, do, toolB, errOther)
					if call(ctx, do, toolB, nil) == nil {
						otelfail.Recovered(ctx, err, otelfail.Fallback, "b")
					}
					return nil
				})
			},
			Failures: []Failure{
				fails("down", a, "recovered", "fallback", "declared"),
				fails("else", b, "recovered", "retry", "inferred"),
			},
			Failed: []string{a, b},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool b: exception",
				"step executor: failure.recovered",
				"step executor: failure.recovered",
			},
			Plain: []Failure{
				fails("down", a, "degraded", "handled", "inferred"),
				fails("else", b, "recovered", "retry", "inferred"),
			},
			PlainWhy: cannotSee,
		},
		{
			Name: "a chain of fallbacks, declared for all that failed",
			Run: func(ctx context.Context, do Do) error {
				errs := errors.Join(call(ctx, do, toolA, errDown), call(ctx, do, toolB, errOther))
				if call(ctx, do, toolC, nil) == nil {
					otelfail.Recovered(ctx, errs, otelfail.Fallback, "c")
				}
				return nil
			},
			Failures: []Failure{
				fails("down", a, "recovered", "fallback", "declared"),
				fails("else", b, "recovered", "fallback", "declared"),
			},
			Failed: []string{a, b},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool b: exception",
				"invoke_agent a: failure.recovered",
				"invoke_agent a: failure.recovered",
			},
			Plain: []Failure{
				fails("down", a, "degraded", "handled", "inferred"),
				fails("else", b, "degraded", "handled", "inferred"),
			},
			PlainWhy: cannotSee,
		},
		{
			Name: "a chain of fallbacks, declared for the last that failed",
			Run: func(ctx context.Context, do Do) error {
				_ = call(ctx, do, toolA, errDown)
				err := call(ctx, do, toolB, errOther)
				_ = call(ctx, do, toolC, nil)
				otelfail.Recovered(ctx, err, otelfail.Fallback, "c")
				return nil
			},
			Failures: []Failure{
				fails("down", a, "degraded", "handled", "inferred"),
				fails("else", b, "recovered", "fallback", "declared"),
			},
			Failed: []string{a, b},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool b: exception",
				"invoke_agent a: failure.recovered",
				"invoke_agent a: failure.recovered",
			},
			Plain: []Failure{
				fails("down", a, "degraded", "handled", "inferred"),
				fails("else", b, "degraded", "handled", "inferred"),
			},
			PlainWhy: cannotSee,
		},
		{
			Name: "declared twice: the last word counts",
			Run: func(ctx context.Context, do Do) error {
				err := call(ctx, do, toolA, errDown)
				otelfail.Recovered(ctx, err, otelfail.Fallback, "cache")
				otelfail.Degraded(ctx, err, otelfail.Fallback, "the cache is old")
				return nil
			},
			Failures: []Failure{fails("down", a, "degraded", "fallback", "declared")},
			Failed:   []string{a},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.recovered"},
			Plain:    []Failure{fails("down", a, "degraded", "handled", "inferred")},
			PlainWhy: cannotSee,
		},
		{
			Name: "one of two joined errors had been declared recovered",
			Run: func(ctx context.Context, do Do) error {
				first := call(ctx, do, toolA, errDown)
				otelfail.Recovered(ctx, first, otelfail.Fallback, "cache")
				return errors.Join(first, call(ctx, do, toolB, errOther))
			},
			Failures: []Failure{fails("down", a, "failed", "", ""), fails("else", b, "failed", "", "")},
			Failed:   []string{a, b, run},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool b: exception",
				"invoke_agent a: failure.unrecovered",
				"invoke_agent a: failure.unrecovered",
			},
		},
		{
			Name: "absorbed by a step, then the run fails for another reason",
			Run: func(ctx context.Context, do Do) error {
				_ = inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, toolA, errDown)
					return nil
				})
				return inStep(ctx, do, "2", func(ctx context.Context) error { return call(ctx, do, toolB, errOther) })
			},
			Failures: []Failure{
				fails("down", a, "degraded", "handled", "inferred"),
				fails("else", b, "failed", "", ""),
			},
			Failed: []string{a, b, step, run},
			Events: []string{
				"execute_tool a: exception",
				"step executor: failure.recovered",
				"execute_tool b: exception",
				"invoke_agent a: failure.unrecovered",
			},
		},
		{
			Name: "failure, success and failure again",
			Run: func(ctx context.Context, do Do) error {
				_ = call(ctx, do, toolA, errDown)
				_ = call(ctx, do, toolA, nil)
				_ = call(ctx, do, toolA, errOther)
				return nil
			},
			Failures: []Failure{
				fails("down", a, "recovered", "retry", "inferred"),
				fails("else", a, "degraded", "handled", "inferred"),
			},
			Failed: []string{a},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool a: exception",
				"invoke_agent a: failure.recovered",
				"invoke_agent a: failure.recovered",
			},
		},
		{
			Name: "a success before the failure is no retry",
			Run: func(ctx context.Context, do Do) error {
				_ = call(ctx, do, toolA, nil)
				_ = call(ctx, do, toolA, errDown)
				return nil
			},
			Failures: []Failure{fails("down", a, "degraded", "handled", "inferred")},
			Failed:   []string{a},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.recovered"},
		},
		{
			Name: "wrapped anew at each of five levels",
			Run: func(ctx context.Context, do Do) error {
				var deeper func(ctx context.Context, level int) error
				deeper = func(ctx context.Context, level int) error {
					if level == 0 {
						return call(ctx, do, toolA, errDown)
					}
					return inStep(ctx, do, fmt.Sprint(level), func(ctx context.Context) error {
						return fmt.Errorf("level %d: %w", level, deeper(ctx, level-1))
					})
				}
				return deeper(ctx, 5)
			},
			Failures: []Failure{fails("down", a, "failed", "", "")},
			Failed:   []string{a, step, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "replaced twice on the way up, then absorbed",
			Run: func(ctx context.Context, do Do) error {
				_ = inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = do(ctx, toolB, func(ctx context.Context) error {
						_ = call(ctx, do, toolA, errDown)
						return errors.New("the tool gave up")
					})
					return errors.New("the step gave up")
				})
				return nil
			},
			Failures: []Failure{
				fails("down", a, "degraded", "handled", "inferred"),
				fails("tool gave up", b, "degraded", "handled", "inferred"),
				fails("step gave up", step, "degraded", "handled", "inferred"),
			},
			Failed: []string{a, b, step},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool b: exception",
				"step executor: exception",
				"invoke_agent a: failure.recovered",
				"invoke_agent a: failure.recovered",
				"invoke_agent a: failure.recovered",
			},
			Plain:    []Failure{fails("down", a, "degraded", "handled", "inferred")},
			PlainWhy: "without identity the errors that replace it, of the same type, look like its own error, passed up",
		},
	}
}
