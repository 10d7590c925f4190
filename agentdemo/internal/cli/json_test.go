// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/cli"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// answer is what a program reads of --format json.
type answer struct {
	RunID       string `json:"run_id"`
	Query       string
	Status      string
	Termination string `json:"termination_reason"`
	Error       string
	Answer      string
	Calendar    string
	ContextHits int `json:"context_hits"`
	Constraints struct {
		Origin       string
		Destinations []string
		StartDate    string `json:"start_date"`
		EndDate      string `json:"end_date"`
	}
	Assumptions []string
	Reasoning   []string
	Steps       []struct {
		ID     string `json:"step_id"`
		Type   string `json:"step_type"`
		Tool   string `json:"tool_name"`
		Status string
	}
	Evaluation *struct {
		HardGates map[string]bool    `json:"hard_gates"`
		Rubric    map[string]float64 `json:"rubric"`
		Overall   string             `json:"overall_status"`
	}
	Failures *struct {
		Total   int    `json:"total_failures"`
		LogFile string `json:"log_file"`
	}
}

func decode(t *testing.T, r result) (a answer) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(r.out))
	if err := dec.Decode(&a); err != nil || dec.More() {
		t.Fatalf("exit %d, %v, more %v:\n%s%s", r.code, err, dec.More(), r.out, r.err)
	}
	return a
}

func TestFormatJSON(t *testing.T) {
	r := run(t, nil, nil, "--format", "json", "--run-id", "j", parisQuery)
	a := decode(t, r)
	if r.code != 0 || r.err != "" || a.Status != "answered" || a.Termination != "finalized" || a.RunID != "j" || a.Query != parisQuery {
		t.Errorf("exit %d, %+v\n%s", r.code, a, r.err)
	}
	if a.Constraints.Origin != "London" || a.Constraints.Destinations[0] != "Paris" || a.Constraints.StartDate != "2026-12-01" || a.Constraints.EndDate != "2026-12-05" {
		t.Errorf("constraints %+v", a.Constraints)
	}
	if a.Evaluation == nil || a.Evaluation.Overall != "good" || len(a.Evaluation.HardGates) != 5 || len(a.Evaluation.Rubric) != 5 {
		t.Errorf("evaluation %+v", a.Evaluation)
	}
	if len(a.Steps) != 6 || a.Steps[0].Tool != "flights_search_links" || a.Steps[5].Type != "SYNTHESIZE" || a.Steps[5].Status != "done" {
		t.Errorf("steps %+v", a.Steps)
	}
	if a.Failures == nil || a.Failures.Total != 0 || a.Reasoning != nil || !strings.Contains(a.Answer, "## Day-by-day") {
		t.Errorf("failures %+v, reasoning %q", a.Failures, a.Reasoning)
	}
	if data, err := os.ReadFile(a.Calendar); err != nil || !strings.HasPrefix(string(data), "BEGIN:VCALENDAR\r\n") {
		t.Errorf("calendar %q: %v", a.Calendar, err)
	}
}

func TestFormatJSONOfTrouble(t *testing.T) {
	t.Run("failures", func(t *testing.T) {
		r := run(t, nil, nil, "--format", "json", "--chaos-mode", "--seed", "1", "--tool-timeout", "300ms", "--llm-timeout", "300ms", parisQuery)
		if a := decode(t, r); r.code != 0 || a.Failures.Total == 0 || a.Failures.LogFile == "" {
			t.Errorf("exit %d, %+v", r.code, a.Failures)
		}
	})
	t.Run("refused", func(t *testing.T) {
		r := run(t, nil, nil, "--format", "json", "Prague on 2027-02-30")
		a := decode(t, r)
		if r.code != 2 || a.Status != "refused" || a.Termination != "asked_user" || a.Error != "2027-02-30 is not a date" || a.Evaluation != nil {
			t.Errorf("exit %d, %+v", r.code, a)
		}
	})
	t.Run("failed", func(t *testing.T) {
		r := run(t, nil, nil, "--format", "json", "--llm-base-url", "http://127.0.0.1:1", "--llm-model", "m", "Oslo")
		if a := decode(t, r); r.code != 1 || a.Status != "failed" || a.Termination != "error" || a.Failures.Total != 2 {
			t.Errorf("exit %d, %+v", r.code, a)
		}
	})
	t.Run("panic", func(t *testing.T) {
		r := run(t, func(e *cli.Environment) {
			e.Transport = func(http.RoundTripper) http.RoundTripper { return panicking{} }
		}, nil, "--format", "json", parisQuery)
		if a := decode(t, r); r.code != 1 || a.Status != "failed" || strings.ContainsAny(r.out, "\x1b") {
			t.Errorf("exit %d, %+v", r.code, a)
		}
	})
	t.Run("untracked", func(t *testing.T) {
		if a := decode(t, run(t, nil, nil, "--format", "json", "--no-track-failures", "Oslo")); a.Failures != nil || a.Status != "answered" {
			t.Errorf("%+v", a)
		}
	})
}

