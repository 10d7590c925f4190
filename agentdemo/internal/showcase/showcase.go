// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package showcase

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
	"github.com/otelfail/otelfail-go/agentdemo/internal/trial"
	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Name is what the showcase is called among the scenarios, and Title what it is.
const (
	Name  = "tracker-demo"
	Title = "Failure tracking in four parts: a report, categories, queries, a wrapped registry"
)

// Show runs the four parts, with their files in dir.
func Show(ctx context.Context, w io.Writer, dir string, seed uint64) error {
	heading(w, "1. One failure and its report")
	one, err := ask(ctx, "one-failure", seed, filepath.Join(dir, "1"))
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(w, strings.TrimSpace(one.Report))

	heading(w, "2. Several categories")
	several, err := ask(ctx, "several-categories", seed, filepath.Join(dir, "2"))
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(w, strings.TrimSpace(several.Report))

	heading(w, "3. Questions to the log")
	queries(w, several.Records)

	heading(w, "4. A wrapped registry, real errors and their JSON lines")
	return registry(ctx, w, filepath.Join(dir, "4"))
}

func heading(w io.Writer, title string) {
	_, _ = fmt.Fprintf(w, "\n%s\n%s\n\n", title, strings.Repeat("=", len(title)))
}

func ask(ctx context.Context, name string, seed uint64, dir string) (trial.Run, error) {
	s, err := scenarios.Find(name)
	if err != nil {
		return trial.Run{}, err
	}
	return trial.Ask(ctx, s, seed, dir, trial.Options{})
}

// queries asks what programs ask of a log, in a few lines each.
func queries(w io.Writer, records []failurelog.Record) {
	byTool, byNode := map[string]int{}, map[string]int{}
	total, handled := map[classify.Category]int{}, map[classify.Category]int{}
	var critical, unrecovered []failurelog.Record
	for _, r := range records {
		byTool[r.ToolName]++
		byNode[r.GraphNode]++
		total[r.Category]++
		if r.WasRecovered {
			handled[r.Category]++
		} else {
			unrecovered = append(unrecovered, r)
		}
		if r.Severity == classify.Critical {
			critical = append(critical, r)
		}
	}
	delete(byTool, "") // failures of something else
	_, _ = fmt.Fprintf(w, "Failures by tool: %v\nFailures by node: %v\n", byTool, byNode)
	_, _ = fmt.Fprintln(w, "Recovery rate by category:")
	for _, c := range classify.Categories() {
		if n := total[c]; n > 0 {
			_, _ = fmt.Fprintf(w, "  %s: %d/%d (%.1f%%)\n", c, handled[c], n, 100*float64(handled[c])/float64(n))
		}
	}
	_, _ = fmt.Fprintf(w, "Critical: %d, not recovered: %d\n", len(critical), len(unrecovered))
	_, _ = fmt.Fprintln(w, "Timeline:")
	for _, r := range records {
		_, _ = fmt.Fprintf(w, "  %s %s/%s at %s\n", r.Timestamp.Format("15:04:05.000"), r.Category, r.Reason, report.SafeText(r.GraphNode))
	}
}

// registry shows what wrapping a registry takes: tools.Track. Nobody listens at
// the address of its services.
func registry(ctx context.Context, w io.Writer, dir string) (err error) {
	failures, err := exporter.New(dir)
	if err != nil {
		return fmt.Errorf("showcase: %w", err)
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(failures.Processor()))
	defer func() { err = errors.Join(err, provider.Shutdown(ctx), failures.Shutdown(ctx)) }()
	tracker := otelfail.New(otelfail.WithTracerProvider(provider))
	nowhere := "http://127.0.0.1:1"
	travel := tools.NewTravel(tools.Config{Geocoding: nowhere, Forecast: nowhere, Routing: nowhere, Wiki: nowhere, Links: nowhere})
	tracked := tools.Track(travel, tracker)

	spec := otelfail.Agent("registry-demo")
	spec.RunID = "registry-demo"
	_, _ = otelfail.Do(ctx, tracker, spec, func(ctx context.Context) (struct{}, error) {
		for _, call := range []struct{ tool, args string }{
			{"seat_maps", `{}`},
			{tools.Flights, `{"origin": 7}`},
			{tools.Weather, `{"destination":"Paris","start_date":"2026-12-01","end_date":"2026-12-05"}`},
		} {
			_, err := tracked.Call(ctx, call.tool, json.RawMessage(call.args))
			_, _ = fmt.Fprintf(w, "%s %s\n  error: %s\n", call.tool, call.args, report.SafeText(err.Error()))
		}
		return struct{}{}, nil // the run goes on without them
	})
	if err := provider.ForceFlush(ctx); err != nil {
		return err
	}
	file := failures.LogFile("registry-demo")
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("showcase: %w", err)
	}
	_, _ = fmt.Fprintf(w, "\n%s:\n", filepath.Base(file))
	for line := range strings.Lines(string(data)) {
		_, _ = fmt.Fprintln(w, report.SafeText(line))
	}
	return nil
}
