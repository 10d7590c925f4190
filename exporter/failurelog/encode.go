// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"cmp"
	"strconv"
)

const (
	// maxLine bounds a line, written or read.
	maxLine = 16 << 20

	// maxClipped bounds each text of a record that would exceed maxLine.
	maxClipped = 64 << 10

	// maxPooled keeps one huge record from staying in memory for good.
	maxPooled = 64 << 10
)

// encoder appends JSON to buf. Its output is what encoding/json would write
// without HTML escaping, except that no list or object is null, that DEL, C1
// and bidirectional control characters are escaped too (the log is safe to
// print), and that nothing fails.
type encoder struct {
	buf  []byte
	date date

	// Scratch for sorting maps.
	data     []member[any]
	counts   []member[OperationCount]
	outcomes []member[int]
}

// reset makes the encoder ready for use, unless it has become too large to keep.
func (e *encoder) reset() bool {
	if cap(e.buf) > maxPooled {
		return false
	}
	e.buf = e.buf[:0]
	return true
}

// recordLine appends r and a newline, clipped if it would be longer than what
// readers accept.
func (e *encoder) recordLine(r *Record) {
	start := len(e.buf)
	e.buf = e.record(e.buf, r)
	if len(e.buf)-start >= maxLine {
		e.buf = e.record(e.buf[:start], clip(r))
	}
	e.buf = append(e.buf, '\n')
}

func (e *encoder) record(b []byte, r *Record) []byte {
	b = appendHead(b, r.Event, r.Schema)
	b = appendField(b, `,"failure_id":"`, r.FailureID)
	b = e.date.appendTime(b, `,"timestamp":"`, r.Timestamp)
	b = appendField(b, `,"run_id":"`, r.RunID)
	b = appendField(b, `,"user_id":"`, r.UserID)
	b = appendField(b, `,"service":"`, r.Service)
	b = appendField(b, `,"trace_id":"`, r.TraceID)
	b = appendField(b, `,"span_id":"`, r.SpanID)
	b = appendField(b, `,"category":"`, string(r.Category))
	b = appendField(b, `,"reason":"`, string(r.Reason))
	b = appendField(b, `,"severity":"`, string(r.Severity))
	b = append(b, `,"retryable":`...)
	if yes, known := r.Retryable.Bool(); known {
		b = strconv.AppendBool(b, yes)
	} else {
		b = append(b, "null"...)
	}
	b = appendField(b, `,"graph_node":"`, r.GraphNode)
	b = appendField(b, `,"step_id":"`, r.StepID)
	b = appendField(b, `,"step_type":"`, r.StepType)
	b = appendField(b, `,"step_title":"`, r.StepTitle)
	b = appendField(b, `,"tool_name":"`, r.ToolName)
	b = appendField(b, `,"llm_model":"`, r.LLMModel)
	b = appendField(b, `,"error_type":"`, r.ErrorType)
	b = appendField(b, `,"error_message":"`, r.ErrorMessage)
	b = appendField(b, `,"error_traceback":"`, r.ErrorTraceback)
	b = appendMilliseconds(b, `,"latency_ms":`, r.LatencyMS)
	b = appendInt(b, `,"attempt_number":`, r.AttemptNumber)
	b = appendField(b, `,"fingerprint":"`, r.Fingerprint)
	b = appendStrings(append(b, `,"path":`...), r.Path)
	b = append(b, `,"was_recovered":`...)
	b = strconv.AppendBool(b, r.WasRecovered)
	b = appendField(b, `,"recovery_action":"`, r.RecoveryAction)
	b = appendRecovery(append(b, `,"recovery":`...), r.Recovery)
	b = e.object(append(b, `,"context_data":`...), r.ContextData, 0)
	b = appendStrings(append(b, `,"tags":`...), r.Tags)
	if r.CauseID != "" {
		b = appendField(b, `,"cause_id":"`, r.CauseID)
	}
	if r.CauseSpanID != "" {
		b = appendField(b, `,"cause_span_id":"`, r.CauseSpanID)
	}
	if r.Cost != nil {
		b = appendInt(b, `,"cost":{"input_tokens":`, r.Cost.InputTokens)
		b = appendInt(b, `,"output_tokens":`, r.Cost.OutputTokens)
		b = append(b, '}')
	}
	return append(b, '}')
}

func appendRecovery(b []byte, r *Recovery) []byte {
	if r == nil {
		return append(b, "null"...)
	}
	b = appendField(b, `{"outcome":"`, string(r.Outcome))
	b = appendField(b, `,"action":"`, r.Action)
	b = appendField(b, `,"basis":"`, string(r.Basis))
	b = appendField(b, `,"detail":"`, r.Detail)
	b = appendMilliseconds(b, `,"after_ms":`, r.AfterMS)
	b = appendField(b, `,"span_id":"`, r.SpanID)
	b = appendField(b, `,"supersedes":"`, string(r.Supersedes))
	if r.SupersedesBasis != "" {
		b = appendField(b, `,"supersedes_basis":"`, string(r.SupersedesBasis))
	}
	return append(b, '}')
}

