// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// good is the line of a failure.
func good(id string) string {
	return fmt.Sprintf(`{"event":"failure_recorded","schema":1,"failure_id":%q,"timestamp":"2026-02-15T10:30:45Z","run_id":"run-1","trace_id":"t1","category":"network","severity":"high","error_message":"no answer"}`, id)
}

func zipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestBadInput: whatever is in a log, the rest of it is read, and what is not is
// named with file and line.
func TestBadInput(t *testing.T) {
	long := `{"x":"` + strings.Repeat("x", 20<<20) + `"}`
	var many strings.Builder
	for i := range 2000 {
		many.WriteString(good(fmt.Sprint(i, rand.Uint64())) + "\n") // which does not compress to nothing
	}
	cut := zipped(t, many.String())
	cut = cut[:len(cut)/2]
	two := good("1") + "\n" + good("2") + "\n"
	tests := map[string]struct {
		text     string
		failures int // less than 0 is some of many
		skipped  []string
	}{
		"line of 20 MB":             {good("1") + "\n" + long + "\n" + good("2") + "\n", 2, []string{":2: line is too long"}},
		"end of 20 MB":              {two + long[:20<<20], 2, []string{":3: line is too long"}},
		"torn line":                 {good("1")[:50] + "\n" + two, 2, []string{":1: unexpected end of JSON input"}},
		"torn end":                  {two + good("3")[:50], 2, []string{":3: line ends in the middle"}},
		"torn within another":       {good("1") + "\n" + good("2")[:60] + good("3") + "\n" + good("4") + "\n", 2, []string{":2: invalid character"}},
		"NULs":                      {good("1") + "\n\x00\x00\x00\n" + good("2") + "\n", 2, []string{":2: invalid character"}},
		"NULs at the end":           {two + strings.Repeat("\x00", 4096), 2, []string{":3: line ends in the middle"}},
		"NULs before a line":        {good("1") + "\n\x00\x00" + good("2") + "\n" + good("3") + "\n", 2, []string{":2: invalid character"}},
		"invalid UTF-8":             {strings.Replace(two, "no answer", "no \xff\xfe\xc3 answer", 1), 2, nil},
		"invalid UTF-8 as a line":   {good("1") + "\n\xff\xfe\xc3\x28\n" + good("2") + "\n", 2, []string{":2: invalid character"}},
		"CRLF":                      {strings.ReplaceAll(two, "\n", "\r\n"), 2, nil},
		"BOM":                       {"\xef\xbb\xbf" + two, 2, nil},
		"BOM and CRLF":              {"\xef\xbb\xbf" + strings.ReplaceAll(two, "\n", "\r\n"), 2, nil},
		"unknown fields":            {strings.Replace(two, "{", `{"new":{"a":[1,null]},`, 1), 2, nil},
		"future schema":             {strings.Replace(two, `"schema":1`, `"schema":2`, 1), 1, []string{":1: line is of a newer schema: 2"}},
		"future event":              {`{"event":"failure_forgiven","schema":1}` + "\n" + two, 2, []string{`:1: line is neither a failure nor a run: event "failure_forgiven"`}},
		"binary garbage":            {good("1") + "\n\x7fELF\x02\x01\x1b[2J\x00\x90\n" + good("2") + "\n", 2, []string{":2: invalid character"}},
		"gzip":                      {zipped(t, two), 2, nil},
		"gzip cut short":            {cut, -1, []string{": unexpected EOF"}},
		"gzip, then garbage":        {zipped(t, two) + "garbage", 2, []string{":3: unexpected EOF"}},
		"gzip with a bad line":      {zipped(t, good("1")+"\ngarbage\n"+good("2")+"\n"), 2, []string{":2: invalid character"}},
		"text with a bracket first": {"[INFO] agent starting\n" + two, 2, []string{":1: invalid character"}},
		"array cut short":           {"[\n" + good("1") + ",\n" + good("2") + ",\n" + good("3")[:40], 2, []string{":4: line ends in the middle"}},
		"wrong types":               {`{"event":"failure_recorded","failure_id":7}` + "\n" + two, 2, []string{":1: cannot unmarshal number as failure_id"}},
	}
	for name, tt := range tests {
		for _, in := range []string{"file", "standard input", "directory"} {
			t.Run(name+"/"+in, func(t *testing.T) {
				dir := t.TempDir()
				path := write(t, dir, "failures_run-1.jsonl", tt.text)
				stdin, arg, file := "", path, path
				switch in {
				case "standard input":
					stdin, arg, file = tt.text, "-", "(standard input)"
				case "directory":
					arg = dir
				}
				code, out, errOut := execute(stdin, "report", "--format", "json", arg)
				var s report.Summary
				if err := json.Unmarshal([]byte(out), &s); err != nil || code != 0 {
					t.Fatalf("exit %d, error %v, stderr %.300q", code, err, errOut)
				}
				if s.TotalFailures != tt.failures && (tt.failures >= 0 || s.TotalFailures < 500 || s.TotalFailures >= 2000) {
					t.Errorf("%d failures, want %d", s.TotalFailures, tt.failures)
				}
				if s.UnreadableLines != len(tt.skipped) || s.LowerBound != (len(tt.skipped) > 0) || strings.Count(errOut, "\n") != len(tt.skipped) {
					t.Errorf("%d lines unreadable, lower bound %t, stderr %.500q", s.UnreadableLines, s.LowerBound, errOut)
				}
				for _, want := range tt.skipped {
					if tt.failures < 0 { // in the line that comes next
						want = fmt.Sprintf(":%d%s", s.TotalFailures+1, want)
					}
					if want = "otelfail: skipped " + file + want; !strings.Contains(errOut, want) {
						t.Errorf("%q is not in %.500q", want, errOut)
					}
				}
				if strings.ContainsAny(errOut, "\x00\x1b\x7f") || strings.Contains(errOut, "struct") {
					t.Errorf("stderr %.500q", errOut)
				}
			})
		}
	}
}

