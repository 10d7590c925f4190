// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/goleak"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
)

// The spans around a failure have not ended when it is written.
func TestALiveFailureNamesTheSpansAroundIt(t *testing.T) {
	p := newPipeline(t, wirings["processor"], exporter.WithRedactor(func(s string) string { return strings.ReplaceAll(s, "Ada", "…") }))
	f := foreign{p.provider.Tracer("other")}
	remote := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2}, TraceFlags: trace.FlagsSampled, Remote: true})
	ctx := trace.ContextWithRemoteSpanContext(t.Context(), remote)
	_ = f.span(ctx, "POST /chat", func(ctx context.Context) error {
		return f.span(ctx, "invoke_agent of Ada", func(ctx context.Context) error {
			_ = f.span(ctx, "chat", func(context.Context) error { return nil })
			return f.span(ctx, "execute_tool booking", func(ctx context.Context) error {
				err := f.span(ctx, "SELECT", fails("no such table"))
				records, _ := p.lines(t)
				if len(records) != 1 {
					t.Fatalf("lines while the run goes on: %+v", records)
				}
				r := records[0]
				want := []string{"SELECT", "execute_tool booking", "invoke_agent of …", "POST /chat"}
				if diff := cmp.Diff(want, r.Path); diff != "" {
					t.Errorf("path (-want +got):\n%s", diff)
				}
				if r.GraphNode != "invoke_agent of …" || r.ToolName != "booking" || r.UserID != "u1" {
					t.Errorf("node %q, tool %q, user %q", r.GraphNode, r.ToolName, r.UserID)
				}
				return err
			}, attribute.String("gen_ai.operation.name", "execute_tool"), attribute.String("gen_ai.tool.name", "booking"))
		}, attribute.String("gen_ai.operation.name", "invoke_agent"), attribute.String("user.id", "u1"))
	})
	p.close(t)
	records, _ := p.lines(t)
	if len(records) != 2 || !cmp.Equal(records[0].Path, records[1].Path) || records[1].Recovery.Outcome != failurelog.Failed {
		t.Errorf("lines: %+v", records)
	}
}

// A redactor is the program's own code: it may make spans, also such that fail.
func TestARedactorMayMakeSpans(t *testing.T) {
	for name, wire := range wirings {
		if name == "syncer and processor" {
			continue // the SDK's own lock is held while it exports
		}
		t.Run(name, func(t *testing.T) {
			var tracer atomic.Pointer[foreign]
			var calls atomic.Int32
			p := newPipeline(t, wire, exporter.WithRedactor(func(s string) string {
				if f := tracer.Load(); f != nil && calls.Add(1) < 3 {
					_ = f.span(context.Background(), "redact", fails("the vault is sealed"))
				}
				return s
			}))
			f := foreign{p.provider.Tracer("other")}
			tracer.Store(&f)
			_ = f.span(t.Context(), "root", func(ctx context.Context) error {
				return f.span(ctx, "leaf", fails("no such table"))
			})
			p.close(t)
			records, _ := p.lines(t)
			failures := map[string]bool{}
			for _, r := range records {
				failures[r.Path[0]] = true
			}
			if !failures["leaf"] || !failures["redact"] && name != "batcher" { // which is flushed once
				t.Errorf("failures of %v", failures)
			}
		})
	}
}

// Two agents below one request are two runs of one trace.
func TestAgentsThatShareATrace(t *testing.T) {
	p := newPipeline(t, wirings["processor"])
	f := foreign{p.provider.Tracer("other")}
	ctx, request := f.Start(t.Context(), "POST /trips")
	first, a := p.tracker.Start(ctx, otelfail.Agent("a"))
	second, b := p.tracker.Start(ctx, otelfail.Agent("b"))
	for _, ctx := range []context.Context{first, second} {
		_, tool := otelfail.New().Start(ctx, otelfail.Tool("weather"))
		tool.End(nil)
	}
	a.End(nil)
	_, tool := otelfail.New().Start(second, otelfail.Tool("weather"))
	tool.End(&errTimeout)
	b.End(&errTimeout)
	request.End()
	p.close(t)
	_, runs := p.lines(t)
	var got []string
	operations := map[string]failurelog.OperationCount{}
	for _, r := range runs {
		got = append(got, string(r.Event)+" "+r.Agent+" "+string(r.Status))
		for name, c := range r.Operations {
			sum := operations[name]
			operations[name] = failurelog.OperationCount{Calls: sum.Calls + c.Calls, Failed: sum.Failed + c.Failed}
		}
	}
	want := []string{"run_started a ", "run_started b ", "run_ended a ok", "run_ended b error"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ledger (-want +got):\n%s", diff)
	}
	wantOperations := map[string]failurelog.OperationCount{
		"execute_tool weather": {Calls: 3, Failed: 1}, "invoke_agent a": {Calls: 1}, "invoke_agent b": {Calls: 1, Failed: 1},
	}
	if diff := cmp.Diff(wantOperations, operations); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	if runs[1].SpanID == runs[0].SpanID || runs[3].SpanID != runs[1].SpanID {
		t.Errorf("the spans of the runs: %+v", runs)
	}
}

