// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app

import (
	"context"
	"encoding/json"
	"errors"

	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

// Call is what the agent's world saw of one call: a witness that knows nothing
// of failure tracking but the span that the call was made in.
type Call struct {
	Kind      chaos.Kind
	Operation string
	Arguments string // JSON; empty where they are none
	TraceID   string
	SpanID    string
	Text      string // that a model answered
	Err       error
	Panicked  bool
}

// watched tells watch of each call of fn when it has ended.
func watched[A, R any](watch func(Call), kind chaos.Kind, name string, fn func(context.Context, A) (R, error)) func(context.Context, A) (R, error) {
	if watch == nil {
		return fn
	}
	return func(ctx context.Context, arg A) (result R, err error) {
		c := Call{Kind: kind, Operation: name}
		if raw, err := json.Marshal(arg); err == nil {
			c.Arguments = string(raw)
		}
		if span := trace.SpanContextFromContext(ctx); span.IsValid() {
			c.TraceID, c.SpanID = span.TraceID().String(), span.SpanID().String()
		}
		returned := false
		defer func() {
			if text, ok := any(result).(string); ok && kind == chaos.Model {
				c.Text = text
			}
			if c.Err = err; !returned {
				c.Panicked, c.Err = true, errPanicked
			}
			watch(c)
		}()
		result, err = fn(ctx, arg)
		returned = true
		return result, err
	}
}

var errPanicked = errors.New("panic")
