// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package canary_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// place is where a secret is planted, in the run of ctx.
type place struct {
	name  string
	plant func(ctx context.Context, p *program, secret string)
}

// program is an agent whose telemetry is watched.
type program struct {
	tracker  *otelfail.Tracker
	foreign  trace.Tracer
	provider trace.TracerProvider
}

var errPlain = errors.New("plain failure")

// fail has an operation fail.
func (p *program) fail(ctx context.Context, spec otelfail.Spec, err error) {
	_, _ = otelfail.Do(ctx, p.tracker, spec, func(context.Context) (int, error) { return 0, err })
}

// failing returns a place in the error of a tool.
func failing(name string, make func(secret string) error) place {
	return place{name, func(ctx context.Context, p *program, secret string) {
		p.fail(ctx, otelfail.Tool("t-"+name), make(secret))
	}}
}

// described returns a place in the description of an operation.
func described(name string, make func(secret string) otelfail.Spec) place {
	return place{name, func(ctx context.Context, p *program, secret string) { p.fail(ctx, make(secret), errPlain) }}
}

// inSpan returns a place in a span that other instrumentation makes.
func inSpan(name string, make func(span trace.Span, secret string)) place {
	return place{"foreign " + name, func(ctx context.Context, p *program, secret string) {
		_, span := p.foreign.Start(ctx, "GET", trace.WithSpanKind(trace.SpanKindClient))
		span.SetStatus(codes.Error, "")
		make(span, secret)
		span.End()
	}}
}

