// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/internal/memory"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/otelfailtest"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// A plan with a call that the tool refuses, or of a tool that there is not, is
// corrected by the model.
func TestModelCorrectsCall(t *testing.T) {
	for name, tt := range map[string]struct {
		old, new string
		category classify.Category
	}{
		"arguments": {`"check_in":"2026-12-01"`, `"check_in":"on Tuesday"`, classify.Tool},
		"types":     {`"guests":1`, `"guests":"one"`, classify.Validation},
	} {
		t.Run(name, func(t *testing.T) {
			rec := otelfailtest.NewRecorder(t)
			a := newAgent(t, rec, func(c *agent.Config) {
				c.Model = &editedModel{Model: c.Model, task: "plan", edit: func(answer string, _ int) string {
					return strings.ReplaceAll(answer, tt.old, tt.new)
				}}
			})
			s, err := a.Run(t.Context(), agent.Request{Query: parisQuery})
			if err != nil || !strings.Contains(s.Answer, "Booking.com") {
				t.Fatalf("%v\n%s", err, s.Answer)
			}
			r := otelfailtest.AssertRecovered(t, rec, otelfailtest.Failure{Operation: "execute_tool hotels_search_links", Action: "self_correction"})
			if r.Category != tt.category || r.Recovery.Basis != failurelog.Declared || len(rec.Failures()) != 1 {
				t.Errorf("%s, %+v of %d", r.Category, r.Recovery, len(rec.Failures()))
			}
		})
	}
}

// In a terminal the traveler decides about a step that failed.
func TestTravelerDecides(t *testing.T) {
	down := errors.New("the service is down")
	for name, tt := range map[string]struct {
		answer  string
		action  string
		blocked bool
	}{
		"try again":    {"2", "ask_user", false},
		"in words":     {"try again please", "ask_user", false},
		"without":      {"1", "skip", true},
		"no idea":      {"dunno", "skip", true},
		"Enter":        {"", "skip", true},
		"nobody there": {"EOF", "skip", true},
	} {
		t.Run(name, func(t *testing.T) {
			rec := otelfailtest.NewRecorder(t)
			calls := 0
			a := newAgent(t, rec, func(c *agent.Config) {
				c.Disambiguate, c.Retries = false, 0
				c.Tools = &failingTools{Caller: c.Tools, tool: "hotels_search_links", fail: func() error {
					if calls++; calls == 1 {
						return down
					}
					return nil
				}}
				c.Ask = answers(t, "Finding hotels in Paris failed", tt.answer)
				if tt.answer == "EOF" {
					c.Ask = answers(t)
				}
			})
			s, err := a.Run(t.Context(), agent.Request{Query: parisQuery})
			if err != nil {
				t.Fatal(err)
			}
			r := otelfailtest.AssertFailure(t, rec, otelfailtest.Failure{Message: "down"})
			if r.Recovery.Outcome != failurelog.Degraded || r.Recovery.Action != tt.action {
				t.Errorf("%+v", r.Recovery)
			}
			if blocked := strings.Contains(s.Answer, "Find hotels in Paris: not available"); blocked != tt.blocked {
				t.Errorf("blocked %v:\n%s", blocked, s.Answer)
			}
		})
	}
}

// A place that is not on the map can be named in another way.
func TestTravelerNamesPlace(t *testing.T) {
	t.Run("validator", func(t *testing.T) { testNaming(t, true) })
	t.Run("triage", func(t *testing.T) { testNaming(t, false) })
}

func testNaming(t *testing.T, disambiguate bool) {
	t.Helper()
	rec := otelfailtest.NewRecorder(t)
	a := newAgent(t, rec, func(c *agent.Config) {
		c.Disambiguate = disambiguate
		c.Model = &editedModel{Model: c.Model, task: "parse_intent", edit: func(answer string, _ int) string {
			return strings.ReplaceAll(answer, "Paris", "1234")
		}}
		c.Ask = answers(t, "1234 was not found. Which place do you mean?", "Paris")
	})
	s, err := a.Run(t.Context(), agent.Request{Query: parisQuery})
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, r := range rec.Failures() {
		if r.Reason == classify.NotFound && r.Recovery.Action == "ask_user" {
			asked++
		}
	}
	if asked != 1 || !strings.Contains(s.Answer, "visit Louvre") {
		t.Errorf("asked %d times:\n%s", asked, s.Answer)
	}
}

// The run ends where the traveler gives up.
func TestTravelerGivesUp(t *testing.T) {
	rec := otelfailtest.NewRecorder(t)
	ctx, cancel := context.WithCancel(t.Context())
	a := newAgent(t, rec, func(c *agent.Config) {
		c.Ask = func(ctx context.Context, _ agent.Question) (string, error) {
			cancel()
			return "", ctx.Err()
		}
	})
	if _, err := a.Run(ctx, agent.Request{Query: parisQuery}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	r := otelfailtest.AssertFailure(t, rec, otelfailtest.Failure{Category: classify.Unknown, Reason: classify.Cancelled, Outcome: failurelog.Failed})
	if r.GraphNode != "ask_user" || r.Severity != classify.Low {
		t.Errorf("%s at %s", r.Severity, r.GraphNode)
	}
}

// A memory that another process is just writing is whole a moment later.
func TestMemoryReadTwice(t *testing.T) {
	rec := otelfailtest.NewRecorder(t)
	torn := &tornOnce{Store: memory.New(t.TempDir(), "ada", "local", memory.LocalEmbed)}
	a := newAgent(t, rec, func(c *agent.Config) { c.Memory, c.Retries = torn, 0 })
	if _, err := a.Run(t.Context(), agent.Request{Query: parisQuery}); err != nil {
		t.Fatal(err)
	}
	r := otelfailtest.AssertRecovered(t, rec, otelfailtest.Failure{Category: classify.Memory, Action: "retry"})
	if r.GraphNode != "context_controller" || torn.aside || torn.calls != 2 {
		t.Errorf("at %s, set aside %v after %d calls", r.GraphNode, torn.aside, torn.calls)
	}
}

type tornOnce struct {
	memory.Store
	calls int
	aside bool
}

func (s *tornOnce) Recall(ctx context.Context, query string, n int) ([]memory.Item, error) {
	if s.calls++; s.calls == 1 {
		return nil, &memory.DamagedError{Err: io.ErrUnexpectedEOF}
	}
	return s.Store.Recall(ctx, query, n)
}

func (s *tornOnce) SetAside(ctx context.Context) (string, error) {
	s.aside = true
	return s.Store.SetAside(ctx)
}
