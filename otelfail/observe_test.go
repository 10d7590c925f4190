// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// newTracker returns a Tracker and the spans that it ends.
func newTracker(t testing.TB, opts ...otelfail.Option) (*otelfail.Tracker, *tracetest.SpanRecorder) {
	t.Helper()
	spans := tracetest.NewSpanRecorder()
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans))
	t.Cleanup(func() { _ = tp.Shutdown(context.Background()) })
	return otelfail.New(append(opts, otelfail.WithTracerProvider(tp))...), spans
}

// observed is what the spans of a run tell of its failures.
type observed struct {
	failures []string // "message @ origin: outcome/action (basis)", by end time
	statuses map[string]codes.Code
	spans    []sdktrace.ReadOnlySpan
}

func observe(spans *tracetest.SpanRecorder) observed {
	o := observed{statuses: map[string]codes.Code{}, spans: spans.Ended()}
	outcomes := map[string]string{}
	type found struct{ id, text string }
	var failures []found
	for _, s := range o.spans {
		o.statuses[s.Name()] = s.Status().Code
		for _, e := range s.Events() {
			ids := eventIDs(e)
			switch e.Name {
			case semconv.EventException:
				path := attr(e.Attributes, semconv.FailurePath).AsStringSlice()
				failures = append(failures, found{ids[0], fmt.Sprintf("%s @ %s",
					attr(e.Attributes, semconv.ExceptionMessage).AsString(), path[0])})
				if out := outcomeText(e); out != "" {
					outcomes[ids[0]] = out
				}
			case semconv.EventRecovered:
				for _, id := range ids {
					outcomes[id] = outcomeText(e)
				}
			case semconv.EventUnrecovered:
				for _, id := range ids {
					outcomes[id] = "failed"
				}
			}
		}
		if has(s.Attributes(), semconv.FailureCount) {
			for _, id := range attr(s.Attributes(), semconv.FailureIDs).AsStringSlice() {
				outcomes[id] = "failed"
			}
		}
	}
	for _, f := range failures {
		out := outcomes[f.id]
		if out == "" {
			out = "unknown"
		}
		o.failures = append(o.failures, f.text+": "+out)
	}
	return o
}

func eventIDs(e sdktrace.Event) []string {
	if id := attr(e.Attributes, semconv.FailureID).AsString(); id != "" {
		return []string{id}
	}
	return attr(e.Attributes, semconv.FailureIDs).AsStringSlice()
}

func outcomeText(e sdktrace.Event) string {
	out := attr(e.Attributes, semconv.RecoveryOutcome).AsString()
	if out == "" {
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("%s/%s (%s) %s", out,
		attr(e.Attributes, semconv.RecoveryAction).AsString(),
		attr(e.Attributes, semconv.RecoveryBasis).AsString(),
		attr(e.Attributes, semconv.RecoveryDetail).AsString()))
}

func attr(attrs []attribute.KeyValue, key attribute.Key) attribute.Value {
	for _, kv := range slices.Backward(attrs) {
		if kv.Key == key {
			return kv.Value
		}
	}
	return attribute.Value{}
}

func has(attrs []attribute.KeyValue, key attribute.Key) bool {
	return slices.ContainsFunc(attrs, func(kv attribute.KeyValue) bool { return kv.Key == key })
}

// span returns the ended span with the name given; there must be one.
func (o *observed) span(t *testing.T, name string) sdktrace.ReadOnlySpan {
	t.Helper()
	for _, s := range o.spans {
		if s.Name() == name {
			return s
		}
	}
	t.Fatalf("no span %q", name)
	return nil
}

var (
	errDown  = errors.New("service is down")
	errOther = errors.New("something else went wrong")
)

// call runs a leaf operation that ends with err.
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
