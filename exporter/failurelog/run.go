// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import "time"

// LedgerFile is the name of the run ledger within a log directory.
const LedgerFile = "runs.jsonl"

// The lines of the run ledger.
const (
	RunStarted Event = "run_started"
	RunEnded   Event = "run_ended"
)

// RunStatus says how a run ended.
type RunStatus string

// The statuses that a run_ended line can have.
const (
	RunOK      RunStatus = "ok"
	RunError   RunStatus = "error"
	RunUnknown RunStatus = "unknown" // closed at shutdown, or evicted: its end was not seen
)

// Run is one line of the run ledger: run_started when a run's span starts,
// run_ended when it ends. A run_started without run_ended whose process is gone
// was interrupted.
type Run struct {
	Event     Event     `json:"event"`
	Schema    int       `json:"schema"`
	Timestamp time.Time `json:"timestamp"`
	RunID     string    `json:"run_id"`
	UserID    string    `json:"user_id"`
	Service   string    `json:"service"`
	Agent     string    `json:"agent"`
	TraceID   string    `json:"trace_id"`
	SpanID    string    `json:"span_id"`
	Host      string    `json:"host"`
	PID       int       `json:"pid"`
	// ProcessStart is of run_started, and tells processes apart that had the same id,
	// as those in a container that is started again: it is not before the process
	// started, and the same in all lines that it writes.
	ProcessStart time.Time `json:"process_start,omitzero"`

	// The fields below are those of run_ended.
	Status     RunStatus                 `json:"status,omitempty"`
	DurationMS float64                   `json:"duration_ms,omitempty"`
	Operations map[string]OperationCount `json:"operations,omitempty"` // by span name; beyond 1,000 names "_OTHER"
	Failures   map[Outcome]int           `json:"failures,omitempty"`
}

// OperationCount counts the operations of one name within a run: the
// denominators of failure rates.
type OperationCount struct {
	Calls    int `json:"calls"`              // spans that ended
	Failed   int `json:"failed,omitempty"`   // spans that ended with status Error
	Attempts int `json:"attempts,omitempty"` // calls that were a second or later attempt
}
