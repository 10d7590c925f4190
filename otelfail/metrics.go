// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"context"
	"slices"
	"sync"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/metric/noop"

	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// maxWords and maxCombinations bound the values that an attribute of a metric
// takes, and the combinations of them: tools that a model made up, a program's
// own words for actions or reasons, generated types of errors must not become
// series without end. What goes beyond counts as [semconv.Other].
const (
	maxWords        = 200
	maxCombinations = 1000
)

// metrics counts operations, failures and outcomes. A nil *metrics works and
// counts nothing.
type metrics struct {
	operations metric.Int64Counter
	failures   metric.Int64Counter
	outcomes   metric.Int64Counter
	faults     metric.Int64Counter
	recovery   metric.Float64Histogram

	names, reasons, actions, errors wordList

	operationSeries, failureSeries, outcomeSeries bound[combination]
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

// ended counts an operation. One that failed has an error.type, so that rates
// come from this metric alone.
func (m *metrics) ended(o *Operation, failed bool) {
	if o.soft {
		return
	}
	c := combination{name: m.names.bounded(o.name.span)}
	if failed {
		c.errorType = m.errors.bounded(o.errorType)
	}
	if !m.operationSeries.admits(c, maxCombinations) {
		c.name = semconv.Other
	}
	attributes := append(make([]attribute.KeyValue, 0, 2), semconv.OperationName.String(c.name))
	if failed {
		attributes = append(attributes, semconv.ErrorType.String(c.errorType))
	}
	m.operations.Add(context.Background(), 1, metric.WithAttributes(attributes...))
}

// failed counts a failure.
func (m *metrics) failed(f *failure) {
	if m == nil {
		return
	}
	c := m.of(f)
	if !m.failureSeries.admits(c, maxCombinations) {
		c.name, c.reason = semconv.Other, semconv.Other
	}
	m.failures.Add(context.Background(), 1, metric.WithAttributes(c.attributes()...))
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

// countOutcomes counts what became of the failures of a run that has ended.
func (r *run) countOutcomes() {
	t := r.root.tracker
	if t.metrics == nil {
		return
	}
	r.mu.Lock()
	failures := slices.Clone(r.failures)
	outcomes := make([]outcome, len(failures))
	for i, f := range failures {
		outcomes[i] = f.final
	}
	r.mu.Unlock()
	for i, f := range failures {
		t.became(f, outcomes[i])
	}
}

func (m *metrics) became(f *failure, out outcome) {
	c := m.of(f)
	c.outcome, c.action, c.basis = out.outcome, m.actions.bounded(string(out.action)), out.basis
	if !m.outcomeSeries.admits(c, maxCombinations) {
		c.name, c.reason, c.action = semconv.Other, semconv.Other, semconv.Other
	}
	attributes := append(c.attributes(),
		semconv.RecoveryOutcome.String(c.outcome),
		semconv.RecoveryAction.String(c.action),
		semconv.RecoveryBasis.String(c.basis),
	)
	ctx := context.Background()
	m.outcomes.Add(ctx, 1, metric.WithAttributes(attributes...))
	if out.outcome == outcomeRecovered {
		m.recovery.Record(ctx, max(0, out.after).Seconds(), metric.WithAttributes(attributes...))
	}
}

// combination is what one series of a metric is for.
type combination struct {
	name, category, reason, severity string
	outcome, action, basis           string
	errorType                        string
}

func (m *metrics) of(f *failure) combination {
	return combination{
		name:     m.names.bounded(f.op.name.span),
		category: string(f.verdict.Category),
		reason:   m.reasons.bounded(string(f.verdict.Reason)),
		severity: string(f.verdict.Severity),
	}
}

func (c *combination) attributes() []attribute.KeyValue {
	return append(make([]attribute.KeyValue, 0, 7),
		semconv.OperationName.String(c.name),
		semconv.FailureCategory.String(c.category),
		semconv.FailureReason.String(c.reason),
		semconv.FailureSeverity.String(c.severity),
	)
}

// bound lets the first different values through, up to a number.
type bound[T comparable] struct {
	mu   sync.RWMutex
	seen map[T]struct{}
}

func (b *bound[T]) admits(value T, most int) bool {
	b.mu.RLock()
	_, known := b.seen[value]
	b.mu.RUnlock()
	if known {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.seen == nil {
		b.seen = map[T]struct{}{}
	}
	if len(b.seen) < most {
		b.seen[value] = struct{}{}
	}
	_, known = b.seen[value]
	return known
}

// wordList lets the first maxWords different words through.
type wordList struct{ bound[string] }

func (l *wordList) bounded(word string) string {
	if l.admits(word, maxWords) {
		return word
	}
	return semconv.Other
}
