// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"encoding/hex"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// failure reads the failure that began in the operation, and the outcome that it
// came with, if any. It returns nil where there is none.
func (r *Recorder) failure(run *run, o *operation) (k *kept, known outcomeOf, isKnown bool) {
	if !o.failed {
		return nil, known, false
	}
	for i := range o.events {
		if e := &o.events[i]; e.Name == semconv.EventException {
			if k = r.record(run, o, e); k != nil {
				known, isKnown = o.outcome(e, &r.ids)
				return k, known, isKnown
			}
		}
	}
	// Recorded as a log event, the failure is told by the span's own attributes.
	e := sdktrace.Event{Name: semconv.EventException, Time: o.end, Attributes: o.attributes}
	if k = r.record(run, o, &e); k != nil {
		known, isKnown = o.outcome(&e, &r.ids)
	}
	return k, known, isKnown
}

// record reads an exception event. It returns nil where that is not of a failure
// of otelfail's.
func (r *Recorder) record(run *run, o *operation, e *sdktrace.Event) *kept {
	k := r.spare.take()
	rec := &k.Record
	rec.Event, rec.Schema, rec.Timestamp = failurelog.FailureRecorded, failurelog.Schema, e.Time.UTC()
	rec.RunID, rec.UserID, rec.AttemptNumber = o.runID, o.userID, o.attempt
	rec.TraceID, rec.Service = run.traceText(&r.ids), r.service.of(r, o.span)
	rec.LatencyMS = milliseconds(o.start, o.end)
	rec.Path, rec.Tags = []string{}, []string{}
	for i := range o.attributes {
		switch kv := &o.attributes[i]; kv.Key {
		case semconv.GenAIToolName:
			rec.ToolName = kv.Value.AsString()
		case semconv.GenAIRequestModel:
			rec.LLMModel = kv.Value.AsString()
		}
	}
	for i := range e.Attributes {
		if kv := &e.Attributes[i]; kv.Key == semconv.FailurePath {
			rec.Path = r.paths.of(kv.Value)
		} else {
			setField(rec, kv)
		}
	}
	if rec.FailureID == "" {
		r.spare.put(k)
		return nil
	}
	if id, _, ok := strings.Cut(rec.FailureID, "-"); ok && len(id) == hex.EncodedLen(len(trace.SpanID{})) {
		rec.SpanID = id // its own failure's id starts with it, and costs nothing
	} else {
		rec.SpanID = o.spanText(&r.ids)
	}
	return k
}

// lastPath is the path that was read last: failures in a row mostly share it.
type lastPath struct {
	value attribute.Value
	path  []string
}

func (p *lastPath) of(value attribute.Value) []string {
	if p.path == nil || p.value != value {
		p.value, p.path = value, value.AsStringSlice()
	}
	return p.path
}

// lastService is the name of the service that was asked for last: mostly there is
// one. The program's own redactor does not see it, since it must not be called
// while the lock is held.
type lastService struct {
	resource *resource.Resource
	name     string
}

func (l *lastService) of(r *Recorder, s sdktrace.ReadOnlySpan) string {
	res := s.Resource()
	if res == nil {
		return ""
	}
	if l.resource != res {
		l.resource, l.name = res, ""
		if v, ok := res.Set().Value("service.name"); ok {
			l.name = r.builtIn.String(v.AsString())
		}
	}
	return l.name
}

func setField(r *failurelog.Record, kv *attribute.KeyValue) {
	switch v := kv.Value; kv.Key {
	case semconv.FailureID:
		r.FailureID = v.AsString()
	case semconv.FailureCategory:
		r.Category = classify.Category(v.AsString())
	case semconv.FailureReason:
		r.Reason = classify.Reason(v.AsString())
	case semconv.FailureSeverity:
		r.Severity = classify.Severity(v.AsString())
	case semconv.FailureRetryable:
		r.Retryable = classify.RetryNo
		if v.AsBool() {
			r.Retryable = classify.RetryYes
		}
	case semconv.FailureAttempt:
		r.AttemptNumber = int(v.AsInt64())
	case semconv.FailureFingerprint:
		r.Fingerprint = v.AsString()
	case semconv.FailureRunID:
		r.RunID = v.AsString()
	case semconv.FailureUserID:
		r.UserID = v.AsString()
	case semconv.FailureNode:
		r.GraphNode = v.AsString()
	case semconv.FailureStepID:
		r.StepID = v.AsString()
	case semconv.FailureStepType:
		r.StepType = v.AsString()
	case semconv.FailureStepTitle:
		r.StepTitle = v.AsString()
	case semconv.FailureTags:
		r.Tags = v.AsStringSlice()
	case semconv.FailureCauseID:
		r.CauseID = v.AsString()
	case semconv.ExceptionType:
		r.ErrorType = v.AsString()
	case semconv.ExceptionMessage:
		r.ErrorMessage = v.AsString()
	case semconv.ExceptionStacktrace:
		r.ErrorTraceback = v.AsString()
	default:
		if name, ok := strings.CutPrefix(string(kv.Key), semconv.FailureContextPrefix); ok {
			if r.ContextData == nil {
				r.ContextData = map[string]any{}
			}
			r.ContextData[name] = v.AsInterface()
		}
	}
}
