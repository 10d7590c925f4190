// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
)

// sender is an application: an agent, its log, and OTLP to a Collector.
type sender struct {
	dir     string
	tp      *sdktrace.TracerProvider
	tracker *otelfail.Tracker
	runID   string // of all runs; empty: each has its own
}

// newSender returns an application whose spans go to endpoint in batches of the
// size given, and all of them: it waits where a queue is full.
func newSender(t *testing.T, endpoint string, batch int) *sender {
	t.Helper()
	otlp, err := otlptracegrpc.New(t.Context(), otlptracegrpc.WithEndpoint(endpoint), otlptracegrpc.WithInsecure())
	if err != nil {
		t.Fatal(err)
	}
	return newApplication(t, sdktrace.WithBatcher(otlp, sdktrace.WithMaxExportBatchSize(batch), sdktrace.WithBlocking()))
}

// newApplication returns an application with a log and whatever else.
func newApplication(t testing.TB, options ...sdktrace.TracerProviderOption) *sender {
	t.Helper()
	s := &sender{dir: t.TempDir()}
	failures, err := exporter.New(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	s.tp = sdktrace.NewTracerProvider(append([]sdktrace.TracerProviderOption{
		sdktrace.WithResource(resource.NewSchemaless(attribute.String("service.name", "load"))),
		sdktrace.WithSpanProcessor(failures.Processor()),
	}, options...)...)
	s.tracker = otelfail.New(otelfail.WithTracerProvider(s.tp))
	return s
}

var (
	errTimeout = context.DeadlineExceeded
	errQuota   = errors.New("429 Too Many Requests: insufficient_quota")
	errSchema  = errors.New("invalid arguments: missing required property \"city\"")
)

// run is one run of the agent: some runs are without failure, in the others a
// failure is retried, one is handled by its step, and in some the last one ends
// the run.
func (s *sender) run(ctx context.Context, n int) {
	agent := otelfail.Agent("load")
	agent.RunID = s.runID
	_, _ = otelfail.Do(ctx, s.tracker, agent, func(ctx context.Context) (int, error) {
		tool := func(ctx context.Context, name string, err error) error {
			_, err = otelfail.Do(ctx, s.tracker, otelfail.Tool(name), func(context.Context) (int, error) { return 0, err })
			return err
		}
		_ = tool(ctx, "healthy", nil)
		if n%4 == 0 {
			return 0, nil
		}
		_, _ = otelfail.Do(ctx, s.tracker, otelfail.Step("fetch"), func(ctx context.Context) (int, error) {
			_ = tool(ctx, "weather", fmt.Errorf("weather: %w", errTimeout))
			return 0, tool(ctx, "weather", nil)
		})
		_, _ = otelfail.Do(ctx, s.tracker, otelfail.Step("extras"), func(ctx context.Context) (int, error) {
			_ = tool(ctx, "hotels", errSchema)
			return 0, nil
		})
		if n%4 == 3 {
			return 0, tool(ctx, "model", errQuota)
		}
		return 0, nil
	})
}

// crowd is a run with so many failures that its outcomes share events.
func (s *sender) crowd(ctx context.Context) {
	_, _ = otelfail.Do(ctx, s.tracker, otelfail.Agent("crowd"), func(ctx context.Context) (int, error) {
		for i := range 100 {
			_, _ = otelfail.Do(ctx, s.tracker, otelfail.Tool("hotels"), func(context.Context) (int, error) {
				return 0, fmt.Errorf("hotel %d: %w", i, errSchema)
			})
		}
		return 0, nil
	})
}

// close sends what is left and returns the log.
func (s *sender) close(t *testing.T) []failurelog.Record {
	t.Helper()
	if err := s.tp.Shutdown(t.Context()); err != nil {
		t.Errorf("shutdown: %v", err)
	}
	records, _ := readLog(t, s.dir)
	return records
}
