// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/internal/recorder"
)

var epoch = time.Unix(1_800_000_000, 0)

// memory is a log in memory.
type memory struct {
	mu    sync.Mutex
	lines []failurelog.Record
}

func (m *memory) Post(_ *failurelog.Batch, r *failurelog.Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	line := *r
	if r.Recovery != nil {
		recovery := *r.Recovery
		line.Recovery = &recovery
	}
	m.lines = append(m.lines, line)
	return nil
}

func (m *memory) PostRun(*failurelog.Batch, *failurelog.Run) error { return nil }
func (m *memory) PostEnd(*failurelog.Batch, string) error          { return nil }
func (m *memory) Wait(failurelog.Batch) error                      { return nil }

// texts returns the lines, each as event, operation, message and outcome.
func (m *memory) texts() []string {
	var list []string
	for _, r := range m.lines {
		text := fmt.Sprintf("%s %s %q", strings.TrimPrefix(string(r.Event), "failure_"), r.Path[0], r.ErrorMessage)
		if r.Recovery != nil {
			text += fmt.Sprintf(" %s/%s", r.Recovery.Outcome, r.Recovery.Action)
		}
		list = append(list, text)
	}
	return list
}

// span makes an ended span. Ids are small numbers, a parent of 0 is none; times
// are seconds. A message that is not "ok" makes it fail.
func span(traceID, id, parent int, start, end int, message string, attrs ...attribute.KeyValue) sdktrace.ReadOnlySpan {
	context := func(id int) trace.SpanContext {
		var c trace.SpanContextConfig
		binary.BigEndian.PutUint64(c.TraceID[:], uint64(traceID))
		binary.BigEndian.PutUint64(c.SpanID[:], uint64(id))
		return trace.NewSpanContext(c)
	}
	s := tracetest.SpanStub{
		Name: fmt.Sprintf("s%d", id), SpanContext: context(id), Attributes: attrs,
		StartTime: epoch.Add(time.Duration(start) * time.Second), EndTime: epoch.Add(time.Duration(end) * time.Second),
	}
	if parent != 0 {
		s.Parent = context(parent)
	}
	if message != "ok" {
		s.Status = sdktrace.Status{Code: codes.Error, Description: message}
	}
	return s.Snapshot()
}

