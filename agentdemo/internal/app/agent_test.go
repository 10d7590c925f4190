// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/internal/app"
	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

func TestQuestionsThatCannotBeAnswered(t *testing.T) {
	for query, want := range map[string]string{
		"Plan a trip to Paris, 2026-12-05 to 2026-12-01": "ends (2026-12-01) before it starts (2026-12-05)",
		"Plan a trip to Paris, 2026-12-01 to 2027-12-01": "too long",
		"Hello there": "no destination",
		"Plan a trip to Paris, 2026-12-01 to 2026-12-05 for 900 people": "too many",
	} {
		t.Run(query, func(t *testing.T) {
			r := ask(t, query, nil)
			var input *agent.InputError
			if !errors.As(r.err, &input) || !strings.Contains(r.err.Error(), want) {
				t.Errorf("got %v, want an InputError with %q", r.err, want)
			}
			if len(r.records) != 0 {
				t.Errorf("the user's mistake is recorded as a failure: %s", r.records[0].ErrorMessage)
			}
		})
	}
}

func TestMaxIterations(t *testing.T) {
	r := ask(t, parisQuery, func(c *app.Config) { c.Settings.MaxGraphIters = 3 })
	if r.err != nil {
		t.Fatal(r.err)
	}
	if len(r.records) != 1 || r.records[0].Reason != classify.MaxIterations || r.records[0].Recovery.Outcome != failurelog.Degraded {
		t.Fatalf("records %+v", r.records)
	}
	blocked := 0
	for _, step := range r.state.Steps {
		if step.Status == agent.Blocked {
			blocked++
		}
	}
	if blocked != 3 || !strings.Contains(r.state.Answer, "Day 5 (2026-12-05)") {
		t.Errorf("%d steps blocked, answer:\n%s", blocked, r.state.Answer)
	}
}

func TestRecordsTellTheStep(t *testing.T) {
	// Geocoding is down for all tools, so the weather fails whatever chaos does.
	r := ask(t, parisQuery, func(c *app.Config) {
		c.Transport = func(base http.RoundTripper) http.RoundTripper { return withoutGeocoding{base} }
	})
	if r.err != nil {
		t.Fatal(r.err)
	}
	attempts := 0
	for _, rec := range r.records {
		if rec.ToolName != "weather_summary" {
			continue
		}
		attempts++
		if rec.GraphNode != "executor" || rec.StepID == "" || rec.StepType != "TOOL_CALL" || !strings.Contains(rec.StepTitle, "Paris") ||
			rec.RunID != "run-test" || rec.UserID != "local" || rec.ContextData["destination"] != "Paris" || rec.AttemptNumber != attempts {
			t.Errorf("%+v", rec)
		}
		if rec.Recovery == nil || rec.Recovery.Outcome != failurelog.Degraded || rec.Recovery.Action != "skip" ||
			rec.RecoveryAction != "Step marked as blocked, orchestrator continues" {
			t.Errorf("recovery %q, %+v", rec.RecoveryAction, rec.Recovery)
		}
	}
	if attempts != 2 {
		t.Errorf("%d records of the weather, want one per attempt", attempts)
	}
}

// withoutGeocoding refuses to find places.
type withoutGeocoding struct{ base http.RoundTripper }

func (w withoutGeocoding) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path == "/v1/search" {
		return nil, errors.New("geocoding is down")
	}
	return w.base.RoundTrip(r)
}

func TestSeverityOverride(t *testing.T) {
	r := ask(t, parisQuery, func(c *app.Config) {
		chaosSeed(1)(c)
		c.Settings.SeverityOverride = "low"
	})
	if len(r.records) == 0 {
		t.Fatal("no failures to look at")
	}
	for _, rec := range r.records {
		if rec.Severity != classify.Low {
			t.Errorf("severity %s", rec.Severity)
		}
	}
}

func TestLogFormatJSON(t *testing.T) {
	dir := t.TempDir()
	r := ask(t, parisQuery, func(c *app.Config) {
		chaosSeed(1)(c)
		c.Settings.FailureLogDir, c.Settings.FailureLogFormat = filepath.Join(dir, "failures"), "json"
	})
	data, err := os.ReadFile(filepath.Join(dir, "failures", "failures_run-test.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []failurelog.Record
	if err := json.Unmarshal(data, &list); err != nil || len(list) == 0 || len(r.records) == 0 {
		t.Errorf("%d records in the array, %d in all: %v", len(list), len(r.records), err)
	}
}

func TestUnusableSettings(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]func(*app.Config){
		"runtime directory": func(c *app.Config) { c.Settings.RuntimeDir = file },
		"OTLP endpoint":     func(c *app.Config) { c.Settings.OTLPEndpoint = "http://" },
	} {
		t.Run(name, func(t *testing.T) {
			c := app.Config{Settings: settings.Default()}
			c.Settings.RuntimeDir = t.TempDir()
			edit(&c)
			a, err := app.New(t.Context(), c)
			if err == nil {
				_ = a.Close(t.Context())
			}
			var config *app.ConfigError
			if !errors.As(err, &config) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want a ConfigError of one line", err)
			}
		})
	}
}

// An attempt that was of no use has its tokens in the log.
func TestCostOfFailedAttempt(t *testing.T) {
	r := ask(t, parisQuery, func(c *app.Config) {
		task("plan", func(r *http.Request, base http.RoundTripper, _ int) (*http.Response, error) {
			return edited(r, base, func(string) string {
				return `{"choices":[{"message":{"role":"assistant","content":"no plan"}}],"usage":{"prompt_tokens":210,"completion_tokens":3}}`
			})
		})(t, c)
	})
	if len(r.records) != 2 {
		t.Fatalf("%d failures", len(r.records))
	}
	for _, rec := range r.records {
		if rec.Cost == nil || rec.Cost.InputTokens != 210 || rec.Cost.OutputTokens != 3 {
			t.Errorf("cost %+v", rec.Cost)
		}
	}
}
