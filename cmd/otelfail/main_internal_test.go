// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/report"
)

const (
	lines = `{"event":"failure_recorded","schema":1,"failure_id":"1","timestamp":"2026-02-15T10:30:45.123Z","run_id":"run-1","user_id":"user-1","trace_id":"t1","category":"network","reason":"timeout","severity":"high","graph_node":"executor","error_type":"TimeoutError","error_message":"Weather API timeout","tool_name":"weather_summary","error_traceback":"main.go:1"}
{"event":"failure_recovered","schema":1,"failure_id":"1","timestamp":"2026-02-15T10:30:46.123Z","run_id":"run-1","trace_id":"t1","was_recovered":true,"recovery_action":"climate averages used","recovery":{"outcome":"recovered","action":"fallback","basis":"declared","supersedes":"unknown"}}
`
	second = `{"event":"failure_recorded","schema":1,"failure_id":"2","timestamp":"2026-02-15T11:30:45.123Z","run_id":"run-2","trace_id":"t2","category":"tool","reason":"other","severity":"low","graph_node":"planner","error_message":"boom"}
`
	ledger = `{"event":"run_ended","schema":1,"timestamp":"2026-02-15T10:30:47Z","run_id":"run-1","trace_id":"t1","status":"ok","duration_ms":2000,"operations":{"step executor":{"calls":7}}}
`
)

func execute(in string, args ...string) (code int, out, errOut string) {
	var o, e strings.Builder
	code = run(args, strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// logs makes the default log directory with two runs and a ledger, and returns
// the directory above it, which becomes the working directory.
func logs(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, defaultLogs+"/failures_run-1.jsonl", lines)
	write(t, dir, defaultLogs+"/runs.jsonl", ledger)
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := io.WriteString(w, second); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, dir, defaultLogs+"/failures_run-2.jsonl.gz", zipped.String())
	t.Chdir(dir)
	return dir
}

func TestReport(t *testing.T) {
	tests := map[string]struct {
		in       string
		args     []string
		want     []string
		unwanted []string
	}{
		"overview": {"", nil, []string{
			"2 runs, 7 operations, 2026-02-15 10:30–11:30\n", "  1 ok with recovered failures · 1 not in the ledger\n",
			"WHAT FAILED?  2 failures in 2 of 2 runs\n", "DID IT RECOVER?  recovery rate 50.0%, strict 50.0%\n",
		}, []string{"\x1b", "FAILURE TRACKING REPORT"}},
		"by tool":                  {"", []string{"--group-by", "tool"}, []string{"BY TOOL", "weather_summary"}, []string{"GROUPS"}},
		"markdown":                 {"", []string{"--format", "markdown"}, []string{"# Failure report\n", "| `execute_tool weather_summary` | 1 |"}, nil},
		"csv":                      {"", []string{"--format", "csv", "--group-by", "day"}, []string{"day,count,", "2026-02-15,2,"}, nil},
		"negated":                  {"", []string{"--category", "!network", "--details"}, []string{"Total Failures: 1\n", "boom"}, []string{"Weather"}},
		"critical and unrecovered": {"", []string{"--severity", "critical", "--outcome", "!recovered"}, []string{"No failures"}, nil},
		"since":                    {"", []string{"--since", "2026-02-15T11:00"}, []string{"Total Failures: 1\n", "boom"}, []string{"Weather"}},
		"until":                    {"", []string{"--until", "2026-02-15 11:00"}, []string{"Weather"}, []string{"boom"}},
		"default directory": {"", []string{"--details"}, []string{
			"FAILURE TRACKING REPORT\n", "Runs: 2 (1 ok)\n", "Total Failures: 2\n", "Recovery Rate: 50.0%",
			"[10:30:45.123] Network (HIGH) @ executor: TimeoutError - Weather API timeout → recovered\n",
			"run-1: ok, 7 operations in 2s, 1 failure (1 recovered)\n", "Recovery: climate averages used (fallback)\n",
		}, []string{"Traceback"}},
		"file":           {"", []string{defaultLogs + "/failures_run-1.jsonl"}, []string{"Run ID: run-1\n", "Total Failures: 1\n"}, nil},
		"pattern":        {"", []string{defaultLogs + "/failures*"}, []string{"2 failures in 2 of 2 runs"}, nil},
		"standard input": {second, []string{"-"}, []string{"Run ID: run-2\n", "boom"}, nil},
		"input and file": {second, []string{"-", defaultLogs + "/failures_run-1.jsonl"}, []string{"2 failures in 2 of 2 runs"}, nil},
		"run":            {"", []string{"--run", "run-2"}, []string{"Run ID: run-2\n", "Total Failures: 1\n"}, []string{"run-1"}},
		"verbose":        {"", []string{"--verbose"}, []string{"Traceback:\n    main.go:1\n"}, nil},
		"no details":     {"", []string{"--no-details"}, []string{"FAILURE TIMELINE"}, []string{"DETAILED RECORDS"}},
		"no failures":    {ledger, []string{"-"}, []string{"No failures in 7 operations.\n"}, []string{"FAILURE"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			logs(t)
			code, out, errOut := execute(tt.in, append([]string{"report"}, tt.args...)...)
			if code != 0 || errOut != "" {
				t.Errorf("exit %d, stderr %q", code, errOut)
			}
			for _, want := range tt.want {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in\n%s", want, out)
				}
			}
			for _, unwanted := range tt.unwanted {
				if strings.Contains(out, unwanted) {
					t.Errorf("%q is in\n%s", unwanted, out)
				}
			}
		})
	}
}

