// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"context"
	"encoding/json"
	"errors"
	"hash/fnv"
	"net"
	"strconv"
	"sync"
)

// Wrap returns fn as a function whose calls can fail: the operation of that name
// and kind, which requests made under its context belong to. The Injector notes
// whether a fault surfaced by how the call ended. With a nil Injector it returns
// fn.
//
// Faults that change arguments or results do so to their JSON.
func Wrap[A, R any](in *Injector, kind Kind, name string, fn func(context.Context, A) (R, error)) func(context.Context, A) (R, error) {
	if in == nil {
		return fn
	}
	return func(ctx context.Context, arg A) (R, error) {
		return within(ctx, in, call{kind, name, keyOf(arg)}, arg, fn, missingTool[A, R](name))
	}
}

// WrapTools returns a function that calls tools by name as one whose calls can
// fail, each the operation of the tool's name. A tool that is to be missing is
// really called by a name that is not registered.
func WrapTools[A, R any](in *Injector, fn func(ctx context.Context, name string, arg A) (R, error)) func(ctx context.Context, name string, arg A) (R, error) {
	if in == nil {
		return fn
	}
	return func(ctx context.Context, name string, arg A) (R, error) {
		named := func(ctx context.Context, arg A) (R, error) { return fn(ctx, name, arg) }
		missing := func(ctx context.Context, arg A) (R, error) { return fn(ctx, name+"_v2", arg) }
		return within(ctx, in, call{Tool, name, keyOf(arg)}, arg, named, missing)
	}
}

// WithOperation names the operation that requests under the context belong to,
// where [Wrap] does not fit.
func WithOperation(ctx context.Context, kind Kind, name string) context.Context {
	return context.WithValue(ctx, operationKey{}, &operation{call: call{kind: kind, operation: name}})
}

type operationKey struct{}

// operation is one call under way.
type operation struct {
	call
	in      *Injector       // nil where nobody watches how it ends
	context context.Context // whose span the truth log names

	mu       sync.Mutex
	injected []injected
	spared   bool // it fails already, so its requests are left alone
}

func operationOf(ctx context.Context) *operation {
	op, _ := ctx.Value(operationKey{}).(*operation)
	return op
}

func (op *operation) add(i injected) {
	op.mu.Lock()
	defer op.mu.Unlock()
	op.injected = append(op.injected, i)
}

func (op *operation) spare() {
	op.mu.Lock()
	defer op.mu.Unlock()
	op.spared = true
}

func (op *operation) isSpared() bool {
	op.mu.Lock()
	defer op.mu.Unlock()
	return op.spared
}

// end settles the faults that the call met. A call fails once: if it met
// several faults, the last one that can have done it surfaced.
func (op *operation) end(ctx context.Context, err error) {
	op.mu.Lock()
	defer op.mu.Unlock()
	if err == nil || gone(ctx) {
		for _, i := range op.injected {
			i.end(No, "")
		}
		return
	}
	found := false
	for n := len(op.injected) - 1; n >= 0; n-- {
		i := op.injected[n]
		// A call that ran out of time did so because of a fault that takes time, or
		// because the machine is slow: no other fault surfaced then.
		if found || i.fault.takesTime() != timedOut(err) {
			i.end(No, "")
			continue
		}
		found = true
		i.end(Yes, err.Error())
	}
}

func timedOut(err error) bool {
	var t net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &t) && t.Timeout()
}

// errPanicked stands for a panic that passes.
var errPanicked = errors.New("panic")

// within makes one call of fn.
func within[A, R any](ctx context.Context, in *Injector, c call, arg A,
	fn, missing func(context.Context, A) (R, error),
) (result R, err error) {
	op := &operation{call: c, in: in, context: ctx}
	inner := context.WithValue(ctx, operationKey{}, op)
	returned := false
	defer func() {
		if !returned {
			op.end(ctx, errPanicked)
			return
		}
		op.end(inner, err)
	}()
	i, ok := in.begin(ctx, Function, c)
	if !ok {
		result, err = fn(inner, arg)
		returned = true
		return result, err
	}
	op.add(i)
	op.spare()
	result, err = faulty(inner, i, arg, fn, missing)
	returned = true
	return result, err
}

// keyOf is a hash of the arguments. Arguments that are not JSON have none.
func keyOf(arg any) string {
	data, err := json.Marshal(arg)
	if err != nil {
		return ""
	}
	return hash(data)
}

func hash(data []byte) string {
	h := fnv.New64a()
	_, _ = h.Write(data)
	return strconv.FormatUint(h.Sum64(), 16)
}

func missingTool[A, R any](name string) func(context.Context, A) (R, error) {
	return func(context.Context, A) (r R, err error) { return r, &missingToolError{name} }
}

// missingToolError is what a registry says of a tool that it does not have.
type missingToolError struct{ name string }

func (e *missingToolError) Error() string { return "tool not registered: " + strconv.Quote(e.name) }
