// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/otelfail/otelfail-go/otelfail"
)

// dropping is a sampler that drops the spans whose names contain a word.
type dropping string

func (d dropping) Description() string { return "dropping " + string(d) }

func (d dropping) ShouldSample(p sdktrace.SamplingParameters) sdktrace.SamplingResult {
	if strings.Contains(p.Name, string(d)) {
		return sdktrace.SamplingResult{Decision: sdktrace.Drop}
	}
	return sdktrace.SamplingResult{Decision: sdktrace.RecordAndSample}
}

func newSampledTracker(t *testing.T, sampler sdktrace.Sampler) (*otelfail.Tracker, *tracetest.SpanRecorder) {
	t.Helper()
	spans := tracetest.NewSpanRecorder()
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans), sdktrace.WithSampler(sampler))
	t.Cleanup(func() { _ = tp.Shutdown(context.Background()) })
	return otelfail.New(otelfail.WithTracerProvider(tp)), spans
}

// TestDroppedOperation: what happens in an operation whose span a sampler has
// dropped is not taken for the doing of the operation around it.
func TestDroppedOperation(t *testing.T) {
	tests := []struct {
		name   string
		within func(context.Context) error // in the dropped tool call
		want   []string
	}{
		{"Fail", func(ctx context.Context) error {
			otelfail.FromContext(ctx).Fail(errDown)
			return nil
		}, nil},
		{"Check", func(ctx context.Context) error {
			_, err := otelfail.Check(
				func(context.Context) (int, error) { return 0, nil },
				func(int) error { return errDown },
			)(ctx)
			return err
		}, nil},
		{"Record names the dropped operation", func(ctx context.Context) error {
			otelfail.Record(ctx, errDown, otelfail.Spec{})
			return nil
		}, []string{"service is down @ execute_tool noisy: degraded/handled (inferred)"}},
		{"Recovered of an error that no operation recorded", func(ctx context.Context) error {
			otelfail.Recovered(ctx, errDown, otelfail.Fallback, "")
			return nil
		}, nil},
		{"Recovered of an error of an operation within", func(ctx context.Context) error {
			err := call(ctx, otelfail.Tool("inner"), errDown)
			otelfail.Recovered(ctx, err, otelfail.Fallback, "cache")
			return nil
		}, []string{"service is down @ execute_tool inner: recovered/fallback (declared) cache"}},
		{"a failure within passes through", func(ctx context.Context) error {
			return call(ctx, otelfail.Tool("inner"), errDown)
		}, []string{"service is down @ execute_tool inner: failed"}},
		{"its own failure is recorded where it comes up", func(context.Context) error {
			return errDown
		}, []string{"service is down @ invoke_agent a: failed"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tracker, spans := newSampledTracker(t, dropping("noisy"))
			_, err := otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
				return otelfail.Do(ctx, nil, otelfail.Tool("noisy"), func(ctx context.Context) (int, error) {
					return 0, tt.within(ctx)
				})
			})
			o := observe(spans)
			if diff := cmp.Diff(tt.want, o.failures); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if failed := o.statuses["invoke_agent a"] == codes.Error; failed != (err != nil) {
				t.Errorf("the run's status is %v, its error %v", o.statuses["invoke_agent a"], err)
			}
		})
	}
}

// TestNoopTrackerWithinARun: turning one tracker off must not make its
// operations those of the run around it.
func TestNoopTrackerWithinARun(t *testing.T) {
	tracker, spans := newTracker(t)
	off := otelfail.New(otelfail.WithTracerProvider(noop.NewTracerProvider()))
	_, _ = otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
		return otelfail.Do(ctx, off, otelfail.Tool("t"), func(ctx context.Context) (int, error) {
			otelfail.FromContext(ctx).Fail(errDown)
			return 0, nil
		})
	})
	if got := observe(spans).failures; got != nil {
		t.Errorf("failures %q", got)
	}
}

// TestAlwaysRecord: with it a sampler that drops everything hides nothing.
func TestAlwaysRecord(t *testing.T) {
	tracker, spans := newSampledTracker(t, sdktrace.AlwaysRecord(sdktrace.NeverSample()))
	_, err := otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
		_, _ = otelfail.Do(ctx, nil, otelfail.Tool("t"), func(ctx context.Context) (int, error) {
			otelfail.FromContext(ctx).Fail(errDown)
			return 0, nil
		})
		otelfail.Record(ctx, errOther, otelfail.Spec{})
		return 0, errors.New("fatal")
	})
	if err == nil {
		t.Fatal("no error")
	}
	want := []string{
		"service is down @ execute_tool t: failed",
		"something else went wrong @ invoke_agent a: failed",
		"fatal @ invoke_agent a: failed",
	}
	if diff := cmp.Diff(want, observe(spans).failures); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, s := range spans.Ended() {
		if s.SpanContext().IsSampled() {
			t.Errorf("%s is sampled", s.Name())
		}
	}
}
