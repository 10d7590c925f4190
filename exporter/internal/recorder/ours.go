// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"slices"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// meet brings an ended operation of otelfail's together with the foreign
// failures below it. Where it failed too, those that it failed for are the cause
// of rec, its own failure, and are not written. The others are failures of the
// operation, which went on without them. With first the span has not come before.
func (r *Recorder) meet(run *run, op *operation, rec *kept, first bool) {
	s := op.span
	sc := op.context
	t := r.trace(sc.TraceID(), first && op.failed)
	if t == nil {
		return
	}
	at := moment{op.end, sc.SpanID()}
	below := r.take(t, sc.SpanID())
	if rec != nil && op.failed && (op.soft() || len(below) > 0) {
		f := readFacts(s, true)
		if op.soft() { // it stands beside what it was recorded for
			r.causeBeside(t, op, rec, f)
		} else {
			below = causes(rec, below, f)
		}
	}
	for _, x := range below {
		if x.rec != nil {
			r.own(x, op)
			r.absorb(x, at)
		}
	}
	if op.root {
		for i, x := range below {
			r.writeForeign(x, run)
			below[i] = &failure{} // what became of it is settled within the run
		}
		if !op.parent.SpanID().IsValid() {
			for _, x := range r.strays(t) {
				r.own(x, op)
				r.absorb(x, at)
				r.writeForeign(x, run)
			}
		}
	}
	r.passUp(t, &op.parent, below, at)
	if first && op.failed {
		t.remember(sc.SpanID())
		r.mark(t, &op.parent)
	}
}

// causes makes the failures that an operation failed for the cause of its own
// failure, and returns the others.
func causes(rec *kept, below []*failure, f *facts) []*failure {
	onward := carried(slices.DeleteFunc(slices.Clone(below), func(x *failure) bool { return x.written }), f, true)
	if len(onward) == 0 {
		return below
	}
	for _, x := range onward {
		rec.Cost = tokensOf(rec.Cost).plus(tokensOf(x.rec.Cost)).cost()
	}
	last := slices.MaxFunc(onward, func(a, b *failure) int { return a.ended.Compare(b.ended) })
	rec.CauseSpanID = last.rec.SpanID
	if rec.Category == classify.Unknown || rec.Reason == classify.Other {
		explain(rec, last, f)
	}
	return slices.DeleteFunc(below, func(x *failure) bool { return slices.Contains(onward, x) })
}

// causeBeside is causes for a failure that an operation survived: its span is a
// sibling of the foreign one.
func (r *Recorder) causeBeside(t *traceState, op *operation, rec *kept, f *facts) {
	parent := op.parent.SpanID()
	beside := slices.DeleteFunc(slices.Clone(t.at(parent)), func(x *failure) bool {
		return x.ended.After(op.end)
	})
	rest := causes(rec, slices.Clone(beside), f)
	for _, x := range beside {
		if !slices.Contains(rest, x) {
			r.drop(t, x)
		}
	}
}

// explain classifies a failure that its own error did not explain by the status
// with which its cause ended. The severity stays what the span says.
func explain(rec *kept, cause *failure, f *facts) {
	in := classify.Input{
		Text: rec.ErrorMessage, Type: rec.ErrorType, Operation: f.operation,
		HTTPStatus: cause.input.HTTPStatus, GRPCCode: cause.input.GRPCCode,
	}
	if in.HTTPStatus == 0 && in.GRPCCode == 0 {
		return
	}
	v := classify.New().Classify(in)
	if rec.Category == classify.Unknown {
		rec.Category = v.Category
	}
	if rec.Reason == classify.Other {
		rec.Reason = v.Reason
	}
	if rec.Retryable == classify.RetryUnknown {
		rec.Retryable = v.Retryable
	}
}

// own makes the nearest operation of otelfail's around a foreign failure the one
// that failed, and adds what it and those around it tell.
func (r *Recorder) own(x *failure, op *operation) {
	rec := x.rec
	if x.written {
		return
	}
	rec.RunID = op.runID
	if rec.UserID == "" {
		rec.UserID = op.userID
	}
	if len(rec.Path) < maxPath {
		rec.Path = append(rec.Path, op.name)
	}
	f := readFacts(op.span, false)
	f.operation = op.kind()
	if !x.owned {
		x.owned = true
		rec.ToolName = orElse(rec.ToolName, f.tool)
		if f.operation == classify.OpModel {
			rec.LLMModel = orElse(rec.LLMModel, f.model)
		}
		switch f.operation {
		case classify.OpAgent, classify.OpStep: // they did not fail
		default:
			if x.input.Operation == classify.OpNone {
				x.input.Operation = f.operation
				r.judge(x)
			}
		}
	}
	if step := op.step(); step != nil && !x.stepped {
		x.stepped = true
		rec.StepID, rec.StepType, rec.StepTitle = step.id, step.kind, step.title
		rec.GraphNode = orElse(rec.GraphNode, step.node)
	}
	rec.GraphNode = orElse(rec.GraphNode, op.agent)
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
