// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest

import (
	"context"
	"sync"

	"github.com/otelfail/otelfail-go/otelfail"
)

// concurrency: what happens at the same time, or after the end.
func concurrency() []Scenario {
	const a, b, step, run = "execute_tool a", "execute_tool b", "step executor", "invoke_agent a"
	toolA, toolB := otelfail.Tool("a"), otelfail.Tool("b")
	return []Scenario{
		{
			Name: "parallel siblings do not recover each other",
			Run: func(ctx context.Context, do Do) error {
				var both sync.WaitGroup
				started, failed := make(chan struct{}), make(chan struct{})
				both.Go(func() {
					<-started
					_ = call(ctx, do, toolA, errDown)
					close(failed)
				})
				both.Go(func() {
					_ = do(ctx, toolA, func(context.Context) error {
						close(started)
						<-failed
						return nil
					})
				})
				both.Wait()
				return nil
			},
			Failures: []Failure{fails("down", a, "degraded", "handled", "inferred")},
			Failed:   []string{a},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.recovered"},
		},
		{
			Name: "two parallel tools fail, one ends the run",
			Run: func(ctx context.Context, do Do) error {
				var both sync.WaitGroup
				first := make(chan struct{})
				var fatal error
				both.Go(func() {
					_ = call(ctx, do, toolA, errDown)
					close(first)
				})
				both.Go(func() {
					<-first
					fatal = call(ctx, do, otelfail.Tool("b"), errOther)
				})
				both.Wait()
				return fatal
			},
			Failures: []Failure{fails("down", a, "failed", "", ""), fails("else", "execute_tool b", "failed", "", "")},
			Failed:   []string{a, "execute_tool b", "invoke_agent a"},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool b: exception",
				"invoke_agent a: failure.unrecovered",
				"invoke_agent a: failure.unrecovered",
			},
			Plain: []Failure{
				fails("down", a, "degraded", "handled", "inferred"),
				fails("else", "execute_tool b", "failed", "", ""),
			},
			PlainWhy: "spans do not say that nothing made good the first",
		},
		{
			Name: "a late child of a step that has ended well",
			Run: func(ctx context.Context, do Do) error {
				stepEnded, late := make(chan struct{}), make(chan struct{})
				_ = inStep(ctx, do, "1", func(ctx context.Context) error {
					go func() {
						defer close(late)
						_ = do(ctx, toolA, func(context.Context) error {
							<-stepEnded
							return errDown
						})
					}()
					return nil
				})
				close(stepEnded)
				<-late
				return nil
			},
			Failures: []Failure{fails("down", a, "degraded", "handled", "inferred")},
			Failed:   []string{a},
			Events:   []string{"execute_tool a: exception", "invoke_agent a: failure.recovered"},
		},
		{
			Name: "a late child of a step that has failed",
			Run: func(ctx context.Context, do Do) error {
				stepEnded, late := make(chan struct{}), make(chan struct{})
				_ = inStep(ctx, do, "1", func(ctx context.Context) error {
					go func() {
						defer close(late)
						_ = do(ctx, toolA, func(context.Context) error {
							<-stepEnded
							return errDown
						})
					}()
					return errOther
				})
				close(stepEnded)
				<-late
				return nil
			},
			Failures: []Failure{
				fails("else", step, "degraded", "handled", "inferred"),
				fails("down", a, "degraded", "handled", "inferred"),
			},
			Failed: []string{a, step},
			Events: []string{
				"step executor: exception",
				"execute_tool a: exception",
				"invoke_agent a: failure.recovered",
				"invoke_agent a: failure.recovered",
			},
			Plain:    []Failure{fails("else", step, "degraded", "handled", "inferred")},
			PlainWhy: "an ERROR span with an ERROR child is taken for the child's failure passing up, in whatever order they end",
		},
		{
			Name: "a retry in each of two parallel branches",
			Run: func(ctx context.Context, do Do) error {
				var both sync.WaitGroup
				turn := make(chan struct{})
				both.Go(func() {
					defer close(turn)
					_ = inStep(ctx, do, "1", func(ctx context.Context) error {
						_ = call(ctx, do, toolA, errDown)
						return call(ctx, do, toolA, nil)
					})
				})
				both.Go(func() {
					_ = inStep(ctx, do, "2", func(ctx context.Context) error {
						<-turn
						_ = call(ctx, do, toolA, errOther)
						return call(ctx, do, toolA, nil)
					})
				})
				both.Wait()
				return nil
			},
			Failures: []Failure{
				fails("down", a, "recovered", "retry", "inferred"),
				fails("else", a, "recovered", "retry", "inferred"),
			},
			Failed: []string{a},
			Events: []string{
				"execute_tool a: exception",
				"step executor: failure.recovered",
				"execute_tool a: exception",
				"step executor: failure.recovered",
			},
		},
		{
			Name: "the first of two parallel calls to fail cancels the other",
			Run: func(ctx context.Context, do Do) error {
				ctx, cancel := context.WithCancelCause(ctx)
				defer cancel(nil)
				var other sync.WaitGroup
				started := make(chan struct{})
				other.Go(func() {
					_ = do(ctx, toolB, func(ctx context.Context) error {
						close(started)
						<-ctx.Done()
						return ctx.Err()
					})
				})
				<-started
				err := call(ctx, do, toolA, errDown)
				cancel(err)
				other.Wait()
				return err
			},
			Failures: []Failure{
				fails("down", a, "failed", "", ""),
				{Message: "canceled", Operation: b, Reason: "cancelled", Severity: "low", Outcome: "failed"},
			},
			Failed: []string{a, b, run},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool b: exception",
				"invoke_agent a: failure.unrecovered",
				"invoke_agent a: failure.unrecovered",
			},
			Plain: []Failure{
				fails("down", a, "failed", "", ""),
				fails("canceled", b, "degraded", "handled", "inferred"),
			},
			PlainWhy: "spans do not say that nothing made good the second",
		},
		{
			Name: "two parallel calls fail with one error value",
			Run: func(ctx context.Context, do Do) error {
				var both sync.WaitGroup
				first := make(chan struct{})
				both.Go(func() {
					_ = call(ctx, do, toolA, errDown)
					close(first)
				})
				both.Go(func() {
					<-first
					_ = call(ctx, do, toolB, errDown)
				})
				both.Wait()
				return errDown
			},
			Failures: []Failure{fails("down", a, "failed", "", ""), fails("down", b, "failed", "", "")},
			Failed:   []string{a, b, run},
			Events: []string{
				"execute_tool a: exception",
				"execute_tool b: exception",
				"invoke_agent a: failure.unrecovered",
				"invoke_agent a: failure.unrecovered",
			},
		},
	}
}
