// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"slices"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// maxOutcomeEvents is the number of outcomes that get an event each. A span
// keeps 128 events and drops the oldest; beyond this number, failures that
// differ in nothing that an event tells share one.
const maxOutcomeEvents = 64

// told is what an event tells of a failure's outcome.
type told struct {
	outcome
	supersedes string // the outcome that an earlier event told
	verdict    *classify.Verdict
	failures   []*failure
}

// tell queues the outcome of f for o's span, unless an event tells it already.
// The caller holds run.mu.
func (o *Operation) tell(f *failure) {
	t := &told{outcome: f.final, verdict: &f.verdict, failures: []*failure{f}}
	switch before := f.told; {
	case before == nil:
	case before.outcome.equal(&f.final):
		return
	case slices.Contains(o.settled, before): // not written yet
		before.outcome = f.final
		return
	default:
		t.supersedes = before.outcome.outcome
	}
	f.told = t
	o.settled = append(o.settled, t)
}

// equal tells whether one event can tell both.
func (t *told) equal(u *told) bool {
	return t.outcome.equal(&u.outcome) && t.supersedes == u.supersedes &&
		t.verdict.Category == u.verdict.Category && t.verdict.Reason == u.verdict.Reason && t.verdict.Severity == u.verdict.Severity
}

func (t *told) event() string {
	if t.outcome.outcome == outcomeFailed {
		return semconv.EventUnrecovered
	}
	return semconv.EventRecovered
}

func (t *told) attributes(a []attribute.KeyValue) []attribute.KeyValue {
	a = append(t.outcome.attributes(a),
		semconv.FailureCategory.String(string(t.verdict.Category)),
		semconv.FailureReason.String(string(t.verdict.Reason)),
		semconv.FailureSeverity.String(string(t.verdict.Severity)),
	)
	if t.supersedes != "" {
		a = append(a, semconv.RecoverySupersedes.String(t.supersedes))
	}
	if len(t.failures) == 1 {
		return append(a, semconv.FailureID.String(t.failures[0].id))
	}
	return append(a, semconv.FailureIDs.StringSlice(ids(t.failures)))
}

// writeOutcomes writes the outcomes that were settled here as events.
func (o *Operation) writeOutcomes(end trace.SpanEventOption) {
	for _, t := range o.takeSettled() {
		b := eventBuffers.Get().(*eventBuffer)
		o.span.AddEvent(t.event(), b.options(t.attributes(b.attributes[:0]), end)...)
		b.release()
		if o.run.ended() {
			for _, f := range t.failures {
				o.tracker.became(f, t.outcome)
			}
		}
	}
}

// takeSettled returns the outcomes that were settled here, as few as a span has
// room for.
func (o *Operation) takeSettled() []*told {
	o.run.mu.Lock()
	defer o.run.mu.Unlock()
	events := o.settled
	o.settled = nil
	if len(events) > maxOutcomeEvents {
		events = merge(events)
	}
	return events
}

func merge(all []*told) []*told {
	var merged []*told
	for _, t := range all {
		if i := slices.IndexFunc(merged, t.equal); i >= 0 {
			merged[i].failures = append(merged[i].failures, t.failures...)
		} else {
			merged = append(merged, t)
		}
	}
	return merged
}
