// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"context"
	"sync"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/metric/noop"

	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// maxWords bounds the values that an attribute of a metric takes. Names and
// reasons that go beyond it, such as tools that a model made up, count as
// [semconv.Other].
const maxWords = 200

// metrics counts operations, failures and outcomes. A nil *metrics works and
// counts nothing.
type metrics struct {
	operations metric.Int64Counter
	failures   metric.Int64Counter
	outcomes   metric.Int64Counter
	faults     metric.Int64Counter
	recovery   metric.Float64Histogram

	names, reasons, actions wordList
}

func newMetrics(mp metric.MeterProvider) *metrics {
	if mp == nil {
		return nil
	}
	meter := mp.Meter(semconv.ScopeName, metric.WithInstrumentationVersion(Version))
	counter := func(name, unit, description string) metric.Int64Counter {
		c, err := meter.Int64Counter(name, metric.WithUnit(unit), metric.WithDescription(description))
		if err != nil {
			otel.Handle(err)
		}
		if c == nil {
			return noop.Int64Counter{}
		}
		return c
	}
	m := &metrics{
		operations: counter(semconv.MetricOperations, "{operation}", "Operations that ended."),
		failures:   counter(semconv.MetricFailures, "{failure}", "Failures recorded where they began."),
		faults:     counter(semconv.MetricFaults, "{panic}", "Panics that were contained while telemetry was made."),
		outcomes:   counter(semconv.MetricOutcomes, "{failure}", "Failures by what became of them."),
	}
	var err error
	m.recovery, err = meter.Float64Histogram(semconv.MetricRecoveryDuration, metric.WithUnit("s"),
		metric.WithDescription("Time from a failure to its recovery."),
		metric.WithExplicitBucketBoundaries(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300))
	if err != nil {
		otel.Handle(err)
	}
	if m.recovery == nil {
		m.recovery = noop.Float64Histogram{}
	}
	return m
}

// ended counts an operation.
func (m *metrics) ended(o *Operation) {
	if m == nil || o.soft {
		return
	}
	m.operations.Add(context.Background(), 1, metric.WithAttributes(m.name(o)))
}

// failed counts a failure.
func (m *metrics) failed(f *failure) {
	if m == nil {
		return
	}
	m.failures.Add(context.Background(), 1, metric.WithAttributes(m.of(f)...))
}

// fault counts a panic that was contained.
func (m *metrics) fault() {
	if m != nil {
		m.faults.Add(context.Background(), 1)
	}
}

// became counts what became of a failure, once it is final.
func (t *Tracker) became(f *failure, out outcome) {
	if t.metrics == nil || out.outcome == "" || !f.counted.CompareAndSwap(false, true) {
		return
	}
	t.contain("counting an outcome", func() { t.metrics.became(f, out) })
}

func (m *metrics) became(f *failure, out outcome) {
	attributes := append(m.of(f),
		semconv.RecoveryOutcome.String(out.outcome),
		semconv.RecoveryAction.String(m.actions.bounded(string(out.action))),
		semconv.RecoveryBasis.String(out.basis),
	)
	ctx := context.Background()
	m.outcomes.Add(ctx, 1, metric.WithAttributes(attributes...))
	if out.outcome == outcomeRecovered {
		m.recovery.Record(ctx, max(0, out.after).Seconds(), metric.WithAttributes(attributes...))
	}
}

func (m *metrics) name(o *Operation) attribute.KeyValue {
	return semconv.OperationName.String(m.names.bounded(o.name.span))
}

func (m *metrics) of(f *failure) []attribute.KeyValue {
	return append(make([]attribute.KeyValue, 0, 7),
		m.name(f.op),
		semconv.FailureCategory.String(string(f.verdict.Category)),
		semconv.FailureReason.String(m.reasons.bounded(string(f.verdict.Reason))),
		semconv.FailureSeverity.String(string(f.verdict.Severity)),
	)
}

// wordList lets the first maxWords different words through.
type wordList struct {
	mu    sync.RWMutex
	words map[string]struct{}
}

func (l *wordList) bounded(word string) string {
	l.mu.RLock()
	_, known := l.words[word]
	l.mu.RUnlock()
	if known {
		return word
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.words) >= maxWords {
		return semconv.Other
	}
	if l.words == nil {
		l.words = map[string]struct{}{}
	}
	l.words[word] = struct{}{}
	return word
}
