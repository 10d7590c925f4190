// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"encoding/json"
	"time"
)

// State is what the nodes of one run share.
type State struct {
	Query string
	Today time.Time

	Trip        Trip
	Assumptions []string // what the question left open
	Notes       []string // what went wrong on the way, for the answer
	Steps       []*Step
	Answer      string // Markdown

	refused *InputError // why the question cannot be answered
	current *Step       // the orchestrator's choice
	rounds  int         // of orchestrator and executor
}

// Trip is what the user wants. Dates are YYYY-MM-DD.
type Trip struct {
	Origin       string   `json:"origin"` // may be empty
	Destinations []string `json:"destinations"`
	StartDate    string   `json:"start_date"`
	EndDate      string   `json:"end_date"`
	Travelers    int      `json:"travelers"`
	BudgetUSD    float64  `json:"budget_usd"` // 0: not said
	Interests    []string `json:"interests"`
	Pace         string   `json:"pace"` // relaxed, balanced, packed or empty
	Notes        string   `json:"notes"`
}

// The types of a step.
const (
	TypeToolCall   = "TOOL_CALL"
	TypeSynthesize = "SYNTHESIZE"
)

// Status says how far a step is.
type Status string

// The statuses of a step.
const (
	Pending Status = "pending"
	Done    Status = "done"
	Blocked Status = "blocked"
)

// Step is one step of the plan.
type Step struct {
	ID    string          `json:"id"`
	Type  string          `json:"type"`
	Title string          `json:"title"`
	Tool  string          `json:"tool,omitempty"`
	Args  json.RawMessage `json:"args,omitempty"`

	Status   Status          `json:"-"`
	Data     json.RawMessage `json:"-"` // result of the tool
	Fallback string          `json:"-"` // what the result was made from instead
	Problem  string          `json:"-"` // why the step is blocked
}
