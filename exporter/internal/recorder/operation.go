// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// operation is what a span of otelfail's instrumentation says.
type operation struct {
	span       sdktrace.ReadOnlySpan
	context    trace.SpanContext // these are asked for once, since asking an ended
	name       string            // span costs a copy of all of it
	attributes []attribute.KeyValue
	events     []sdktrace.Event
	failed     bool // ended with status Error
	// Of operations of which there is something to tell:
	parent     trace.SpanContext
	start, end time.Time

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
	o.attributes, o.events = s.Attributes(), s.Events()
	tokens := false
	for i := range o.attributes {
		kv := &o.attributes[i]
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
		o.spends = spends(o.attributes)
	}
	if o.runID == "" { // the default, which the span gets once it has started
		o.runID = o.context.TraceID().String()
		if o.kind() == classify.OpAgent && s.Parent().IsValid() {
			o.runID += "-" + o.context.SpanID().String()
		}
	}
}

// readRest reads what is not needed of an operation that ended well.
func (o *operation) readRest() {
	o.parent, o.start, o.end = o.span.Parent(), o.span.StartTime(), o.span.EndTime()
}

// eventless says whether nothing is to be told of the operation but that it
// ended well.
func (o *operation) eventless() bool {
	return !o.failed && !o.root && len(o.events) == 0
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
	for _, kv := range o.attributes {
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
