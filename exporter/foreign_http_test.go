// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
)

// site is a server whose path says how it answers; "/flaky" works the second
// time.
func site(t *testing.T) string {
	hung, flaky := make(chan struct{}), 0
	mux := http.NewServeMux()
	mux.HandleFunc("/status/{code}", func(w http.ResponseWriter, r *http.Request) {
		code := 200
		_, _ = fmt.Sscan(r.PathValue("code"), &code)
		w.WriteHeader(code)
	})
	mux.HandleFunc("/hangs", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-hung:
		}
	})
	mux.HandleFunc("/flaky", func(w http.ResponseWriter, _ *http.Request) {
		if flaky++; flaky%2 == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(hung) })
	return server.URL
}

// refusing returns the URL of a server that is not there.
func refusing(t *testing.T) string {
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return "http://" + l.Addr().String()
}

// TestRequestsOfATool has tools make requests by an instrumented client. What
// the request's span and the tool's tell of one fault counts once.
func TestRequestsOfATool(t *testing.T) {
	base, gone := site(t), refusing(t)
	type failure struct{ Operation, Tool, Category, Reason, Outcome, Action, Cause string }
	for _, tt := range []struct {
		name string
		tool func(ctx context.Context, get func(context.Context, string) error) error
		want []failure
	}{
		{"server error", func(ctx context.Context, get func(context.Context, string) error) error {
			return get(ctx, base+"/status/500")
		}, []failure{{"execute_tool weather", "weather", "tool", "server_error", "degraded", "handled", "GET"}}},
		{"too many requests", func(ctx context.Context, get func(context.Context, string) error) error {
			if get(ctx, base+"/status/429") != nil {
				return fmt.Errorf("no forecast") // which alone explains nothing
			}
			return nil
		}, []failure{{"execute_tool weather", "weather", "tool", "rate_limit", "degraded", "handled", "GET"}}},
		{"refused", func(ctx context.Context, get func(context.Context, string) error) error {
			return get(ctx, gone)
		}, []failure{{"execute_tool weather", "weather", "network", "refused", "degraded", "handled", "GET"}}},
		{"timeout", func(ctx context.Context, get func(context.Context, string) error) error {
			ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
			defer cancel()
			return get(ctx, base+"/hangs")
		}, []failure{{"execute_tool weather", "weather", "network", "timeout", "degraded", "handled", "GET"}}},
		{"the tool goes on without it", func(ctx context.Context, get func(context.Context, string) error) error {
			_ = get(ctx, base+"/status/503")
			return nil
		}, []failure{{"HTTP GET", "weather", "network", "upstream", "degraded", "handled", ""}}},
		{"the tool tries again", func(ctx context.Context, get func(context.Context, string) error) error {
			if get(ctx, base+"/flaky") == nil {
				return nil
			}
			return get(ctx, base+"/flaky")
		}, []failure{{"HTTP GET", "weather", "network", "upstream", "recovered", "retry", ""}}},
		{"the tool tries again, and fails for something else", func(ctx context.Context, get func(context.Context, string) error) error {
			if err := get(ctx, base+"/flaky"); err == nil {
				return nil
			}
			_ = get(ctx, base+"/flaky")
			return get(ctx, base+"/status/404")
		}, []failure{
			{"execute_tool weather", "weather", "tool", "not_found", "degraded", "handled", "GET"},
			{"HTTP GET", "weather", "network", "upstream", "recovered", "retry", ""},
		}},
		{"all is well", func(ctx context.Context, get func(context.Context, string) error) error {
			return get(ctx, base+"/status/200")
		}, nil},
	} {
		for name, wire := range wirings {
			t.Run(tt.name+"/"+name, func(t *testing.T) {
				p := newPipeline(t, wire)
				client := http.Client{Transport: otelhttp.NewTransport(http.DefaultTransport, otelhttp.WithTracerProvider(p.provider))}
				get := func(ctx context.Context, url string) error {
					req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
					if err != nil {
						return err
					}
					resp, err := client.Do(req)
					if err != nil {
						return err
					}
					_, _ = io.Copy(io.Discard, resp.Body)
					_ = resp.Body.Close()
					if resp.StatusCode >= http.StatusBadRequest {
						return fmt.Errorf("GET %s: %s", req.URL.Path, resp.Status)
					}
					return nil
				}
				_, _ = otelfail.Do(t.Context(), p.tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
					_, _ = otelfail.Do(ctx, nil, otelfail.Tool("weather"), func(ctx context.Context) (int, error) { return 0, tt.tool(ctx, get) })
					return 0, nil
				})
				p.close(t)
				records, runs := p.lines(t)
				var got []failure
				counted := 0
				for _, r := range records {
					f := failure{Operation: r.Path[0], Tool: r.ToolName, Category: string(r.Category), Reason: string(r.Reason)}
					if r.CauseSpanID != "" {
						f.Cause = "GET"
					}
					if r.Event == failurelog.FailureRecorded {
						got = append(got, f)
						continue
					}
					f.Outcome, f.Action = string(r.Recovery.Outcome), r.Recovery.Action
					for i := range got {
						if got[i].Operation == f.Operation && got[i].Reason == f.Reason {
							got[i] = f
						}
					}
				}
				slices.SortFunc(got, func(a, b failure) int { return strings.Compare(b.Operation, a.Operation) }) // what is held back is written later
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("failures (-want +got):\n%s", diff)
				}
				for _, n := range runs[len(runs)-1].Failures {
					counted += n
				}
				if counted != len(tt.want) {
					t.Errorf("the ledger has %d failures: %+v", counted, runs)
				}
				for _, r := range records {
					if !strings.HasSuffix(strings.Join(r.Path, " < "), "execute_tool weather < invoke_agent a") {
						t.Errorf("path %q", r.Path)
					}
				}
			})
		}
	}
}
