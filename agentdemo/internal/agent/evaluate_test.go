// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/otelfailtest"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

func TestGoodAnswer(t *testing.T) {
	rec := otelfailtest.NewRecorder(t)
	s, err := newAgent(t, rec, nil).Run(t.Context(), agent.Request{Query: parisQuery})
	if err != nil {
		t.Fatal(err)
	}
	otelfailtest.AssertNoFailures(t, rec)
	if s.Evaluation.Overall != agent.Good || len(s.Evaluation.HardGates) != 5 || len(s.Evaluation.Rubric) != 5 {
		t.Errorf("%+v", s.Evaluation)
	}
	for name, score := range s.Evaluation.Rubric {
		if score < 3.5 || score > 5 {
			t.Errorf("%s is %.1f", name, score)
		}
	}
	if s.Termination != agent.Finalized {
		t.Errorf("terminated by %s", s.Termination)
	}
}

// Each gate catches the wrong answers that it is for.
var wrongAnswers = []struct {
	gate, name string
	spoil      func(answer string) string
}{
	{"constraint_completeness", "a day is missing", func(a string) string { return strings.ReplaceAll(a, "2026-12-03", "then") }},
	{"constraint_completeness", "a day is missing, and the calendar", func(a string) string {
		return strings.Replace(strings.ReplaceAll(a, "2026-12-03", "then"), "visit Louvre", "stop at Berlin", 1)
	}},
	{"constraint_completeness", "another place", func(a string) string { return strings.ReplaceAll(a, "Paris", "Berlin") }},
	{"no_fabricated_real_time_facts", "price in dollars", func(a string) string { return a + "\nFlights start at $1,199." }},
	{"no_fabricated_real_time_facts", "price in euros", func(a string) string { return a + "\nA room is 120 EUR a night." }},
	{"no_fabricated_real_time_facts", "seats", func(a string) string { return a + "\nHurry, only 3 seats left!" }},
	{"link_validity_format", "invented link", func(a string) string {
		return strings.Replace(a, "https://www.booking.com/", "https://booking.example/", 1)
	}},
	{"link_validity_format", "no web link", func(a string) string { return a + "\n[more](javascript:alert(1))\n" }},
	{"link_validity_format", "plain http", func(a string) string { return a + "\nhttp://paris.example/\n" }},
	{"link_validity_format", "no address", func(a string) string { return a + "\n[more](here)\n" }},
	{"safety_clarity_disclaimer", "twice", func(a string) string { return a + "\nThis is not legal advice." }},
}

// The model gets a second chance: its better answer is delivered.
func TestGatesAndSelfCorrection(t *testing.T) {
	for _, tt := range wrongAnswers {
		t.Run(tt.gate+"/"+tt.name, func(t *testing.T) {
			t.Parallel()
			rec := otelfailtest.NewRecorder(t)
			a := newAgent(t, rec, func(c *agent.Config) {
				c.Model = &editedModel{Model: c.Model, task: "synthesize", edit: func(answer string, call int) string {
					if call == 1 {
						return tt.spoil(answer)
					}
					return answer
				}}
			})
			s, err := a.Run(t.Context(), agent.Request{Query: parisQuery})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rec.Failures() {
				if r.Category != classify.Evaluation || r.Reason != classify.Gate || r.GraphNode != "evaluate_final" ||
					r.Recovery.Outcome != failurelog.Recovered || r.Recovery.Action != "self_correction" {
					t.Errorf("%s/%s at %s: %s, %+v", r.Category, r.Reason, r.GraphNode, r.ErrorMessage, r.Recovery)
				}
			}
			otelfailtest.AssertRecovered(t, rec, otelfailtest.Failure{Operation: "evaluate " + tt.gate})
			if s.Evaluation.Overall != agent.Good || !s.Evaluation.HardGates[tt.gate] {
				t.Errorf("%+v", s.Evaluation)
			}
			if file, err := os.ReadFile(s.Calendar); err != nil || strings.Contains(string(file), "stop at Berlin") {
				t.Errorf("the calendar quotes the answer that was refused, %v:\n%s", err, file)
			}
		})
	}
}

