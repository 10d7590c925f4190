// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox"
	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
	"github.com/otelfail/otelfail-go/exporter/otelfailtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const parisQuery = "Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London"

var today = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// newAgent returns an agent on a sandbox of its own. edit may put something
// between it and its parts.
func newAgent(t *testing.T, rec *otelfailtest.Recorder, edit func(*agent.Config)) *agent.Agent {
	t.Helper()
	s, err := sandbox.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	client, now := &http.Client{Transport: transport}, func() time.Time { return today }
	url := s.URL()
	travel := tools.NewTravel(tools.Config{
		Geocoding: url, Forecast: url, Routing: url, Wiki: url, Links: url, HTTPClient: client, Now: now,
	})
	c := agent.Config{
		Model:     llm.NewClient(llm.Config{BaseURL: url + "/v1", Model: "m", APIKey: "k", HTTPClient: client}),
		Tools:     travel,
		ToolNames: travel.Names(), Fallback: travel.Fallback,
		Disambiguate: true, Retries: 1, EvalThreshold: 3.5, Now: now, RunID: "run-test",
		Tracker: rec.Tracker(),
	}
	dir := t.TempDir()
	c.Export = func(_ context.Context, name string, data []byte) (string, error) {
		path := filepath.Join(dir, name)
		return path, os.WriteFile(path, data, 0o600)
	}
	if edit != nil {
		edit(&c)
	}
	c.Model = llm.Track(c.Model, c.Tracker, "m", "sandbox")
	c.Tools = tools.Track(c.Tools, c.Tracker)
	return agent.New(c)
}

// editedModel changes what the model answers to one task. calls counts from 1.
type editedModel struct {
	llm.Model
	task  string
	edit  func(answer string, call int) string
	calls int
}

func (m *editedModel) Complete(ctx context.Context, r llm.Request) (string, error) {
	check := r.Check
	if r.Task == m.task {
		m.calls++
		r.Check = nil
	}
	answer, err := m.Model.Complete(ctx, r)
	if err == nil && r.Task == m.task {
		answer = m.edit(answer, m.calls)
		if check != nil {
			err = check(answer)
		}
	}
	return answer, err
}

// editedTools changes what a tool answers, call by call.
type editedTools struct {
	tools.Caller
	tool  string
	edit  func(result string, call int) string
	calls int
}

func (e *editedTools) Call(ctx context.Context, name string, args json.RawMessage) (json.RawMessage, error) {
	result, err := e.Caller.Call(ctx, name, args)
	if err == nil && name == e.tool {
		e.calls++
		result = json.RawMessage(e.edit(string(result), e.calls))
	}
	return result, err
}

// answers are what the traveler says, by a part of the question.
func answers(t *testing.T, pairs ...string) func(context.Context, agent.Question) (string, error) {
	t.Helper()
	return func(_ context.Context, q agent.Question) (string, error) {
		for i := 0; i < len(pairs); i += 2 {
			if strings.Contains(q.Text, pairs[i]) {
				return pairs[i+1], nil
			}
		}
		return "", agent.ErrNoAnswer
	}
}

// failingTools has a tool fail as long as fail returns an error.
type failingTools struct {
	tools.Caller
	tool string
	fail func() error
}

func (f *failingTools) Call(ctx context.Context, name string, args json.RawMessage) (json.RawMessage, error) {
	if name == f.tool {
		if err := f.fail(); err != nil {
			return nil, err
		}
	}
	return f.Caller.Call(ctx, name, args)
}
