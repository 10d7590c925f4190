// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"context"
	"errors"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// errGoexit is the failure of an operation whose goroutine ended within it.
var errGoexit = errors.New("the goroutine exited before the operation returned")

// Do runs fn as the operation that spec describes and returns its result and
// error unchanged. A panic is recorded and goes on. The context that fn gets
// carries the operation. Where no span is made, Do only calls fn.
func Do[T any](ctx context.Context, t *Tracker, spec Spec, fn func(context.Context) (T, error)) (T, error) {
	return do(ctx, t, &spec, fn)
}

func do[T any](ctx context.Context, t *Tracker, spec *Spec, fn func(context.Context) (T, error)) (T, error) {
	ctx, op := t.start(ctx, spec, false)
	if op == nil {
		return fn(ctx)
	}
	return within(ctx, op, fn)
}

// within runs fn as op.
func within[T any](ctx context.Context, op *Operation, fn func(context.Context) (T, error)) (result T, err error) {
	returned := false
	defer func() {
		if returned {
			op.end(err)
			return
		}
		value := recover()
		if value == nil {
			op.end(errGoexit)
			return
		}
		op.end(&panicError{value})
		panic(value)
	}()
	result, err = fn(ctx)
	returned = true
	return result, err
}

// Wrap returns fn as a function that runs as the operation that spec describes,
// as by [Do]. A nil *Tracker uses that of the operation in the context.
func Wrap[A, T any](t *Tracker, spec Spec, fn func(context.Context, A) (T, error)) func(context.Context, A) (T, error) {
	return func(ctx context.Context, arg A) (T, error) {
		return do(ctx, t, &spec, func(ctx context.Context) (T, error) { return fn(ctx, arg) })
	}
}

// Check returns fn with a look at its results: where fn returns no error but
// check returns one, the operation that fn runs in counts as failed with it.
// The result and the nil error are returned unchanged. It is for tools that
// report failures as data, such as an MCP result with isError set. A panic in
// check is contained. Where that operation's span is not recorded, check is not
// called.
func Check[T any](fn func(context.Context) (T, error), check func(T) error) func(context.Context) (T, error) {
	return func(ctx context.Context) (T, error) {
		result, err := fn(ctx)
		if op := FromContext(ctx); op != nil && err == nil {
			op.tracker.contain("checking a result", func() { op.Fail(check(result)) })
		}
		return result, err
	}
}

// Record records err as a failure that the enclosing operation survives: a span
// of its own, ended at once. The spec says what failed, for work that is no
// operation itself; an empty Name stands for the enclosing operation. If that
// operation goes on to return err, it is still one failure; and so it is, with an
// empty Name, if err came from an operation within. A nil err does nothing.
func Record(ctx context.Context, err error, spec Spec) {
	if err == nil {
		return
	}
	t := &fallback
	if within := here(ctx); within != nil {
		t = within.tracker
		if spec.Name == "" {
			if within.knows(err) {
				return
			}
			spec.Kind, spec.Name = within.spec.Kind, within.spec.Name
			spec.Optional = spec.Optional || within.spec.Optional
			spec.Essential = spec.Essential || within.spec.Essential
			if spec.Verdict == (classify.Verdict{}) {
				spec.Verdict = within.spec.Verdict
			}
		}
	}
	if _, op := t.start(ctx, &spec, true); op != nil {
		op.end(err)
	}
}

// knows says whether err has come up to o as the failure of an operation within.
func (o *Operation) knows(err error) bool {
	if o.dropped || o.run.seq.Load() == 0 {
		return false
	}
	chain := o.tracker.chainOf(err)
	o.run.mu.Lock()
	defer o.run.mu.Unlock()
	for _, f := range o.open {
		if !f.op.ofParent() && f.retried == nil && f.corrected == nil && f.carriedBy(chain) {
			return true
		}
	}
	return len(carried(o.inherited, chain)) > 0
}
