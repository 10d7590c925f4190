// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	otlptrace "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/grpc"

	"github.com/otelfail/otelfail-go/agentdemo/internal/app"
)

// receiver is an OTLP endpoint.
type receiver struct {
	collector.UnimplementedTraceServiceServer
	mu    sync.Mutex
	spans []*otlptrace.Span
}

func (r *receiver) Export(_ context.Context, req *collector.ExportTraceServiceRequest) (*collector.ExportTraceServiceResponse, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, rs := range req.GetResourceSpans() {
		for _, ss := range rs.GetScopeSpans() {
			r.spans = append(r.spans, ss.GetSpans()...)
		}
	}
	return &collector.ExportTraceServiceResponse{}, nil
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	var lc net.ListenConfig
	ln, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return ln
}

func startReceiver(t *testing.T) (*receiver, string) {
	t.Helper()
	ln := listen(t)
	r := &receiver{}
	s := grpc.NewServer()
	collector.RegisterTraceServiceServer(s, r)
	served := make(chan error, 1)
	go func() { served <- s.Serve(ln) }()
	t.Cleanup(func() {
		s.Stop()
		if err := <-served; err != nil && !errors.Is(err, grpc.ErrServerStopped) {
			t.Error(err)
		}
	})
	return r, ln.Addr().String()
}

// An OTLP endpoint sees the failures that the log has, span by span, wherever
// its address comes from.
func TestOTLP(t *testing.T) {
	for name, setUp := range map[string]func(t *testing.T, c *app.Config, addr string){
		"host and port": func(_ *testing.T, c *app.Config, addr string) { c.Settings.OTLPEndpoint = addr },
		"URL":           func(_ *testing.T, c *app.Config, addr string) { c.Settings.OTLPEndpoint = "http://" + addr },
		"environment": func(t *testing.T, c *app.Config, addr string) {
			t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://"+addr)
			c.Getenv = func(name string) string {
				return map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://" + addr}[name]
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			rec, addr := startReceiver(t)
			r := ask(t, parisQuery, func(c *app.Config) {
				chaosSeed(1)(c)
				setUp(t, c, addr)
			})
			if r.err != nil || len(r.warned) != 0 {
				t.Fatalf("%v, warnings %q", r.err, r.warned)
			}
			spans := map[string]*otlptrace.Span{}
			for _, s := range rec.spans {
				spans[hexID(s.GetSpanId())] = s
			}
			if len(r.records) == 0 {
				t.Fatal("no failures to compare")
			}
			for _, failure := range r.records {
				s := spans[failure.SpanID]
				if s == nil {
					t.Errorf("the endpoint lacks span %s", failure.SpanID)
					continue
				}
				if hexID(s.GetTraceId()) != failure.TraceID || s.GetStatus().GetCode() != otlptrace.Status_STATUS_CODE_ERROR {
					t.Errorf("span %s: %v", failure.SpanID, s)
				}
				if events := s.GetEvents(); len(events) != 1 || events[0].GetName() != "exception" {
					t.Errorf("span %s has the events %v", failure.SpanID, events)
				}
			}
		})
	}
}

// TLS is spoken where https:// says so, so a plain text endpoint gets nothing.
func TestOTLPWithTLS(t *testing.T) {
	rec, addr := startReceiver(t)
	r := ask(t, parisQuery, func(c *app.Config) { c.Settings.OTLPEndpoint = "https://" + addr })
	if r.err != nil || len(r.warned) != 1 || len(rec.spans) != 0 {
		t.Errorf("%v, warnings %q, %d spans in plain text", r.err, r.warned, len(rec.spans))
	}
}

func hexID(b []byte) string {
	const digits = "0123456789abcdef"
	var s strings.Builder
	for _, c := range b {
		s.WriteByte(digits[c>>4])
		s.WriteByte(digits[c&15])
	}
	return s.String()
}

// A dead endpoint costs one line and no time, one that never answers at most two
// seconds at the end.
func TestOTLPDead(t *testing.T) {
	refused := listen(t)
	_ = refused.Close()
	silent := listen(t)
	var conns sync.WaitGroup
	conns.Go(func() {
		for {
			c, err := silent.Accept()
			if err != nil {
				return
			}
			conns.Go(func() {
				_, _ = io.Copy(io.Discard, c)
				_ = c.Close()
			})
		}
	})
	t.Cleanup(func() {
		_ = silent.Close()
		conns.Wait()
	})
	for name, tt := range map[string]struct {
		addr  string
		limit time.Duration
	}{
		"refused": {refused.Addr().String(), time.Second},
		"silent":  {silent.Addr().String(), 4 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			r := ask(t, parisQuery, func(c *app.Config) { c.Settings.OTLPEndpoint = tt.addr })
			if took := time.Since(start); took > tt.limit {
				t.Errorf("the run took %v", took)
			}
			if r.err != nil || r.state.Answer == "" || len(r.records) != 0 {
				t.Errorf("the run is affected: %v", r.err)
			}
			if len(r.warned) != 1 || !strings.Contains(r.warned[0], tt.addr) {
				t.Errorf("warnings %q, want one that names %s", r.warned, tt.addr)
			}
		})
	}
}

func TestOTelSwitches(t *testing.T) {
	env := func(vars map[string]string) func(*app.Config) {
		return func(c *app.Config) { c.Getenv = func(name string) string { return vars[name] } }
	}
	t.Run("no exporter", func(t *testing.T) {
		r := ask(t, parisQuery, env(map[string]string{
			"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1",
		}))
		if r.err != nil || len(r.warned) != 0 {
			t.Errorf("%v, warnings %q", r.err, r.warned)
		}
	})
	t.Run("disabled", func(t *testing.T) {
		r := ask(t, parisQuery, env(map[string]string{"OTEL_SDK_DISABLED": "true"}))
		if r.err != nil || r.state.Answer == "" || len(r.warned) != 1 {
			t.Errorf("%v, warnings %q", r.err, r.warned)
		}
	})
	t.Run("unknown exporter", func(t *testing.T) {
		r := ask(t, parisQuery, env(map[string]string{"OTEL_TRACES_EXPORTER": "zipkin"}))
		if r.err != nil || len(r.warned) != 1 {
			t.Errorf("%v, warnings %q", r.err, r.warned)
		}
	})
}

func TestTraceStdout(t *testing.T) {
	var out bytes.Buffer
	r := ask(t, parisQuery, func(c *app.Config) {
		c.Settings.TraceStdout = true
		c.Stdout = &out
	})
	if r.err != nil {
		t.Fatal(r.err)
	}
	names := map[string]int{}
	for dec := json.NewDecoder(&out); ; {
		var span struct{ Name string }
		if err := dec.Decode(&span); err != nil {
			if !errors.Is(err, io.EOF) {
				t.Error(err)
			}
			break
		}
		names[span.Name]++
	}
	for name, want := range map[string]int{"invoke_agent travel-agent": 1, "step executor": 6, "execute_tool weather_summary": 1, "chat sandbox-1": 3} {
		if names[name] != want {
			t.Errorf("%d spans %q, want %d; all: %v", names[name], name, want, names)
		}
	}
}