// runLine appends r and a newline, without its counts if it would be longer than
// what readers accept.
func (e *encoder) runLine(r *Run) {
	start := len(e.buf)
	e.buf = e.run(e.buf, r)
	if len(e.buf)-start >= maxLine {
		short := *r
		short.Operations = nil
		e.buf = e.run(e.buf[:start], &short)
	}
	e.buf = append(e.buf, '\n')
}

func (e *encoder) run(b []byte, r *Run) []byte {
	b = appendHead(b, r.Event, r.Schema)
	b = e.date.appendTime(b, `,"timestamp":"`, r.Timestamp)
	b = appendField(b, `,"run_id":"`, r.RunID)
	b = appendField(b, `,"user_id":"`, r.UserID)
	b = appendField(b, `,"service":"`, r.Service)
	b = appendField(b, `,"agent":"`, r.Agent)
	b = appendField(b, `,"trace_id":"`, r.TraceID)
	b = appendField(b, `,"span_id":"`, r.SpanID)
	b = appendField(b, `,"host":"`, r.Host)
	b = appendInt(b, `,"pid":`, r.PID)
	if !r.ProcessStart.IsZero() {
		b = e.date.appendTime(b, `,"process_start":"`, r.ProcessStart)
	}
	if r.Status != "" {
		b = appendField(b, `,"status":"`, string(r.Status))
	}
	if r.DurationMS != 0 {
		b = appendMilliseconds(b, `,"duration_ms":`, r.DurationMS)
	}
	if len(r.Operations) > 0 {
		b = appendMap(append(b, `,"operations":`...), &e.counts, r.Operations, appendCount)
	}
	if len(r.Failures) > 0 {
		b = appendMap(append(b, `,"failures":`...), &e.outcomes, r.Failures, func(b []byte, n int) []byte {
			return appendInt(b, "", n)
		})
	}
	return append(b, '}')
}

func appendCount(b []byte, c OperationCount) []byte {
	b = appendInt(b, `{"calls":`, c.Calls)
	if c.Failed != 0 {
		b = appendInt(b, `,"failed":`, c.Failed)
	}
	if c.Attempts != 0 {
		b = appendInt(b, `,"attempts":`, c.Attempts)
	}
	return append(b, '}')
}

// droppedLine appends d and a newline.
func (e *encoder) droppedLine(d *Dropped) {
	b := appendHead(e.buf, d.Event, d.Schema)
	b = e.date.appendTime(b, `,"timestamp":"`, d.Timestamp)
	b = e.date.appendTime(b, `,"since":"`, d.Since)
	b = appendField(b, `,"run_id":"`, d.RunID)
	b = appendField(b, `,"cause":"`, string(d.Cause))
	b = appendField(b, `,"error":"`, d.Error)
	if d.Fingerprint != "" {
		b = appendField(b, `,"fingerprint":"`, d.Fingerprint)
	}
	b = appendInt(b, `,"failures":`, d.Failures)
	b = appendInt(b, `,"lines":`, d.Lines)
	e.buf = append(b, '}', '\n')
}

func appendHead(b []byte, event Event, schema int) []byte {
	b = appendField(b, `{"event":"`, string(event))
	return appendInt(b, `,"schema":`, cmp.Or(schema, Schema))
}

// clip returns a copy of r that is sure to fit into a line.
func clip(r *Record) *Record {
	c := *r
	for _, s := range []*string{
		&c.FailureID, &c.RunID, &c.UserID, &c.Service, &c.TraceID, &c.SpanID, &c.GraphNode,
		&c.StepID, &c.StepType, &c.StepTitle, &c.ToolName, &c.LLMModel, &c.ErrorType,
		&c.ErrorMessage, &c.ErrorTraceback, &c.Fingerprint, &c.RecoveryAction, &c.CauseID, &c.CauseSpanID,
		(*string)(&c.Category), (*string)(&c.Reason), (*string)(&c.Severity),
	} {
		*s = (*s)[:min(len(*s), maxClipped)]
	}
	if r.Recovery != nil {
		rec := *r.Recovery
		for _, s := range []*string{&rec.Action, &rec.Detail, &rec.SpanID} {
			*s = (*s)[:min(len(*s), maxClipped)]
		}
		c.Recovery = &rec
	}
	c.Path, c.ContextData, c.Tags = nil, nil, []string{"clipped"}
	return &c
}
