// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/json"
	"fmt"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/internal/app"
	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
	"github.com/otelfail/otelfail-go/agentdemo/internal/telemetry"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// document is one answer for a program to read.
type document struct {
	RunID       string            `json:"run_id"`
	UserID      string            `json:"user_id"`
	Query       string            `json:"query"`
	Status      string            `json:"status"` // answered, refused, failed or interrupted
	Termination agent.Termination `json:"termination_reason"`
	Error       string            `json:"error,omitempty"`
	Answer      string            `json:"answer"` // Markdown
	Constraints agent.Trip        `json:"constraints"`
	Assumptions []string          `json:"assumptions"`
	Notes       []string          `json:"notes"`
	Steps       []step            `json:"steps"`
	Reasoning   []string          `json:"reasoning,omitempty"`
	ContextHits int               `json:"context_hits"`
	Evaluation  *agent.Evaluation `json:"evaluation"` // null where there is no answer
	Calendar    string            `json:"calendar,omitempty"`
	Seed        *uint64           `json:"seed,omitempty"` // of the injected faults
	Failures    *report.Summary   `json:"failures"`       // null where nothing is tracked
}

type step struct {
	ID       string          `json:"step_id"`
	Type     string          `json:"step_type"`
	Title    string          `json:"step_title"`
	Tool     string          `json:"tool_name,omitempty"`
	Args     json.RawMessage `json:"args,omitempty"`
	Status   agent.Status    `json:"status"`
	Fallback string          `json:"fallback,omitempty"`
	Problem  string          `json:"problem,omitempty"`
}

var statuses = map[int]string{exitOK: "answered", exitUsage: "refused", exitFailed: "failed", exitInterrupted: "interrupted"}

// writeJSON prints the answer, or why there is none, as one JSON object.
func writeJSON(p *printer, a *app.App, s settings.Settings, state *agent.State, code int, problem error) error {
	d := document{
		RunID: a.RunID(), UserID: s.UserID, Query: state.Query,
		Status: statuses[code], Termination: state.Termination,
		Constraints: state.Trip, Assumptions: list(state.Assumptions), Notes: list(state.Notes), Steps: []step{},
		ContextHits: len(state.Recalled), Calendar: state.Calendar,
	}
	if problem != nil {
		d.Error = p.safe(problem.Error())
	} else {
		d.Answer, d.Evaluation = state.Answer, &state.Evaluation
	}
	d.Constraints.Destinations, d.Constraints.Interests = list(d.Constraints.Destinations), list(d.Constraints.Interests)
	for _, st := range state.Steps {
		d.Steps = append(d.Steps, step{st.ID, st.Type, st.Title, st.Tool, st.Args, st.Status, st.Fallback, st.Problem})
	}
	if s.IncludeReasoning {
		d.Reasoning = list(state.Reasoning)
	}
	if s.ChaosMode {
		d.Seed = &s.Seed
	}
	var err error
	if d.Failures, err = a.Failures(); err != nil {
		p.warnOnce(err.Error())
	}
	enc := json.NewEncoder(telemetry.SafeJSON(p))
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		return fmt.Errorf("the answer cannot be written as JSON: %w", err)
	}
	return nil
}

// list is never null.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
