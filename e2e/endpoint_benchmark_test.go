// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"context"
	"net"
	"testing"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// BenchmarkEndpoint is a run of an agent, with three failures, without OTLP and
// with endpoints of several kinds behind the SDK's batcher. Compare with the
// first.
func BenchmarkEndpoint(b *testing.B) {
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) {})) // an endpoint that is not there says so every second
	otlp := func(b *testing.B, endpoint string) sdktrace.TracerProviderOption {
		exp, err := otlptracegrpc.New(b.Context(), otlptracegrpc.WithEndpoint(endpoint), otlptracegrpc.WithInsecure(),
			otlptracegrpc.WithTimeout(time.Second))
		if err != nil {
			b.Fatal(err)
		}
		return sdktrace.WithBatcher(exp)
	}
	listen := func(b *testing.B) net.Listener {
		var lc net.ListenConfig
		ln, err := lc.Listen(b.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = ln.Close() })
		return ln
	}
	for _, bb := range []struct {
		name    string
		options func(b *testing.B) []sdktrace.TracerProviderOption
	}{
		{"none", func(*testing.B) []sdktrace.TracerProviderOption { return nil }},
		{"never answers", func(b *testing.B) []sdktrace.TracerProviderOption {
			return []sdktrace.TracerProviderOption{otlp(b, listen(b).Addr().String())}
		}},
		{"nobody there", func(b *testing.B) []sdktrace.TracerProviderOption {
			ln := listen(b)
			_ = ln.Close()
			return []sdktrace.TracerProviderOption{otlp(b, ln.Addr().String())}
		}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			s := newApplication(b, bb.options(b)...)
			s.runID = "one" // thousands of files would slow the disk down
			b.ReportAllocs()
			for b.Loop() {
				s.run(b.Context(), 3)
			}
			b.StopTimer()
			ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
			defer cancel()
			_ = s.tp.Shutdown(ctx) // what cannot be sent is not waited for
		})
	}
}
