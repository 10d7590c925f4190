// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// clickhouse is ClickHouse's engine, embedded by npm's chdb, behind HTTP.
type clickhouse struct{ url string }

func startClickHouse(t *testing.T) *clickhouse {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("ClickHouse's engine needs Node.js: ", err)
	}
	server, err := filepath.Abs("clickhouse/server.mjs")
	if err != nil {
		t.Fatal(err)
	}
	addr := address(t)
	c := &clickhouse{url: "http://" + addr}
	start(t, answers(c.url+"/ping"), nil, node, server, peer(t, "chdb"), addr, filepath.Join(t.TempDir(), "data"))
	return c
}

// query runs one statement; the database is the Collector's.
func (c *clickhouse) query(ctx context.Context, sql string) ([]byte, error) {
	u := c.url + "/?" + url.Values{"default_format": {"JSONEachRow"}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u, strings.NewReader(sql))
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", sql, body)
	}
	return body, err
}

// rows decodes the rows of a query.
func rows[T any](t *testing.T, c *clickhouse, sql string) []T {
	t.Helper()
	body, err := c.query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	var list []T
	for d := json.NewDecoder(bytes.NewReader(body)); ; {
		var row T
		if err := d.Decode(&row); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatalf("%s: %v\n%s", sql, err, body)
		}
		list = append(list, row)
	}
}

// TestClickHouseViews: what the Collector's exporter writes, asked through the
// views, is what the logs say.
func TestClickHouseViews(t *testing.T) {
	ch := startClickHouse(t)
	c := startCollector(t, "clickhouse.yaml",
		[]string{"CLICKHOUSE_ENDPOINT=" + ch.url, "CLICKHOUSE_DATABASE=default", "QUEUE_DIR=" + filepath.Join(t.TempDir(), "queue")},
		"exporters::clickhouse::compress: none",
		"exporters::clickhouse::sending_queue::batch::flush_timeout: 200ms",
	)
	views, err := os.ReadFile("../collector-config/clickhouse.sql")
	if err != nil {
		t.Fatal(err)
	}
	for statement := range strings.SplitSeq(string(views), ";\n") {
		if _, err := ch.query(t.Context(), statement); err != nil && strings.Contains(statement, "SELECT") {
			t.Fatal(err)
		}
	}

	s := newSender(t, c.grpc, 20)
	const runs = 40 + 1
	for n := range runs - 1 {
		s.run(t.Context(), n)
	}
	s.crowd(t.Context())
	logged := s.close(t)
	for seed := 1; seed <= 4; seed++ {
		logged = append(logged, runDemo(t, seed, "--otlp-endpoint", c.grpc).records...)
	}
	eventually(t, "ClickHouse has the runs", func(ctx context.Context) error {
		body, err := ch.query(ctx, "SELECT count() FROM otel_traces WHERE mapContains(SpanAttributes, 'failure.count')")
		if err == nil && !bytes.Contains(body, []byte(fmt.Sprint(runs+4))) {
			err = fmt.Errorf("%s, not %d", body, runs+4)
		}
		return err
	})

	type row struct {
		TraceID     string `json:"trace_id"`
		FailureID   string `json:"failure_id"`
		Service     string `json:"service"`
		RunID       string `json:"run_id"`
		Category    string `json:"category"`
		Reason      string `json:"reason"`
		Severity    string `json:"severity"`
		Fingerprint string `json:"fingerprint"`
		ErrorType   string `json:"error_type"`
		Message     string `json:"error_message"`
		Node        string `json:"graph_node"`
		Tool        string `json:"tool_name"`
		Model       string `json:"llm_model"`
		Attempt     int    `json:"attempt_number"`
		Outcome     string `json:"outcome"`
		Action      string `json:"recovery_action"`
		Basis       string `json:"recovery_basis"`
	}
	want := map[string]row{}
	type group struct{ failures, recovered, degraded, failed int }
	groups := map[string]group{}
	var total group
	for _, r := range logged {
		w := row{
			r.TraceID, r.FailureID, r.Service, r.RunID, string(r.Category), string(r.Reason), string(r.Severity), r.Fingerprint,
			r.ErrorType, r.ErrorMessage, r.GraphNode, r.ToolName, r.LLMModel, r.AttemptNumber, "unknown", "", "",
		}
		g := groups[r.Service+r.Fingerprint]
		for _, g := range []*group{&g, &total} {
			g.failures++
			if r.Recovery == nil {
				continue
			}
			w.Outcome, w.Action, w.Basis = string(r.Recovery.Outcome), r.Recovery.Action, string(r.Recovery.Basis)
			switch w.Outcome {
			case "recovered":
				g.recovered++
			case "degraded":
				g.degraded++
			case "failed":
				g.failed++
			}
		}
		groups[r.Service+r.Fingerprint] = g
		want[r.TraceID+r.FailureID] = w
	}
	got := map[string]row{}
	for _, r := range rows[row](t, ch, "SELECT * FROM failures") {
		got[r.TraceID+r.FailureID] = r
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("failures (-log +view):\n%s", diff)
	}

	type counted struct {
		Service     string  `json:"service"`
		Fingerprint string  `json:"fingerprint"`
		Runs        int     `json:"runs"`
		Failures    int     `json:"failures"`
		Recovered   int     `json:"recovered"`
		Degraded    int     `json:"degraded"`
		Failed      int     `json:"failed"`
		Rate        float64 `json:"recovery_rate"`
		Strict      float64 `json:"strict_recovery_rate"`
	}
	seen := 0
	for _, r := range rows[counted](t, ch, "SELECT * FROM failure_groups") {
		seen++
		if g := groups[r.Service+r.Fingerprint]; g != (group{r.Failures, r.Recovered, r.Degraded, r.Failed}) {
			t.Errorf("group %s: view %+v, log %+v", r.Fingerprint, r, g)
		}
	}
	if seen != len(groups) {
		t.Errorf("%d groups, the log has %d", seen, len(groups))
	}
	var sum group
	ran := 0
	for _, r := range rows[counted](t, ch, "SELECT * FROM recovery_rate") {
		ran += r.Runs
		sum.failures += r.Failures
		sum.recovered += r.Recovered
		sum.degraded += r.Degraded
		sum.failed += r.Failed
		if strict := 100 * float64(r.Recovered) / float64(r.Failures); r.Strict != strict || r.Rate < strict {
			t.Errorf("%+v: strict rate %v", r, strict)
		}
	}
	if sum != total || ran != runs+4 {
		t.Errorf("view: %+v in %d runs, log: %+v in %d", sum, ran, total, runs+4)
	}
}
