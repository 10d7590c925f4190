// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"cmp"
	"slices"
	"strconv"
	"sync"
	"time"
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
	keys []string // scratch for sorting the keys of maps
}

var encoders = sync.Pool{New: func() any { return &encoder{buf: make([]byte, 0, 2048)} }}

func newEncoder() *encoder {
	e := encoders.Get().(*encoder)
	e.buf = e.buf[:0]
	return e
}

func (e *encoder) free() {
	if cap(e.buf) <= maxPooled {
		clear(e.keys[:cap(e.keys)])
		e.keys = e.keys[:0]
		encoders.Put(e)
	}
}

// recordLine appends r and a newline, clipped if it would be longer than what
// readers accept.
func (e *encoder) recordLine(r *Record) {
	start := len(e.buf)
	e.record(r)
	if len(e.buf)-start >= maxLine {
		e.buf = e.buf[:start]
		e.record(clip(r))
	}
	e.buf = append(e.buf, '\n')
}

func (e *encoder) record(r *Record) {
	e.head(r.Event, r.Schema)
	e.key(`,"failure_id":`).str(r.FailureID)
	e.key(`,"timestamp":`).time(r.Timestamp)
	e.key(`,"run_id":`).str(r.RunID)
	e.key(`,"user_id":`).str(r.UserID)
	e.key(`,"service":`).str(r.Service)
	e.key(`,"trace_id":`).str(r.TraceID)
	e.key(`,"span_id":`).str(r.SpanID)
	e.key(`,"category":`).str(string(r.Category))
	e.key(`,"reason":`).str(string(r.Reason))
	e.key(`,"severity":`).str(string(r.Severity))
	e.key(`,"retryable":`)
	if yes, known := r.Retryable.Bool(); known {
		e.buf = strconv.AppendBool(e.buf, yes)
	} else {
		e.key("null")
	}
	e.key(`,"graph_node":`).str(r.GraphNode)
	e.key(`,"step_id":`).str(r.StepID)
	e.key(`,"step_type":`).str(r.StepType)
	e.key(`,"step_title":`).str(r.StepTitle)
	e.key(`,"tool_name":`).str(r.ToolName)
	e.key(`,"llm_model":`).str(r.LLMModel)
	e.key(`,"error_type":`).str(r.ErrorType)
	e.key(`,"error_message":`).str(r.ErrorMessage)
	e.key(`,"error_traceback":`).str(r.ErrorTraceback)
	e.key(`,"latency_ms":`).float(r.LatencyMS)
	e.key(`,"attempt_number":`).int(int64(r.AttemptNumber))
	e.key(`,"fingerprint":`).str(r.Fingerprint)
	e.key(`,"path":`).strs(r.Path)
	e.key(`,"was_recovered":`)
	e.buf = strconv.AppendBool(e.buf, r.WasRecovered)
	e.key(`,"recovery_action":`).str(r.RecoveryAction)
	e.key(`,"recovery":`).recovery(r.Recovery)
	e.key(`,"context_data":`).object(r.ContextData, 0)
	e.key(`,"tags":`).strs(r.Tags)
	if r.CauseID != "" {
		e.key(`,"cause_id":`).str(r.CauseID)
	}
	if r.CauseSpanID != "" {
		e.key(`,"cause_span_id":`).str(r.CauseSpanID)
	}
	if r.Cost != nil {
		e.key(`,"cost":{"input_tokens":`).int(r.Cost.InputTokens)
		e.key(`,"output_tokens":`).int(r.Cost.OutputTokens)
		e.buf = append(e.buf, '}')
	}
	e.buf = append(e.buf, '}')
}

func (e *encoder) recovery(r *Recovery) {
	if r == nil {
		e.key("null")
		return
	}
	e.key(`{"outcome":`).str(string(r.Outcome))
	e.key(`,"action":`).str(r.Action)
	e.key(`,"basis":`).str(string(r.Basis))
	e.key(`,"detail":`).str(r.Detail)
	e.key(`,"after_ms":`).float(r.AfterMS)
	e.key(`,"span_id":`).str(r.SpanID)
	e.key(`,"supersedes":`).str(string(r.Supersedes))
	if r.SupersedesBasis != "" {
		e.key(`,"supersedes_basis":`).str(string(r.SupersedesBasis))
	}
	e.buf = append(e.buf, '}')
}

