// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"testing"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// jaeger is a running Jaeger that keeps traces in memory.
type jaeger struct {
	otlp string // OTLP/gRPC address
	url  string // of its page and its API
}

func startJaeger(t *testing.T) *jaeger {
	t.Helper()
	config, err := filepath.Abs("../collector-config/jaeger.yaml")
	if err != nil {
		t.Fatal(err)
	}
	page, health := address(t), address(t)
	j := &jaeger{otlp: address(t), url: "http://" + page}
	start(t, answers("http://"+health+"/status"), nil, peer(t, "jaeger"),
		"--config", config,
		"--config", "yaml:receivers::otlp::protocols::grpc::endpoint: "+j.otlp,
		"--config", "yaml:receivers::otlp::protocols::http::endpoint: "+address(t),
		"--config", "yaml:extensions::jaeger_query::http::endpoint: "+page,
		"--config", "yaml:extensions::jaeger_query::grpc::endpoint: "+address(t),
		"--config", "yaml:extensions::healthcheckv2::http::endpoint: "+health,
	)
	return j
}

// span is a span as Jaeger gives it back.
type span struct {
	ptrace.Span
	service string
}

// trace returns the spans of a trace by id, once the root is there.
func (j *jaeger) trace(t *testing.T, id string) map[string]span {
	t.Helper()
	var spans map[string]span
	eventually(t, "Jaeger has trace "+id, func(ctx context.Context) error {
		body, err := get(ctx, j.url+"/api/v3/traces/"+id)
		if err != nil {
			return err
		}
		spans, err = decodeTrace(body)
		if err != nil {
			return err
		}
		for _, s := range spans {
			if _, ended := s.Attributes().Get("failure.count"); ended {
				return nil
			}
		}
		return errors.New("the run's span is missing")
	})
	return spans
}

func decodeTrace(body []byte) (map[string]span, error) {
	var answer struct {
		Result json.RawMessage `json:"result"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fmt.Errorf("%w: %.200s", err, body)
	}
	traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(answer.Result)
	if err != nil {
		return nil, fmt.Errorf("%w: %.200s", err, body)
	}
	spans := map[string]span{}
	for _, rs := range traces.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, s := range ss.Spans().All() {
				spans[s.SpanID().String()] = span{s, text(rs.Resource().Attributes(), "service.name")}
			}
		}
	}
	return spans, nil
}

// search returns the ids of the traces that a search by tag in Jaeger's page
// finds.
func (j *jaeger) search(t *testing.T, service string, tags map[string]string) []string {
	t.Helper()
	q, err := json.Marshal(tags)
	if err != nil {
		t.Fatal(err)
	}
	body, err := get(t.Context(), j.url+"/api/traces?limit=100&service="+url.QueryEscape(service)+"&tags="+url.QueryEscape(string(q)))
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Data []struct {
			TraceID string `json:"traceID"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, d := range answer.Data {
		ids = append(ids, d.TraceID)
	}
	return ids
}

func text(m pcommon.Map, key string) string {
	if v, ok := m.Get(key); ok {
		return v.AsString()
	}
	return ""
}
