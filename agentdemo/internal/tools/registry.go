// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// Caller calls tools by name.
type Caller interface {
	Call(ctx context.Context, name string, args json.RawMessage) (json.RawMessage, error)
}

// Tool is one tool: it gets and returns JSON.
type Tool func(ctx context.Context, args json.RawMessage) (json.RawMessage, error)

// Registry holds the tools by name.
type Registry struct {
	tools   map[string]Tool
	timeout time.Duration
}

var _ Caller = (*Registry)(nil)

// Names lists the tools that a plan may use.
func (r *Registry) Names() []string {
	names := make([]string, 0, len(r.tools))
	for name := range r.tools {
		if name != Places {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Call calls a tool and gives it the time that one attempt may take.
func (r *Registry) Call(ctx context.Context, name string, args json.RawMessage) (json.RawMessage, error) {
	tool, ok := r.tools[name]
	if !ok {
		return nil, &UnknownToolError{name}
	}
	if r.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.timeout)
		defer cancel()
	}
	return tool(ctx, args)
}

// typed makes a Tool of a function on Go types.
func typed[A, R any](fn func(context.Context, A) (R, error)) Tool {
	return func(ctx context.Context, raw json.RawMessage) (json.RawMessage, error) {
		var args A
		if err := json.Unmarshal(raw, &args); err != nil {
			return nil, &ArgumentError{Err: err}
		}
		result, err := fn(ctx, args)
		if err != nil {
			return nil, err
		}
		return json.Marshal(result)
	}
}