var places = []place{
	// Errors.
	failing("message", func(s string) error { return errors.New(s) }),
	failing("sentence", func(s string) error { return errors.New("request failed: " + s + ": try again") }),
	failing("wrapped", func(s string) error { return fmt.Errorf("step executor: %w", errors.New(s)) }),
	failing("joined", func(s string) error { return errors.Join(errPlain, errors.New(s)) }),
	failing("quoted", func(s string) error { return fmt.Errorf("bad value %q", s) }),
	failing("list", func(s string) error { return fmt.Errorf("bad values %v", []string{s, "x"}) }),
	failing("marshaled", func(s string) error {
		b, err := json.Marshal(map[string]string{"url": s})
		return errors.Join(errors.New(string(b)), err)
	}),
	failing("header", func(s string) error {
		return fmt.Errorf("401 with headers %v", http.Header{"Authorization": {s}, "Accept": {"*/*"}})
	}),
	failing("url error", func(s string) error { return &url.Error{Op: "Get", URL: s, Err: errPlain} }),
	failing("path error", func(s string) error { return &fs.PathError{Op: "open", Path: s, Err: fs.ErrNotExist} }),
	failing("long message", func(s string) error {
		return errors.New(strings.Repeat("word ", 3200) + s + strings.Repeat(" word", 9000))
	}),
	failing("error type", func(s string) error { return typedError(s) }),
	failing("own reason", func(s string) error { return reasonError(s) }),
	{"panic with error", func(ctx context.Context, p *program, s string) { p.panics(ctx, errors.New(s)) }},
	{"panic with text", func(ctx context.Context, p *program, s string) { p.panics(ctx, s) }},
	{"panic with struct", func(ctx context.Context, p *program, s string) { p.panics(ctx, struct{ Token string }{s}) }},
	{"panic of Error", func(ctx context.Context, p *program, s string) {
		// Each Tracker reports its first panic only.
		first := &program{tracker: otelfail.New(otelfail.WithTracerProvider(p.provider))}
		first.fail(ctx, otelfail.Tool("t"), panicError(s))
	}},
	{"soft failure", func(ctx context.Context, _ *program, s string) {
		otelfail.Record(ctx, errors.New(s), otelfail.Memory("search"))
	}},
	{"failure by hand", func(ctx context.Context, p *program, s string) {
		_, op := p.tracker.Start(ctx, otelfail.Tool("t"))
		op.Fail(errors.New(s))
		op.End(nil)
	}},
	{"cause of a cancellation", func(ctx context.Context, p *program, s string) {
		ctx, cancel := context.WithCancelCause(ctx)
		cancel(errors.New(s))
		p.fail(ctx, otelfail.Tool("t"), context.Cause(ctx))
	}},

	// Descriptions of operations.
	described("agent name", otelfail.Agent),
	described("step node", otelfail.Step),
	described("tool name", otelfail.Tool),
	described("model name", otelfail.Model),
	described("memory operation", otelfail.Memory),
	described("export artifact", otelfail.Export),
	described("evaluation gate", otelfail.Evaluation),
	described("step id", func(s string) otelfail.Spec { return otelfail.Spec{Name: "n", StepID: s} }),
	described("step type", func(s string) otelfail.Spec { return otelfail.Spec{Name: "n", StepType: s} }),
	described("step title", func(s string) otelfail.Spec { return otelfail.Spec{Name: "n", StepTitle: s} }),
	described("provider", func(s string) otelfail.Spec {
		return otelfail.Spec{Kind: otelfail.KindModel, Name: "m", Provider: s}
	}),
	described("arguments", func(s string) otelfail.Spec {
		return otelfail.Spec{Kind: otelfail.KindTool, Name: "t", Arguments: `{"key":"` + s + `"}`}
	}),
	described("tag", func(s string) otelfail.Spec { return otelfail.Spec{Name: "n", Tags: []string{"a", s}} }),
	described("context key", func(s string) otelfail.Spec {
		return otelfail.Spec{Name: "n", Context: []attribute.KeyValue{attribute.String(s, "x")}}
	}),
	described("context value", func(s string) otelfail.Spec {
		return otelfail.Spec{Name: "n", Context: []attribute.KeyValue{attribute.String("request", s)}}
	}),
	described("context values", func(s string) otelfail.Spec {
		return otelfail.Spec{Name: "n", Context: []attribute.KeyValue{attribute.StringSlice("requests", []string{"x", s})}}
	}),
	described("attribute key", func(s string) otelfail.Spec {
		return otelfail.Spec{Name: "n", Attributes: []attribute.KeyValue{attribute.String(s, "x")}}
	}),
	described("attribute value", func(s string) otelfail.Spec {
		return otelfail.Spec{Name: "n", Attributes: []attribute.KeyValue{attribute.String("request", s)}}
	}),
	described("attribute values", func(s string) otelfail.Spec {
		return otelfail.Spec{Name: "n", Attributes: []attribute.KeyValue{attribute.StringSlice("requests", []string{"x", s})}}
	}),
	described("verdict", func(s string) otelfail.Spec {
		return otelfail.Spec{Name: "n", Verdict: classify.Verdict{Reason: classify.Reason(s), Rule: s, Fingerprint: s}}
	}),
	{"run id", func(_ context.Context, p *program, s string) {
		p.fail(context.Background(), otelfail.Spec{Kind: otelfail.KindAgent, Name: "a", RunID: s}, errPlain)
	}},
	{"user id", func(_ context.Context, p *program, s string) {
		p.fail(context.Background(), otelfail.Spec{Kind: otelfail.KindAgent, Name: "a", UserID: s}, errPlain)
	}},

	// Outcomes.
	{"recovery detail", func(ctx context.Context, p *program, s string) {
		p.fail(ctx, otelfail.Tool("t-detail"), errPlain)
		otelfail.Recovered(ctx, errPlain, otelfail.Fallback, s)
	}},
	{"recovery action", func(ctx context.Context, p *program, s string) {
		p.fail(ctx, otelfail.Tool("t-action"), errPlain)
		otelfail.Recovered(ctx, errPlain, otelfail.Action(s), "x")
	}},
	{"degradation detail", func(ctx context.Context, p *program, s string) {
		p.fail(ctx, otelfail.Tool("t-degraded"), errPlain)
		otelfail.Degraded(ctx, errPlain, otelfail.Fallback, s)
	}},

	// Spans of other instrumentation: what the log takes from them.
	inSpan("status text", func(span trace.Span, s string) { span.SetStatus(codes.Error, s) }),
	inSpan("exception", func(span trace.Span, s string) { span.RecordError(errors.New(s), trace.WithStackTrace(true)) }),
	inSpan("exception type", func(span trace.Span, s string) {
		span.AddEvent("exception", trace.WithAttributes(attribute.String("exception.type", s), attribute.String("exception.message", "m")))
	}),
	inSpan("stack", func(span trace.Span, s string) {
		span.AddEvent("exception", trace.WithAttributes(attribute.String("exception.message", "m"), attribute.String("exception.stacktrace", "main.f("+s+")\n\t/main.go:1")))
	}),
	inSpan("name", func(span trace.Span, s string) { span.SetName(s) }),
	inSpan("error type", func(span trace.Span, s string) { span.SetAttributes(attribute.String("error.type", s)) }),
	inSpan("tool name", func(span trace.Span, s string) {
		span.SetAttributes(attribute.String("gen_ai.operation.name", "execute_tool"), attribute.String("gen_ai.tool.name", s))
	}),
	inSpan("model name", func(span trace.Span, s string) {
		span.SetAttributes(attribute.String("gen_ai.operation.name", "chat"), attribute.String("gen_ai.request.model", s))
	}),
	inSpan("user id", func(span trace.Span, s string) { span.SetAttributes(attribute.String("user.id", s)) }),
	inSpan("arguments", func(span trace.Span, s string) { span.SetAttributes(attribute.String("gen_ai.tool.call.arguments", s)) }),
}