// TestReportOfTheRunWithFailures: where one run of several has failures, the
// report is that run's, as the agent itself printed it.
func TestReportOfTheRunWithFailures(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, ".", defaultLogs+"/failures_run-1.jsonl", lines)
	write(t, ".", defaultLogs+"/runs.jsonl", ledger+strings.ReplaceAll(strings.ReplaceAll(ledger, "run-1", "run-3"), "t1", "t3"))
	_, want, _ := execute("", "report", "--run", "run-1")
	code, got, errOut := execute("", "report")
	if code != 0 || errOut != "" || got != "2 runs, failures in one of them:\n\n"+want {
		t.Errorf("exit %d, stderr %q, report:\n%s\nwant that of the run:\n%s", code, errOut, got, want)
	}
}

func TestReportJSONToFile(t *testing.T) {
	dir := logs(t)
	path := filepath.Join(dir, "out.json")
	code, out, errOut := execute("", "report", "--format", "json", "-o", path)
	if code != 0 || out != "" || errOut != "" {
		t.Fatalf("exit %d, stdout %q, stderr %q", code, out, errOut)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var s report.Summary
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	if s.TotalFailures != 2 || *s.RecoveryRate != 50 || s.Operations != 7 || len(s.LogFiles) != 2 {
		t.Errorf("summary %s", text)
	}
}

func TestUnreadableLinesAreNamedAndExitIsZero(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "failures_x.jsonl", lines+"garbage\x1b[2J\n"+second+second[:40])
	code, out, errOut := execute("", "report", "--details", path)
	if code != 0 || !strings.Contains(out, "Total Failures: 2\n") || !strings.Contains(out, "Unreadable Lines: 2 (") {
		t.Errorf("exit %d, stdout\n%s", code, out)
	}
	for _, want := range []string{"otelfail: skipped " + path + ":3: ", "otelfail: skipped " + path + ":5: "} {
		if !strings.Contains(errOut, want) {
			t.Errorf("%q is not in %q", want, errOut)
		}
	}
	code, out, errOut = execute(strings.Repeat("bad\n", 100), "report", "-")
	if code != 2 || out != "" || !strings.HasSuffix(errOut, "no line of (standard input) could be read: is that a failure log?\n") {
		t.Errorf("nothing readable: exit %d, stdout %q, stderr %q", code, out, errOut)
	}
	_, _, errOut = execute(strings.Repeat("bad\n", 100)+second, "report", "-")
	if n := strings.Count(errOut, "\n"); n != maxUnreadable+1 || !strings.HasSuffix(errOut, "skipped 80 more lines\n") {
		t.Errorf("%d lines: %s", n, errOut)
	}
}

