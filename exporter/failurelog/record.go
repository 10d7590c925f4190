// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"time"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Schema is the version of the line format. Fields are added under the same
// version, none is renamed.
const Schema = 1

// Event names a line of the failure log.
type Event string

// The lines of the failure log. A failure has one [FailureRecorded] line; each
// outcome is a full line with the same failure id and trace id.
const (
	// FailureRecorded is written when the failing operation ends.
	FailureRecorded Event = "failure_recorded"
	// FailureRecovered is the first outcome, when an operation absorbed the
	// failure.
	FailureRecovered Event = "failure_recovered"
	// FailureRevised is written where the end of the run changes the outcome,
	// also from unknown to failed.
	FailureRevised Event = "failure_revised"
)

// Outcome says what became of a failure.
type Outcome string

// The outcomes. Every failure is Unknown until a line says otherwise.
const (
	Recovered Outcome = "recovered"
	Degraded  Outcome = "degraded"
	Failed    Outcome = "failed"
	Unknown   Outcome = "unknown"
)

// Outcomes lists the outcomes in the order in which reports show them.
func Outcomes() []Outcome { return []Outcome{Recovered, Degraded, Failed, Unknown} }

// Basis says how an outcome is known.
type Basis string

// The bases: the program said so, or the spans show it.
const (
	Declared Basis = "declared"
	Inferred Basis = "inferred"
)

// Record is one line of the failure log. Field order is the order of the keys.
type Record struct {
	Event          Event              `json:"event"`
	Schema         int                `json:"schema"`
	FailureID      string             `json:"failure_id"` // unique within TraceID
	Timestamp      time.Time          `json:"timestamp"`  // UTC; when the failure happened, in outcome lines when it was settled
	RunID          string             `json:"run_id"`
	UserID         string             `json:"user_id"`
	Service        string             `json:"service"`
	TraceID        string             `json:"trace_id"`
	SpanID         string             `json:"span_id"` // of the operation where the failure began
	Category       classify.Category  `json:"category"`
	Reason         classify.Reason    `json:"reason"`
	Severity       classify.Severity  `json:"severity"`
	Retryable      classify.Retryable `json:"retryable"`
	GraphNode      string             `json:"graph_node"`
	StepID         string             `json:"step_id"`
	StepType       string             `json:"step_type"`
	StepTitle      string             `json:"step_title"`
	ToolName       string             `json:"tool_name"`
	LLMModel       string             `json:"llm_model"`
	ErrorType      string             `json:"error_type"`
	ErrorMessage   string             `json:"error_message"`
	ErrorTraceback string             `json:"error_traceback"`
	LatencyMS      float64            `json:"latency_ms"`
	AttemptNumber  int                `json:"attempt_number"`
	Fingerprint    string             `json:"fingerprint"`
	Path           []string           `json:"path"` // enclosing operations when recorded, origin first
	WasRecovered   bool               `json:"was_recovered"`
	RecoveryAction string             `json:"recovery_action"` // the detail if there is one, else the action: as the original wrote it
	Recovery       *Recovery          `json:"recovery"`
	ContextData    map[string]any     `json:"context_data"`
	Tags           []string           `json:"tags"`
	CauseID        string             `json:"cause_id,omitempty"`      // failure that this one replaced
	CauseSpanID    string             `json:"cause_span_id,omitempty"` // foreign span that failed first
	Cost           *Cost              `json:"cost,omitempty"`          // nil where nothing is known
}

// Cost is what an attempt spent in vain, besides the time in LatencyMS: the
// tokens that its span says a model read and wrote.
type Cost struct {
	InputTokens  int64 `json:"input_tokens"`
	OutputTokens int64 `json:"output_tokens"`
}

// Recovery is the outcome part of an outcome line.
type Recovery struct {
	Outcome    Outcome `json:"outcome"`
	Action     string  `json:"action"` // retry, fallback, self_correction, skip, ask_user, handled, or the program's word
	Basis      Basis   `json:"basis"`
	Detail     string  `json:"detail"`
	AfterMS    float64 `json:"after_ms"`   // failure's end to the end of the succeeding attempt, or to the absorbing operation's end
	SpanID     string  `json:"span_id"`    // of the operation that settled it
	Supersedes Outcome `json:"supersedes"` // the outcome that this line replaces
	// SupersedesBasis is the basis of the outcome that this line replaces; empty
	// where that is unknown. Outcomes are counted by basis without memory.
	SupersedesBasis Basis `json:"supersedes_basis,omitempty"`
}
