// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"slices"
	"time"

	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// outcomeOf is an outcome of the failures with the ids given.
type outcomeOf struct {
	ids  []string
	time time.Time
	failurelog.Recovery
}

// outcomes returns the outcomes that the span tells.
func (o *operation) outcomes() []outcomeOf {
	var list []outcomeOf
	for _, e := range o.span.Events() {
		if e.Name == semconv.EventRecovered || e.Name == semconv.EventUnrecovered { // of work that outlived its run
			if out := readOutcome(e, o.span); out != nil {
				list = append(list, *out)
			}
		}
	}
	if o.root && len(o.failedIDs) > 0 {
		list = append(list, outcomeOf{
			ids: o.failedIDs, time: o.span.EndTime(),
			Recovery: failurelog.Recovery{
				Outcome: failurelog.Failed,
				Basis:   failurelog.Inferred,
				SpanID:  o.span.SpanContext().SpanID().String(),
			},
		})
	}
	return list
}

// readOutcome returns the outcome that an event tells, or nil. Most exception
// events tell none.
func readOutcome(e sdktrace.Event, s sdktrace.ReadOnlySpan) *outcomeOf {
	tells := func(kv attribute.KeyValue) bool { return kv.Key == semconv.RecoveryOutcome }
	if !slices.ContainsFunc(e.Attributes, tells) {
		return nil
	}
	out := &outcomeOf{time: e.Time}
	out.SpanID = s.SpanContext().SpanID().String()
	for _, kv := range e.Attributes {
		switch kv.Key {
		case semconv.FailureID:
			out.ids = []string{kv.Value.AsString()}
		case semconv.FailureIDs:
			out.ids = kv.Value.AsStringSlice()
		case semconv.RecoveryOutcome:
			out.Outcome = failurelog.Outcome(kv.Value.AsString())
		case semconv.RecoveryAction:
			out.Action = kv.Value.AsString()
		case semconv.RecoveryBasis:
			out.Basis = failurelog.Basis(kv.Value.AsString())
		case semconv.RecoveryDetail:
			out.Detail = kv.Value.AsString()
		case semconv.RecoveryDuration:
			out.AfterMS = kv.Value.AsFloat64() * 1000
		}
	}
	if out.Outcome == "" || len(out.ids) == 0 {
		return nil
	}
	return out
}

// outcomeLine returns rec with a new outcome, or nil where it is the old one.
func outcomeLine(rec *failurelog.Record, out outcomeOf) *failurelog.Record {
	next := out.Recovery
	next.Supersedes = failurelog.Unknown
	if old := rec.Recovery; old != nil {
		if old.Outcome == out.Outcome && old.Action == out.Action && old.Basis == out.Basis && old.Detail == out.Detail {
			return nil
		}
		next.Supersedes, next.SupersedesBasis = old.Outcome, old.Basis
	}
	line := *rec
	line.Timestamp = out.time.UTC()
	line.Recovery = &next
	line.WasRecovered = out.Outcome == failurelog.Recovered || out.Outcome == failurelog.Degraded
	line.RecoveryAction = ""
	if line.WasRecovered {
		line.RecoveryAction = out.Detail
		if line.RecoveryAction == "" {
			line.RecoveryAction = out.Action
		}
	}
	line.Event = failurelog.FailureRevised
	if rec.Recovery == nil && line.WasRecovered {
		line.Event = failurelog.FailureRecovered
	}
	return &line
}
