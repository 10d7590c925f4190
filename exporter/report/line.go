// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// minMessage is how much of an error's text a line of a terminal shows before
// it gives up naming the run.
const minMessage = 30

// WriteLine writes one line of a failure log as one line of text: a failure
// with its severity, an outcome with what was done, both with kind, operation
// and error; and how many lines are missing where e says so. Where style has a
// width the line is cut to it. It writes nothing for a line of the ledger.
func WriteLine(w io.Writer, e *failurelog.Entry, style Style) error {
	line := ""
	switch {
	case e.Record != nil:
		line = recordLine(e.Record, style)
	case e.Dropped != nil:
		line = stamp(e.Dropped.Timestamp, style) + " " + style.paint(red, fit(fmt.Sprintf("%s could not be logged (%s)",
			plural(e.Dropped.Failures, "failure"), SafeText(cmp.Or(e.Dropped.Error, string(e.Dropped.Cause)))), style.room(14)))
	default:
		return nil
	}
	_, err := io.WriteString(w, line+"\n")
	return err
}

// room returns the columns that are left after used ones; many without a
// terminal.
func (s Style) room(used int) int {
	if s.Width <= 0 {
		return 1 << 20
	}
	return max(s.width()-used, 0)
}

// stamp is short on a terminal, where the day is known.
func stamp(t time.Time, style Style) string {
	switch {
	case style.Width <= 0:
		return t.UTC().Format("2006-01-02T15:04:05.000Z")
	case style.narrow():
		return t.UTC().Format("15:04:05")
	}
	return t.UTC().Format("15:04:05.000")
}

// narrow reports whether there is room for what matters most only.
func (s Style) narrow() bool { return s.width() < 100 }

func recordLine(r *failurelog.Record, style Style) string {
	l := lineOf(r)
	begin, run := stamp(r.Timestamp, style), "  ["+SafeText(cmp.Or(r.RunID, none))+"]"
	line := pad(l.how, 10) + " " + pad(l.kind, 19) + " " + l.where + ": "
	if style.narrow() {
		if l.event == failure {
			l.event, l.how = l.how, SafeText(cmp.Or(string(r.Reason), string(classify.Other)))
		}
		_, name, _ := strings.Cut(l.where, " ")
		line = l.how + " " + cmp.Or(name, l.where) + ": "
		l.text = strings.TrimPrefix(l.text, SafeText(r.ErrorType)+" - ")
	}
	room := style.room(cells(begin) + 11)
	if room < cells(line)+minMessage+cells(run) {
		run = ""
	}
	room -= cells(run)
	line = fit(line+shortenMiddle(l.text, min(maxDetailText, max(room-cells(line), minMessage/2))), room)
	return begin + " " + style.paint(l.color, pad(l.event, 9)) + " " + line + run
}

// line holds the parts of a line of text.
type line struct{ event, color, how, kind, where, text string }

const failure = "failure"

func lineOf(r *failurelog.Record) line {
	severity := severityOf(r.Severity)
	l := line{
		event: failure, color: severityColor(severity), how: string(severity), text: what(r),
		kind:  fmt.Sprintf("%s/%s", categoryOf(r.Category), cmp.Or(SafeText(string(r.Reason)), string(classify.Other))),
		where: cmp.Or(SafeText(operationOf(r)), SafeText(r.GraphNode), none),
	}
	if r.Event == failurelog.FailureRecorded || r.Recovery == nil {
		return l
	}
	outcome := OutcomeOf(r)
	l.event, l.color = string(outcome), outcomeColor(outcome)
	l.how, l.text = SafeText(cmp.Or(r.Recovery.Action, "–")), outcomeText(r)
	return l
}

// outcomeText says how an outcome came about.
func outcomeText(r *failurelog.Record) string {
	how := []string{string(keyOf(r.Recovery.Outcome, r.Recovery.Basis).basis)}
	if after := time.Duration(r.Recovery.AfterMS * float64(time.Millisecond)); after > 0 {
		how = append(how, "after "+duration(after))
	}
	said := SafeText(r.Recovery.Detail)
	return strings.TrimSpace(cmp.Or(said, what(r)) + parenthesized(how))
}

// WriteJSONLine writes a line of a failure log as one line of JSON. Characters
// that a terminal would obey are escaped.
func WriteJSONLine(w io.Writer, e *failurelog.Entry) error {
	var value any
	switch {
	case e.Record != nil:
		value = e.Record
	case e.Run != nil:
		value = e.Run
	case e.Dropped != nil:
		value = e.Dropped
	default:
		return nil
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return fmt.Errorf("encode line: %w", err)
	}
	_, err := w.Write(escapeCommands(escapeHidden(buf.Bytes())))
	return err
}
