// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	for name, tt := range map[string]struct {
		in   string
		args []string
		code int
		want string // in standard output, or standard error for trouble
	}{
		"none failed":        {"", []string{"--max-failed", "0"}, 0, "pass  max-failed: 0 ended their run, 0 allowed\n"},
		"recovery":           {"", []string{"--min-recovery", "50"}, 0, "pass  min-recovery: 50.0%, 50% demanded\n"},
		"too little":         {"", []string{"--min-recovery", "51"}, 1, "FAIL  min-recovery: 50.0%, 51% demanded\n"},
		"rate":               {"", []string{"--max-rate", "30"}, 0, "pass  max-rate: 2 failures in 7 operations, 28.57%, 30% allowed\n"},
		"too often":          {"", []string{"--max-rate", "28"}, 1, "FAIL  max-rate: "},
		"severity":           {"", []string{"--max-severity", "high"}, 0, "pass  max-severity: 0 failures above high\n"},
		"too severe":         {"", []string{"--max-severity", "medium"}, 1, "FAIL  max-severity: 1 failure above medium\n"},
		"filtered":           {"", []string{"--max-severity", "medium", "--category", "!network"}, 0, "pass"},
		"one of two":         {"", []string{"--max-failed", "0", "--max-severity", "low"}, 1, "pass  max-failed"},
		"no ledger":          {second, []string{"-", "--max-rate", "1"}, 2, "run ledger"},
		"nothing":            {"", []string{"-", "--max-failed", "0"}, 2, "nothing to check"},
		"unreadable":         {ledger + "x\n", []string{"-", "--max-failed", "0"}, 2, "there may have been more failures"},
		"no limit":           {"", nil, 2, "at least one of the flags"},
		"misspelt severity":  {"", []string{"--max-severity", "hihg"}, 2, `unknown severity "hihg"`},
		"nothing new":        {"", []string{"--no-new", "--baseline", "."}, 0, "pass  no-new: 0 new groups, 2 known before\n"},
		"new":                {"", []string{"--no-new", "--baseline", "empty.json"}, 1, "FAIL  no-new: 2 new groups, 0 known before\n      "},
		"new but known":      {"", []string{"--no-new", "--known", "known.yaml"}, 1, "FAIL  no-new: 1 new group, 0 known before\n"},
		"accepted":           {"", []string{"--max-severity", "low", "--known", "known.yaml"}, 0, "pass  known: 1 accepted group, none expired\n"},
		"of an old version":  {"", []string{"--max-severity", "low", "--known", "old.yaml"}, 1, "none expired; without effect, as their fingerprints are of another version: 1\n"},
		"expired":            {"", []string{"--known", "expired.yaml"}, 1, "FAIL  known: 1:x (line 1) expired on 2020-01-31\n"},
		"bad list":           {"", []string{"--known", "bad.yaml"}, 2, "--known bad.yaml: line 1: unknown key \"fingerprnt\""},
		"missing list":       {"", []string{"--known", "nowhere.yaml"}, 2, "--known: open nowhere.yaml: no such file"},
		"missing baseline":   {"", []string{"--no-new", "--baseline", "nowhere"}, 2, "--baseline: nowhere: no such file"},
		"new to what":        {"", []string{"--no-new"}, 2, "--no-new needs to know what is not new"},
		"baseline alone":     {"", []string{"--baseline", ".", "--max-failed", "0"}, 2, "--baseline is for --no-new"},
		"as JSON":            {"", []string{"--max-failed", "0", "--format", "json"}, 0, `"passed": true`},
		"as Markdown":        {"", []string{"--max-failed", "0", "--format", "markdown"}, 0, "## Failure check: passed\n"},
		"negative":           {"", []string{"--max-failed", "-1"}, 2, "--max-failed -1 is less than 0"},
		"no number":          {"", []string{"--max-rate", "NaN"}, 2, "--max-rate NaN is no percentage"},
		"more than all":      {"", []string{"--min-recovery", "101"}, 2, "--min-recovery 101 is no percentage"},
		"format":             {"", []string{"--max-failed", "0", "--format", "xml"}, 2, `unknown format "xml"`},
		"report over a log":  {"", []string{"--max-failed", "0", "--junit", defaultLogs + "/runs.jsonl"}, 2, "one of the logs"},
		"no failures at all": {ledger, []string{"-", "--min-recovery", "99"}, 0, "min-recovery: no failures\n"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := logs(t)
			write(t, dir, "known.yaml", "- {fingerprint: \""+fingerprintOf(t, "run-1")+"\", reason: flaky, expires: 2999-12-31}\n")
			write(t, dir, "expired.yaml", "- {fingerprint: \"1:x\", reason: flaky, expires: 2020-01-31}\n")
			write(t, dir, "old.yaml", "- {fingerprint: \"1:"+strings.TrimPrefix(fingerprintOf(t, "run-1"), "2:")+"\", reason: flaky, expires: 2999-12-31}\n")
			write(t, dir, "bad.yaml", "- {fingerprnt: x}\n")
			write(t, dir, "empty.json", `{"version": 1, "total_failures": 0, "group_by": "fingerprint", "runs": {"total": 3}}`)
			write(t, dir, "failures_all.jsonl", lines+second)
			code, out, errOut := execute(tt.in, append([]string{"check"}, tt.args...)...)
			text := out
			if tt.code == 2 {
				text = errOut
			}
			if code != tt.code || !strings.Contains(text, tt.want) || tt.code == 1 && errOut != "" {
				t.Errorf("exit %d, stdout %q, stderr %q", code, out, errOut)
			}
		})
	}
}

// fingerprintOf returns the fingerprint of a run's only group.
func fingerprintOf(t *testing.T, run string) string {
	t.Helper()
	_, out, _ := execute("", "report", "--run", run, "--format", "csv")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%q, error %v", out, err)
	}
	return rows[1][0]
}

func TestCheckWritesForCI(t *testing.T) {
	dir := logs(t)
	summary := write(t, dir, "summary.md", "before\n")
	t.Setenv("GITHUB_STEP_SUMMARY", summary)
	code, out, errOut := execute("", "check", "--max-severity", "low", "--junit", "junit.xml", "--sarif", "otelfail.sarif", "--github")
	if code != 1 || errOut != "" || !strings.HasPrefix(out, "::error title=otelfail check max-severity::max-severity: 1 failure above low\n") ||
		!strings.HasSuffix(out, "TimeoutError - Weather API timeout\n") {
		t.Errorf("exit %d, stdout %q, stderr %q", code, out, errOut)
	}
	for file, want := range map[string]string{
		"summary.md": "before\n## Failure check: failed\n", "junit.xml": `<failure message="max-severity: 1 failure above low"`,
		"otelfail.sarif": `"ruleId": "max-severity"`,
	} {
		if text, err := os.ReadFile(file); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: error %v\n%s", file, err, text)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, error %v", file, info.Mode(), err)
		}
	}
	t.Setenv("GITHUB_STEP_SUMMARY", "")
	if code, out, errOut := execute("", "check", "--max-failed", "0", "--github", "--format", "json"); code != 0 ||
		!json.Valid([]byte(out)) || !strings.Contains(errOut, "no summary written") {
		t.Errorf("exit %d, stdout %q, stderr %q", code, out, errOut)
	}
}