// again runs the command line in the directory of an earlier run.
func again(t *testing.T, dir string, args ...string) result {
	t.Helper()
	return run(t, nil, map[string]string{}, append([]string{"--runtime-dir", dir}, args...)...)
}

func TestAppendToCurrent(t *testing.T) {
	first := run(t, nil, nil, parisQuery)
	dir := first.dir
	a := decode(t, again(t, dir, "--format", "json", "--append-to-current", "--include-reasoning", "add Rome, and make it 8 days"))
	if strings.Join(a.Constraints.Destinations, " ") != "Paris Rome" || a.Constraints.Origin != "London" || a.Constraints.EndDate != "2026-12-08" {
		t.Errorf("constraints %+v", a.Constraints)
	}
	if len(a.Reasoning) == 0 || !strings.Contains(strings.Join(a.Reasoning, "\n"), "context_controller: the question goes on with Paris") {
		t.Errorf("reasoning %q", a.Reasoning)
	}
	a = decode(t, again(t, dir, "--format", "json", "--append-to-current", "without Paris"))
	if strings.Join(a.Constraints.Destinations, " ") != "Rome" {
		t.Errorf("constraints %+v", a.Constraints)
	}
	other := again(t, dir, "--append-to-current", "--user-id", "bob", "3 days in Oslo")
	if other.code != 0 || !strings.Contains(other.out, "There is no current trip: starting a new one") || strings.Contains(other.out, "Rome") {
		t.Errorf("exit %d:\n%s", other.code, other.out)
	}
}

func TestCurrentTripThatCannotBeRead(t *testing.T) {
	dir := run(t, nil, nil, parisQuery).dir
	files, err := filepath.Glob(filepath.Join(dir, "sessions", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%q, %v", files, err)
	}
	if err := os.WriteFile(files[0], []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := again(t, dir, "--append-to-current", "--run-id", "torn", "3 days in Oslo")
	if r.code != 0 || !strings.Contains(r.out, "Reading the current trip: unreadable data, starting a new one") {
		t.Errorf("exit %d:\n%s", r.code, r.out)
	}
	sources, err := failurelog.Sources(filepath.Join(dir, "logs", "failures_torn.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for rec, err := range failurelog.Join(failurelog.Records(sources...)) {
		if err != nil || rec.Category != "memory" || rec.Recovery.Action != "skip" {
			t.Errorf("%+v, %v", rec, err)
		}
	}
}

func TestReasoningAndLog(t *testing.T) {
	r := run(t, nil, nil, "--include-reasoning", "--log-level", "debug", parisQuery)
	if r.code != 0 || !strings.Contains(r.out, "## Reasoning\n\n- planner: 6 steps for Paris") {
		t.Errorf("exit %d:\n%s", r.code, r.out)
	}
	for _, node := range []string{"context_controller", "intent_parser", "validator", "planner", "orchestrator", "executor", "evaluate_step", "responder", "export_ics", "evaluate_final", "memory_writer"} {
		if !strings.Contains(r.err, "level=DEBUG msg=visit node="+node+" ") {
			t.Errorf("the log lacks %s", node)
		}
	}
	r = run(t, nil, nil, "--log-level", "INFO", parisQuery)
	for _, want := range []string{`msg="run started" run_id=run-`, `msg="step done" step=step-1 title="Find flights London → Paris"`, "termination_reason=finalized overall_status=good"} {
		if !strings.Contains(r.err, want) {
			t.Errorf("the log lacks %q:\n%s", want, r.err)
		}
	}
	r = run(t, nil, map[string]string{"LOG_LEVEL": "WARNING"}, "--chaos-mode", "--seed", "3", "--tool-timeout", "300ms", "--llm-timeout", "300ms", parisQuery)
	if !strings.Contains(r.err, "level=WARN msg=\"step failed\"") || strings.Contains(r.err, "level=DEBUG") {
		t.Errorf("log:\n%s", r.err)
	}
}
