// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools

import (
	"context"
	"encoding/json"

	"github.com/otelfail/otelfail-go/otelfail"
)

// TrackedRegistry is a Caller whose every call is an operation of otelfail.
type TrackedRegistry struct {
	base    Caller
	tracker *otelfail.Tracker
}

var _ Caller = (*TrackedRegistry)(nil)

// Track returns base with tracking.
func Track(base Caller, tracker *otelfail.Tracker) *TrackedRegistry {
	return &TrackedRegistry{base: base, tracker: tracker}
}

// Call calls the tool. Its error comes back unchanged.
func (r *TrackedRegistry) Call(ctx context.Context, name string, args json.RawMessage) (json.RawMessage, error) {
	spec := otelfail.Tool(name)
	spec.Arguments = string(args)
	return otelfail.Do(ctx, r.tracker, spec, func(ctx context.Context) (json.RawMessage, error) {
		return r.base.Call(ctx, name, args)
	})
}

// RecordedRegistry is a Caller that records the failures of tools that are no
// operations of their own, on the step that calls them.
type RecordedRegistry struct{ base Caller }

var _ Caller = RecordedRegistry{}

// Record returns base with its failures recorded.
func Record(base Caller) RecordedRegistry { return RecordedRegistry{base} }

// Call calls the tool. Its error comes back unchanged.
func (r RecordedRegistry) Call(ctx context.Context, name string, args json.RawMessage) (json.RawMessage, error) {
	result, err := r.base.Call(ctx, name, args)
	if err != nil {
		spec := otelfail.Tool(name)
		spec.Arguments = string(args)
		otelfail.Record(ctx, err, spec)
	}
	return result, err
}