// TestNothingButBadInput is no report.
func TestNothingButBadInput(t *testing.T) {
	for name, text := range map[string]string{
		"binary garbage": "\x7fELF\x02\x01\n\x00\x90\n", "NULs": "\x00\x00\x00", "text": "[INFO] agent starting\n[INFO] agent stopped\n",
		"gzip cut short": zipped(t, good("1"))[:12], "gzip alone": "\x1f\x8b", "future schema": `{"event":"failure_recorded","schema":2,"failure_id":"1"}`,
		"UTF-16": "\xff\xfe{\x00\"\x00", "bracket": "[", "torn": good("1")[:50],
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, t.TempDir(), "failures_run-1.jsonl", text)
			for arg, stdin := range map[string]string{path: "", "-": text} {
				code, out, errOut := execute(stdin, "report", arg)
				if code != 2 || out != "" || !strings.Contains(errOut, "could be read: is that a failure log?\n") {
					t.Errorf("%s: exit %d, stdout %q, stderr %q", arg, code, out, errOut)
				}
			}
		})
	}
}

// TestOriginalLogsAreCountedOnce, in whatever way both are given.
func TestOriginalLogsAreCountedOnce(t *testing.T) {
	record := func(n int, recovered bool) string {
		return fmt.Sprintf(`{"failure_id":"failure_run-1_%03d","timestamp":"2026-02-15T10:30:45","run_id":"run-1","user_id":"u","category":"network","severity":"high","graph_node":"executor","error_type":"TimeoutError","was_recovered":%t}`, n, recovered)
	}
	all := func(event, data string) string {
		return fmt.Sprintf(`{"ts":"2026-02-15T10:30:45","run_id":"run-1","event":%q,"event_group":"failure","span_payload":{"data":%s}}`, event, data)
	}
	plain := record(1, false) + "\n" + record(1, true) + "\n" + record(2, false) + "\n"
	combined := all("failure_recorded", record(1, false)) + "\n" + all("failure_recovered", record(1, true)) + "\n" + all("failure_recorded", record(2, false)) + "\n"
	dir := t.TempDir()
	tests := map[string]struct {
		in   string
		args []string
	}{
		"one stream":        {plain + combined, []string{"-"}},
		"other directories": {"", []string{write(t, dir, "a/failures_run-1.jsonl", plain), write(t, dir, "b/combined_run-1.jsonl", combined)}},
		"renamed":           {"", []string{write(t, dir, "c/failures_run-1.jsonl", plain), write(t, dir, "c/all.jsonl", combined)}},
		"recovered twice":   {plain + record(1, true) + "\n", []string{"-"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			code, out, errOut := execute(tt.in, append([]string{"report", "--format", "json"}, tt.args...)...)
			var s report.Summary
			if err := json.Unmarshal([]byte(out), &s); err != nil || code != 0 || errOut != "" {
				t.Fatalf("exit %d, error %v, stderr %q", code, err, errOut)
			}
			if s.TotalFailures != 2 || s.ByOutcome[failurelog.Recovered] != 1 || s.ByOutcome[failurelog.Unknown] != 1 || *s.RecoveryRate != 50 {
				t.Errorf("%d failures, %v, recovery rate %v", s.TotalFailures, s.ByOutcome, *s.RecoveryRate)
			}
		})
	}
}

