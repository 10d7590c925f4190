// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/cli"
)

const parisQuery = "Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London"

// result is what one run of the command line leaves.
type result struct {
	code     int
	out, err string
	dir      string
}

// main runs the command line in a runtime directory of its own.
func run(t *testing.T, edit func(*cli.Environment), env map[string]string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	e := cli.Environment{
		In: strings.NewReader(""), Out: &out, Err: &errs,
		LookupEnv: func(name string) (string, bool) {
			v, ok := env[name]
			return v, ok
		},
	}
	if edit != nil {
		edit(&e)
	}
	dir := t.TempDir()
	code := cli.Main(append([]string{"chat", "--runtime-dir", dir}, args...), e)
	return result{code, out.String(), errs.String(), dir}
}

func TestReportShown(t *testing.T) {
	chaos := []string{"--chaos-mode", "--seed", "1", "--tool-timeout", "300ms", "--llm-timeout", "300ms", parisQuery}
	const (
		summary = "FAILURE SUMMARY"
		details = "FAILURE DETAILS"
		saved   = "Failure log saved to: "
		trace   = "  Path: "
	)
	for name, tt := range map[string]struct {
		env       map[string]string
		args      []string
		want, not []string
	}{
		"by default":           {want: []string{summary, details, saved, "Run ledger: ", "Chaos mode: "}, not: []string{trace}},
		"verbose":              {args: []string{"--verbose"}, want: []string{summary, details, trace}},
		"verbose by env":       {env: map[string]string{"VERBOSE_FAILURES": "1"}, want: []string{trace}},
		"flag before env":      {env: map[string]string{"VERBOSE_FAILURES": "1"}, args: []string{"--no-verbose"}, want: []string{details}, not: []string{trace}},
		"no report":            {args: []string{"--no-show-failures"}, not: []string{summary, details}},
		"no details":           {env: map[string]string{"SHOW_FAILURE_DETAILS": "false"}, want: []string{summary, saved}, not: []string{details}},
		"no summary":           {env: map[string]string{"SHOW_FAILURE_SUMMARY": "false"}, want: []string{details, saved}, not: []string{summary}},
		"no tracking":          {args: []string{"--no-track-failures"}, not: []string{summary, details, saved, "No failures"}},
		"shown again by flags": {env: map[string]string{"SHOW_FAILURE_SUMMARY": "0", "SHOW_FAILURE_DETAILS": "0"}, args: []string{"--show-failures"}, want: []string{summary, details}},
	} {
		t.Run(name, func(t *testing.T) {
			r := run(t, nil, tt.env, append(tt.args, chaos...)...)
			if r.code != 0 || r.err != "" || !strings.Contains(r.out, "## Day-by-day") {
				t.Fatalf("exit %d, %s\n%s", r.code, r.err, r.out)
			}
			for _, want := range tt.want {
				if !strings.Contains(r.out, want) {
					t.Errorf("the output lacks %q", want)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(r.out, not) {
					t.Errorf("the output has %q", not)
				}
			}
		})
	}
}

func TestNoFailures(t *testing.T) {
	r := run(t, nil, nil, parisQuery)
	if r.code != 0 || !strings.Contains(r.out, "\nNo failures in ") {
		t.Errorf("exit %d:\n%s%s", r.code, r.out, r.err)
	}
	files, err := filepath.Glob(filepath.Join(r.dir, "logs", "*"))
	if err != nil || len(files) != 1 || filepath.Base(files[0]) != "runs.jsonl" {
		t.Errorf("files %q, %v; want the ledger alone", files, err)
	}
}

func TestNoTrackingLeavesNoLog(t *testing.T) {
	r := run(t, nil, nil, "--no-track-failures", parisQuery)
	if _, err := os.Stat(filepath.Join(r.dir, "logs")); r.code != 0 || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("exit %d, log directory: %v", r.code, err)
	}
}

func TestSeedIsDrawnAndPrinted(t *testing.T) {
	r := run(t, nil, nil, "--chaos-mode", "--tool-timeout", "300ms", "--llm-timeout", "300ms", parisQuery)
	if r.code != 0 || !strings.Contains(r.out, "repeat with --chaos-mode --seed ") || !strings.Contains(r.out, "FAILURE SUMMARY") {
		t.Errorf("exit %d:\n%s", r.code, r.out)
	}
}

