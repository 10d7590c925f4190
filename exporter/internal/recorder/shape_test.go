// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/internal/recorder"
)

// stub changes a span of [span].
func stub(s sdktrace.ReadOnlySpan, change func(*tracetest.SpanStub)) sdktrace.ReadOnlySpan {
	stub := tracetest.SpanStubFromReadOnlySpan(s)
	change(&stub)
	return stub.Snapshot()
}

func exception(second int, message string) sdktrace.Event {
	return sdktrace.Event{Name: "exception", Time: epoch.Add(time.Duration(second) * time.Second), Attributes: []attribute.KeyValue{
		attribute.String("exception.type", "T"), attribute.String("exception.message", message),
	}}
}

// TestWhatIsAFailure has spans that are failures, or are not, and how failures
// pass up.
func TestWhatIsAFailure(t *testing.T) {
	remote := func(s *tracetest.SpanStub) { s.Parent = s.Parent.WithRemote(true) }
	for _, tt := range []struct {
		name  string
		spans []sdktrace.ReadOnlySpan
		want  []string
	}{
		{"an exception that was handled", []sdktrace.ReadOnlySpan{
			stub(span(1, 1, 0, 0, 9, "ok"), func(s *tracetest.SpanStub) { s.Events = []sdktrace.Event{exception(3, "oops")} }),
		}, nil},
		{"a panic that the SDK recorded", []sdktrace.ReadOnlySpan{
			stub(span(1, 1, 0, 0, 9, "ok"), func(s *tracetest.SpanStub) { s.Events = []sdktrace.Event{exception(9, "oops")} }),
		}, []string{`recorded s1 "oops"`, `revised s1 "oops" failed/`}},
		{"status Ok with an exception", []sdktrace.ReadOnlySpan{
			stub(span(1, 1, 0, 0, 9, "ok"), func(s *tracetest.SpanStub) {
				s.Status.Code, s.Events = codes.Ok, []sdktrace.Event{exception(3, "oops")}
			}),
		}, nil},
		{"several exceptions are one failure", []sdktrace.ReadOnlySpan{
			stub(span(1, 1, 0, 0, 9, "sorry"), func(s *tracetest.SpanStub) {
				s.Events = []sdktrace.Event{exception(3, "first"), exception(4, "last")}
			}),
		}, []string{`recorded s1 "last"`, `revised s1 "last" failed/`}},
		{"over a span between that did not fail", []sdktrace.ReadOnlySpan{
			span(1, 3, 2, 0, 3, "it did not work"), span(1, 2, 1, 0, 4, "ok"), span(1, 1, 0, 0, 9, "it did not work"),
		}, []string{`recorded s3 "it did not work"`, `recovered s3 "it did not work" degraded/handled`, `revised s3 "it did not work" failed/`}},
		{"a parent in another process ends the chain", []sdktrace.ReadOnlySpan{
			stub(span(1, 2, 1, 0, 3, "it did not work"), remote), span(1, 1, 0, 0, 9, "it did not work"),
		}, []string{`recorded s2 "it did not work"`, `revised s2 "it did not work" failed/`, `recorded s1 "it did not work"`, `revised s1 "it did not work" failed/`}},
		{"links never propagate", []sdktrace.ReadOnlySpan{
			span(1, 2, 1, 0, 3, "it did not work"),
			stub(span(2, 5, 0, 3, 4, "it did not work"), func(s *tracetest.SpanStub) {
				s.Links = []sdktrace.Link{{SpanContext: span(1, 2, 1, 0, 3, "ok").SpanContext()}}
			}),
			span(1, 1, 0, 0, 9, "ok"),
		}, []string{
			`recorded s2 "it did not work"`, `recorded s5 "it did not work"`, `revised s5 "it did not work" failed/`,
			`recovered s2 "it did not work" degraded/handled`,
		}},
		{"a late child of one of many spans that failed", append(func() (list []sdktrace.ReadOnlySpan) {
			for i := range 100 {
				list = append(list, span(1, 10+i, 1, 0, 1, fmt.Sprintf("number %d went wrong", i)))
			}
			return list
		}(), span(1, 500, 10, 0, 2, "late"), span(1, 501, 109, 0, 2, "late")), func() (list []string) {
			for i := range 100 {
				list = append(list, fmt.Sprintf(`recorded s%d "number %d went wrong"`, 10+i, i))
			}
			return list
		}()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log memory
			r := recorder.New(&log, recorder.Options{})
			for _, s := range tt.spans {
				r.Ended(s, true)
			}
			r.Shutdown()
			if diff := cmp.Diff(tt.want, log.texts()); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRandomTraces counts the failures of random traces whose spans end in order:
// spans that failed without such a span below them. Each has an outcome when the
// root has ended.
func TestRandomTraces(t *testing.T) {
	texts := []string{"", "no such table: users", "connection refused by peer", "short"}
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 3))
		n := 1 + random.IntN(40)
		below := make([]bool, n+1)
		var spans []sdktrace.ReadOnlySpan
		want := 0
		for id := n; id > 0; id-- { // children have higher ids, and end first
			parent, message := 0, "ok"
			if id > 1 {
				parent = 1 + random.IntN(id-1)
			}
			if random.IntN(3) == 0 {
				message = texts[random.IntN(len(texts))]
				if !below[id] {
					want++
				}
				below[id] = true
			}
			below[parent] = below[parent] || below[id]
			spans = append(spans, span(int(seed)+1, id, parent, id, 100+n-id, message))
		}
		for _, live := range []bool{true, false} {
			var log memory
			r := recorder.New(&log, recorder.Options{})
			for _, s := range spans {
				r.Ended(s, live)
			}
			recorded, known := 0, map[string]bool{}
			for _, line := range log.lines {
				if line.Event == failurelog.FailureRecorded {
					recorded++
				} else {
					known[line.FailureID] = true
				}
			}
			if recorded != want || len(known) != want {
				t.Errorf("seed %d, live %v: %d failures, %d with an outcome, want %d", seed, live, recorded, len(known), want)
			}
		}
	}
}

