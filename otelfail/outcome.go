// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"context"
	"slices"
	"time"

	"go.opentelemetry.io/otel/attribute"

	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// Action says how a failure was dealt with. A program may use words of its own.
type Action string

// The actions that otelfail infers or that programs usually declare.
const (
	Retry          Action = "retry"           // the same work was tried again and succeeded
	Fallback       Action = "fallback"        // another source gave the result
	SelfCorrection Action = "self_correction" // the model corrected its call
	Skip           Action = "skip"            // the work was left out
	AskUser        Action = "ask_user"        // the user was asked instead
	Handled        Action = "handled"         // an enclosing operation went on without it
)

const (
	outcomeRecovered = "recovered"
	outcomeDegraded  = "degraded"
	outcomeFailed    = "failed"
	outcomeUnknown   = "unknown" // told by no span

	basisDeclared = "declared"
	basisInferred = "inferred"
)

// outcome is what became of a failure.
type outcome struct {
	outcome string
	action  Action
	basis   string
	detail  string
	after   time.Duration // from the failure's end
}

func (o *outcome) equal(p *outcome) bool {
	return o.outcome == p.outcome && o.action == p.action && o.basis == p.basis && o.detail == p.detail
}

// Recovered declares what the program does about err, in the context of the
// operation that does it. Skip, AskUser and Handled count as degraded, since
// the run goes on without the result; every other action counts as recovered.
// Use [Degraded] where a fallback is worse than what it replaces.
//
// The failure is found by the identity of err, which may be wrapped; joined
// errors declare a failure each. An err that no operation recorded is recorded
// as by [Record]. If the run ends with
// err all the same, the failure counts as failed. Without an operation in ctx,
// or with a nil err, Recovered does nothing.
func Recovered(ctx context.Context, err error, action Action, detail string) {
	result := outcomeRecovered
	switch action {
	case Skip, AskUser, Handled:
		result = outcomeDegraded
	}
	declare(ctx, err, result, action, detail)
}

// Degraded is [Recovered] with the outcome degraded: the run goes on, but with
// less than was asked for.
func Degraded(ctx context.Context, err error, action Action, detail string) {
	declare(ctx, err, outcomeDegraded, action, detail)
}

func declare(ctx context.Context, err error, result string, action Action, detail string) {
	within := here(ctx)
	op := within.recorded()
	if op == nil || err == nil {
		return
	}
	op.tracker.contain("declaring a recovery", func() {
		out := &outcome{
			outcome: result,
			action:  Action(op.tracker.redactor.String(string(action))),
			basis:   basisDeclared,
			detail:  op.tracker.redactor.String(detail),
		}
		chain := op.tracker.chainOf(err)
		if op.declare(chain, out) || within.dropped {
			return
		}
		Record(ctx, err, Spec{})
		op.declare(chain, out)
	})
}

// declare attaches out to the failures that chain carries: to those that are
// open here or in an enclosing operation, else to the latest of the run. A
// failure that has ended a run within stays failed.
func (o *Operation) declare(chain []error, out *outcome) bool {
	r := o.run
	r.mu.Lock()
	defer r.mu.Unlock()
	meant := o.find(chain)
	for _, f := range meant {
		of := *out
		of.after = time.Since(f.ended)
		f.declared = &of
	}
	return len(meant) > 0 || o.inherits(chain)
}

// find returns the failures that chain carries, of equal ones the one most
// likely meant: open and not declared yet, else open, else the latest.
func (o *Operation) find(chain []error) []*failure {
	var open, declared []*failure // the likeliest last
	for op := o; op != nil; op = op.parent {
		for _, f := range slices.Backward(op.open) {
			if f.declared == nil {
				open = append(open, f)
			} else {
				declared = append(declared, f)
			}
		}
	}
	slices.Reverse(open)
	slices.Reverse(declared)
	return carried(slices.Concat(o.run.failures, declared, open), chain)
}

// inherits says whether chain carries a failure with which a run below o, or
// below an operation around it, has ended. The caller holds run.mu.
func (o *Operation) inherits(chain []error) bool {
	for op := o; op != nil; op = op.parent {
		if len(carried(op.inherited, chain)) > 0 {
			return true
		}
	}
	return false
}

// findBelow returns the latest failure that began below o and that chain
// carries.
func (o *Operation) findBelow(chain []error) *failure {
	for i := len(o.run.failures) - 1; i >= 0; i-- {
		if f := o.run.failures[i]; f.op.within(o) && f.carriedBy(chain) {
			return f
		}
	}
	return nil
}

// within says whether o is an operation below anc.
func (o *Operation) within(anc *Operation) bool {
	for op := o.parent; op != nil; op = op.parent {
		if op == anc {
			return true
		}
	}
	return false
}

// decided says whether more than what the enclosing operations do about it has
// settled what became of f. The caller holds run.mu.
func (f *failure) decided() bool {
	return f.declared != nil || f.retried != nil || f.corrected != nil
}

// decide returns the outcome of f if an operation absorbs it now. The caller
// holds run.mu.
func (f *failure) decide(now time.Time) outcome {
	switch {
	case f.declared != nil:
		return *f.declared
	case f.retried != nil:
		return outcome{outcomeRecovered, Retry, basisInferred, "", f.retried.time.Sub(f.ended)}
	case f.corrected != nil:
		return outcome{outcomeRecovered, SelfCorrection, basisInferred, "", f.corrected.time.Sub(f.ended)}
	}
	// Attempts of the same work, and failures that another one replaced, share
	// the outcome of the last.
	for _, later := range []*failure{f.next, f.replacedBy} {
		if later == nil || later.final.outcome == outcomeFailed {
			continue
		}
		out := later.decide(now)
		out.after += later.ended.Sub(f.ended)
		out.basis = basisInferred
		return out
	}
	return outcome{outcomeDegraded, Handled, basisInferred, "", now.Sub(f.ended)}
}

// attributes appends the outcome as attributes of an event.
func (o *outcome) attributes(a []attribute.KeyValue) []attribute.KeyValue {
	a = append(a,
		semconv.RecoveryOutcome.String(o.outcome),
		semconv.RecoveryBasis.String(o.basis),
	)
	if o.outcome != outcomeFailed {
		a = append(a,
			semconv.RecoveryAction.String(string(o.action)),
			semconv.RecoveryDuration.Float64(max(0, o.after).Seconds()),
		)
	}
	if o.detail != "" {
		a = append(a, semconv.RecoveryDetail.String(o.detail))
	}
	return a
}
