// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// outcomeOf is an outcome of the failure with the id given, or of several.
type outcomeOf struct {
	id   string
	ids  []string
	time time.Time
	failurelog.Recovery
}

// isOutcome says whether an event tells an outcome: of work that outlived its run,
// the second name does.
func isOutcome(e *sdktrace.Event) bool {
	return e.Name == semconv.EventRecovered || e.Name == semconv.EventUnrecovered
}

// ending returns the outcome of the failures that ended the run, if the
// operation is its root and there are any.
func (o *operation) ending(texts *idTexts) (out outcomeOf, ok bool) {
	if !o.root || len(o.failedIDs) == 0 {
		return out, false
	}
	out.ids, out.time = o.failedIDs, o.end
	out.Outcome, out.Basis, out.SpanID = failurelog.Failed, failurelog.Inferred, o.spanText(texts)
	return out, true
}

// outcome returns the outcome that an event tells. Most exception events tell
// none.
func (o *operation) outcome(e *sdktrace.Event, texts *idTexts) (out outcomeOf, ok bool) {
	for i := range e.Attributes {
		kv := &e.Attributes[i]
		switch kv.Key {
		case semconv.FailureID:
			out.id = kv.Value.AsString()
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
	if out.Outcome == "" || out.id == "" && len(out.ids) == 0 {
		return out, false
	}
	out.time, out.SpanID = e.Time, o.spanText(texts)
	return out, true
}
