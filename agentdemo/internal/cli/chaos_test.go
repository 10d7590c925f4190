// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/cli"
	"github.com/otelfail/otelfail-go/agentdemo/internal/trial"
)

// command runs the command line as it is.
func command(t *testing.T, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	code := cli.Main(args, cli.Environment{
		In: strings.NewReader(""), Out: &out, Err: &errs,
		// Nothing in the environment can switch chaos on, or off.
		LookupEnv: func(name string) (string, bool) { return "1", strings.Contains(name, "CHAOS") },
	})
	return result{code: code, out: out.String(), err: errs.String()}
}

func TestChaosCommand(t *testing.T) {
	out := filepath.Join(t.TempDir(), "results")
	args := []string{"chaos", "--scenario", "one-failure", "--scenario", "disk-full", "--runs", "4", "--seed", "7", "-o", out}
	r := command(t, args...)
	if r.code != 0 || !strings.Contains(r.out, "4 runs of 2 scenarios, seeds 7 to 10") || !strings.Contains(r.out, "All goals met.") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	for _, name := range []string{"result.txt", "result.json", "one-failure-7/truth.jsonl", "one-failure-7/logs/failures_one-failure-7.jsonl", "disk-full-8/truth.jsonl"} {
		info, err := os.Stat(filepath.Join(out, name))
		if err != nil || info.Size() == 0 || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	if r := command(t, args...); r.code != 1 || !strings.Contains(r.err, "is there already") {
		t.Errorf("into the same directory: exit %d, %s", r.code, r.err)
	}
}

func TestChaosCommandJSON(t *testing.T) {
	r := command(t, "chaos", "--scenario", "one-failure", "--runs", "2", "--format", "json")
	var got trial.Result
	if err := json.Unmarshal([]byte(r.out), &got); err != nil || r.code != 0 {
		t.Fatalf("exit %d, %v: %s", r.code, err, r.err)
	}
	if got.Runs != 2 || got.Total.Surfaced != 2 || got.Total.Recorded != 2 || got.Total.OutcomeRight != 2 || got.ProblemCount != 0 {
		t.Errorf("%+v", got)
	}
}

// A scenario that says the wrong thing makes the command fail.
func TestChaosCommandGoalsMissed(t *testing.T) {
	dir := t.TempDir()
	text := "name: wrong\ntitle: wrong\nfaults:\n  - {operation: weather_summary, kind: tool, fault: refused, calls: 1, expect: {category: llm}}\n"
	if err := os.WriteFile(filepath.Join(dir, "wrong.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	r := command(t, "chaos", "--scenarios", dir, "--runs", "1")
	if r.code != 1 || !strings.Contains(r.err, "goals missed: category right") || !strings.Contains(r.out, "wrong, seed 1, category:") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}

func TestChaosCommandsWronglyUsed(t *testing.T) {
	bad := t.TempDir()
	if err := os.WriteFile(filepath.Join(bad, "a.yaml"), []byte("name: a\ntitle: b\nfaults:\n  - fault: hang\n    probability: 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "a"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"no runs":            {[]string{"chaos", "--runs", "0"}, "--runs"},
		"no parallel":        {[]string{"chaos", "--parallel", "0"}, "--parallel"},
		"format":             {[]string{"chaos", "--format", "xml"}, "--format"},
		"no such scenario":   {[]string{"chaos", "--scenario", "nope"}, "no such scenario"},
		"no such directory":  {[]string{"chaos", "--scenarios", filepath.Join(bad, "none")}, "none"},
		"bad scenario":       {[]string{"chaos", "--scenarios", bad}, "a.yaml: chaos: line 5: probability: 3"},
		"an argument":        {[]string{"chaos", "more"}, "more"},
		"scenarios argument": {[]string{"scenarios", "nope"}, "nope"},
		"run nothing":        {[]string{"scenarios", "run"}, "arg"},
		"run none":           {[]string{"scenarios", "run", "nope"}, "no such scenario"},
		"run into others":    {[]string{"scenarios", "run", "one-failure", "-o", full}, "is not empty"},
		"compare none":       {[]string{"compare", "--scenario", "nope"}, "no such scenario"},
		"compare runs":       {[]string{"compare", "--runs", "-1"}, "--runs"},
		"compare side":       {[]string{"compare", "--side", "left"}, "--side"},
		"compare limit":      {[]string{"compare", "--time-limit", "0s"}, "--time-limit"},
		"compare format":     {[]string{"compare", "--format", "xml"}, "--format"},
	} {
		t.Run(name, func(t *testing.T) {
			r := command(t, tt.args...)
			if r.code != 2 || !strings.Contains(r.err, tt.want) || strings.Count(r.err, "\n") != 1 {
				t.Errorf("exit %d, %q, want one line with %q", r.code, r.err, tt.want)
			}
		})
	}
}

func TestScenariosCommand(t *testing.T) {
	r := command(t, "scenarios")
	for _, want := range []string{"timeout-cascade: Several services hang\n", "    Look for: ", "tracker-demo: "} {
		if r.code != 0 || !strings.Contains(r.out, want) {
			t.Errorf("exit %d, want %q in\n%s", r.code, want, r.out)
		}
	}
}

func TestScenariosRun(t *testing.T) {
	r := command(t, "scenarios", "run", "several-categories")
	for _, want := range []string{
		"Question: Plan a trip to Paris", "⚠ Planning: 429 Too Many Requests, trying again", "# Trip to Paris", "FAILURE SUMMARY",
		"wrong data, refused by a gate: recovered", "disk_full   export calendar", "Truth and log agree.",
	} {
		if r.code != 0 || !strings.Contains(r.out, want) {
			t.Errorf("exit %d, want %q in\n%s%s", r.code, want, r.out, r.err)
		}
	}
	if r := command(t, "scenarios", "run", "missing-constraints"); r.code != 0 || !strings.Contains(r.out, "No answer: the request names no destination") ||
		!strings.Contains(r.out, "INJECTED: nothing") || !strings.Contains(r.out, "RECORDED: nothing") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}

func TestTrackerDemo(t *testing.T) {
	r := command(t, "scenarios", "run", "tracker-demo", "-o", filepath.Join(t.TempDir(), "demo"))
	for _, want := range []string{
		"1. One failure and its report", "Total Failures: 1\n", "2. Several categories", "Total Failures: 7\n",
		"3. Questions to the log", "network: 1/1 (100.0%)", "Critical: 0, not recovered: 0",
		"4. A wrapped registry", `error: tool not registered: "seat_maps"`, "failures_registry-demo.jsonl:", `"reason":"refused"`,
	} {
		if r.code != 0 || !strings.Contains(r.out, want) {
			t.Errorf("exit %d, want %q in\n%s%s", r.code, want, r.out, r.err)
		}
	}
}

func TestCompareCommand(t *testing.T) {
	r := command(t, "compare", "--runs", "2", "--scenario", "one-failure")
	if r.code != 0 || !strings.Contains(r.out, "2 of 2 answers are equal") || !strings.Contains(r.out, "allocations") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}
