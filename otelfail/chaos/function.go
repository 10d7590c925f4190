// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"syscall"
)

// errClosed ends a call that hangs when the Injector is closed.
var errClosed = errors.New("chaos: closed")

// faulty makes a call that meets a fault.
func faulty[A, R any](ctx context.Context, i injected, arg A, fn, missing func(context.Context, A) (R, error)) (none R, err error) {
	name := i.call.operation
	switch i.fault {
	case Latency:
		i.note("%v later", i.delay())
		if err := wait(ctx, i.delay()); err != nil {
			return none, err
		}
		return fn(ctx, arg)
	case Hang:
		select {
		case <-ctx.Done():
			return none, ctx.Err()
		case <-i.in.closed:
			return none, errClosed
		}
	case MissingTool:
		return missing(ctx, arg)
	case InvalidArguments:
		spoiled, detail, err := change(arg, func(data []byte) ([]byte, string, bool) {
			return spoil(data, i.rule.Field, i.choose)
		})
		i.note("%s", detail)
		if err != nil {
			return none, fmt.Errorf("invalid tool arguments: %w", err)
		}
		return fn(ctx, spoiled)
	case Panic:
		panic(fmt.Sprintf("chaos: %s panics", name))
	case DiskFull:
		return none, &os.PathError{Op: "write", Path: name, Err: syscall.ENOSPC}
	case StoreUnavailable:
		return none, &os.PathError{Op: "open", Path: name, Err: syscall.EIO}
	}
	result, err := fn(ctx, arg)
	if err != nil {
		i.note("the call failed by itself")
		return result, err
	}
	result, detail, err := change(result, func(data []byte) ([]byte, string, bool) {
		return i.corrupt(data)
	})
	i.note("%s", detail)
	if err != nil {
		return none, fmt.Errorf("%s: decode result: %w", name, err)
	}
	return result, nil
}

func (i injected) note(format string, args ...any) {
	i.in.truth.detail(i.id, fmt.Sprintf(format, args...))
}

// change changes the JSON of a value. Texts and bytes need not be JSON.
func change[T any](v T, f func([]byte) ([]byte, string, bool)) (changed T, detail string, err error) {
	var data []byte
	switch raw := any(v).(type) {
	case json.RawMessage:
		data = raw
	case []byte:
		data = raw
	case string:
		data = []byte(raw)
	default:
		if data, err = json.Marshal(v); err != nil {
			return v, "it is no JSON", nil
		}
	}
	out, detail, ok := f(data)
	if !ok {
		return v, detail, nil
	}
	switch to := any(&changed).(type) {
	case *json.RawMessage:
		*to = out
	case *[]byte:
		*to = out
	case *string:
		*to = string(out)
	default:
		err = json.Unmarshal(out, &changed)
	}
	return changed, detail, err
}
