// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// Failed says whether a span counts as failed: by its status, or by a panic
// that the Go SDK recorded when the span ended, which leaves the status unset.
// Other exception events on a span that did not fail were handled in it.
func Failed(s sdktrace.ReadOnlySpan) bool {
	if s.Status().Code == codes.Error {
		return true
	}
	return lastException(s, func(e *sdktrace.Event) bool { return !e.Time.Before(s.EndTime()) }) >= 0
}

// lastException returns the index of the last exception event that fits, or -1.
func lastException(s sdktrace.ReadOnlySpan, fits func(*sdktrace.Event) bool) int {
	events := s.Events()
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Name == semconv.EventException && fits(&events[i]) {
			return i
		}
	}
	return -1
}

// facts are what a span says about itself, in the words of whichever library
// made it.
type facts struct {
	span      sdktrace.ReadOnlySpan
	failed    bool
	operation classify.Operation
	tool      string
	model     string
	user      string
	errorType string // error.type
	http      int    // 400 and above, else 0
	grpc      int    // 0 for OK
	arguments string
	spends    tokens

	// The exception that the failure is about, if the span failed.
	exception int // 1-based, counting dropped events; 0 for none
	time      time.Time
	kind      string // exception.type
	message   string
	stack     string
	panicked  bool

	said *classify.Chain // by the program's classifiers; nil for nothing

	// The texts that are recorded, without credentials. Of otelfail's own spans,
	// whose texts are so already, it has none.
	safe safeTexts
}

type safeTexts struct{ name, tool, model, user, kind, message, stack string }

// readFacts reads a span of another instrumentation. It calls the program's
// redactor and classifiers.
func (r *Recorder) readFacts(s sdktrace.ReadOnlySpan, failed bool) *facts {
	f := readFacts(s, failed)
	f.safe = safeTexts{
		name: r.redact(s.Name()), tool: r.redact(f.tool), model: r.redact(f.model), user: r.redact(f.user),
		kind: r.redact(f.kind), message: r.redact(f.message), stack: r.redact(f.stack),
	}
	f.said = r.ask(f)
	return f
}

// values collects the attributes of one span by field.
type values [fieldOutput + 1]struct {
	value attribute.Value
	rank  uint8
}

func (v *values) read(attributes []attribute.KeyValue) {
	for _, kv := range attributes {
		word, ok := vocabulary[kv.Key]
		if !ok {
			continue
		}
		have := &v[word.field]
		if have.value.Type() == attribute.EMPTY || word.rank < have.rank {
			have.value, have.rank = kv.Value, word.rank
		}
	}
}

func (v *values) text(f field) string { return v[f].value.AsString() }

func (v *values) number(f field) int { return number(v[f].value) }

// number reads a number that may be written as a text.
func number(value attribute.Value) int {
	switch value.Type() {
	case attribute.INT64:
		return int(value.AsInt64())
	case attribute.FLOAT64:
		return int(value.AsFloat64())
	case attribute.STRING:
		n, _ := strconv.Atoi(value.AsString()) // 0 is no status and no tokens
		return n
	}
	return 0
}

// readFacts reads a span.
func readFacts(s sdktrace.ReadOnlySpan, failed bool) *facts {
	f := &facts{span: s, failed: failed, time: s.EndTime()}
	var v values
	attributes := s.Attributes()
	v.read(attributes)
	f.spends = spends(attributes)
	f.operation = v.operation()
	f.tool, f.model, f.user = v.text(fieldTool), v.text(fieldModel), v.text(fieldUser)
	switch f.operation {
	case classify.OpTool:
		if f.tool == "" {
			f.tool = v.text(fieldEntity)
		}
		if f.tool == "" {
			f.tool = strings.TrimPrefix(s.Name(), semconv.GenAIExecuteTool+" ")
		}
	case classify.OpModel, classify.OpNone:
	default:
		f.model = "" // of an agent, say, that names its model
	}
	if f.operation != classify.OpNone {
		f.arguments = v.text(fieldGiven)
	}
	if args := v.text(fieldArguments); args != "" && f.arguments == "" {
		f.arguments = args
	}
	f.errorType = v.text(fieldErrorType)
	if f.errorType == "_OTHER" {
		f.errorType = ""
	}
	if f.http = v.number(fieldHTTP); f.http < 400 || f.http > 599 {
		f.http = 0
	}
	f.grpc = v.grpc()
	if failed {
		f.readException()
	}
	return f
}

// operation says what kind of work the span is, in the order of how sure its
// vocabulary is.
func (v *values) operation() classify.Operation {
	if op := operationNames[v.text(fieldOperation)]; op != classify.OpNone {
		return op
	}
	if op := kindNames[strings.ToLower(v.text(fieldKind))]; op != classify.OpNone {
		return op
	}
	if op := requestNames[v.text(fieldRequest)]; op != classify.OpNone {
		return op
	}
	switch {
	case v.text(fieldMCP) == "tools/call":
		return classify.OpTool
	case v.text(fieldDB) != "":
		return classify.OpMemory
	}
	return classify.OpNone
}

func (v *values) grpc() int {
	if i := slices.Index(grpcNames[:], strings.ToUpper(v.text(fieldGRPC))); i >= 0 {
		return i
	}
	if n := v.number(fieldGRPC); n > 0 && n < len(grpcNames) {
		return n
	}
	return 0
}

// readException reads the last exception event; without one the status tells.
func (f *facts) readException() {
	f.message = f.span.Status().Description
	f.kind = f.errorType
	if f.kind == "" && f.http > 0 {
		f.kind = strconv.Itoa(f.http) // as the HTTP conventions would have it
	}
	at := lastException(f.span, func(*sdktrace.Event) bool { return true })
	if at < 0 {
		return
	}
	events := f.span.Events()
	f.exception = f.span.DroppedEvents()
	for i := range events[:at+1] {
		if events[i].Name == semconv.EventException {
			f.exception++
		}
	}
	e := &events[at]
	f.time = e.Time
	f.panicked = f.span.Status().Code != codes.Error
	for _, kv := range e.Attributes {
		text := kv.Value.AsString()
		switch {
		case text == "":
		case kv.Key == semconv.ExceptionType:
			f.kind = text
		case kv.Key == semconv.ExceptionMessage:
			f.message = text
		case kv.Key == semconv.ExceptionStacktrace:
			f.stack = text
		}
	}
}

// says reports whether the span's exceptions or its status contain a text.
func (f *facts) says(text string) bool {
	if strings.Contains(f.span.Status().Description, text) {
		return true
	}
	return lastException(f.span, func(e *sdktrace.Event) bool {
		return slices.ContainsFunc(e.Attributes, func(kv attribute.KeyValue) bool {
			return kv.Key == semconv.ExceptionMessage && strings.Contains(kv.Value.AsString(), text)
		})
	}) >= 0
}
