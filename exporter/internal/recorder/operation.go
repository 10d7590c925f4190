// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"encoding/hex"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// operation is what a span of otelfail's instrumentation says.
type operation struct {
	span      sdktrace.ReadOnlySpan
	context   trace.SpanContext // these three are copied since asking an ended
	name      string            // span costs a copy of all of it
	failed    bool              // ended with status Error
	runID     string
	userID    string
	agent     string // set on invoke_agent spans
	attempt   int
	root      bool     // the outermost operation: the end of its run
	failedIDs []string // on the root: the failures that ended the run
	spends    tokens
	hex       string // of the span's id, once asked for
}

// read reads a span of otelfail's own.
func (o *operation) read(s sdktrace.ReadOnlySpan, sc *trace.SpanContext) {
	o.span, o.context, o.name, o.attempt = s, *sc, s.Name(), 1
	o.failed = s.Status().Code == codes.Error
	attributes := s.Attributes()
	tokens := false
	for i := range attributes {
		kv := &attributes[i]
		switch kv.Key {
		case semconv.FailureRunID:
			o.runID = kv.Value.AsString()
		case semconv.FailureUserID:
			o.userID = kv.Value.AsString()
		case semconv.GenAIAgentName:
			o.agent = kv.Value.AsString()
		case semconv.FailureAttempt:
			o.attempt = int(kv.Value.AsInt64())
		case semconv.FailureCount:
			o.root = true
		case semconv.FailureIDs:
			o.failedIDs = kv.Value.AsStringSlice()
		default:
			tokens = tokens || countsTokens(kv.Key)
		}
	}
	if tokens {
		o.spends = spends(attributes)
	}
	if o.runID == "" { // the default, which the span gets once it has started
		o.runID = o.context.TraceID().String()
		if o.kind() == classify.OpAgent && s.Parent().IsValid() {
			o.runID += "-" + o.context.SpanID().String()
		}
	}
}

// eventless says whether nothing is to be told of the operation but that it
// ended well.
func (o *operation) eventless() bool {
	return !o.failed && !o.root && len(o.span.Events()) == 0
}

// spanText returns the span's id as text.
func (o *operation) spanText(texts *idTexts) string {
	if o.hex == "" {
		id := o.context.SpanID()
		o.hex = texts.of(id[:])
	}
	return o.hex
}

// soft says whether the span stands for a failure that its operation survived.
func (o *operation) soft() bool { return o.name == semconv.SpanSoftFailure }

// kind says what kind of operation it is.
func (o *operation) kind() classify.Operation { return kindOf(o.name) }

// ourName says whether a span may be otelfail's, by its name, which is the cheapest
// to ask for.
func ourName(name string) bool {
	return name == semconv.SpanSoftFailure || kindOf(name) != classify.OpNone
}

// kindOf tells the kind by the first word of a span's name.
func kindOf(name string) classify.Operation {
	if name == "" {
		return classify.OpNone
	}
	switch name[0] { // saves the others time
	case 'i', 's', 'e', 'c', 'm':
	default:
		return classify.OpNone
	}
	i := strings.IndexByte(name, ' ')
	if i < 0 {
		i = len(name)
	}
	switch name[:i] {
	case semconv.GenAIInvokeAgent:
		return classify.OpAgent
	case "step":
		return classify.OpStep
	case semconv.GenAIExecuteTool:
		return classify.OpTool
	case semconv.GenAIChat:
		return classify.OpModel
	case "memory":
		return classify.OpMemory
	case "export":
		return classify.OpExport
	case "evaluate":
		return classify.OpEvaluation
	}
	return classify.OpNone
}

// step is what a step's span says of itself.
type step struct{ node, id, kind, title string }

// step returns the step that the operation is, or nil.
func (o *operation) step() *step {
	if o.kind() != classify.OpStep {
		return nil
	}
	var s step
	for _, kv := range o.span.Attributes() {
		switch kv.Key {
		case semconv.FailureNode:
			s.node = kv.Value.AsString()
		case semconv.FailureStepID:
			s.id = kv.Value.AsString()
		case semconv.FailureStepType:
			s.kind = kv.Value.AsString()
		case semconv.FailureStepTitle:
			s.title = kv.Value.AsString()
		}
	}
	return &s
}

// failure reads the failure that began in the operation, and the outcome that it
// came with, if any. It returns nil where there is none.
func (r *Recorder) failure(run *run, o *operation) (k *kept, known outcomeOf, isKnown bool) {
	if !o.failed {
		return nil, known, false
	}
	events := o.span.Events()
	for i := range events {
		if e := &events[i]; e.Name == semconv.EventException {
			if k = r.record(run, o, e); k != nil {
				known, isKnown = o.outcome(e, &r.ids)
				return k, known, isKnown
			}
		}
	}
	// Recorded as a log event, the failure is told by the span's own attributes.
	e := sdktrace.Event{Name: semconv.EventException, Time: o.span.EndTime(), Attributes: o.span.Attributes()}
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
	rec.LatencyMS = milliseconds(o.span.StartTime(), o.span.EndTime())
	rec.Path, rec.Tags = []string{}, []string{}
	attributes := o.span.Attributes()
	for i := range attributes {
		switch kv := &attributes[i]; kv.Key {
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
