// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// TestOutcomes holds what the scenarios of package otelfailtest leave out:
// mistakes that were made once.
func TestOutcomes(t *testing.T) {
	with := func(name, arguments string, attempt int) otelfail.Spec {
		return otelfail.Spec{Kind: otelfail.KindTool, Name: name, Arguments: arguments, Attempt: attempt}
	}
	tests := []struct {
		name string
		run  func(context.Context) error
		want []string
	}{
		{"a sentinel that comes back after a successful retry is a failure of its own", func(ctx context.Context) error {
			return step(ctx, "1", func(ctx context.Context) error {
				_ = call(ctx, otelfail.Tool("fetch"), fmt.Errorf("fetch: %w", io.ErrUnexpectedEOF))
				_ = call(ctx, otelfail.Tool("fetch"), nil)
				return io.ErrUnexpectedEOF
			})
		}, []string{
			"fetch: unexpected EOF @ execute_tool fetch: recovered/retry (inferred)",
			"unexpected EOF @ step executor: failed",
		}},
		{"a retry after the step that absorbed the failure", func(ctx context.Context) error {
			_ = step(ctx, "1", func(ctx context.Context) error {
				_ = call(ctx, with("weather", `{"city":"Paris"}`, 0), errDown)
				return nil
			})
			return step(ctx, "1", func(ctx context.Context) error { return call(ctx, with("weather", `{"city":"Paris"}`, 0), nil) })
		}, []string{"service is down @ execute_tool weather: recovered/retry (inferred)"}},
		{"first attempts of two calls are no retries", func(ctx context.Context) error {
			_ = call(ctx, with("weather", `{"city":"Paris"}`, 1), errDown)
			return call(ctx, with("weather", `{"city":"Rome"}`, 1), nil)
		}, []string{"service is down @ execute_tool weather: degraded/handled (inferred)"}},
		{"a correction of a call that the program counts", func(ctx context.Context) error {
			_ = call(ctx, with("weather", `{"town":"Paris"}`, 1), errSchema)
			_ = call(ctx, otelfail.Model("m"), nil)
			return call(ctx, with("weather", `{"city":"Paris"}`, 1), nil)
		}, []string{"arguments do not match the schema @ execute_tool weather: recovered/self_correction (inferred)"}},
		{"a model call that began before the failure corrects nothing", func(ctx context.Context) error {
			modelCtx, model := (*otelfail.Tracker)(nil).Start(ctx, otelfail.Model("m"))
			_ = call(modelCtx, with("weather", `{"town":"Paris"}`, 0), errSchema)
			model.End(nil)
			return call(ctx, with("weather", `{"city":"Paris"}`, 0), nil)
		}, []string{"arguments do not match the schema @ execute_tool weather: degraded/handled (inferred)"}},
		{"the model call after that one does", func(ctx context.Context) error {
			modelCtx, model := (*otelfail.Tracker)(nil).Start(ctx, otelfail.Model("m"))
			_ = call(modelCtx, with("weather", `{"town":"Paris"}`, 0), errSchema)
			model.End(nil)
			_ = call(ctx, otelfail.Model("m"), nil)
			return call(ctx, with("weather", `{"city":"Paris"}`, 0), nil)
		}, []string{"arguments do not match the schema @ execute_tool weather: recovered/self_correction (inferred)"}},
		{"a call without arguments is no call with other arguments", func(ctx context.Context) error {
			_ = call(ctx, with("weather", `{"town":"Paris"}`, 0), errSchema)
			_ = call(ctx, otelfail.Model("m"), nil)
			return call(ctx, with("weather", "", 0), nil)
		}, []string{"arguments do not match the schema @ execute_tool weather: degraded/handled (inferred)"}},
		{"nor is one that failed without arguments", func(ctx context.Context) error {
			_ = call(ctx, with("weather", "", 0), errSchema)
			_ = call(ctx, otelfail.Model("m"), nil)
			return call(ctx, with("weather", `{"town":"Paris"}`, 0), nil)
		}, []string{"arguments do not match the schema @ execute_tool weather: degraded/handled (inferred)"}},
		{"a failed model call corrects nothing", func(ctx context.Context) error {
			_ = call(ctx, with("weather", `{"town":"Paris"}`, 0), errSchema)
			_ = call(ctx, otelfail.Model("m"), errDown)
			return call(ctx, with("weather", `{"city":"Paris"}`, 0), nil)
		}, []string{
			"arguments do not match the schema @ execute_tool weather: degraded/handled (inferred)",
			"service is down @ chat m: degraded/handled (inferred)",
		}},
		{"seventy errors joined are seventy failures that pass up", func(ctx context.Context) error {
			return errors.Join(many(ctx, 70)...)
		}, slices.Repeat([]string{"service is down @ execute_tool t: failed"}, 70)},
		{"an error that came up from an operation is not recorded again", func(ctx context.Context) error {
			err := call(ctx, otelfail.Tool("t"), errDown)
			otelfail.Record(ctx, fmt.Errorf("weather: %w", err), otelfail.Spec{})
			return nil
		}, []string{"service is down @ execute_tool t: degraded/handled (inferred)"}},
		{"one sentinel recorded twice is two soft failures", func(ctx context.Context) error {
			otelfail.Record(ctx, errDown, otelfail.Spec{})
			otelfail.Record(ctx, errDown, otelfail.Spec{})
			return nil
		}, slices.Repeat([]string{"service is down @ invoke_agent a: degraded/handled (inferred)"}, 2)},
		{"a hedged attempt that began before the other had failed", func(ctx context.Context) error {
			one := otelfail.Step("fetch")
			one.StepID = "1"
			tracker := (*otelfail.Tracker)(nil)
			firstCtx, first := tracker.Start(ctx, one)
			err := call(firstCtx, otelfail.Tool("t"), errDown)
			_, second := tracker.Start(ctx, one)
			first.End(&err)
			second.End(nil)
			return nil
		}, []string{"service is down @ execute_tool t: degraded/handled (inferred)"}},
		{"two failures with one error, both declared", func(ctx context.Context) error {
			for _, tool := range []string{"a", "b"} {
				_ = call(ctx, otelfail.Tool(tool), errDown)
			}
			for range 2 {
				otelfail.Recovered(ctx, errDown, otelfail.Fallback, "cache")
			}
			return nil
		}, []string{
			"service is down @ execute_tool a: recovered/fallback (declared) cache",
			"service is down @ execute_tool b: recovered/fallback (declared) cache",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tracker, spans := newTracker(t)
			_, _ = otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) { return 0, tt.run(ctx) })
			if diff := cmp.Diff(tt.want, observe(spans).failures); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// errSchema says that a call's arguments were wrong.
var errSchema error = schemaError{}

type schemaError struct{}

func (schemaError) Error() string                  { return "arguments do not match the schema" }
func (schemaError) FailureReason() classify.Reason { return classify.Schema }

// many calls a tool n times, which fails each time.
func many(ctx context.Context, n int) []error {
	list := make([]error, n)
	for i := range list {
		list[i] = call(ctx, otelfail.Tool("t"), fmt.Errorf("%w", errDown))
	}
	return list
}

// TestContextIsRedacted: whatever the type of a value, no credential gets out.
func TestContextIsRedacted(t *testing.T) {
	const secret = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD"
	spec := otelfail.Tool("t")
	spec.Context = []attribute.KeyValue{
		attribute.String("string", secret),
		attribute.StringSlice("strings", []string{secret}),
		attribute.ByteSlice("bytes", []byte(secret)),
		attribute.Map("map", attribute.String("api_key", secret)),
		attribute.Slice("slice", attribute.StringValue(secret)),
	}
	tracker, spans := newTracker(t)
	_, op := tracker.Start(t.Context(), spec)
	err := errDown
	op.End(&err)
	for _, kv := range spans.Ended()[0].Events()[0].Attributes {
		if strings.Contains(kv.Value.String(), secret) {
			t.Errorf("%s gives the secret away: %v", kv.Key, kv.Value)
		}
	}
}

// TestCancelledWithACause: clients return the cause of a cancelled context, not
// context.Canceled.
func TestCancelledWithACause(t *testing.T) {
	tracker, spans := newTracker(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("the user went away")
	_, _ = otelfail.Do(ctx, tracker, otelfail.Tool("t"), func(ctx context.Context) (int, error) {
		cancel(gone)
		return 0, fmt.Errorf("GET: %w", context.Cause(ctx))
	})
	event := toMap(spans.Ended()[0].Events()[0].Attributes)
	if event["failure.reason"] != "cancelled" || event["failure.severity"] != "low" {
		t.Errorf("recorded as %v, %v", event["failure.reason"], event["failure.severity"])
	}
}
