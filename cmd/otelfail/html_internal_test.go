// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReportAsPage(t *testing.T) {
	dir := t.TempDir()
	line := `{"event":"failure_recorded","schema":1,"failure_id":"00f067aa0ba902b7-1","timestamp":"2026-02-15T10:30:45Z",` +
		`"run_id":"r1","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7","category":"network","severity":"high","error_message":"<b>refused"}`
	log := filepath.Join(dir, "failures_r1.jsonl")
	if err := os.WriteFile(log, []byte(line+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "report.html")
	var stdout, stderr strings.Builder
	args := []string{"report", log, "--format", "html", "--jaeger-url", "http://localhost:16686"}
	if code := run(append(args, "-o", out), nil, &stdout, &stderr); code != 0 {
		t.Fatalf("exit %d: %s", code, &stderr)
	}
	page, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<!doctype html>", "1 failure", `\u003cb\u003erefused`, `"jaeger":"http://localhost:16686"`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if code := run(args, nil, &stdout, &stderr); code != 0 || !strings.HasPrefix(stdout.String(), "<!doctype html>") {
		t.Errorf("exit %d, standard output begins %.20q", code, stdout.String())
	}
}

func TestReportAsPageRefuses(t *testing.T) {
	log := filepath.Join(t.TempDir(), "failures_r1.jsonl")
	if err := os.WriteFile(log, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"not an http or https address":  {"--format", "html", "--jaeger-url", "javascript:alert(1)"},
		"--open is for --format html":   {"--format", "json", "--open"},
		"--jaeger-url is for":           {"--jaeger-url", "http://localhost"},
		"--group-by is not for":         {"--format", "html", "--group-by", "tool"},
		"no line is about run":          {"--format", "html", "--run", "nobody"},
		"is one of the logs to read":    {"--format", "html", "-o", log},
		"no such file or directory":     {"--format", "html", "-o", filepath.Join(log, "x", "report.html")},
		"unknown format \"htm\": text,": {"--format", "htm"},
	} {
		var stdout, stderr strings.Builder
		code := run(append([]string{"report", log}, args...), nil, &stdout, &stderr)
		if code != exitTrouble || !strings.Contains(stderr.String(), want) && !strings.Contains(stderr.String(), "not a directory") {
			t.Errorf("%v: exit %d: %s", args, code, &stderr)
		}
	}
}