// runLine appends r and a newline.
func (e *encoder) runLine(r *Run) {
	e.head(r.Event, r.Schema)
	e.key(`,"timestamp":`).time(r.Timestamp)
	e.key(`,"run_id":`).str(r.RunID)
	e.key(`,"user_id":`).str(r.UserID)
	e.key(`,"service":`).str(r.Service)
	e.key(`,"agent":`).str(r.Agent)
	e.key(`,"trace_id":`).str(r.TraceID)
	e.key(`,"span_id":`).str(r.SpanID)
	e.key(`,"host":`).str(r.Host)
	e.key(`,"pid":`).int(int64(r.PID))
	if r.Status != "" {
		e.key(`,"status":`).str(string(r.Status))
	}
	if r.DurationMS != 0 {
		e.key(`,"duration_ms":`).float(r.DurationMS)
	}
	if len(r.Operations) > 0 {
		e.key(`,"operations":`)
		appendMap(e, r.Operations, func(c OperationCount) {
			e.key(`{"calls":`).int(int64(c.Calls))
			if c.Failed != 0 {
				e.key(`,"failed":`).int(int64(c.Failed))
			}
			if c.Attempts != 0 {
				e.key(`,"attempts":`).int(int64(c.Attempts))
			}
			e.buf = append(e.buf, '}')
		})
	}
	if len(r.Failures) > 0 {
		e.key(`,"failures":`)
		appendMap(e, r.Failures, func(n int) { e.int(int64(n)) })
	}
	e.buf = append(e.buf, '}', '\n')
}

// droppedLine appends d and a newline.
func (e *encoder) droppedLine(d *Dropped) {
	e.head(d.Event, d.Schema)
	e.key(`,"timestamp":`).time(d.Timestamp)
	e.key(`,"since":`).time(d.Since)
	e.key(`,"run_id":`).str(d.RunID)
	e.key(`,"cause":`).str(string(d.Cause))
	e.key(`,"error":`).str(d.Error)
	if d.Fingerprint != "" {
		e.key(`,"fingerprint":`).str(d.Fingerprint)
	}
	e.key(`,"failures":`).int(int64(d.Failures))
	e.key(`,"lines":`).int(int64(d.Lines))
	e.buf = append(e.buf, '}', '\n')
}

func (e *encoder) head(event Event, schema int) {
	e.key(`{"event":`).str(string(event))
	e.key(`,"schema":`).int(int64(cmp.Or(schema, Schema)))
}

// appendMap appends m in the order of its keys, each value by the given
// function. It is no method because methods have no type parameters.
func appendMap[K ~string, V any](e *encoder, m map[K]V, value func(V)) {
	from := len(e.keys)
	for k := range m {
		e.keys = append(e.keys, string(k))
	}
	to := len(e.keys)
	slices.Sort(e.keys[from:to])
	e.buf = append(e.buf, '{')
	for i := from; i < to; i++ {
		if i > from {
			e.buf = append(e.buf, ',')
		}
		k := e.keys[i]
		e.str(k)
		e.buf = append(e.buf, ':')
		value(m[K(k)])
	}
	e.buf = append(e.buf, '}')
	e.keys = e.keys[:from]
}

// key appends s as it is.
func (e *encoder) key(s string) *encoder {
	e.buf = append(e.buf, s...)
	return e
}

func (e *encoder) int(n int64) { e.buf = strconv.AppendInt(e.buf, n, 10) }

// time appends t in UTC. Years that JSON readers refuse become the zero time.
func (e *encoder) time(t time.Time) {
	t = t.UTC()
	if y := t.Year(); y < 0 || y > 9999 {
		t = time.Time{}
	}
	e.buf = append(e.buf, '"')
	e.buf = t.AppendFormat(e.buf, time.RFC3339Nano)
	e.buf = append(e.buf, '"')
}

func (e *encoder) strs(list []string) {
	e.buf = append(e.buf, '[')
	for i, s := range list {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.str(s)
	}
	e.buf = append(e.buf, ']')
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