// A model that insists is replaced by the plain answer, which has nothing
// invented.
func TestGatesAndPlainAnswer(t *testing.T) {
	for _, tt := range wrongAnswers {
		t.Run(tt.gate+"/"+tt.name, func(t *testing.T) {
			t.Parallel()
			rec := otelfailtest.NewRecorder(t)
			a := newAgent(t, rec, func(c *agent.Config) {
				c.Model = &editedModel{Model: c.Model, task: "synthesize", edit: func(answer string, _ int) string { return tt.spoil(answer) }}
			})
			s, err := a.Run(t.Context(), agent.Request{Query: parisQuery})
			if err != nil {
				t.Fatal(err)
			}
			if len(rec.Failures()) < 2 {
				t.Errorf("%d failures", len(rec.Failures()))
			}
			for _, r := range rec.Failures() {
				if r.Recovery.Outcome != failurelog.Recovered || r.Recovery.Action != "fallback" {
					t.Errorf("%s: %+v", r.ErrorMessage, r.Recovery)
				}
			}
			if s.Evaluation.Overall == agent.Failed || !s.Evaluation.HardGates[tt.gate] || strings.Contains(s.Answer, "1,199") {
				t.Errorf("%+v\n%s", s.Evaluation, s.Answer)
			}
		})
	}
}

// A calendar file that is not what was written cannot be made good: the answer
// comes with a warning.
func TestWrongCalendar(t *testing.T) {
	for name, spoil := range map[string]func([]byte) string{
		"cut off":   func(b []byte) string { return string(b[:len(b)/2]) },
		"other day": func(b []byte) string { return strings.ReplaceAll(string(b), "20261203", "20261213") },
		"no days":   func([]byte) string { return "" },
	} {
		t.Run(name, func(t *testing.T) {
			rec := otelfailtest.NewRecorder(t)
			a := newAgent(t, rec, func(c *agent.Config) {
				dir := t.TempDir()
				c.Export = func(_ context.Context, name string, data []byte) (string, error) {
					path := filepath.Join(dir, name)
					return path, os.WriteFile(path, []byte(spoil(data)), 0o600)
				}
			})
			s, err := a.Run(t.Context(), agent.Request{Query: parisQuery})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rec.Failures() {
				if r.Category != classify.Evaluation || r.Recovery.Outcome != failurelog.Degraded || r.Recovery.Action != "handled" {
					t.Errorf("%s: %+v", r.ErrorMessage, r.Recovery)
				}
			}
			if s.Evaluation.Overall != agent.Failed || s.Evaluation.HardGates["calendar_export_correctness"] || len(s.Evaluation.Problems) == 0 {
				t.Errorf("%+v", s.Evaluation)
			}
			if !strings.Contains(s.Answer, "visit Louvre") {
				t.Errorf("not the model's answer:\n%s", s.Answer)
			}
		})
	}
}

// Results that cannot be true are not used.
func TestImplausibleResults(t *testing.T) {
	for name, tt := range map[string]struct {
		tool     string
		old, new string
		always   bool
		outcome  failurelog.Outcome
		action   string
	}{
		"once, another place":   {tool: "weather_summary", old: `"Paris"`, new: `"Rome"`, outcome: failurelog.Recovered, action: "retry"},
		"hotter than the sun":   {tool: "weather_summary", old: `"max_c":`, new: `"max_c":5`, always: true, outcome: failurelog.Recovered, action: "fallback"},
		"other days":            {tool: "weather_summary", old: "2026-12-03", new: "2025-12-03", always: true, outcome: failurelog.Recovered, action: "fallback"},
		"links that are none":   {tool: "hotels_search_links", old: "https://www.booking.com", new: "ftp://x", always: true, outcome: failurelog.Degraded, action: "skip"},
		"no links":              {tool: "flights_search_links", old: `"links"`, new: `"nothing"`, outcome: failurelog.Recovered, action: "retry"},
		"further than possible": {tool: "distance_and_time", old: `"distance_km":`, new: `"distance_km":9000`, always: true, outcome: failurelog.Recovered, action: "fallback"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rec := otelfailtest.NewRecorder(t)
			a := newAgent(t, rec, func(c *agent.Config) {
				c.Tools = &editedTools{Caller: c.Tools, tool: tt.tool, edit: func(result string, call int) string {
					if call > 1 && !tt.always {
						return result
					}
					return strings.ReplaceAll(result, tt.old, tt.new)
				}}
			})
			s, err := a.Run(t.Context(), agent.Request{Query: parisQuery})
			if err != nil || s.Evaluation.Overall == agent.Failed {
				t.Fatalf("%v, %+v", err, s.Evaluation)
			}
			if len(rec.Failures()) == 0 {
				t.Fatal("nothing was noticed")
			}
			for _, r := range rec.Failures() {
				if r.Category != classify.Evaluation || r.GraphNode != "evaluate_step" || r.Recovery.Outcome != tt.outcome || r.Recovery.Action != tt.action {
					t.Errorf("%s at %s: %s, %+v", r.Category, r.GraphNode, r.ErrorMessage, r.Recovery)
				}
			}
		})
	}
}
