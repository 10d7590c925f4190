// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/log/noop"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// wiring is a way to connect an Exporter to an SDK.
type wiring func(*exporter.Exporter) []sdktrace.TracerProviderOption

var wirings = map[string]wiring{
	"processor": func(e *exporter.Exporter) []sdktrace.TracerProviderOption {
		return []sdktrace.TracerProviderOption{sdktrace.WithSpanProcessor(e.Processor())}
	},
	"batcher": func(e *exporter.Exporter) []sdktrace.TracerProviderOption {
		return []sdktrace.TracerProviderOption{sdktrace.WithBatcher(e)}
	},
	"processor, then batcher": func(e *exporter.Exporter) []sdktrace.TracerProviderOption {
		return []sdktrace.TracerProviderOption{sdktrace.WithSpanProcessor(e.Processor()), sdktrace.WithBatcher(e)}
	},
	"batcher, then processor": func(e *exporter.Exporter) []sdktrace.TracerProviderOption {
		return []sdktrace.TracerProviderOption{sdktrace.WithBatcher(e), sdktrace.WithSpanProcessor(e.Processor())}
	},
	"syncer and processor": func(e *exporter.Exporter) []sdktrace.TracerProviderOption {
		return []sdktrace.TracerProviderOption{sdktrace.WithSyncer(e), sdktrace.WithSpanProcessor(e.Processor())}
	},
}

// pipeline is an Exporter connected to a Tracker.
type pipeline struct {
	dir      string
	exporter *exporter.Exporter
	provider *sdktrace.TracerProvider
	tracker  *otelfail.Tracker
}

func newPipeline(t *testing.T, wire wiring, opts ...exporter.Option) *pipeline {
	t.Helper()
	p := &pipeline{dir: filepath.Join(t.TempDir(), "logs")}
	var err error
	if p.exporter, err = exporter.New(p.dir, opts...); err != nil {
		t.Fatal(err)
	}
	res := resource.NewSchemaless(attribute.String("service.name", "svc"))
	p.provider = sdktrace.NewTracerProvider(append(wire(p.exporter), sdktrace.WithResource(res))...)
	p.tracker = otelfail.New(otelfail.WithTracerProvider(p.provider))
	t.Cleanup(func() { p.close(t) })
	return p
}

func (p *pipeline) close(t *testing.T) {
	t.Helper()
	if err := p.provider.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
	if err := p.exporter.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
}

func (p *pipeline) lines(t *testing.T) (records []failurelog.Record, runs []failurelog.Run) {
	t.Helper()
	sources, err := failurelog.Sources(p.dir)
	if err != nil {
		t.Fatal(err)
	}
	for e, err := range failurelog.Read(sources...) {
		switch {
		case err != nil:
			t.Fatal(err)
		case e.Record != nil:
			records = append(records, *e.Record)
		case e.Run != nil:
			runs = append(runs, *e.Run)
		}
	}
	return records, runs
}

var errTimeout = fmt.Errorf("fetch: %w", context.DeadlineExceeded)

// trip is a run with one failure of each outcome.
func trip(ctx context.Context, tracker *otelfail.Tracker) error {
	agent := otelfail.Agent("travel")
	agent.RunID, agent.UserID = "run-1", "user-1"
	step := otelfail.Spec{Kind: otelfail.KindStep, Name: "executor", StepID: "step-1", StepType: "TOOL_CALL", StepTitle: "Fetch weather"}
	weather := otelfail.Tool("weather")
	weather.Tags = []string{"weather"}
	weather.Context = []attribute.KeyValue{attribute.String("destination", "Paris"), attribute.Int("days", 5)}
	fails := func(context.Context) (int, error) { return 0, errTimeout }
	works := func(context.Context) (int, error) { return 1, nil }

	_, err := otelfail.Do(ctx, tracker, agent, func(ctx context.Context) (int, error) {
		_, _ = otelfail.Do(ctx, nil, step, func(ctx context.Context) (int, error) {
			_, _ = otelfail.Do(ctx, nil, weather, fails)
			_, _ = otelfail.Do(ctx, nil, weather, works)
			_, err := otelfail.Do(ctx, nil, otelfail.Tool("hotels"), fails)
			otelfail.Recovered(ctx, err, otelfail.Skip, "Step marked as blocked, orchestrator continues")
			return 0, nil
		})
		return otelfail.Do(ctx, nil, otelfail.Model("m"), func(context.Context) (int, error) {
			return 0, errors.New("no answer")
		})
	})
	return err
}

