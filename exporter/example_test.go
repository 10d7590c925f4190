// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"errors"
	"fmt"
	"os"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail"
)

func Example() {
	dir, err := os.MkdirTemp("", "otelfail-*")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()

	failures, err := exporter.New(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(failures.Processor()))
	tracker := otelfail.New(otelfail.WithTracerProvider(tp))

	ctx, run := tracker.Start(context.Background(), otelfail.Agent("travel-agent"))
	_, err = otelfail.Do(ctx, tracker, otelfail.Tool("weather_summary"), func(context.Context) (string, error) {
		return "", errors.New("service is down")
	})
	if err != nil {
		otelfail.Recovered(ctx, err, otelfail.Fallback, "climate averages used")
	}
	run.End(nil)

	for failure, err := range failures.Failures(run.RunID()) {
		fmt.Println(failure.ToolName, failure.ErrorMessage, failure.Recovery.Outcome, failure.Recovery.Basis, err)
	}
	summary, err := failures.Summary(run.RunID())
	fmt.Println(summary.TotalFailures, *summary.RecoveryRate, err)
	// Output:
	// weather_summary service is down recovered declared <nil>
	// 1 100 <nil>
}

func ExampleExporter_WriteReport() {
	dir, err := os.MkdirTemp("", "otelfail-*")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	failures, err := exporter.New(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(failures.Processor()))
	_, run := otelfail.New(otelfail.WithTracerProvider(tp)).Start(context.Background(), otelfail.Agent("travel-agent"))
	run.End(nil)

	if err := failures.WriteReport(os.Stdout, run.RunID(), report.Details); err != nil {
		fmt.Println(err)
	}
	// Output: No failures in 1 operation.
}
