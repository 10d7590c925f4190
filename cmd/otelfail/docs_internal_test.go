// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

var update = flag.Bool("update", false, "write what commands print into the documents")

const docsFile = "../../docs/report.md"

// sample writes the log of 40 runs, which began so long one after the other
// from a time on: tools that time out, more often later, a model that answers no
// JSON, and one run that failed.
func sample(t *testing.T, dir string, begin time.Time, every time.Duration) {
	t.Helper()
	log, err := failurelog.Open(dir, failurelog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		at := begin.Add(time.Duration(i) * every)
		run := failurelog.Run{
			Event: failurelog.RunStarted, Timestamp: at, RunID: fmt.Sprint("run-", 1708000245+i), TraceID: fmt.Sprintf("%032x", i+1),
			UserID: "user-1", Service: "travel", Agent: "travel-agent", Host: "elsewhere", PID: 7,
		}
		must(t, log.AppendRun(&run))
		run.Event, run.Timestamp, run.Status, run.DurationMS = failurelog.RunEnded, at.Add(time.Minute), failurelog.RunOK, 60_000
		run.Failures = map[failurelog.Outcome]int{}
		fail := func(r failurelog.Record, outcome failurelog.Outcome, action, detail string, basis failurelog.Basis) {
			r.Event, r.Timestamp, r.RunID, r.TraceID, r.UserID = failurelog.FailureRecorded, at.Add(10*time.Second), run.RunID, run.TraceID, "user-1"
			r.FailureID, r.AttemptNumber = fmt.Sprintf("%016x-%d", i, len(run.Failures)+1), 1
			must(t, log.Append(&r))
			r.Event, r.Timestamp = failurelog.FailureRecovered, at.Add(12*time.Second)
			r.Recovery = &failurelog.Recovery{Outcome: outcome, Action: action, Detail: detail, Basis: basis, AfterMS: 2000, Supersedes: failurelog.Unknown}
			r.RecoveryAction = detail
			must(t, log.Append(&r))
			run.Failures[outcome]++
		}
		if i%8 == 0 || i > 20 && i%2 == 0 {
			fail(failurelog.Record{
				Category: classify.Network, Reason: classify.Timeout, Severity: classify.High, Retryable: classify.RetryYes,
				GraphNode: "executor", ToolName: "weather_summary", Path: []string{"execute_tool weather_summary", "step executor"},
				ErrorType: "context.deadlineExceededError", ErrorMessage: "Get \"https://weather.example/v1/forecast\": context deadline exceeded",
				LatencyMS: 8034.5, Tags: []string{"weather"}, Fingerprint: "2:6f1d0c2a9b7e4455",
			}, failurelog.Recovered, "fallback", "climate averages used", failurelog.Declared)
		}
		if i%5 == 3 {
			fail(failurelog.Record{
				Category: classify.LLM, Reason: classify.Parse, Severity: classify.High, Retryable: classify.RetryYes,
				GraphNode: "intent_parser", LLMModel: "gpt-x", Path: []string{"chat gpt-x", "step intent_parser"},
				ErrorType: "*json.SyntaxError", ErrorMessage: "unexpected end of JSON input", LatencyMS: 640,
				Fingerprint: "2:21d6038a19e43593", Cost: &failurelog.Cost{InputTokens: 812, OutputTokens: 37},
			}, failurelog.Recovered, "retry", "", failurelog.Inferred)
		}
		if i == 31 {
			fail(failurelog.Record{
				Category: classify.LLM, Reason: classify.Quota, Severity: classify.Critical, Retryable: classify.RetryNo,
				GraphNode: "responder", LLMModel: "gpt-x", Path: []string{"chat gpt-x", "step responder"},
				ErrorType: "*openai.Error", ErrorMessage: "429 You exceeded your current quota", LatencyMS: 90, Fingerprint: "2:0d41b1d06f8616d4",
			}, failurelog.Failed, "", "", failurelog.Inferred)
			run.Status = failurelog.RunError
		}
		run.Operations = map[string]failurelog.OperationCount{
			"execute_tool weather_summary": {Calls: 1}, "chat gpt-x": {Calls: 3}, "step executor": {Calls: 2},
		}
		must(t, log.AppendRun(&run))
	}
	must(t, log.Close())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func docs(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(docsFile)
	must(t, err)
	return string(text)
}

var (
	shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")
	inTables   = regexp.MustCompile("\\| `(otelfail [^`]*)`")
	workflow   = regexp.MustCompile("(?s)```yaml\n(name: .*?)```")
	knownBlock = regexp.MustCompile("(?s)```yaml\n(- fingerprint.*?)```")
	console    = regexp.MustCompile("(?s)```console\n\\$ (otelfail [^\n]*)\n(.*?)```")
	word       = regexp.MustCompile(`'[^']*'|[^\s']+`)
)

// commands returns the commands that the document shows.
func commands(t *testing.T, text string) []string {
	t.Helper()
	var out []string
	for _, block := range shellBlock.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(block[1]) {
			if i := strings.Index(line, "| otelfail "); i >= 0 {
				line = line[i+2:]
			}
			line, _, _ = strings.Cut(line, " #")
			line, _, _ = strings.Cut(line, " >")
			if strings.HasPrefix(line, "otelfail ") {
				out = append(out, line)
			}
		}
	}
	for _, cell := range inTables.FindAllStringSubmatch(text, -1) {
		out = append(out, cell[1])
	}
	var flow struct {
		Jobs map[string]struct{ Steps []struct{ Run string } }
	}
	must(t, yaml.Unmarshal([]byte(workflow.FindStringSubmatch(text)[1]), &flow))
	for _, job := range flow.Jobs {
		for _, step := range job.Steps {
			if strings.HasPrefix(step.Run, "otelfail ") {
				out = append(out, step.Run)
			}
		}
	}
	return out
}

