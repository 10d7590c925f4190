// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"testing"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	coltracepb "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"go.uber.org/goleak"
	"google.golang.org/grpc"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
)

// otlpReceiver is an OTLP receiver that keeps the ids of the traces it gets.
type otlpReceiver struct {
	coltracepb.UnimplementedTraceServiceServer
	mu     sync.Mutex
	traces map[string]bool
}

func (r *otlpReceiver) Export(_ context.Context, in *coltracepb.ExportTraceServiceRequest) (*coltracepb.ExportTraceServiceResponse, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, rs := range in.GetResourceSpans() {
		for _, ss := range rs.GetScopeSpans() {
			for _, s := range ss.GetSpans() {
				r.traces[string(s.GetTraceId())] = true
			}
		}
	}
	return &coltracepb.ExportTraceServiceResponse{}, nil
}

func TestEveryFailureWhereFewTracesAreSampled(t *testing.T) {
	const runs = 2_000
	var lc net.ListenConfig
	listener, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	receiver := &otlpReceiver{traces: map[string]bool{}}
	server := grpc.NewServer()
	coltracepb.RegisterTraceServiceServer(server, receiver)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	otlp, err := otlptracegrpc.New(t.Context(), otlptracegrpc.WithEndpoint(listener.Addr().String()), otlptracegrpc.WithInsecure())
	if err != nil {
		t.Fatal(err)
	}
	p := newPipeline(t, func(e *exporter.Exporter) []sdktrace.TracerProviderOption {
		return []sdktrace.TracerProviderOption{
			sdktrace.WithSampler(sdktrace.AlwaysRecord(sdktrace.TraceIDRatioBased(0.01))),
			sdktrace.WithSpanProcessor(e.Processor()), sdktrace.WithBatcher(otlp),
		}
	})
	for range runs {
		agent := otelfail.Agent("a")
		agent.RunID = "r"
		ctx, run := p.tracker.Start(t.Context(), agent)
		_, op := p.tracker.Start(ctx, otelfail.Tool("x"))
		op.End(&errTimeout)
		run.End(nil)
	}
	p.close(t)
	recorded := 0
	records, _ := p.lines(t)
	for _, r := range records {
		if r.Event == failurelog.FailureRecorded {
			recorded++
		}
	}
	if n := len(receiver.traces); recorded != runs || n < 1 || n > runs/25 {
		t.Errorf("%d of %d failures in the log; %d traces at the receiver, want about %d", recorded, runs, n, runs/100)
	}
	t.Logf("%d failures in the log, %d traces at the receiver", recorded, len(receiver.traces))
}

func TestSoftFailuresAreAllWritten(t *testing.T) {
	const n = 1_000
	p := newPipeline(t, wirings["processor, then batcher"])
	ctx, run := p.tracker.Start(t.Context(), otelfail.Agent("a"))
	for i := range n {
		otelfail.Record(ctx, fmt.Errorf("soft %d", i), otelfail.Spec{})
	}
	run.End(nil)
	p.close(t)
	records, _ := p.lines(t)
	seen := map[string]bool{}
	for _, r := range records {
		if r.Event == failurelog.FailureRecorded {
			seen[r.FailureID] = true
		}
	}
	if len(seen) != n {
		t.Errorf("%d failures are in the log, want %d", len(seen), n)
	}
}

func mustSources(t *testing.T, paths ...string) []failurelog.Source {
	t.Helper()
	sources, err := failurelog.Sources(paths...)
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

func TestShutdownLeavesNothingBehind(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	dir := t.TempDir()
	e, err := exporter.New(dir, exporter.WithRotation(failurelog.Rotation{Size: 2_000, Gzip: true}), exporter.WithFailureLimit(1000))
	if err != nil {
		t.Fatal(err)
	}
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(e.Processor()))
	ctx, _ := otelfail.New(otelfail.WithTracerProvider(tp)).Start(t.Context(), otelfail.Agent("a"))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 100 {
				_, op := otelfail.New().Start(ctx, otelfail.Tool("x"))
				op.End(&errTimeout)
			}
		})
		wg.Go(func() {
			if err := e.Shutdown(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := errors.Join(e.Shutdown(t.Context()), tp.Shutdown(t.Context())); err != nil {
		t.Error(err)
	}
	if err := e.ExportSpans(t.Context(), []sdktrace.ReadOnlySpan{endedSpan(t)}); !errors.Is(err, exporter.ErrShutdown) {
		t.Errorf("export after shutdown: %v", err)
	}
}
