// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// prometheus is a running Prometheus that scrapes one Collector.
type prometheus struct{ url string }

func startPrometheus(t *testing.T, target string) *prometheus {
	t.Helper()
	bin, err := exec.LookPath("prometheus")
	if err != nil {
		t.Fatal("this test needs Prometheus (Debian's package prometheus): ", err)
	}
	shipped, err := os.ReadFile("../collector-config/prometheus.yaml")
	if err != nil {
		t.Fatal(err)
	}
	config := strings.NewReplacer("collector:8889", target, "scrape_interval: 5s", "scrape_interval: 500ms").Replace(string(shipped))
	file := filepath.Join(t.TempDir(), "prometheus.yaml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	addr := address(t)
	p := &prometheus{url: "http://" + addr}
	start(t, answers(p.url+"/-/ready"), nil, bin, "--config.file="+file, "--storage.tsdb.path="+t.TempDir(),
		"--web.listen-address="+addr, "--enable-feature=exemplar-storage")
	return p
}

type sample struct {
	Metric map[string]string `json:"metric"`
	Value  [2]any            `json:"value"`
}

func (p *prometheus) query(ctx context.Context, expr string) ([]sample, error) {
	body, err := get(ctx, p.url+"/api/v1/query?"+url.Values{"query": {expr}}.Encode())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", expr, err)
	}
	var answer struct {
		Data struct {
			Result []sample `json:"result"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fmt.Errorf("%s: %w", expr, err)
	}
	return answer.Data.Result, nil
}

func (s sample) number() float64 {
	n, _ := strconv.ParseFloat(fmt.Sprint(s.Value[1]), 64)
	return n
}

// TestDashboard: every query of the dashboard is answered by a real Prometheus
// with what a real Collector counted, and an exemplar leads to a trace.
func TestDashboard(t *testing.T) {
	c := startCollector(t, "gateway.yaml", []string{"DECISION_WAIT=100ms"},
		"connectors::span_metrics/failures::metrics_flush_interval: 2s",
		"connectors::span_metrics/operations::metrics_flush_interval: 2s",
	)
	p := startPrometheus(t, strings.TrimSuffix(strings.TrimPrefix(c.metrics, "http://"), "/metrics"))
	eventually(t, "Prometheus scrapes", func(ctx context.Context) error {
		up, err := p.query(ctx, `up{job="otelfail"} == 1`)
		if err == nil && len(up) == 0 {
			err = errors.New("target is not up")
		}
		return err
	})
	s := newSender(t, c.grpc, 64)
	for n := range 40 {
		s.run(t.Context(), n)
	}
	logged := s.close(t)
	eventually(t, "Prometheus has all failures and their increase", func(ctx context.Context) error {
		for expr, want := range map[string]float64{
			`sum(otelfail_events_total{event="failure"})`:                        float64(len(logged)),
			`sum(increase(otelfail_events_total{event="failure"}[5m])) > bool 0`: 1,
		} {
			got, err := p.query(ctx, expr)
			if err != nil {
				return err
			}
			if len(got) != 1 || got[0].number() != want {
				return fmt.Errorf("%s: %v, want %v", expr, got, want)
			}
		}
		return nil
	})

	text, err := os.ReadFile("../collector-config/grafana/dashboards/otelfail.json")
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct {
		Panels []struct {
			Title   string `json:"title"`
			Targets []struct {
				Expr string `json:"expr"`
			} `json:"targets"`
		} `json:"panels"`
	}
	if err := json.Unmarshal(text, &dashboard); err != nil {
		t.Fatal(err)
	}
	grafana := strings.NewReplacer("$service", ".*", "$__range", "5m", "$__rate_interval", "1m")
	panels := map[string]bool{}
	for _, panel := range dashboard.Panels {
		panels[panel.Title] = true
		if len(panel.Targets) == 0 {
			t.Errorf("%s asks nothing", panel.Title)
		}
		for _, target := range panel.Targets {
			eventually(t, panel.Title+" shows something", func(ctx context.Context) error {
				found, err := p.query(ctx, grafana.Replace(target.Expr))
				if err == nil && len(found) == 0 {
					err = fmt.Errorf("no data for %s", target.Expr)
				}
				return err
			})
		}
	}
	for _, want := range []string{"Failure rate per tool", "Outcomes", "Category × severity", "Time to recovery", "Top groups"} {
		if !panels[want] {
			t.Errorf("no panel %q", want)
		}
	}

	ids := traceIDs(logged)
	eventually(t, "an exemplar leads to a trace", func(ctx context.Context) error {
		body, err := get(ctx, p.url+"/api/v1/query_exemplars?"+url.Values{
			"query": {"otelfail_events_total"}, "start": {"0"}, "end": {"9999999999"},
		}.Encode())
		if err != nil {
			return err
		}
		var answer struct {
			Data []struct {
				Exemplars []struct {
					Labels map[string]string `json:"labels"`
				} `json:"exemplars"`
			} `json:"data"`
		}
		if err := json.Unmarshal(body, &answer); err != nil {
			return err
		}
		for _, series := range answer.Data {
			for _, e := range series.Exemplars {
				if ids[e.Labels["trace_id"]] {
					return nil
				}
			}
		}
		return fmt.Errorf("%.300s", body)
	})
}