// unseen are the places from which nothing gets out, whatever it is: arguments
// are hashed, and a header of authorization is a secret.
var unseen = map[string]bool{"arguments": true, "foreign arguments": true, "header": true}

// under returns the places that have a key beside them.
func under(key string) []place {
	return []place{
		described("context under "+key, func(s string) otelfail.Spec {
			return otelfail.Spec{Name: "n", Context: []attribute.KeyValue{attribute.String(key, s)}}
		}),
		described("context list under "+key, func(s string) otelfail.Spec {
			return otelfail.Spec{Name: "n", Context: []attribute.KeyValue{attribute.StringSlice(key, []string{s, "x " + s})}}
		}),
		described("context bytes under "+key, func(s string) otelfail.Spec {
			return otelfail.Spec{Name: "n", Context: []attribute.KeyValue{attribute.ByteSlice(key, []byte(s))}}
		}),
		described("context arguments after "+key, func(s string) otelfail.Spec {
			flag := "--" + strings.ReplaceAll(key[strings.LastIndexByte(key, '.')+1:], "_", "-")
			return otelfail.Spec{Name: "n", Context: []attribute.KeyValue{attribute.StringSlice("argv", []string{"tool", flag, s})}}
		}),
		described("attribute under "+key, func(s string) otelfail.Spec {
			return otelfail.Spec{Kind: otelfail.KindTool, Name: "t", Attributes: []attribute.KeyValue{attribute.String(key, s)}}
		}),
		described("attribute list under "+key, func(s string) otelfail.Spec {
			return otelfail.Spec{Kind: otelfail.KindTool, Name: "t", Attributes: []attribute.KeyValue{attribute.StringSlice(key, []string{s})}}
		}),
	}
}

func (p *program) panics(ctx context.Context, value any) {
	defer func() { _ = recover() }()
	_, _ = otelfail.Do(ctx, p.tracker, otelfail.Tool("t-panic"), func(context.Context) (int, error) { panic(value) })
}

type typedError string

func (typedError) Error() string       { return "typed" }
func (e typedError) ErrorType() string { return string(e) }

type reasonError string

func (reasonError) Error() string                { return "reasoned" }
func (e reasonError) FailureReason() string      { return string(e) }
func (e reasonError) FailureFingerprint() string { return string(e) }

type panicError string

func (e panicError) Error() string { panic("Error of " + string(e)) }
