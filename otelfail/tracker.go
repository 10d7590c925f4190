// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"fmt"
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
	provided bool                  // a provider was given
	tracer   trace.Tracer          // of that provider; nil where it makes no spans
	program  []classify.Classifier // the program's own
	chain    *classify.Chain       // these, then the built-in rules
	redactor *redact.Redactor
	severity classify.SeverityOverride
	metrics  *metrics
	signal   signal

	tracers atomic.Pointer[cachedTracer]
	names   nameCache
	places  placeCache
	faults  atomic.Int64 // panics contained; the first is reported
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
	t := &Tracker{provided: c.provider != nil}
	for _, cl := range c.classifiers {
		t.program = append(t.program, guardedClassifier{t, cl})
	}
	t.chain = classify.New(t.program...)
	t.severity = severityOverride(c.severity)
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
	severity    *classify.SeverityOverride
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
// order given. What a verdict leaves empty the next ones fill in.
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

// WithSeverityOverride gives failures the severity of the table's row that fits
// them, whatever the classifiers said. Without this option [New] reads the table
// from the environment variable FAILURE_SEVERITY_OVERRIDE, such as
// "network=medium,tool/not_found=critical"; see [classify.ParseSeverityOverride].
// A variable that is no table is reported to the OpenTelemetry error handler and
// overrides nothing.
func WithSeverityOverride(table classify.SeverityOverride) Option {
	return optionFunc(func(c config) config {
		c.severity = &table
		return c
	})
}

func severityOverride(given *classify.SeverityOverride) classify.SeverityOverride {
	if given != nil {
		return *given
	}
	table, err := classify.SeverityOverrideFromEnv()
	if err != nil {
		handle(fmt.Errorf("otelfail: %w", err))
	}
	return table
}
