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
	const a, step = "execute_tool a", "step executor"
	toolA := otelfail.Tool("a")
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
			Failed:   []string{a, step},
			Plain:    []Failure{fails("else", step, "degraded", "handled", "inferred")},
			PlainWhy: "an ERROR span with an ERROR child is taken for the child's failure passing up, in whatever order they end",
		},
	}
}
