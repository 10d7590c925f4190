// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/ingest"
)

// archive answers as Jaeger's API does, from traces that each began a second
// after the other. The end-to-end tests ask a real one.
type archive struct {
	traces   int
	depth    int // the most that it gives
	requests int
}

func (a *archive) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	fail := func(status int, format string, args ...any) {
		http.Error(w, fmt.Sprintf(`{"error":{"httpCode":%d,"message":%q}}`, status, fmt.Sprintf(format, args...)), status)
	}
	switch {
	case r.URL.Path == "/base/api/v3/services":
		_, _ = io.WriteString(w, `{"services":["shop","agent"]}`)
		return
	case r.URL.Path != "/base/api/v3/traces":
		http.NotFound(w, r)
		return
	case q.Get("query.service_name") != "shop":
		fail(http.StatusNotFound, "No traces found")
		return
	}
	a.requests++
	since, err := time.Parse(time.RFC3339Nano, q.Get("query.start_time_min"))
	until, err2 := time.Parse(time.RFC3339Nano, q.Get("query.start_time_max"))
	depth, err3 := strconv.Atoi(q.Get("query.search_depth"))
	if err := errors.Join(err, err2, err3); err != nil || q.Get("query.num_traces") != q.Get("query.search_depth") {
		fail(http.StatusBadRequest, "%v", err)
		return
	}
	if depth > a.depth {
		fail(http.StatusInternalServerError, "search depth must be greater than 0 and less than max traces")
		return
	}
	n := 0
	for i := range a.traces {
		start := int64(i + 1)
		if t := time.Unix(start, 0); t.Before(since) || t.After(until) || n == depth {
			continue
		}
		n++
		root := fmt.Sprintf(`{"traceId":"%032x","spanId":"%016x","name":"root","startTimeUnixNano":"%d000000000","endTimeUnixNano":"%d000000000"%s}`, i+1, 1, start, start+9, failed)
		elsewhere := fmt.Sprintf(`{"traceId":"%032x","spanId":"%016x","parentSpanId":"%016x","name":"other","kind":2,"endTimeUnixNano":"%d000000000"%s}`, i+1, 2, 1, start, failed)
		_, _ = fmt.Fprintf(w, `{"result":{"resourceSpans":[%s,{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"stock"}}]},"scopeSpans":[{"spans":[%s]}]}]}}`+"\n",
			strings.TrimSuffix(strings.TrimPrefix(request(root), `{"resourceSpans":[`), `]}`), elsewhere)
	}
	if n == 0 {
		fail(http.StatusNotFound, "No traces found")
	}
}

func TestJaegerIsAskedUntilAllIsThere(t *testing.T) {
	a := &archive{traces: 1_000, depth: 60}
	server := httptest.NewServer(a)
	defer server.Close()
	for service, want := range map[string]int{"shop": 900, "nobody": 0} {
		var out bytes.Buffer
		n, err := ingest.Jaeger{URL: server.URL + "/base"}.Fetch(t.Context(), &out, service, time.Unix(1, 0), time.Unix(900, 0))
		if err != nil || n != want {
			t.Fatalf("%s: %d traces, want %d; error %v", service, n, want, err)
		}
		failures := 0
		for e, err := range ingest.Read(stream("f", out.String())) {
			if err != nil {
				t.Fatal(err)
			}
			if e.Record != nil && e.Record.Event == failurelog.FailureRecorded {
				if failures++; e.Record.Path[0] != "root" {
					t.Fatalf("a failure of another service: %+v", e.Record)
				}
			}
		}
		if failures != want {
			t.Errorf("%s: %d failures, want %d", service, failures, want)
		}
	}
	if a.requests > 80 {
		t.Errorf("%d requests for 900 traces of which 50 come at once", a.requests)
	}
	names, err := ingest.Jaeger{URL: server.URL + "/base"}.Services(t.Context())
	if err != nil || len(names) != 2 {
		t.Errorf("services %v, error %v", names, err)
	}
}

func TestJaegerThatDoesNotAnswerAsItShould(t *testing.T) {
	answers := func(status int, contentType, body string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	hangs := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	t.Cleanup(hangs.Close)
	gone := httptest.NewServer(nil)
	gone.Close()
	same := `{"result":{"resourceSpans":[` + strings.Repeat(`{"scopeSpans":[]},`, 3) + `{"scopeSpans":[{"spans":[`
	for n := range 200 {
		same += fmt.Sprintf(`{"traceId":"%032x","spanId":"%016x"},`, n+1, 1)
	}
	same = strings.TrimSuffix(same, ",") + `]}]}]}}`
	for name, tt := range map[string]struct{ url, want string }{
		"no address":         {"ftp://x", "no address"},
		"empty address":      {"", "no address"},
		"refused":            {gone.URL, "refused"},
		"a page":             {answers(200, "text/html", "<html>"), "API v3"},
		"not found":          {answers(404, "text/plain", "404 page not found"), "API v3"},
		"other JSON":         {answers(403, "application/json", `{"detail":"who are you?"}`), "API v3"},
		"an error":           {answers(500, "text/plain", `{"error":{"httpCode":500,"message":"the storage is down"}}`), "the storage is down"},
		"an error in result": {answers(200, "application/json", `{"error":{"httpCode":500,"message":"the storage is down"}}`), "the storage is down"},
		"cut short":          {answers(200, "application/json", `{"result":{"resourceSpans":[{"res`), "unexpected EOF"},
		"nothing":            {answers(200, "application/json", ""), "API v3"},
		"no JSON":            {answers(200, "application/json", `{"result":{]}`), "invalid character"},
		"hangs":              {hangs.URL, "deadline exceeded"},
		"always the same":    {answers(200, "application/json", same), "200 or more traces began between"},
		"a secret in it":     {strings.Replace(gone.URL, "http://", "http://user:hunter2@", 1), "refused"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			if name == "hangs" {
				ctx, cancel = context.WithTimeout(t.Context(), 20*time.Millisecond)
			}
			defer cancel()
			_, err := ingest.Jaeger{URL: tt.url}.Fetch(ctx, io.Discard, "shop", time.Unix(0, 0), time.Unix(0, 1))
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}