func TestErrorsAreOneClearLine(t *testing.T) {
	tests := map[string]struct {
		args []string
		want string
	}{
		"missing directory": {[]string{"report", "nowhere"}, "otelfail: nowhere: no such file or directory\n"},
		"empty pattern":     {[]string{"report", "nowhere/*.jsonl"}, "nowhere/*.jsonl: no such file"},
		"control in name":   {[]string{"report", "no\x1b[2J\nwhere"}, "otelfail: no where: no such file"},
		"unknown format":    {[]string{"report", "--format", "xml"}, `unknown format "xml": text, json, markdown, csv`},
		"unknown field":     {[]string{"report", "--group-by", "colour"}, `cannot group by "colour": fingerprint`},
		"unknown severity":  {[]string{"report", "--severity", "!hihg"}, `unknown value "hihg" of severity: low`},
		"no time":           {[]string{"report", "--since", "soon"}, `--since: "soon" is no time`},
		"unknown flag":      {[]string{"report", "--colour"}, "unknown flag: --colour; see otelfail report --help"},
		"unknown command":   {[]string{"reprot"}, `unknown command "reprot"`},
		"contradiction":     {[]string{"report", "-v", "--no-details"}, "[no-details verbose]"},
		"unknown run":       {[]string{"report", "--run", "run-9"}, `no line is about run "run-9"`},
		"no number":         {[]string{"report", "--top", "many"}, `--top: "many" is no whole number; see otelfail report --help`},
		"no percentage":     {[]string{"check", "--max-rate", "1%"}, `--max-rate: "1%" is no number; see otelfail check --help`},
		"empty directory":   {[]string{"report", "."}, "otelfail: no failure log in .\n"},
		"output directory":  {[]string{"report", "-o", "nowhere/out"}, "nowhere/out"},
		"output is input":   {[]string{"report", "-o", defaultLogs + "/failures_run-1.jsonl"}, "one of the logs"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := logs(t)
			code, out, errOut := execute("", tt.args...)
			if code != 2 || out != "" {
				t.Errorf("exit %d, stdout %q", code, out)
			}
			if strings.Count(errOut, "\n") != 1 || !strings.HasPrefix(errOut, "otelfail: ") || !strings.Contains(errOut, tt.want) {
				t.Errorf("stderr %q, want %q", errOut, tt.want)
			}
			if text, err := os.ReadFile(filepath.Join(dir, defaultLogs, "failures_run-1.jsonl")); err != nil || string(text) != lines {
				t.Errorf("log was changed: %q, error %v", text, err)
			}
		})
	}
}

func TestWithoutALogThereIsNoAnswer(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, command := range [][]string{{"report"}, {"check", "--max-failed", "0"}} {
		code, out, errOut := execute("", command...)
		if code != 2 || out != "" || errOut != "otelfail: no failure log here: runtime/logs is missing; name a file or a directory\n" {
			t.Errorf("%q: exit %d, stdout %q, stderr %q", command, code, out, errOut)
		}
	}
}

func TestHelpVersionAndCompletion(t *testing.T) {
	for _, args := range [][]string{{}, {"--help"}, {"report", "--help"}, {"--version"}, {"completion", "bash"}, {"classify", "--help"}, {"man", "--help"}} {
		if code, out, errOut := execute("", args...); code != 0 || out == "" || errOut != "" {
			t.Errorf("%q: exit %d, stdout of %d bytes, stderr %q", args, code, len(out), errOut)
		}
	}
}

func TestClosedPipeIsNoError(t *testing.T) {
	logs(t)
	r, w := io.Pipe()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	var errOut strings.Builder
	if code := run([]string{"report"}, strings.NewReader(""), w, &errOut); code != 0 || errOut.Len() > 0 {
		t.Errorf("exit %d, stderr %q", code, errOut.String())
	}
}

func TestManPages(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "man1")
	if code, out, errOut := execute("", "man", dir); code != 0 || out != "" || errOut != "" {
		t.Fatalf("exit %d, stdout %q, stderr %q", code, out, errOut)
	}
	page, err := os.ReadFile(filepath.Join(dir, "otelfail-report.1"))
	if err != nil || !strings.Contains(string(page), "group-by") {
		t.Errorf("page of %d bytes, error %v", len(page), err)
	}
}

// TestArgumentsShowNoSecrets holds that what an error quotes of its input goes
// through the redactor.
func TestArgumentsShowNoSecrets(t *testing.T) {
	const canary = "sk-proj-Zq7pL9xW2mK4vT8sR1nB"
	for _, args := range [][]string{
		{"classify"}, {canary}, {"report", canary}, {"report", "logs/" + canary + ".jsonl"}, {"report", "--format", canary}, {"report", "--since", canary}, {"report", "--group-by", canary}, {"check", "--known", canary}, {"report", "--" + canary},
	} {
		code, out, errOut := execute(`{"text":"x","operation":"`+canary+`"}`, args...)
		if code == 0 || strings.Contains(out+errOut, canary[8:]) {
			t.Errorf("%q: exit %d, %s%s", args, code, out, errOut)
		}
	}
}