func TestQueryFrom(t *testing.T) {
	stdin := func(text string, terminal bool) func(*cli.Environment) {
		return func(e *cli.Environment) { e.In, e.Terminal = strings.NewReader(text), terminal }
	}
	for name, tt := range map[string]struct {
		edit func(*cli.Environment)
		args []string
		code int
		want string
	}{
		"words":          {args: []string{"Trip", "to", "Oslo"}, want: "Intent parsed: Oslo"},
		"pipe":           {edit: stdin("Trip to Oslo\n", false), want: "Intent parsed: Oslo"},
		"terminal":       {edit: stdin("Trip to Oslo\n\n\nbye\n", true), want: "Where would you like to go? ? When is the trip? (Enter: "},
		"input ends":     {edit: stdin("Trip to Oslo", true), want: "Intent parsed: Oslo"},
		"empty pipe":     {code: 2},
		"empty terminal": {edit: stdin("\n", true), code: 2},
		"empty argument": {args: []string{"  "}, code: 2},
		"too long":       {args: []string{strings.Repeat("x", 5000)}, code: 2},
	} {
		t.Run(name, func(t *testing.T) {
			r := run(t, tt.edit, nil, tt.args...)
			if r.code != tt.code || !strings.Contains(r.out, tt.want) {
				t.Errorf("exit %d:\n%s%s", r.code, r.out, r.err)
			}
			if tt.code == 2 && strings.Count(r.err, "\n") != 1 {
				t.Errorf("want one line, got %q", r.err)
			}
		})
	}
}

type panicking struct{}

func (panicking) RoundTrip(*http.Request) (*http.Response, error) { panic("boom\x1b[2J") }

func TestPanicIsReported(t *testing.T) {
	r := run(t, func(e *cli.Environment) {
		e.Transport = func(http.RoundTripper) http.RoundTripper { return panicking{} }
	}, nil, parisQuery)
	if r.code != 1 || r.err != "Error: the agent panicked: boom\n" {
		t.Errorf("exit %d, %q", r.code, r.err)
	}
	if !strings.Contains(r.out, "Total Failures: 1\n") || !strings.Contains(r.out, "failed 1") || strings.Contains(r.out, "\x1b") {
		t.Errorf("report:\n%s", r.out)
	}
}

// What a model says cannot steer the terminal.
func TestModelCannotSteerTerminal(t *testing.T) {
	const evil = "\x1b[2J\x1b]0;title\a\u202e"
	answers := map[string]string{
		"parse_intent": `{"destinations":["Oslo` + `\u001b[2J\u202e"],"start_date":"2026-12-01","end_date":"2026-12-02"}`,
		"plan":         `{"steps":[{"type":"TOOL_CALL","title":"Look\u001b[2J","tool":"no\u001b[2J_tool","args":{}}]}`,
		"synthesize":   "# Trip to Oslo\x1b[2J\u202e" + evil + "\n\n## Day-by-day\n\n2026-12-01, 2026-12-02\n- one\n  - two\r\n" + evil,
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var req struct{ Messages []struct{ Content string } }
		_ = json.NewDecoder(r.Body).Decode(&req)
		line, _, _ := strings.Cut(req.Messages[0].Content, "\n")
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{
			"message": map[string]any{"role": "assistant", "content": answers[strings.TrimPrefix(line, "TASK: ")]},
		}}})
	}))
	defer s.Close()
	r := run(t, nil, nil, "--llm-base-url", s.URL, "--llm-model", "m", "--verbose", "Trip to Oslo")
	if r.code != 0 || !strings.Contains(r.out, "\n- one\n  - two\n") || !strings.Contains(r.out, "FAILURE SUMMARY") {
		t.Errorf("exit %d:\n%s%s", r.code, r.out, r.err)
	}
	if strings.ContainsAny(r.out+r.err, "\x1b\a\u202e\r") {
		t.Errorf("control characters in the output: %q", r.out)
	}
}

// The key goes to the endpoint that the user named, and appears nowhere.
func TestKeyStaysSecret(t *testing.T) {
	const key = "sk-test-0123456789abcdef0123456789abcdef"
	var got string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("Authorization")
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"error":{"message":"Incorrect API key provided: ` + key + `"}}`))
	}))
	defer s.Close()
	r := run(t, nil, map[string]string{"OPENAI_API_KEY": key}, "--llm-base-url", s.URL, "--llm-model", "m", "--verbose", "Trip to Oslo")
	if r.code != 1 || got != "Bearer "+key {
		t.Errorf("exit %d, header %q", r.code, got)
	}
	if strings.Contains(r.out+r.err, key) {
		t.Errorf("the key is in the output:\n%s%s", r.out, r.err)
	}
	logs, _ := filepath.Glob(filepath.Join(r.dir, "logs", "failures_*"))
	for _, file := range logs {
		if data, err := os.ReadFile(file); err != nil || strings.Contains(string(data), key) {
			t.Errorf("the key is in the log: %v", err)
		}
	}
	if len(logs) == 0 {
		t.Error("no failure was logged")
	}
}

// fullDisk takes no output.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestOutputThatCannotBeWritten(t *testing.T) {
	r := run(t, func(e *cli.Environment) { e.Out = fullDisk{} }, nil, "3 days in Oslo")
	if r.code != 1 || !strings.Contains(r.err, "could not be written") {
		t.Errorf("exit %d, error output %q", r.code, r.err)
	}
}