// words splits a command line.
func words(line, home string) []string {
	out := word.FindAllString(line, -1)
	for i, w := range out {
		out[i] = strings.Replace(strings.Trim(w, "'"), "~", home, 1)
	}
	return out[1:]
}

// TestCommandsOfTheDocs: each one does what the document says, on a log of its
// kind.
func TestCommandsOfTheDocs(t *testing.T) {
	text := docs(t)
	list := commands(t, text)
	if len(list) < 25 {
		t.Fatalf("only %d commands: %q", len(list), list)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	now := time.Now()
	sample(t, defaultLogs, now.Add(-20*time.Hour*2), time.Hour)
	sample(t, "base/logs", now.Add(-1000*time.Hour), time.Hour)
	write(t, dir, "known-failures.yaml", knownBlock.FindStringSubmatch(text)[1])
	all, _ := filepath.Glob("base/logs/*.jsonl")
	for _, file := range all {
		lines, err := os.ReadFile(file)
		must(t, err)
		write(t, dir, "archive/"+filepath.Base(file), string(lines))
	}
	write(t, dir, "archive/failures_run-9.jsonl.gz", second)
	t.Setenv("GITHUB_STEP_SUMMARY", filepath.Join(dir, "summary.md"))
	if code, _, errOut := execute("", "report", "--format", "json", "-o", "baseline.json", "base/logs"); code != 0 {
		t.Fatal(errOut)
	}
	for _, line := range list {
		t.Run(line, func(t *testing.T) {
			if strings.Contains(line, "--jaeger ") || strings.Contains(line, "--open") {
				t.Skip("needs a server, or a browser")
			}
			args := words(line, dir)
			code, out, errOut := execute(lines+second, args...)
			verdict := args[0] == "check" || args[0] == "diff"
			if errOut != "" || code != 0 && (code != 1 || !verdict) {
				t.Errorf("exit %d, stderr %q", code, errOut)
			}
			if out == "" && args[0] != "man" && !strings.Contains(line, " -o ") {
				t.Error("it prints nothing")
			}
			if strings.Contains(line, "--format json") && out != "" && !json.Valid([]byte(out)) {
				t.Errorf("no JSON: %s", out)
			}
			if args[0] == "report" && strings.Contains(out, "No failures") {
				t.Errorf("it finds nothing: %s", out)
			}
		})
	}
	for _, made := range []string{"days.csv", "report.html", "otelfail.xml", "otelfail.sarif", "summary.md", ".local/share/man/man1/otelfail-tail.1", ".local/share/man/man1/otelfail-diff.1"} {
		if info, err := os.Stat(made); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", made, err)
		}
	}
}

// TestOutputOfTheDocs: what the document shows is what the commands print. With
// -update it is written anew.
func TestOutputOfTheDocs(t *testing.T) {
	text := docs(t)
	path, err := filepath.Abs(docsFile)
	must(t, err)
	t.Chdir(t.TempDir())
	sample(t, defaultLogs, time.Date(2026, 2, 10, 8, 30, 45, 123e6, time.UTC), 6*time.Hour)
	now := text
	blocks := console.FindAllStringSubmatch(text, -1)
	if len(blocks) == 0 {
		t.Fatal("no output is shown")
	}
	for _, block := range blocks {
		_, out, errOut := execute("", words(block[1], "")...)
		if errOut != "" {
			t.Errorf("%s: %s", block[1], errOut)
		}
		if diff := cmp.Diff(block[2], out); diff != "" && !*update {
			t.Errorf("%s: -shown +printed\n%s", block[1], diff)
		}
		now = strings.Replace(now, block[0], "```console\n$ "+block[1]+"\n"+out+"```", 1)
	}
	if *update && !bytes.Equal([]byte(text), []byte(now)) {
		must(t, os.WriteFile(path, []byte(now), 0o600))
	}
}

func TestCompletionKnowsEveryCommand(t *testing.T) {
	_, out, _ := execute("", "__complete", "")
	for _, command := range []string{"report", "tail", "diff", "check", "classify", "completion", "man"} {
		if !strings.Contains(out, command+"\t") {
			t.Errorf("%s is not in %q", command, out)
		}
	}
	for flag, want := range map[string]string{"--severity": "critical", "--outcome": "degraded", "--category": "llm"} {
		if _, out, _ := execute("", "__complete", "tail", flag, ""); !strings.Contains(out, want) {
			t.Errorf("tail %s: %q", flag, out)
		}
	}
}
