// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Config says where spans go.
type Config struct {
	Service string
	Version string

	// Failures sees every span at once; it must not be nil.
	Failures sdktrace.SpanProcessor

	OTLPEndpoint string        // host:port or URL; empty: the OTEL_ variables decide
	Flush        time.Duration // how long the last spans may take to leave the process
	Stdout       io.Writer     // spans as JSON; nil: none
	Warn         func(string)
	Getenv       func(string) string // os.Getenv
}

// Telemetry is the tracer provider and what must be flushed at the end.
type Telemetry struct {
	provider *sdktrace.TracerProvider
	flush    time.Duration
	otlp     *quiet // nil where nothing is sent
}

// Start sets up the provider. It connects to nobody yet.
func Start(ctx context.Context, c Config) (*Telemetry, error) {
	res, err := resource.New(ctx,
		resource.WithTelemetrySDK(),
		resource.WithAttributes(
			attribute.String("service.name", c.Service),
			attribute.String("service.version", c.Version),
		),
		resource.WithFromEnv(), // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win
	)
	if err != nil {
		c.Warn("some of OTEL_RESOURCE_ATTRIBUTES cannot be read and is left out")
	}
	opts := []sdktrace.TracerProviderOption{
		sdktrace.WithResource(res),
		sdktrace.WithSpanProcessor(c.Failures),
		// Outermost, so that sampling hides no failure.
		sdktrace.WithSampler(sdktrace.AlwaysRecord(sampler(c))),
	}
	if c.Stdout != nil {
		out, err := stdouttrace.New(stdouttrace.WithWriter(SafeJSON(c.Stdout)), stdouttrace.WithPrettyPrint())
		if err != nil {
			return nil, fmt.Errorf("trace output: %w", err)
		}
		opts = append(opts, sdktrace.WithBatcher(&quiet{next: out, what: "spans could not be printed", warn: c.Warn}))
	}
	otlp, err := newOTLP(ctx, c)
	if err != nil {
		return nil, err
	}
	if otlp != nil {
		opts = append(opts, sdktrace.WithBatcher(otlp, sdktrace.WithExportTimeout(c.Flush)))
	}
	return &Telemetry{provider: sdktrace.NewTracerProvider(opts...), flush: c.Flush, otlp: otlp}, nil
}

// Provider returns the tracer provider.
func (t *Telemetry) Provider() trace.TracerProvider { return t.provider }

// Shutdown sends what is left, within the time for it, whether or not ctx is done.
func (t *Telemetry) Shutdown(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), t.flush)
	defer cancel()
	err := t.provider.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) && t.otlp != nil {
		t.otlp.failed()
		return nil
	}
	return err
}
