// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"context"
	"hash/maphash"
	"sync/atomic"

	"go.opentelemetry.io/otel/trace"
)

// Operation is one piece of an agent's work: a run, step, tool call, model
// call, or memory, export or evaluation work. It is exactly one span. A nil
// *Operation works and does nothing. Its methods are safe for concurrent use.
type Operation struct {
	tracker *Tracker
	tracer  trace.Tracer
	span    trace.Span
	name    opName
	spec    Spec
	ctx     context.Context // that of the work within; tells who cancelled
	parent  *Operation      // nil for the outermost operation of a run
	outer   *Operation      // around the run, of another run; nil for most
	run     *run
	soft    bool // stands for a soft failure
	dropped bool // its span is not recorded: nothing is tracked

	attempt   int
	errorType string // once it has failed
	startSeq  uint64 // the run's failure count when this began: tells "started after"
	ended     atomic.Bool
	quiet     atomic.Bool              // ended well while nothing had failed in the run; not set on its root
	result    atomic.Pointer[errorBox] // set by Fail

	// Guarded by run.mu.
	open      []*failure // failures that passed up to here, oldest first
	inherited []*failure // with which runs within have ended
	settled   []*told    // outcomes to write on this span

	closed      bool // takes no more failures
	endedErr    bool // closed with an error
	failedBelow bool // a failure began in an operation within
}

type errorBox struct{ err error }

// RunID returns the id of the run that the operation belongs to, or "".
func (o *Operation) RunID() string {
	if o == nil {
		return ""
	}
	return o.run.id
}

// Fail says that the operation failed although it returns no error: its result
// says so. The failure is recorded when the operation ends; of several calls
// the first counts, and an error passed to End counts before it. After End, Fail
// does nothing.
func (o *Operation) Fail(err error) {
	if o == nil || err == nil {
		return
	}
	o.result.CompareAndSwap(nil, &errorBox{err})
}

// key says which operations are attempts of the same work.
type key struct {
	kind  Kind
	name  string
	step  string     // id of the enclosing step, or
	scope *Operation // the enclosing operation, or
	args  uint64     // hash of the arguments
}

// arguments returns the hash of a call's arguments, 0 where it was given none.
func (o *Operation) arguments() uint64 {
	if o.spec.Arguments == "" {
		return 0
	}
	return max(1, maphash.String(argumentSeed, o.spec.Arguments))
}

func (o *Operation) key() key {
	k := key{kind: o.spec.Kind, name: o.spec.Name}
	if o.ofParent() {
		k.scope = o // no other is an attempt of the same work
		return k
	}
	if o.spec.Attempt == 0 {
		if k.args = o.arguments(); k.args != 0 {
			return k
		}
	}
	if step := o.step(); step != nil && step.spec.StepID != "" {
		k.step = step.spec.StepID
	} else {
		k.scope = o.parent
	}
	return k
}

// countAttempt returns the 1-based number of this attempt: the program's own
// count, or one more than the attempts of the same work that failed before.
func (o *Operation) countAttempt() int {
	switch {
	case o.spec.Attempt > 0:
		return o.spec.Attempt
	case o.startSeq == 0: // nothing has failed yet in this run
		return 1
	}
	return 1 + o.run.failedAttempts(o.key())
}

// ofParent says whether o is a soft failure of the enclosing operation itself.
func (o *Operation) ofParent() bool {
	return o.soft && o.parent != nil && o.name == o.parent.name
}

// endedWell says that o has ended without an error, or is about to. The caller
// holds run.mu.
func (o *Operation) endedWell() bool {
	return o.quiet.Load() || o.closed && !o.endedErr || o.parent == nil && o.run.endedQuietly()
}

// around returns the operation around o, that of another run included.
func (o *Operation) around() *Operation {
	if o.parent == nil {
		return o.outer
	}
	return o.parent
}

// step returns the nearest step of the run, the operation itself included, or
// nil.
func (o *Operation) step() *Operation {
	for op := o; op != nil; op = op.parent {
		if op.spec.Kind == KindStep && !op.soft {
			return op
		}
	}
	return nil
}