func TestLines(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spans []sdktrace.ReadOnlySpan
		want  []string
	}{
		{"late child of a span that failed", []sdktrace.ReadOnlySpan{
			span(1, 2, 1, 0, 3, "it did not work"), span(1, 3, 2, 1, 5, "some other thing"), span(1, 4, 3, 1, 6, "and another"), span(1, 1, 0, 0, 9, "ok"),
		}, []string{`recorded s2 "it did not work"`, `recovered s2 "it did not work" degraded/handled`}},
		{"late child of a span that ended well", []sdktrace.ReadOnlySpan{
			span(1, 2, 1, 0, 3, "ok"), span(1, 3, 2, 1, 5, "it did not work"), span(1, 1, 0, 0, 9, "ok"),
		}, []string{`recorded s3 "it did not work"`, `recovered s3 "it did not work" degraded/handled`}},
		{"the same, and the root fails", []sdktrace.ReadOnlySpan{
			span(1, 2, 1, 0, 3, "ok"), span(1, 3, 2, 1, 5, "it did not work"), span(1, 1, 0, 0, 9, "no good"),
		}, []string{`recorded s3 "it did not work"`, `revised s3 "it did not work" failed/`}},
		{"text from the nearest ancestor", []sdktrace.ReadOnlySpan{
			span(1, 3, 2, 0, 3, ""), span(1, 2, 1, 0, 4, "the database is gone"), span(1, 1, 0, 0, 9, "no checkout"),
		}, []string{`recorded s3 ""`, `revised s3 "the database is gone" failed/`}},
		{"the same status", []sdktrace.ReadOnlySpan{
			span(1, 3, 1, 0, 3, "", attribute.Int("http.status_code", 502)), span(1, 2, 1, 0, 4, "", attribute.Int("http.status_code", 404)),
			span(1, 1, 0, 0, 9, "", attribute.String("http.response.status_code", "502")),
		}, []string{`recorded s3 ""`, `recorded s2 ""`, `recovered s2 "" degraded/handled`, `revised s3 "" failed/`}},
		{"only the one that ended last", []sdktrace.ReadOnlySpan{
			span(1, 3, 1, 0, 5, "the first went wrong"), span(1, 2, 1, 0, 4, "the second went wrong"), span(1, 1, 0, 0, 9, "sorry"),
		}, []string{
			`recorded s3 "the first went wrong"`, `recorded s2 "the second went wrong"`,
			`recovered s2 "the second went wrong" degraded/handled`, `revised s3 "the first went wrong" failed/`,
		}},
		{"root not seen", []sdktrace.ReadOnlySpan{span(1, 3, 1, 0, 5, "the first went wrong")}, []string{`recorded s3 "the first went wrong"`}},
		{"twice", []sdktrace.ReadOnlySpan{
			span(1, 2, 1, 0, 3, "it did not work"), span(1, 2, 1, 0, 3, "it did not work"), span(1, 1, 0, 0, 9, "ok"), span(1, 1, 0, 0, 9, "ok"), span(1, 2, 1, 0, 3, "it did not work"),
		}, []string{`recorded s2 "it did not work"`, `recovered s2 "it did not work" degraded/handled`}},
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

func TestBatchesAreHeldUntilTheRootEnds(t *testing.T) {
	var log memory
	r := recorder.New(&log, recorder.Options{})
	r.Ended(span(1, 3, 2, 0, 3, ""), false)
	r.Ended(span(1, 2, 1, 0, 4, "dial tcp: connection refused"), false)
	if len(log.lines) != 0 {
		t.Errorf("lines before the root's end: %q", log.texts())
	}
	r.Ended(span(1, 1, 0, 0, 9, "dial tcp: connection refused"), false)
	if len(log.lines) != 2 || log.lines[0].Reason != "refused" || !slices.Equal(log.lines[0].Path, []string{"s3", "s2", "s1"}) {
		t.Errorf("lines: %q %+v", log.texts(), log.lines)
	}
}

func TestManyFailuresOfOneRun(t *testing.T) {
	for _, live := range []bool{true, false} {
		var log memory
		r := recorder.New(&log, recorder.Options{})
		const n = 1_500
		for i := range n {
			r.Ended(span(1, i+2, 1, i, i+1, fmt.Sprintf("went wrong %d times", i)), live)
		}
		r.Ended(span(1, 1, 0, 0, n, "sorry"), live)
		count := map[failurelog.Event]int{}
		for _, l := range log.lines {
			count[l.Event]++
		}
		want := map[failurelog.Event]int{failurelog.FailureRecorded: n, failurelog.FailureRecovered: 999, failurelog.FailureRevised: 1}
		if diff := cmp.Diff(want, count); diff != "" {
			t.Errorf("live %v: lines (-want +got):\n%s", live, diff)
		}
	}
}

func TestIdleTracesAreLetGo(t *testing.T) {
	var log memory
	now := epoch
	r := recorder.New(&log, recorder.Options{Now: func() time.Time { return now }})
	r.Ended(span(1, 3, 2, 0, 3, "it did not work"), false)
	now = now.Add(9 * time.Minute)
	r.Ended(span(2, 3, 2, 0, 3, "it did not work"), false)
	if len(log.lines) != 0 {
		t.Errorf("lines after nine minutes: %q", log.texts())
	}
	now = now.Add(time.Minute)
	r.Ended(span(3, 3, 2, 0, 3, "it did not work"), false)
	if len(log.lines) != 1 || log.lines[0].Recovery != nil {
		t.Errorf("lines after ten minutes: %q", log.texts())
	}
	r.Shutdown()
	if len(log.lines) != 3 {
		t.Errorf("lines after shutdown: %q", log.texts())
	}
}

func TestManyFailuresOfOneProcess(t *testing.T) {
	if testing.Short() {
		t.Skip("classifies 135,000 failures")
	}
	var log memory
	r := recorder.New(&log, recorder.Options{})
	const traces, each = 150, 900
	for i := range traces {
		for j := range each {
			r.Ended(span(i+1, j+2, 1, 0, 1, "x"), false)
		}
	}
	if n := len(log.lines); n < traces*each-100_000 || n > traces*each-100_000+each {
		t.Errorf("%d of %d failures are let go, 100,000 may wait", n, traces*each)
	}
	r.Shutdown()
	if len(log.lines) != traces*each {
		t.Errorf("%d of %d failures are written", len(log.lines), traces*each)
	}
}

func TestConcurrency(t *testing.T) {
	var log memory
	r := recorder.New(&log, recorder.Options{})
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for j := range 200 {
				id := i*1000 + j
				r.Ended(span(id%10+1, 2*id+10, 2*id+11, 0, 1, "it did not work"), j%2 == 0)
				r.Ended(span(id%10+1, 2*id+11, 0, 0, 2, "ok"), j%2 == 0)
			}
		})
	}
	group.Wait()
	r.Shutdown()
	count := 0
	for _, l := range log.lines {
		if l.Event == failurelog.FailureRecorded {
			count++
		}
	}
	if count != 1600 {
		t.Errorf("%d failures, want 1600", count)
	}
}

