// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/codes"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

var (
	errDown  = errors.New("service is down")
	errOther = errors.New("something else went wrong")
)

// call runs a tool that ends with err.
func call(ctx context.Context, spec otelfail.Spec, err error) error {
	_, got := otelfail.Do(ctx, nil, spec, func(context.Context) (int, error) { return 0, err })
	return got
}

func step(ctx context.Context, id string, fn func(context.Context) error) error {
	spec := otelfail.Step("executor")
	spec.StepID = id
	_, err := otelfail.Do(ctx, nil, spec, func(ctx context.Context) (int, error) { return 0, fn(ctx) })
	return err
}

func toolArgs(name, args string) otelfail.Spec {
	spec := otelfail.Tool(name)
	spec.Arguments = args
	return spec
}

// sliceError is an error type that cannot be compared.
type sliceError []string

func (e sliceError) Error() string { return fmt.Sprint([]string(e)) }

// hostileError claims to be every error and panics when unwrapped.
type hostileError struct{ n int }

func (*hostileError) Error() string   { return "hostile" }
func (*hostileError) Is(error) bool   { panic("Is must not be called") }
func (*hostileError) Unwrap() error   { panic("Unwrap panics") }
func (*hostileError) As(any) bool     { return false }
func (*hostileError) Timeout() bool   { return false }
func (*hostileError) Temporary() bool { return false }

