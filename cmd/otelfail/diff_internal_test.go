// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/report"
)

// runLogs writes a directory of runs, of which so many have a failure.
func runLogs(t *testing.T, dir string, runs, failing int, day, fingerprint string) string {
	t.Helper()
	var text strings.Builder
	for i := range runs {
		if i < failing {
			fmt.Fprintf(&text, `{"event":"failure_recorded","schema":1,"failure_id":"1","timestamp":"%sT10:%02d:00Z","run_id":"%s-%d","trace_id":"%s-%d","category":"tool","reason":"not_found","severity":"high","path":["execute_tool search"],"fingerprint":"%s","error_message":"gone\u001b[2J"}`+"\n",
				day, i, day, i, day, i, fingerprint)
		}
		fmt.Fprintf(&text, `{"event":"run_ended","schema":1,"timestamp":"%sT10:%02d:30Z","run_id":"%s-%d","trace_id":"%s-%d","status":"ok","operations":{"execute_tool search":{"calls":4}}}`+"\n",
			day, i, day, i, day, i)
	}
	return write(t, dir, "runs.jsonl", text.String())
}

func TestDiff(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	runLogs(t, "base", 40, 2, "2026-02-01", "1:aa")
	runLogs(t, "worse", 40, 30, "2026-02-02", "1:aa")
	runLogs(t, "fresh", 40, 3, "2026-02-02", "1:bb")
	runLogs(t, "clean", 40, 0, "2026-02-02", "1:aa")
	runLogs(t, "version2", 40, 3, "2026-02-02", "2:aa")
	if code, _, errOut := execute("", "report", "--format", "json", "-o", "base.json", "base"); code != 0 {
		t.Fatal(errOut)
	}
	write(t, dir, "newer.json", `{"version": 99, "total_failures": 0}`)
	for name, tt := range map[string]struct {
		args []string
		code int
		want string // in standard output, or standard error for trouble
	}{
		"same":             {[]string{"base", "base"}, 0, "No group is worse: 1 same\n"},
		"worse":            {[]string{"base", "worse"}, 1, "2 in 160 calls (1.25%) → 30 in 160 calls (18.8%), p < 0.0001\n"},
		"better":           {[]string{"worse", "base"}, 0, "No group is worse: 1 better\n"},
		"new, by chance":   {[]string{"base", "fresh"}, 0, "new          tool/not_found  1:bb\n"},
		"gone":             {[]string{"base", "clean"}, 0, "gone         tool/not_found  1:aa\n"},
		"saved":            {[]string{"base.json", "worse"}, 1, "Worse: 1 worse\n"},
		"markdown":         {[]string{"base", "worse", "--format", "markdown"}, 1, "| worse | `1:aa` | 2 in 160 calls (1.25%) |"},
		"json":             {[]string{"base", "worse", "--format", "json"}, 1, `"status": "worse"`},
		"filtered":         {[]string{"base", "worse", "--category", "!tool"}, 0, "no failures"},
		"before and since": {[]string{"--split", "2026-02-02", "*e/runs.jsonl"}, 1, "Worse: 1 worse\n"},
		"versions differ":  {[]string{"base", "version2"}, 2, "fingerprints of different versions"},
		"one argument":     {[]string{"base"}, 2, "diff needs BASE and NEW"},
		"none":             {nil, 2, "diff needs BASE and NEW"},
		"split of two":     {[]string{"base", "worse", "--split", "1h"}, 2, "--split is for one log"},
		"no time":          {[]string{"base", "--split", "soon"}, 2, `--split: "soon" is no time`},
		"missing":          {[]string{"base", "nowhere"}, 2, "nowhere: no such file"},
		"nothing":          {[]string{"base", "worse", "--since", "2030-01-01"}, 2, "no runs and no failures in BASE"},
		"figures filtered": {[]string{"base.json", "worse", "--run", "x"}, 2, "base.json holds figures, which cannot be filtered"},
		"newer figures":    {[]string{"newer.json", "worse"}, 2, "its version 99 is newer"},
		"alpha":            {[]string{"base", "worse", "--alpha", "2"}, 2, "--alpha 2 is not between"},
		"input twice":      {[]string{"-", "-"}, 2, "standard input (-) can be read but once"},
		"split input":      {[]string{"--split", "1h", "-"}, 2, "standard input (-) can be read but once"},
		"format":           {[]string{"base", "worse", "--format", "csv"}, 2, `unknown format "csv"`},
		"output is input":  {[]string{"base", "worse", "-o", "base/runs.jsonl"}, 2, "one of the logs"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errOut := execute("", append([]string{"diff"}, tt.args...)...)
			text := out
			if tt.code == 2 {
				text = errOut
			}
			if code != tt.code || !strings.Contains(text, tt.want) || tt.code != 2 && errOut != "" || strings.Contains(out+errOut, "\x1b") {
				t.Errorf("exit %d, stdout %q, stderr %q", code, out, errOut)
			}
		})
	}
}

func TestDiffToAFile(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	runLogs(t, "base", 40, 2, "2026-02-01", "1:aa")
	runLogs(t, "worse", 40, 30, "2026-02-02", "1:aa")
	code, out, errOut := execute("", "diff", "base", "worse", "--format", "json", "-o", "diff.json")
	if code != 1 || out != "" || errOut != "" {
		t.Errorf("exit %d, stdout %q, stderr %q", code, out, errOut)
	}
	text, err := os.ReadFile(filepath.Join(dir, "diff.json"))
	if err != nil {
		t.Fatal(err)
	}
	var c report.Comparison
	if err := json.Unmarshal(text, &c); err != nil || !c.IsWorse() || c.Base.Runs != 40 {
		t.Errorf("error %v\n%s", err, text)
	}
}
