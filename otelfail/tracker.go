// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"hash/maphash"
	"sync/atomic"

	"go.opentelemetry.io/otel/log"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// Tracker starts operations. The zero Tracker and a nil *Tracker work: they use
// the provider of the span in the context, else the global one, and the
// built-in rules; a nil *Tracker within an operation uses that operation's
// Tracker. A Tracker is safe for concurrent use.
type Tracker struct {
	provided bool         // a provider was given
	tracer   trace.Tracer // of that provider; nil where it makes no spans
	chain    *classify.Chain
	redactor *redact.Redactor
	severity classify.Severity
	metrics  *metrics
	signal   signal

	tracers  atomic.Pointer[cachedTracer]
	names    nameCache
	reported atomic.Bool // a fault, to the OpenTelemetry error handler
}

// fallback is what a nil *Tracker stands for outside of any operation. It has
// no configuration, only caches.
var fallback Tracker

// argumentSeed makes the hashes of tool arguments unguessable.
var argumentSeed = maphash.MakeSeed()

// New returns a Tracker with the options applied.
func New(opts ...Option) *Tracker {
	var c config
	for _, o := range opts {
		if o != nil {
			c = o.apply(c)
		}
	}
	t := &Tracker{provided: c.provider != nil, severity: c.severity}
	for i, cl := range c.classifiers {
		c.classifiers[i] = guardedClassifier{t, cl}
	}
	t.chain = classify.New(c.classifiers...)
	t.redactor = redact.New(t.guardRedactor(c.redact))
	t.contain("making instruments", func() { t.metrics = newMetrics(c.meters) })
	t.contain("making a logger", func() { t.signal = newSignal(c.loggers) })
	if t.provided && !isNoop(c.provider) {
		t.contain("making a tracer", func() { t.tracer = newTracer(c.provider) })
	}
	return t
}

type config struct {
	provider    trace.TracerProvider
	severity    classify.Severity
	classifiers []classify.Classifier
	redact      func(string) string
	meters      metric.MeterProvider
	loggers     log.LoggerProvider
}

// Option configures a [Tracker].
type Option interface {
	apply(config) config
}

type optionFunc func(config) config

func (f optionFunc) apply(c config) config { return f(c) }

// WithTracerProvider makes the Tracker use tp alone. A nil tp is ignored.
func WithTracerProvider(tp trace.TracerProvider) Option {
	return optionFunc(func(c config) config {
		if tp != nil {
			c.provider = tp
		}
		return c
	})
}

// WithMeterProvider counts operations, failures and outcomes, and measures the
// time to recovery, with instruments of mp. Package semconv lists them. A nil mp
// is ignored.
func WithMeterProvider(mp metric.MeterProvider) Option {
	return optionFunc(func(c config) config {
		if mp != nil {
			c.meters = mp
		}
		return c
	})
}

// WithLoggerProvider lets the environment variable
// OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN, read by [New], choose the signal on
// which failures are recorded: span events if it is unset, log events of lp if
// it is "logs", both if it is "logs/dup". With "logs" the failure's attributes
// are on the span itself. A nil lp is ignored.
func WithLoggerProvider(lp log.LoggerProvider) Option {
	return optionFunc(func(c config) config {
		if lp != nil {
			c.loggers = lp
		}
		return c
	})
}

// WithClassifier asks cl before the built-in rules; several are asked in the
// order given. A verdict may leave fields empty for the built-in rules to fill.
func WithClassifier(cl classify.Classifier) Option {
	return optionFunc(func(c config) config {
		if cl != nil {
			c.classifiers = append(c.classifiers[:len(c.classifiers):len(c.classifiers)], cl)
		}
		return c
	})
}

// WithRedactor runs f over every text that is recorded, after the built-in
// redaction.
func WithRedactor(f func(string) string) Option {
	return optionFunc(func(c config) config {
		c.redact = f
		return c
	})
}

// WithSeverityOverride gives every failure the severity s. An empty s is
// ignored.
func WithSeverityOverride(s classify.Severity) Option {
	return optionFunc(func(c config) config {
		c.severity = s
		return c
	})
}