func TestScenarios(t *testing.T) {
	const (
		ok     = codes.Unset
		failed = codes.Error
	)
	tests := []struct {
		name     string
		run      func(ctx context.Context) error
		failures []string
		statuses map[string]codes.Code
	}{
		{
			name:     "nothing fails",
			run:      func(ctx context.Context) error { return call(ctx, otelfail.Tool("weather"), nil) },
			statuses: map[string]codes.Code{"invoke_agent a": ok, "execute_tool weather": ok},
		},
		{
			name: "an error that passes up is one failure",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					return fmt.Errorf("step: %w", call(ctx, otelfail.Tool("weather"), errDown))
				})
			},
			failures: []string{"service is down @ execute_tool weather: failed"},
			statuses: map[string]codes.Code{"invoke_agent a": failed, "step executor": failed, "execute_tool weather": failed},
		},
		{
			name: "absorbed without a word",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					_ = call(ctx, otelfail.Tool("weather"), errDown)
					return nil
				})
			},
			failures: []string{"service is down @ execute_tool weather: degraded/handled (inferred)"},
			statuses: map[string]codes.Code{"invoke_agent a": ok, "step executor": ok, "execute_tool weather": failed},
		},
		{
			name: "retry then success",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					_ = call(ctx, otelfail.Tool("weather"), errDown)
					return call(ctx, otelfail.Tool("weather"), nil)
				})
			},
			failures: []string{"service is down @ execute_tool weather: recovered/retry (inferred)"},
		},
		{
			name: "retries exhausted then fallback",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					_ = call(ctx, otelfail.Tool("weather"), errDown)
					err := call(ctx, otelfail.Tool("weather"), errDown)
					otelfail.Recovered(ctx, err, otelfail.Fallback, "climate averages")
					return nil
				})
			},
			failures: []string{
				"service is down @ execute_tool weather: recovered/fallback (inferred) climate averages",
				"service is down @ execute_tool weather: recovered/fallback (declared) climate averages",
			},
		},
		{
			name: "fallback fails too and replaces the error",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					_ = call(ctx, otelfail.Tool("weather"), errDown)
					return call(ctx, otelfail.Tool("climate"), errOther)
				})
			},
			failures: []string{
				"service is down @ execute_tool weather: failed",
				"something else went wrong @ execute_tool climate: failed",
			},
		},
		{
			name: "skip is declared with a detail",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					err := call(ctx, otelfail.Tool("weather"), errDown)
					otelfail.Recovered(ctx, fmt.Errorf("wrapped: %w", err), otelfail.Skip, "Step marked as blocked, orchestrator continues")
					return nil
				})
			},
			failures: []string{"service is down @ execute_tool weather: degraded/skip (declared) Step marked as blocked, orchestrator continues"},
		},
		{
			name: "the step is retried",
			run: func(ctx context.Context) error {
				_ = step(ctx, "1", func(ctx context.Context) error { return call(ctx, otelfail.Tool("weather"), errDown) })
				return step(ctx, "1", func(ctx context.Context) error { return call(ctx, otelfail.Tool("weather"), nil) })
			},
			failures: []string{"service is down @ execute_tool weather: recovered/retry (inferred)"},
		},
		{
			name: "weather of Paris fails, weather of Rome succeeds",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					_ = call(ctx, toolArgs("weather", `{"city":"Paris"}`), errDown)
					return call(ctx, toolArgs("weather", `{"city":"Rome"}`), nil)
				})
			},
			failures: []string{"service is down @ execute_tool weather: degraded/handled (inferred)"},
		},
		{
			name: "the model corrects its call",
			run: func(ctx context.Context) error {
				bad := &reasonError{classify.Schema}
				_ = step(ctx, "1", func(ctx context.Context) error {
					_ = call(ctx, toolArgs("weather", `{"town":"Paris"}`), bad)
					return nil
				})
				_ = call(ctx, otelfail.Model("m"), nil)
				return step(ctx, "2", func(ctx context.Context) error {
					return call(ctx, toolArgs("weather", `{"city":"Paris"}`), nil)
				})
			},
			failures: []string{"reason schema @ execute_tool weather: recovered/self_correction (inferred)"},
		},
		{
			name: "a declared recovery that the run contradicts",
			run: func(ctx context.Context) error {
				err := step(ctx, "1", func(ctx context.Context) error { return call(ctx, otelfail.Tool("weather"), errDown) })
				otelfail.Recovered(ctx, err, otelfail.Fallback, "averages")
				return err
			},
			failures: []string{"service is down @ execute_tool weather: failed"},
		},
		{
			name: "absorbed by a step, returned by the agent all the same",
			run: func(ctx context.Context) error {
				var kept error
				_ = step(ctx, "1", func(ctx context.Context) error {
					kept = call(ctx, otelfail.Tool("weather"), errDown)
					return nil
				})
				return fmt.Errorf("giving up: %w", kept)
			},
			failures: []string{"service is down @ execute_tool weather: failed"},
			statuses: map[string]codes.Code{"invoke_agent a": failed, "step executor": ok},
		},
		{
			name: "an error replaced without wrapping",
			run: func(ctx context.Context) error {
				err := step(ctx, "1", func(ctx context.Context) error {
					_ = call(ctx, otelfail.Tool("weather"), errDown)
					return errOther
				})
				otelfail.Recovered(ctx, err, otelfail.Fallback, "averages")
				return nil
			},
			failures: []string{
				"service is down @ execute_tool weather: recovered/fallback (inferred) averages",
				"something else went wrong @ step executor: recovered/fallback (declared) averages",
			},
		},
		{
			name: "two errors joined",
			run: func(ctx context.Context) error {
				return errors.Join(call(ctx, otelfail.Tool("a"), errDown), call(ctx, otelfail.Tool("b"), errOther))
			},
			failures: []string{
				"service is down @ execute_tool a: failed",
				"something else went wrong @ execute_tool b: failed",
			},
		},
		{
			name: "the same sentinel twice: the latest passes up",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					first := call(ctx, otelfail.Tool("a"), io.EOF)
					otelfail.Recovered(ctx, first, otelfail.Fallback, "cache")
					return call(ctx, otelfail.Tool("b"), io.EOF)
				})
			},
			failures: []string{
				"EOF @ execute_tool a: recovered/fallback (declared) cache",
				"EOF @ execute_tool b: failed",
			},
		},
		{
			name: "an error value that cannot be compared",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					return call(ctx, otelfail.Tool("a"), sliceError{"one", "two"})
				})
			},
			failures: []string{"[one two] @ execute_tool a: failed"},
		},
		{
			name: "equal texts are different failures",
			run: func(ctx context.Context) error {
				_ = call(ctx, otelfail.Tool("a"), errors.New("boom"))
				return errors.New("boom")
			},
			failures: []string{"boom @ execute_tool a: failed", "boom @ invoke_agent a: failed"},
		},
		{
			name: "a hostile error",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					return call(ctx, otelfail.Tool("a"), &hostileError{})
				})
			},
			failures: []string{"hostile @ execute_tool a: failed"},
		},
		{
			name: "a result that says error",
			run: func(ctx context.Context) error {
				fn := otelfail.Check(
					func(context.Context) (string, error) { return "Error: no such city", nil },
					func(s string) error { return errors.New(s) },
				)
				got, err := otelfail.Do(ctx, nil, otelfail.Tool("weather"), fn)
				if got != "Error: no such city" || err != nil {
					return fmt.Errorf("result changed: %q, %w", got, err)
				}
				return nil
			},
			failures: []string{"Error: no such city @ execute_tool weather: degraded/handled (inferred)"},
			statuses: map[string]codes.Code{"execute_tool weather": failed, "invoke_agent a": ok},
		},
		{
			name: "a soft failure",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					otelfail.Record(ctx, errDown, otelfail.Tool("weather"))
					return nil
				})
			},
			failures: []string{"service is down @ execute_tool weather: degraded/handled (inferred)"},
			statuses: map[string]codes.Code{"failure": failed, "step executor": ok},
		},
		{
			name: "a soft failure that the operation goes on to return",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					otelfail.Record(ctx, errDown, otelfail.Spec{})
					return errDown
				})
			},
			failures: []string{"service is down @ step executor: failed"},
		},
		{
			name: "a recovery declared for an error nobody recorded",
			run: func(ctx context.Context) error {
				otelfail.Recovered(ctx, errDown, otelfail.Fallback, "cache")
				return nil
			},
			failures: []string{"service is down @ invoke_agent a: recovered/fallback (declared) cache"},
		},
		{
			name: "a panic that the caller recovers",
			run: func(ctx context.Context) (err error) {
				defer func() {
					if v := recover(); v != nil {
						err = nil
					}
				}()
				return step(ctx, "1", func(ctx context.Context) error {
					_, err := otelfail.Do(ctx, nil, otelfail.Tool("a"), func(context.Context) (int, error) { panic("ouch") })
					return err
				})
			},
			failures: []string{"panic: ouch @ execute_tool a: degraded/handled (inferred)"},
			statuses: map[string]codes.Code{"step executor": failed, "invoke_agent a": ok},
		},
		{
			name: "parallel siblings do not recover each other",
			run: func(ctx context.Context) error {
				return step(ctx, "1", func(ctx context.Context) error {
					var both sync.WaitGroup
					started, failedOne := make(chan struct{}), make(chan struct{})
					both.Go(func() {
						<-started
						_ = call(ctx, otelfail.Tool("a"), errDown)
						close(failedOne)
					})
					both.Go(func() {
						_, _ = otelfail.Do(ctx, nil, otelfail.Tool("a"), func(context.Context) (int, error) {
							close(started)
							<-failedOne
							return 0, nil
						})
					})
					both.Wait()
					return nil
				})
			},
			failures: []string{"service is down @ execute_tool a: degraded/handled (inferred)"},
		},
		{
			name: "an agent within an agent",
			run: func(ctx context.Context) error {
				_, err := otelfail.Do(ctx, nil, otelfail.Agent("inner"), func(ctx context.Context) (int, error) {
					return 0, call(ctx, otelfail.Tool("a"), errDown)
				})
				otelfail.Degraded(ctx, err, otelfail.Fallback, "answered alone")
				return nil
			},
			failures: []string{"service is down @ execute_tool a: degraded/fallback (declared) answered alone"},
			statuses: map[string]codes.Code{"invoke_agent inner": failed, "invoke_agent a": ok},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tracker, spans := newTracker(t)
			var want error
			_, got := otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
				want = tt.run(ctx)
				return 0, want
			})
			if diff := cmp.Diff(fmt.Sprintf("%p", want), fmt.Sprintf("%p", got)); diff != "" {
				t.Errorf("the error changed: %v, was %v", got, want)
			}
			o := observe(spans)
			if diff := cmp.Diff(tt.failures, o.failures); diff != "" {
				t.Errorf("failures (-want +got):\n%s", diff)
			}
			for name, code := range tt.statuses {
				if o.statuses[name] != code {
					t.Errorf("status of %q is %v, want %v", name, o.statuses[name], code)
				}
			}
		})
	}
}

// reasonError says its reason itself.
type reasonError struct{ reason classify.Reason }

func (e *reasonError) Error() string                  { return "reason " + string(e.reason) }
func (e *reasonError) FailureReason() classify.Reason { return e.reason }
