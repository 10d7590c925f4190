// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/app"
	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox"
)

// world stands in for the internet: it notes the hosts that are asked for and
// lets a sandbox answer for them.
type world struct {
	base    http.RoundTripper
	sandbox string

	mu    sync.Mutex
	hosts []string
}

func (w *world) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme == "https" {
		w.mu.Lock()
		if !slices.Contains(w.hosts, r.URL.Host) {
			w.hosts = append(w.hosts, r.URL.Host)
		}
		w.mu.Unlock()
		r = to(r, w.sandbox)
		r.URL.Path = strings.TrimPrefix(r.URL.Path, "/openai")
	}
	return w.base.RoundTrip(r)
}

func TestLive(t *testing.T) {
	s, err := sandbox.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	w := &world{sandbox: strings.TrimPrefix(s.URL(), "http://")}
	r := ask(t, parisQuery, func(c *app.Config) {
		c.Settings.Live = true
		c.Settings.GroqKey = "gsk_test"
		c.Settings.ChooseModel()
		c.Transport = func(base http.RoundTripper) http.RoundTripper {
			w.base = base
			return w
		}
	})
	if r.err != nil || len(r.records) != 0 {
		t.Fatalf("%v, %d failures", r.err, len(r.records))
	}
	slices.Sort(w.hosts)
	want := []string{"api.groq.com", "api.open-meteo.com", "en.wikipedia.org", "geocoding-api.open-meteo.com", "router.project-osrm.org"}
	if !slices.Equal(w.hosts, want) {
		t.Errorf("asked %q, want %q", w.hosts, want)
	}
}

// The memory's vectors can come from the endpoint; an endpoint without them costs
// the memory, not the run.
func TestEmbeddingModel(t *testing.T) {
	var asked []string
	embeddings := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var req struct{ Model, Input string }
		body, _ := io.ReadAll(r.Body)
		_ = json.Unmarshal(body, &req)
		asked = append(asked, req.Model+": "+req.Input)
		w.Header().Set("Content-Type", "application/json")
		if strings.HasPrefix(req.Model, "broken") {
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"error":{"message":"model not found, try pulling it first","type":"api_error"}}`)
			return
		}
		_, _ = io.WriteString(w, `{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.6,0.8]}]}`)
	}))
	defer embeddings.Close()
	with := func(model, dir, query string) run {
		return ask(t, query, func(c *app.Config) {
			c.Settings.EmbeddingModel = model
			if dir != "" {
				c.Settings.RuntimeDir = dir
			}
			path("/v1/embeddings", func(r *http.Request, base http.RoundTripper, _ int) (*http.Response, error) {
				return base.RoundTrip(to(r, strings.TrimPrefix(embeddings.URL, "http://")))
			})(t, c)
		})
	}
	dir := t.TempDir()
	first, second := with("nomic", dir, parisQuery), with("nomic", dir, "3 days in Rome")
	if len(first.records)+len(second.records) != 0 || second.state.Trip.Origin != "London" {
		t.Errorf("%d failures, from %q; asked %q", len(first.records)+len(second.records), second.state.Trip.Origin, asked)
	}
	if !slices.Contains(asked, "nomic: 3 days in Rome") {
		t.Errorf("asked %q", asked)
	}
	broken := with("broken", dir, "3 days in Rome")
	if broken.err != nil || len(broken.records) == 0 {
		t.Errorf("%v, %d failures", broken.err, len(broken.records))
	}
	for _, rec := range broken.records {
		if rec.Category != "memory" || rec.Recovery.Outcome != "degraded" {
			t.Errorf("%s at %s: %s, %+v", rec.Category, rec.GraphNode, rec.ErrorMessage, rec.Recovery)
		}
	}
}

// Sampling decides what is sent, not what is known.
func TestSampling(t *testing.T) {
	for name, tt := range map[string]struct {
		vars  map[string]string
		sent  bool
		warns int
	}{
		"always off":   {map[string]string{"OTEL_TRACES_SAMPLER": "always_off"}, false, 0},
		"parent off":   {map[string]string{"OTEL_TRACES_SAMPLER": "parentbased_always_off"}, false, 0},
		"ratio":        {map[string]string{"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0"}, false, 0},
		"ratio of all": {map[string]string{"OTEL_TRACES_SAMPLER": "parentbased_traceidratio"}, true, 0},
		"no ratio":     {map[string]string{"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "NaN"}, true, 1},
		"always on":    {map[string]string{"OTEL_TRACES_SAMPLER": "always_on"}, true, 0},
		"unknown":      {map[string]string{"OTEL_TRACES_SAMPLER": "xray"}, true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			r := ask(t, parisQuery, func(c *app.Config) {
				c.Getenv = func(name string) string { return tt.vars[name] }
				c.Settings.MaxGraphIters = 3
				c.Settings.TraceStdout, c.Stdout = true, &out
			})
			if r.err != nil || len(r.records) != 1 {
				t.Errorf("%v, %d failures", r.err, len(r.records))
			}
			if sent := out.Len() > 0; sent != tt.sent || len(r.warned) != tt.warns {
				t.Errorf("sent %v, warned %q", sent, r.warned)
			}
		})
	}
}
