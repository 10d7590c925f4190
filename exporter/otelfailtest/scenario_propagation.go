// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/otelfail/otelfail-go/otelfail"
)

// propagation: one error on its way up is one failure.
func propagation() []Scenario {
	const a, b, step, run = "execute_tool a", "execute_tool b", "step executor", "invoke_agent a"
	toolA, toolB := otelfail.Tool("a"), otelfail.Tool("b")
	return []Scenario{
		{
			Name: "an error passes through wrapped",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					return fmt.Errorf("step 1: %w", call(ctx, do, toolA, errDown))
				})
			},
			Failures: []Failure{fails("down", a, "failed", "", "")},
			Failed:   []string{a, step, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "a cause taken out of the error passes on",
			Run: func(ctx context.Context, do Do) error {
				return inStep(ctx, do, "1", func(ctx context.Context) error {
					return errors.Unwrap(call(ctx, do, toolA, fmt.Errorf("calling: %w", errDown)))
				})
			},
			Failures: []Failure{fails("calling", a, "failed", "", "")},
			Failed:   []string{a, step, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "the run itself fails",
			Run: func(context.Context, Do) error {
				return errOther
			},
			Failures: []Failure{fails("else", run, "failed", "", "")},
			Failed:   []string{run},
			Events:   []string{"invoke_agent a: exception"},
		},
		{
			Name: "an error replaced without wrapping, then a fallback",
			Run: func(ctx context.Context, do Do) error {
				err := inStep(ctx, do, "1", func(ctx context.Context) error {
					_ = call(ctx, do, toolA, errDown)
					return errOther
				})
				otelfail.Recovered(ctx, err, otelfail.Fallback, "averages")
				return nil
			},
			Failures: []Failure{
				fails("down", a, "recovered", "fallback", "inferred"),
				fails("else", step, "recovered", "fallback", "declared"),
			},
			Failed: []string{a, step},
			Events: []string{
				"execute_tool a: exception",
				"step executor: exception",
				"invoke_agent a: failure.recovered",
				"invoke_agent a: failure.recovered",
			},
			Plain:    []Failure{fails("down", a, "degraded", "handled", "inferred")},
			PlainWhy: "without identity the step's own error looks like the tool's, passed up",
		},
		{
			Name: "two errors joined",
			Run: func(ctx context.Context, do Do) error {
				return errors.Join(call(ctx, do, toolA, errDown), call(ctx, do, toolB, errOther))
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
			Name: "the same sentinel twice: the latest passes up",
			Run: func(ctx context.Context, do Do) error {
				err := call(ctx, do, toolA, io.EOF)
				otelfail.Recovered(ctx, err, otelfail.Fallback, "cache")
				return call(ctx, do, toolB, io.EOF)
			},
			Failures: []Failure{
				fails("EOF", a, "recovered", "fallback", "declared"),
				fails("EOF", b, "failed", "", ""),
			},
			Failed: []string{a, b, run},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool b: exception",
				"invoke_agent a: failure.recovered",
				"invoke_agent a: failure.unrecovered",
			},
			Plain:    []Failure{fails("EOF", a, "failed", "", ""), fails("EOF", b, "failed", "", "")},
			PlainWhy: "the texts are too short, and the types equal, to tell which of the two passed up",
		},
		{
			Name: "equal texts are different failures",
			Run: func(ctx context.Context, do Do) error {
				_ = call(ctx, do, toolA, errors.New("it did not work"))
				return errors.New("it did not work")
			},
			Failures: []Failure{fails("not work", a, "failed", "", ""), fails("not work", run, "failed", "", "")},
			Failed:   []string{a, run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: exception", "invoke_agent a: failure.unrecovered"},
			Plain:    []Failure{fails("not work", a, "failed", "", "")},
			PlainWhy: "without identity the run's own error looks like the tool's, passed up",
		},
		{
			Name: "absorbed below, returned by the run all the same",
			Run: func(ctx context.Context, do Do) error {
				var kept error
				_ = inStep(ctx, do, "1", func(ctx context.Context) error {
					kept = call(ctx, do, toolA, errDown)
					return nil
				})
				return fmt.Errorf("giving up: %w", kept)
			},
			Failures: []Failure{fails("down", a, "failed", "", "")},
			Failed:   []string{a, run},
			Events:   []string{"execute_tool a: exception", "step executor: failure.recovered", "invoke_agent a: failure.unrecovered"},
		},
		{
			Name: "an agent within an agent, absorbed",
			Run: func(ctx context.Context, do Do) error {
				_ = do(ctx, otelfail.Agent("inner"), func(ctx context.Context) error { return call(ctx, do, toolA, errDown) })
				return nil
			},
			Failures: []Failure{fails("down", a, "degraded", "handled", "inferred")},
			Failed:   []string{a, "invoke_agent inner"},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.recovered"},
		},
		{
			Name: "an agent as a tool of an agent, fatal",
			Run: func(ctx context.Context, do Do) error {
				return do(ctx, toolB, func(ctx context.Context) error {
					return do(ctx, otelfail.Agent("inner"), func(ctx context.Context) error { return call(ctx, do, toolA, errDown) })
				})
			},
			Failures: []Failure{fails("down", a, "failed", "", "")},
			Failed:   []string{a, b, "invoke_agent inner", run},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.unrecovered"},
		},
	}
}