// TestALogThatIsGoneIsNoLogWithoutFailures: the ledger knows better.
func TestALogThatIsGoneIsNoLogWithoutFailures(t *testing.T) {
	const ended = `{"event":"run_ended","schema":1,"timestamp":"2016-02-15T10:30:47Z","run_id":"run-1","trace_id":"t1","status":"ok","operations":{"step s":{"calls":4}},"failures":{"degraded":3}}` + "\n"
	missing := "3 failures that the run ledger counts are not in the log, of run run-1: the figures are lower bounds"
	dropped := `{"event":"log_dropped","schema":1,"timestamp":"2016-02-15T10:31:00Z","since":"2016-02-15T10:29:00Z","run_id":"run-1","cause":"write","error":"disk full","failures":0,"lines":2}` + "\n"
	for name, tt := range map[string]struct{ in, want string }{
		"failures": {ended, missing},
		"lines":    {strings.Replace(ended, `{"degraded":3}`, `{}`, 1) + dropped, "some lines on runs or outcomes could not be logged: the figures are lower bounds"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, args := range [][]string{{}, {"--since", "2016-02-15T10:30:00Z", "--until", "2016-02-15T10:30:50Z"}} {
				for _, format := range reportFormats {
					code, out, errOut := execute(tt.in, append([]string{"report", "--format", format, "-"}, args...)...)
					said := out
					if format == "csv" {
						said = errOut
					} else if errOut != "" {
						t.Errorf("%s: stderr %q", format, errOut)
					}
					want := tt.want
					switch format {
					case "json":
						want = `"lower_bound": true`
					case "markdown":
						want = strings.Replace(want, "run run-1", "run `run-1`", 1)
					}
					if code != 0 || !strings.Contains(strings.ToLower(said), strings.ToLower(want)) || strings.Contains(out, "No failures in") {
						t.Errorf("%s: exit %d, %q is not in %q", format, code, want, said)
					}
				}
			}
			code, out, errOut := execute(tt.in, "check", "--max-failed", "0", "--max-severity", "low", "-")
			if code != 2 || !strings.Contains(errOut, tt.want) || !strings.Contains(out, "pass  max-failed") {
				t.Errorf("check: exit %d, stdout %q, stderr %q", code, out, errOut)
			}
		})
	}
}

// TestARunWhoseLogIsGoneIsTold, also where another run has the only failures that
// are in the log.
func TestARunWhoseLogIsGoneIsTold(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "failures_run-1.jsonl", good("1")+"\n")
	write(t, dir, "runs.jsonl", `{"event":"run_ended","timestamp":"2016-02-15T10:30:47Z","run_id":"run-1","trace_id":"t1","status":"ok","failures":{"degraded":1}}`+"\n"+
		`{"event":"run_ended","timestamp":"2016-02-15T10:30:48Z","run_id":"run-2","trace_id":"t2","status":"ok","failures":{"degraded":1}}`+"\n")
	for _, args := range [][]string{{}, {"--details"}, {"--no-details"}, {"--group-by", "tool"}} {
		code, out, errOut := execute("", append([]string{"report", dir}, args...)...)
		if code != 0 || errOut != "" || !strings.Contains(out, "1 failure that the run ledger counts is not in the log, of run run-2: the figures are lower bounds") {
			t.Errorf("%q: exit %d, stdout\n%s\nstderr %q", args, code, out, errOut)
		}
	}
}
