// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/memory"
)

// State is what the nodes of one run share.
type State struct {
	Request
	Today time.Time

	Recalled    []memory.Item // what was found in the memory
	Trip        Trip
	Assumptions []string // what the question left open
	Notes       []string // what went wrong on the way, for the answer
	Steps       []*Step
	Answer      string   // Markdown
	Calendar    string   // path of the calendar file, if one was written
	Reasoning   []string // why the agent did what it did
	Evaluation  Evaluation
	Termination Termination

	intent  intent      // as the model read it, before assumptions
	known   Trip        // what the user said; what was assumed is not remembered
	refused *InputError // why the question cannot be answered
	current *Step       // the orchestrator's choice
	result  result      // of the current step, not yet accepted
	failure error       // of the last node, for issue_triage
	rounds  int         // of orchestrator and executor
	cut     bool        // rounds ran out
	export  export      // what became of the calendar file
}

// Termination says how a run ended.
type Termination string

// The ways a run can end.
const (
	Finalized         Termination = "finalized"
	MaxIters          Termination = "max_iters"  // answered, with steps left out
	AskedUser         Termination = "asked_user" // the question needs the user's word
	TerminatedByError Termination = "error"
)

// The types of a step.
const (
	TypeAskUser         = "ASK_USER"
	TypeIntentParse     = "INTENT_PARSE"
	TypeValidateInputs  = "VALIDATE_INPUTS"
	TypeRetrieveContext = "RETRIEVE_CONTEXT"
	TypePlanDraft       = "PLAN_DRAFT"
	TypeToolCall        = "TOOL_CALL"
	TypeSynthesize      = "SYNTHESIZE"
	TypeEvaluateStep    = "EVALUATE_STEP"
	TypeEvaluateFinal   = "EVALUATE_FINAL"
	TypeRespond         = "RESPOND"
	TypeWriteMemory     = "WRITE_MEMORY"
	TypeExportICS       = "EXPORT_ICS"
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

	tries     int   // failed attempts that were followed by another
	consulted bool  // the model was asked for a better call
	refused   error // of the call that the model corrected
	asked     bool  // the user was asked what to do
}

func (s *State) assume(format string, args ...any) {
	s.Assumptions = append(s.Assumptions, fmt.Sprintf(format, args...))
}

func (s *State) note(format string, args ...any) {
	s.Notes = append(s.Notes, fmt.Sprintf(format, args...))
}

// reason keeps why a node decided as it did.
func (s *State) reason(node, format string, args ...any) {
	s.Reasoning = append(s.Reasoning, node+": "+fmt.Sprintf(format, args...))
}

// limped reports whether parts of the answer are missing or were replaced.
func (s *State) limped() bool { return len(s.Notes) > 0 || s.cut }