func TestEachWiringWritesEachFailureOnce(t *testing.T) {
	for name, wire := range wirings {
		t.Run(name, func(t *testing.T) {
			p := newPipeline(t, wire)
			if err := trip(t.Context(), p.tracker); err == nil || err.Error() != "no answer" {
				t.Fatalf("error changed: %v", err)
			}
			p.close(t)
			records, runs := p.lines(t)

			var got []string
			for _, r := range records {
				text := fmt.Sprintf("%s %s%s", r.Event, r.ToolName, r.LLMModel)
				if r.Recovery != nil {
					text += fmt.Sprintf(" %s/%s over %s, was_recovered %v", r.Recovery.Outcome, r.Recovery.Action, r.Recovery.Supersedes, r.WasRecovered)
				}
				got = append(got, text)
			}
			want := []string{
				"failure_recorded weather",
				"failure_recorded hotels",
				"failure_recovered weather recovered/retry over unknown, was_recovered true",
				"failure_recovered hotels degraded/skip over unknown, was_recovered true",
				"failure_recorded m",
				"failure_revised m failed/ over unknown, was_recovered false",
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}

			if len(runs) != 2 || runs[0].Event != failurelog.RunStarted || runs[1].Event != failurelog.RunEnded {
				t.Fatalf("ledger: %+v", runs)
			}
			wantRun := failurelog.Run{
				Event: failurelog.RunEnded, Schema: 1, RunID: "run-1", UserID: "user-1", Service: "svc", Agent: "travel",
				PID: os.Getpid(), Status: failurelog.RunError,
				Operations: map[string]failurelog.OperationCount{
					"invoke_agent travel":  {Calls: 1, Failed: 1},
					"step executor":        {Calls: 1},
					"execute_tool weather": {Calls: 2, Failed: 1, Attempts: 1},
					"execute_tool hotels":  {Calls: 1, Failed: 1},
					"chat m":               {Calls: 1, Failed: 1},
				},
				Failures: map[failurelog.Outcome]int{failurelog.Recovered: 1, failurelog.Degraded: 1, failurelog.Failed: 1},
			}
			ignore := cmpopts.IgnoreFields(failurelog.Run{}, "Timestamp", "TraceID", "SpanID", "Host", "DurationMS")
			if diff := cmp.Diff(wantRun, runs[1], ignore); diff != "" {
				t.Errorf("run_ended (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRecordFields(t *testing.T) {
	p := newPipeline(t, wirings["processor"])
	before := time.Now()
	_ = trip(t.Context(), p.tracker)
	records, _ := p.lines(t)
	got := records[0]
	want := failurelog.Record{
		Event: failurelog.FailureRecorded, Schema: 1,
		RunID: "run-1", UserID: "user-1", Service: "svc",
		Category: classify.Network, Reason: classify.Timeout, Severity: classify.High, Retryable: classify.RetryYes,
		GraphNode: "executor", StepID: "step-1", StepType: "TOOL_CALL", StepTitle: "Fetch weather", ToolName: "weather",
		ErrorType: "context.deadlineExceededError", ErrorMessage: "fetch: context deadline exceeded",
		AttemptNumber: 1,
		Path:          []string{"execute_tool weather", "step executor", "invoke_agent travel"},
		ContextData:   map[string]any{"destination": "Paris", "days": float64(5)},
		Tags:          []string{"weather"},
	}
	ignore := cmpopts.IgnoreFields(failurelog.Record{}, "FailureID", "Timestamp", "TraceID", "SpanID", "LatencyMS", "Fingerprint", "ErrorTraceback")
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
	if got.FailureID != got.SpanID+"-1" || len(got.TraceID) != 32 || len(got.Fingerprint) != len("1:")+16 {
		t.Errorf("ids: failure %q, span %q, trace %q, fingerprint %q", got.FailureID, got.SpanID, got.TraceID, got.Fingerprint)
	}
	if got.Timestamp.Before(before.Truncate(time.Microsecond)) || got.Timestamp.After(time.Now()) || got.LatencyMS < 0 {
		t.Errorf("time %v, latency %v", got.Timestamp, got.LatencyMS)
	}
}

func TestNoFailureMakesNoFile(t *testing.T) {
	p := newPipeline(t, wirings["processor"])
	_, run := p.tracker.Start(t.Context(), otelfail.Agent("a"))
	run.End(nil)
	if _, err := os.Stat(p.exporter.LogFile(run.RunID())); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("stat: %v, want no file", err)
	}
	_, runs := p.lines(t)
	if len(runs) != 2 || runs[1].Status != failurelog.RunOK {
		t.Errorf("ledger: %+v", runs)
	}
}

func TestShutdownClosesOpenRunsAsUnknown(t *testing.T) {
	p := newPipeline(t, wirings["processor"])
	ctx, _ := p.tracker.Start(t.Context(), otelfail.Agent("a"))
	_, op := p.tracker.Start(ctx, otelfail.Tool("x"))
	op.End(&errTimeout)
	p.close(t)
	records, runs := p.lines(t)
	if len(records) != 1 || len(runs) != 2 || runs[1].Status != failurelog.RunUnknown || runs[1].Failures[failurelog.Unknown] != 1 {
		t.Errorf("records %+v, runs %+v", records, runs)
	}
	err := p.exporter.ExportSpans(t.Context(), []sdktrace.ReadOnlySpan{endedSpan(t)})
	if !errors.Is(err, exporter.ErrShutdown) {
		t.Errorf("export after shutdown: %v", err)
	}
}

// endedSpan returns a span of otelfail's own.
func endedSpan(t *testing.T) sdktrace.ReadOnlySpan {
	t.Helper()
	var spans spanCollector
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(&spans))
	_, op := otelfail.New(otelfail.WithTracerProvider(tp)).Start(t.Context(), otelfail.Tool("x"))
	op.End(&errTimeout)
	return spans.ended[0]
}

// spanCollector keeps the spans that end.
type spanCollector struct{ ended []sdktrace.ReadOnlySpan }

func (c *spanCollector) OnStart(context.Context, sdktrace.ReadWriteSpan) {}
func (c *spanCollector) OnEnd(s sdktrace.ReadOnlySpan)                   { c.ended = append(c.ended, s) }
func (c *spanCollector) Shutdown(context.Context) error                  { return nil }
func (c *spanCollector) ForceFlush(context.Context) error                { return nil }

func TestReadingBack(t *testing.T) {
	p := newPipeline(t, wirings["processor"])
	_ = trip(t.Context(), p.tracker)

	var got []string
	for r, err := range p.exporter.Failures("run-1") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s%s %s", r.ToolName, r.LLMModel, r.Recovery.Outcome))
	}
	if diff := cmp.Diff([]string{"weather recovered", "hotels degraded", "m failed"}, got); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
	for r, err := range p.exporter.Failures("no-such-run") {
		t.Errorf("a run without failures yields %v, %v", r, err)
	}

	summary, err := p.exporter.Summary("run-1")
	if err != nil {
		t.Fatal(err)
	}
	if summary.TotalFailures != 3 || summary.Operations != 6 || summary.ByCategory[classify.Network] != 2 ||
		summary.ByNode["executor"] != 2 || fmt.Sprintf("%.1f", *summary.RecoveryRate) != "66.7" || summary.LogFile != p.exporter.LogFile("run-1") {
		t.Errorf("summary: %+v", summary)
	}

	var text strings.Builder
	if err := p.exporter.WriteReport(&text, "run-1", report.Details); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Run ID: run-1", "Total Failures: 3", "Recovery Rate: 66.7%", "[Failure 1] Network (HIGH) @ executor"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the report does not say %q:\n%s", want, &text)
		}
	}
}

// TestLogSignal: with exceptions recorded as log events alone, the failure log
// is as complete as it is with span events.
func TestLogSignal(t *testing.T) {
	record := func(optIn string) []failurelog.Record {
		t.Setenv("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", optIn)
		p := newPipeline(t, wirings["processor"])
		p.tracker = otelfail.New(otelfail.WithTracerProvider(p.provider), otelfail.WithLoggerProvider(noop.NewLoggerProvider()))
		_ = trip(t.Context(), p.tracker)
		records, _ := p.lines(t)
		return records
	}
	ignore := cmpopts.IgnoreFields(failurelog.Record{}, "FailureID", "Timestamp", "TraceID", "SpanID", "LatencyMS", "ErrorTraceback")
	ignoreTimes := cmpopts.IgnoreFields(failurelog.Recovery{}, "AfterMS", "SpanID")
	if diff := cmp.Diff(record(""), record("logs"), ignore, ignoreTimes, cmpopts.IgnoreTypes(&failurelog.Cost{})); diff != "" {
		t.Errorf("the log with span events (-) and with log events (+):\n%s", diff)
	}
}
