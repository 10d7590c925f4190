// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/report"
)

func summaryJSON(t *testing.T, args ...string) report.Summary {
	t.Helper()
	code, out, errOut := execute("", append([]string{"report", "--format", "json"}, args...)...)
	if code != 0 {
		t.Fatalf("exit %d, stderr %q", code, errOut)
	}
	var s report.Summary
	if err := json.Unmarshal([]byte(out), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestReportOfRealTraces that nobody here wrote; how many failures they hold is
// in their README.md.
func TestReportOfRealTraces(t *testing.T) {
	for file, want := range map[string]int{
		"trail.jsonl.gz": 19, "robotframework.jsonl.gz": 17, "highlight-traces.json.gz": 6, "highlight-fs.json.gz": 113,
	} {
		t.Run(file, func(t *testing.T) {
			path := filepath.Join("..", "..", "exporter", "ingest", "testdata", file)
			s := summaryJSON(t, path)
			if s.TotalFailures != want {
				t.Errorf("%d failures, want %d", s.TotalFailures, want)
			}
			for _, args := range [][]string{{"report"}, {"report", "--details", "--group-by", "operation"}} {
				code, out, errOut := execute("", append(args, path)...)
				if code != 0 || errOut != "" || strings.ContainsAny(out, "\x1b\u202e") {
					t.Errorf("%q: exit %d, stderr %q", args, code, errOut)
				}
				// One run with failures is reported as such, several as an overview.
				several, one := fmt.Sprintf("WHAT FAILED?  %d failures", want), fmt.Sprintf("Total Failures: %d\n", want)
				if len(args) == 1 && !strings.Contains(out, several) && !strings.Contains(out, one) {
					t.Errorf("neither %q nor %q is in\n%s", several, one, out)
				}
			}
		})
	}
}

// TestReportOfTheDemo: chaos runs of the demo agent are reported as they were
// written; what tail shows of them is what report counts.
func TestReportOfTheDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs the demo")
	}
	dir := t.TempDir()
	demo := filepath.Join(dir, "agentdemo")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", demo, "../../agentdemo").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	recorded := 0
	for _, seed := range []string{"1", "3", "6"} {
		cmd := exec.CommandContext(t.Context(), demo, "chat", "--chaos-mode", "--seed", seed, //nolint:gosec // just built
			"Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London")
		cmd.Env = append(os.Environ(), "RUNTIME_DIR="+dir)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	logs := filepath.Join(dir, "logs")
	files, err := filepath.Glob(filepath.Join(logs, "failures_*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no failure logs: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		recorded += strings.Count(string(text), `"event":"failure_recorded"`)
	}
	s := summaryJSON(t, logs)
	if s.TotalFailures != recorded || s.Runs.Total != 3 || s.Operations == 0 || s.LowerBound {
		t.Errorf("%d failures, want %d; %+v, %d operations", s.TotalFailures, recorded, s.Runs, s.Operations)
	}
	_, out, _ := execute("", "report", logs)
	for _, want := range []string{"3 runs, ", "WHAT FAILED?", "WHY?", "DID IT RECOVER?", "GROUPS"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if n := strings.Count(out, "\n"); n > 50 {
		t.Errorf("the overview has %d lines", n)
	}
	if code, _, _ := execute("", "check", "--max-failed", "1000", "--max-rate", "100", logs); code != 0 {
		t.Errorf("check: exit %d", code)
	}
}