// The spans around a failure are known while no more than 4,096 are open, and
// spans that never end do no harm to those that come after them.
func TestSpansThatNeverEnd(t *testing.T) {
	var log memory
	r := recorder.New(&log, recorder.Options{})
	tracer := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(processor{r})).Tracer("other")
	for range 50_000 {
		_, _ = tracer.Start(t.Context(), "leaked")
	}
	ctx, parent := tracer.Start(t.Context(), "parent")
	_, child := tracer.Start(ctx, "child")
	child.SetStatus(codes.Error, "it did not work")
	child.End()
	parent.End()
	if len(log.lines) != 2 || !cmp.Equal(log.lines[0].Path, []string{"child", "parent"}) {
		t.Errorf("lines %+v", log.lines)
	}
}

// What was spent in traces that never end is forgotten at some time, and costs
// nobody else.
func TestSpendingIsBounded(t *testing.T) {
	var log memory
	r := recorder.New(&log, recorder.Options{})
	used := attribute.Int("gen_ai.usage.input_tokens", 5)
	for i := range 40_000 {
		r.Ended(span(i+10, 3, 2, 0, 1, "ok", used), true)
	}
	for i := range 2_000 {
		r.Ended(span(5, i+100, i+5_000, 0, 1, "ok", used), true)
	}
	r.Ended(span(1, 3, 2, 0, 1, "ok", used), true)
	r.Ended(span(1, 2, 1, 0, 2, "it did not work"), true)
	if c := log.lines[0].Cost; c == nil || *c != (failurelog.Cost{InputTokens: 5}) {
		t.Errorf("cost %+v", c)
	}
}

// processor passes spans on as the exporter's does.
type processor struct{ r *recorder.Recorder }

func (p processor) OnStart(ctx context.Context, s sdktrace.ReadWriteSpan) { p.r.Started(ctx, s) }
func (p processor) OnEnd(s sdktrace.ReadOnlySpan)                         { p.r.Ended(s, true) }
func (processor) Shutdown(context.Context) error                          { return nil }
func (processor) ForceFlush(context.Context) error                        { return nil }