// An agent within another operation of otelfail's is a run; agents within that
// are not.
func TestAnAgentBelowAnotherOperation(t *testing.T) {
	p := newPipeline(t, wirings["processor, then batcher"])
	outer := otelfail.Tool("plan")
	outer.RunID = "outer"
	ctx, op := p.tracker.Start(t.Context(), outer)
	agentCtx, agent := otelfail.New().Start(ctx, otelfail.Agent("a"))
	_, nested := otelfail.New().Start(agentCtx, otelfail.Agent("b"))
	nested.End(nil)
	_ = foreign{p.provider.Tracer("other")}.get(agentCtx, "http://a", 503)
	agent.End(&errTimeout)
	op.End(nil)
	p.close(t)
	records, runs := p.lines(t)
	if len(runs) != 2 || runs[0].Agent != "a" || runs[1].Status != failurelog.RunError || len(runs[1].Operations) != 2 {
		t.Fatalf("ledger %+v", runs)
	}
	outcomes := 0
	for _, n := range runs[1].Failures {
		outcomes += n
	}
	for _, r := range records {
		if r.RunID != runs[0].RunID {
			t.Errorf("a failure of run %q, the ledger has %q", r.RunID, runs[0].RunID)
		}
		if r.Event == failurelog.FailureRecorded {
			outcomes--
		}
	}
	if outcomes != 0 {
		t.Errorf("ledger %+v of failures %+v", runs[1].Failures, records)
	}
}

// TestConcurrentProviders has several providers use one Exporter, while it is
// flushed and shut down.
func TestConcurrentProviders(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	dir := t.TempDir()
	e, err := exporter.New(dir)
	if err != nil {
		t.Fatal(err)
	}
	const providers, each = 4, 50
	var group, late sync.WaitGroup
	var list []*sdktrace.TracerProvider
	for range providers {
		tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(e.Processor()), sdktrace.WithSyncer(e))
		list = append(list, tp)
		f := foreign{tp.Tracer("other")}
		work := func() {
			_ = f.span(context.Background(), "request", func(ctx context.Context) error {
				ctx, run := otelfail.New(otelfail.WithTracerProvider(tp)).Start(ctx, otelfail.Agent("a"))
				_, tool := otelfail.New().Start(ctx, otelfail.Tool("x"))
				_ = f.get(ctx, "http://a", 503)
				tool.End(&errTimeout)
				run.End(nil)
				return nil
			})
			_ = f.span(context.Background(), "job", func(ctx context.Context) error { return f.get(ctx, "http://a", 404) })
		}
		group.Go(func() {
			for range each {
				work()
			}
		})
		late.Go(func() {
			for range each {
				work() // while all is shut down
			}
		})
		group.Go(func() {
			for range each {
				if err := tp.ForceFlush(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for _, tp := range list {
		late.Go(func() {
			if err := tp.Shutdown(context.Background()); err != nil && !errors.Is(err, exporter.ErrShutdown) {
				t.Error(err)
			}
		})
	}
	late.Go(func() { _ = e.Shutdown(context.Background()) }) // told by ErrShutdown to the others
	late.Wait()
	if err := e.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
	seen, n := map[string]bool{}, 0
	for r, err := range failurelog.Records(mustSources(t, dir)...) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Event == failurelog.FailureRecorded {
			n++
			seen[r.TraceID+r.FailureID] = true
		}
	}
	if n != len(seen) || n < providers*each*3 {
		t.Errorf("%d failures, %d of them different, want at least %d", n, len(seen), providers*each*3)
	}
}
