// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// A real Jaeger is asked by the end-to-end tests.
func TestReportFromJaeger(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/services"):
			_, _ = io.WriteString(w, `{"services":["shop","agent"]}`)
		case r.URL.Query().Get("query.service_name") == "shop":
			_, _ = io.WriteString(w, `{"result":{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","name":"checkout","startTimeUnixNano":"1","endTimeUnixNano":"2000001","status":{"code":2,"message":"no stock"}}]}]}]}}`)
		default:
			http.Error(w, `{"error":{"httpCode":404,"message":"No traces found"}}`, http.StatusNotFound)
		}
	}))
	defer server.Close()
	t.Setenv("TMPDIR", t.TempDir())
	for name, tt := range map[string]struct {
		args []string
		code int
		want string
	}{
		"report":          {[]string{"--jaeger", server.URL, "--service", "shop", "--since", "1970-01-01", "--details"}, 0, "no stock"},
		"as a page":       {[]string{"--jaeger", server.URL, "--service", "shop", "--since", "1970-01-01", "--format", "html"}, 0, "no stock"},
		"nothing of it":   {[]string{"--jaeger", server.URL, "--service", "shap"}, 2, "it knows shop, agent"},
		"which service":   {[]string{"--jaeger", server.URL}, 2, "it knows shop, agent"},
		"no Jaeger":       {[]string{"--service", "shop"}, 2, "--jaeger"},
		"files too":       {[]string{"--jaeger", server.URL, "--service", "shop", "logs"}, 2, "either"},
		"the wrong order": {[]string{"--jaeger", server.URL, "--service", "shop", "--since", "1h", "--until", "2h"}, 2, "not before"},
		"nobody there":    {[]string{"--jaeger", "127.0.0.1:1", "--service", "shop"}, 2, "127.0.0.1:1"},
		"no address":      {[]string{"--jaeger", "ftp://x", "--service", "shop"}, 2, "no address"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errOut := execute("", append([]string{"report"}, tt.args...)...)
			if code != tt.code || !strings.Contains(out+errOut, tt.want) {
				t.Errorf("code %d, want %d; output %q, errors %q", code, tt.code, out, errOut)
			}
		})
	}
	left, err := os.ReadDir(os.TempDir())
	if err != nil || len(left) > 0 {
		t.Errorf("left in the temporary directory: %v, error %v", left, err)
	}
}

func TestTailOfTraces(t *testing.T) {
	span := func(trace, start string, more string) string {
		return `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"` + strings.Repeat(trace, 32) + `","spanId":"00f067aa0ba902b7","name":"checkout","startTimeUnixNano":"` + start + `000000000","endTimeUnixNano":"` + start + `500000000"` + more + `}]}]}]}` + "\n"
	}
	code, out, errOut := execute(span("a", "1", `,"status":{"code":2,"message":"no stock"}`)+span("b", "9", "")+"{torn\n", "tail", "-")
	if code != 0 || strings.Count(out, "no stock") != 2 || !strings.Contains(errOut, "(standard input):3") {
		t.Errorf("code %d, output %q, errors %q", code, out, errOut)
	}
}