func TestVocabularies(t *testing.T) {
	type fields struct{ Tool, Model, Node, User, Type, Category, Reason string }
	text := attribute.String
	for name, tt := range map[string]struct {
		attrs []attribute.KeyValue
		want  fields
	}{
		"GenAI tool":         {[]attribute.KeyValue{text("gen_ai.operation.name", "execute_tool"), text("gen_ai.tool.name", "weather"), text("user.id", "u")}, fields{Tool: "weather", User: "u", Category: "unknown", Reason: "other"}},
		"GenAI model":        {[]attribute.KeyValue{text("gen_ai.operation.name", "chat"), text("gen_ai.request.model", "m"), text("error.type", "429")}, fields{Model: "m", Type: "429", Category: "llm", Reason: "rate_limit"}},
		"GenAI agent":        {[]attribute.KeyValue{text("gen_ai.operation.name", "invoke_agent"), text("gen_ai.request.model", "m")}, fields{Node: "s2", Category: "unknown", Reason: "other"}},
		"OpenInference tool": {[]attribute.KeyValue{text("openinference.span.kind", "TOOL"), text("tool.name", "search")}, fields{Tool: "search", Category: "unknown", Reason: "other"}},
		"OpenInference LLM":  {[]attribute.KeyValue{text("openinference.span.kind", "LLM"), text("llm.model_name", "m"), attribute.Int("http.response.status_code", 500)}, fields{Model: "m", Type: "500", Category: "llm", Reason: "server_error"}},
		"OpenLLMetry tool":   {[]attribute.KeyValue{text("traceloop.span.kind", "tool"), text("traceloop.entity.name", "search")}, fields{Tool: "search", Category: "unknown", Reason: "other"}},
		"OpenLLMetry model":  {[]attribute.KeyValue{text("llm.request.type", "chat"), text("gen_ai.request.model", "m"), text("enduser.id", "u")}, fields{Model: "m", User: "u", Category: "unknown", Reason: "other"}},
		"MCP":                {[]attribute.KeyValue{text("mcp.method.name", "tools/call"), text("gen_ai.tool.name", "search"), text("rpc.response.status_code", "PERMISSION_DENIED")}, fields{Tool: "search", Category: "tool", Reason: "permission"}},
		"gRPC":               {[]attribute.KeyValue{attribute.Int("rpc.grpc.status_code", 14)}, fields{Category: "network", Reason: "unreachable"}},
		"unnamed tool":       {[]attribute.KeyValue{text("openinference.span.kind", "TOOL")}, fields{Tool: "s2", Category: "unknown", Reason: "other"}},
	} {
		t.Run(name, func(t *testing.T) {
			var log memory
			recorder.New(&log, recorder.Options{}).Ended(span(1, 2, 1, 0, 1, "", tt.attrs...), true)
			r := log.lines[0]
			got := fields{r.ToolName, r.LLMModel, r.GraphNode, r.UserID, r.ErrorType, string(r.Category), string(r.Reason)}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("record (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDroppedEventsCount(t *testing.T) {
	s := tracetest.SpanStubFromReadOnlySpan(span(1, 2, 1, 0, 5, "x"))
	s.DroppedEvents = 2
	exception := sdktrace.Event{Name: "exception", Time: epoch, Attributes: []attribute.KeyValue{attribute.String("exception.message", "last")}}
	s.Events = []sdktrace.Event{{Name: "log"}, {Name: "exception"}, exception, {Name: "log"}}
	var log memory
	recorder.New(&log, recorder.Options{}).Ended(s.Snapshot(), true)
	if r := log.lines[0]; r.FailureID != "0000000000000002-4" || r.ErrorMessage != "last" || !r.Timestamp.Equal(epoch) {
		t.Errorf("record %+v", r)
	}
}
