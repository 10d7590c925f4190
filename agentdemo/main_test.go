// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// binary is the built program.
var binary string

func TestMain(m *testing.M) {
	code, err := buildAndRun(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func buildAndRun(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "agentdemo")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary = filepath.Join(dir, "agentdemo")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil { //nolint:noctx // no context before the tests
		return 0, fmt.Errorf("build: %w\n%s", err, out)
	}
	return m.Run(), nil
}

// command is the program in an empty directory and a small environment.
func command(t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer, *bytes.Buffer) {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), binary, args...) //nolint:gosec // built above
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = t.TempDir(), &out, &errs
	for _, name := range []string{"PATH", "SYSTEMROOT", "TMP", "TEMP", "HOME"} {
		if v, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	return cmd, &out, &errs
}

func exitCode(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	t.Fatal(err)
	return -1
}

const query = "Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London"

func TestExitCodes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args []string
		env  string
		code int
		err  string // on the error output, in one line
	}{
		"help":                 {args: nil},
		"answer":               {args: []string{"chat", query}},
		"chaos":                {args: []string{"chat", "--chaos-mode", "--seed", "7", query}},
		"unknown command":      {args: []string{"chant"}, code: 2, err: "unknown command"},
		"unknown flag":         {args: []string{"chat", "--unknown", query}, code: 2, err: "unknown flag"},
		"flag without value":   {args: []string{"chat", query, "--seed"}, code: 2, err: "--seed"},
		"contradicting flags":  {args: []string{"chat", "--verbose", "--no-verbose", query}, code: 2, err: "exclude each other"},
		"empty query":          {args: []string{"chat", ""}, code: 2, err: "question is empty"},
		"no query":             {args: []string{"chat"}, code: 2, err: "question is empty"},
		"unknown severity":     {args: []string{"chat", query}, env: "FAILURE_SEVERITY_OVERRIDE=worst", code: 2, err: "FAILURE_SEVERITY_OVERRIDE"},
		"unwritable directory": {args: []string{"chat", "--runtime-dir", file, query}, code: 2, err: "not a directory"},
		"end before start":     {args: []string{"chat", "Paris, 2026-12-05 to 2026-12-01"}, code: 2, err: "before it starts"},
		"run id upwards":       {args: []string{"chat", "--run-id", "../../x", query}, code: 2, err: "run_id"},
		"OTLP endpoint":        {args: []string{"chat", "--otlp-endpoint", "::bad", query}, code: 2, err: "OTLP endpoint"},
		"OTLP port":            {args: []string{"chat", "--otlp-endpoint", "host:port", query}, code: 2, err: "OTLP endpoint"},
		"spans untracked":      {args: []string{"chat", "--no-track-failures", "--trace-stdout", query}, code: 2, err: "failure tracking"},
		"seed no number":       {args: []string{"chat", "--seed", "x", query}, code: 2, err: "--seed: \"x\" is not usable: want a whole number"},
		"timeout no duration":  {args: []string{"chat", "--tool-timeout", "8", query}, code: 2, err: "want a duration such as 8s"},
		"no such date":         {args: []string{"chat", "Prague on 2027-02-30"}, code: 2, err: "2027-02-30 is not a date"},
		"log level":            {args: []string{"chat", "--log-level", "loud", query}, code: 2, err: "log_level"},
		"format":               {args: []string{"chat", "--format", "xml", query}, code: 2, err: "format"},
		"seed without chaos":   {args: []string{"chat", "--seed", "7", query}, code: 2, err: "--chaos-mode"},
		"model not there":      {args: []string{"chat", "--llm-base-url", "http://127.0.0.1:1", "--llm-model", "m", query}, code: 1, err: "connection refused"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd, out, errs := command(t, tt.args...)
			if tt.env != "" {
				cmd.Env = append(cmd.Env, tt.env)
			}
			if code := exitCode(t, cmd.Run()); code != tt.code {
				t.Errorf("exit %d, want %d\n%s%s", code, tt.code, out, errs)
			}
			text := errs.String()
			switch {
			case tt.err == "" && text != "":
				t.Errorf("error output %q", text)
			case tt.err != "" && (!strings.Contains(text, tt.err) || strings.Count(text, "\n") != 1):
				t.Errorf("error output %q, want one line with %q", text, tt.err)
			}
			if strings.Contains(out.String()+text, "goroutine ") {
				t.Errorf("a stack in the output:\n%s%s", out, text)
			}
			if tt.code == 1 && !strings.Contains(out.String(), "FAILURE SUMMARY") {
				t.Errorf("no report:\n%s", out)
			}
		})
	}
}

func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no interrupt signal for other processes")
	}
	asked, done := make(chan struct{}, 1), make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked <- struct{}{}
		<-done
	}))
	defer s.Close()
	defer close(done)

	cmd, out, errs := command(t, "chat", "--llm-base-url", s.URL, "--llm-model", "m", "--run-id", "stopped", query)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := exitCode(t, cmd.Wait()); code != 130 {
		t.Errorf("exit %d, want 130", code)
	}
	if errs.String() != "Error: interrupted\n" {
		t.Errorf("error output %q", errs)
	}
	for _, want := range []string{"FAILURE SUMMARY", "Total Failures: 1\n", "By Severity: low 1", "Reason: cancelled", "Failure log saved to: "} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, out)
		}
	}
	ledger, err := os.ReadFile(filepath.Join(cmd.Dir, "runtime", "logs", "runs.jsonl"))
	if err != nil || !strings.Contains(string(ledger), `"run_ended"`) {
		t.Errorf("ledger %s, %v", ledger, err)
	}
}
