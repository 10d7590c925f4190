// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"time"
)

// The system that this log format comes from wrote two kinds of logs: failure
// logs, whose lines have no event and are repeated as a whole once the failure
// has been recovered, and combined logs of all events, which hold the same
// records within span_payload.data.

// combinedLine is a line of a combined log.
type combinedLine struct {
	Event       Event    `json:"event"`
	Time        anyTime  `json:"ts"`
	RunID       string   `json:"run_id"`
	TraceID     string   `json:"trace_id"`
	SpanID      string   `json:"span_id"`
	Node        string   `json:"node"`
	StepID      string   `json:"step_id"`
	ToolName    string   `json:"tool_name"`
	LatencyMS   *float64 `json:"latency_ms"`
	SpanPayload struct {
		Data json.RawMessage `json:"data"`
	} `json:"span_payload"`
}

// parseOriginal reads a record of the original system.
func parseOriginal(text []byte) (Entry, error) {
	var line struct {
		Record
		Timestamp anyTime `json:"timestamp"`
	}
	if err := json.Unmarshal(text, &line); err != nil {
		return Entry{}, err
	}
	r := &line.Record
	r.Timestamp = line.Timestamp.Time
	if r.FailureID == "" {
		return Entry{}, errNoID
	}
	r.Event, r.Schema = FailureRecorded, Schema
	if r.WasRecovered {
		recovered(r)
	}
	return Entry{Record: r}, nil
}

// recovered makes r the line that tells of its recovery.
func recovered(r *Record) {
	r.Event, r.WasRecovered = FailureRecovered, true
	r.Recovery = &Recovery{
		Outcome: Recovered, Action: cmp.Or(r.RecoveryAction, "handled"), Basis: Declared,
		Detail: r.RecoveryAction, Supersedes: Unknown,
	}
}

// parseCombined reads a line of a combined log. A line about something else than
// a failure is an empty entry.
func parseCombined(text []byte) (Entry, error) {
	var line combinedLine
	if err := json.Unmarshal(text, &line); err != nil {
		return Entry{}, err
	}
	if line.Event != FailureRecorded && line.Event != FailureRecovered {
		return Entry{}, nil
	}
	if data := bytes.TrimSpace(line.SpanPayload.Data); len(data) == 0 || data[0] != '{' {
		return Entry{}, fmt.Errorf("%w: a failure without span_payload.data", ErrEvent)
	}
	e, err := parseOriginal(line.SpanPayload.Data)
	if err != nil {
		return Entry{}, err
	}
	r := e.Record
	r.RunID = cmp.Or(r.RunID, line.RunID)
	r.TraceID = cmp.Or(r.TraceID, line.TraceID)
	r.SpanID = cmp.Or(r.SpanID, line.SpanID)
	r.GraphNode = cmp.Or(r.GraphNode, line.Node)
	r.StepID = cmp.Or(r.StepID, line.StepID)
	r.ToolName = cmp.Or(r.ToolName, line.ToolName)
	if r.LatencyMS == 0 && line.LatencyMS != nil {
		r.LatencyMS = *line.LatencyMS
	}
	if r.Timestamp.IsZero() {
		r.Timestamp = line.Time.Time
	}
	if line.Event == FailureRecorded { // written before it was recovered
		r.Event, r.Recovery, r.WasRecovered = FailureRecorded, nil, false
	} else if !r.WasRecovered {
		recovered(r)
	}
	return e, nil
}

// originals remembers which failures of the original system were read. Its lines
// come again in its combined logs, and as often as a program says that a failure
// was recovered.
type originals struct {
	read recentFailures[originalLines]
}

// originalLines says which lines of a failure were read.
type originalLines struct{ recorded, recovered bool }

// repeats reports whether a line says what another said before.
func (o *originals) repeats(r *Record) bool {
	key := failureKey{r.RunID, r.FailureID}
	lines, _ := o.read.get(key)
	said := &lines.recorded
	if r.Event != FailureRecorded {
		said = &lines.recovered
	}
	before := *said
	*said = true
	o.read.set(key, lines)
	return before
}

// anyTime is an ISO 8601 time. Without a zone it is in UTC.
type anyTime struct{ time.Time }

func (t *anyTime) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil || s == "" {
		return err
	}
	var err error
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999"} {
		var parsed time.Time
		if parsed, err = time.Parse(layout, s); err == nil {
			t.Time = parsed.UTC()
			return nil
		}
	}
	return err
}
