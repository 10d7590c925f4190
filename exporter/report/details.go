// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

const (
	maxTimelineText = 120   // runes of a message in the timeline
	maxDetailText   = 1_000 // runes of a text in a record; verbose ones are whole
)

func (t text) timeline(records []failurelog.Record, dropped int) {
	t.heading("FAILURE TIMELINE")
	if dropped > 0 {
		t.linef("(the latest %d of %d)", len(records), len(records)+dropped)
	}
	clock := "15:04:05.000"
	if n := len(records); n > 0 && day(&records[0]) != day(&records[n-1]) {
		clock = "2006-01-02 " + clock
	}
	for i := range records {
		r := &records[i]
		t.moment("["+r.Timestamp.UTC().Format(clock)+"] ", r)
	}
}

// moment writes one failure of the timeline: on one line where that has room for
// enough of its text.
func (t text) moment(clock string, r *failurelog.Record) {
	at, became, message := where(r), string(OutcomeOf(r)), what(r)
	colored := t.style.paint(severityColor(severityOf(r.Severity)), at)
	end := t.style.paint(outcomeColor(OutcomeOf(r)), became)
	room := t.style.room(cells(clock) + cells(at) + cells(became) + 5)
	if room >= minMessage {
		t.linef("%s%s: %s → %s", clock, colored, fit(shortenMiddle(message, min(maxTimelineText, room)), room), end)
		return
	}
	if rest := cells(at) + cells(became) + 3; cells(clock)+rest > t.style.width() {
		clock = ""
		at = fit(at, t.style.width()-cells(became)-3)
		colored = t.style.paint(severityColor(severityOf(r.Severity)), at)
	}
	t.linef("%s%s → %s", clock, colored, end)
	t.linef("  %s", fit(shortenMiddle(message, t.style.width()-2), t.style.width()-2))
}

func (t text) records(records []failurelog.Record, level Level, severalRuns bool) {
	t.heading("DETAILED RECORDS")
	for i := range records {
		if i > 0 {
			t.linef("")
		}
		number := fmt.Sprintf("[Failure %d] ", i+1)
		at := fit(where(&records[i]), t.style.room(len(number)))
		t.linef("%s%s", number, t.style.paint(severityColor(severityOf(records[i].Severity)), at))
		t.record(&records[i], level, severalRuns)
	}
}

func (t text) record(r *failurelog.Record, level Level, severalRuns bool) {
	limit := maxDetailText
	if level == Verbose {
		limit = -1
	}
	field := func(name, value string) {
		if value = shorten(SafeText(value), limit); value != "" {
			t.linef("  %s: %s", name, value)
		}
	}
	field("Error", what(r))
	field("Reason", reason(r))
	field("Step", named(r.StepTitle, r.StepID))
	field("Tool", r.ToolName)
	field("Model", r.LLMModel)
	field("Latency", strconv.FormatFloat(r.LatencyMS, 'f', 1, 64)+"ms")
	field("Recovered", recovered(r))
	field("Recovery", recovery(r))
	field("Tags", joined(r.Tags, 0))
	if severalRuns {
		field("Run", r.RunID)
	}
	field("Time", r.Timestamp.UTC().Format("2006-01-02T15:04:05.000Z"))
	if level == Verbose {
		field("Attempt", strconv.Itoa(r.AttemptNumber))
		field("Path", strings.Join(r.Path, " < "))
		field("Context", contextData(r.ContextData))
		field("Failure ID", r.FailureID)
		field("Trace ID", r.TraceID)
		field("Fingerprint", r.Fingerprint)
		field("Caused By", cmp.Or(r.CauseID, r.CauseSpanID))
		t.traceback(r.ErrorTraceback)
	}
}

func (t text) traceback(s string) {
	if s = strings.TrimSpace(s); s == "" {
		return
	}
	t.linef("  Traceback:")
	for line := range strings.Lines(s) {
		indent := ""
		if strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "  ") {
			indent = "  "
		}
		t.linef("    %s%s", indent, SafeText(line))
	}
}

func day(r *failurelog.Record) string { return r.Timestamp.UTC().Format(time.DateOnly) }

// where says in one phrase what kind of failure it is and where it began.
func where(r *failurelog.Record) string {
	return fmt.Sprintf("%s (%s) @ %s",
		title(string(categoryOf(r.Category))), strings.ToUpper(string(severityOf(r.Severity))), SafeText(cmp.Or(r.GraphNode, none)))
}

// what returns type and text of the error, made safe.
func what(r *failurelog.Record) string {
	kind, message := SafeText(r.ErrorType), SafeText(r.ErrorMessage)
	switch {
	case message == "":
		return cmp.Or(kind, "(no text)")
	case kind == "" || strings.HasPrefix(message, kind):
		return message
	}
	return kind + " - " + message
}

func reason(r *failurelog.Record) string {
	yes, known := r.Retryable.Bool()
	switch {
	case r.Reason == "" || !known:
		return string(r.Reason)
	case yes:
		return string(r.Reason) + " (trying again can help)"
	}
	return string(r.Reason) + " (trying again unchanged cannot help)"
}

// OutcomeOf returns the outcome that a line tells: of a failure's own line
// [failurelog.Unknown].
func OutcomeOf(r *failurelog.Record) failurelog.Outcome {
	if r.Recovery == nil {
		return failurelog.Unknown
	}
	return keyOf(r.Recovery.Outcome, r.Recovery.Basis).outcome
}

// recovered answers the question of the field's name, and how that is known.
func recovered(r *failurelog.Record) string {
	if OutcomeOf(r) == failurelog.Unknown {
		return "Unknown (no outcome was recorded)"
	}
	key := keyOf(r.Recovery.Outcome, r.Recovery.Basis)
	switch key.outcome {
	case failurelog.Recovered:
		return fmt.Sprintf("Yes (%s)", key.basis)
	case failurelog.Degraded:
		return fmt.Sprintf("Degraded, the run went on without it (%s)", key.basis)
	}
	return fmt.Sprintf("No, it ended the run (%s)", key.basis)
}

// recovery says how: in the program's words if there are any.
func recovery(r *failurelog.Record) string {
	if r.Recovery == nil {
		return r.RecoveryAction
	}
	action := cmp.Or(r.RecoveryAction, r.Recovery.Detail, r.Recovery.Action)
	if action == "" {
		return ""
	}
	var how []string
	if r.Recovery.Action != action && r.Recovery.Action != "" {
		how = append(how, r.Recovery.Action)
	}
	if after := time.Duration(r.Recovery.AfterMS * float64(time.Millisecond)); after > 0 {
		how = append(how, "after "+after.Round(100*time.Microsecond).String())
	}
	return action + parenthesized(how)
}

// named returns name and id as one text.
func named(name, id string) string {
	if name == "" || id == "" {
		return name + id
	}
	return name + " (" + id + ")"
}

// contextData returns the data as JSON, keys in order.
func contextData(data map[string]any) string {
	if len(data) == 0 {
		return ""
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(data); err != nil {
		return fmt.Sprint(data)
	}
	return b.String()
}

// shortenMiddle keeps both ends of s: what was tried stands at the front of an
// error's text, why it failed at the end.
func shortenMiddle(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	if limit < 3 {
		return string(runes[:max(limit, 0)])
	}
	tail := limit / 2
	return string(runes[:limit-1-tail]) + "…" + string(runes[len(runes)-tail:])
}

// shorten cuts s after limit runes, less than 0 means never.
func shorten(s string, limit int) string {
	if limit < 0 || utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit-1]) + "…"
}
