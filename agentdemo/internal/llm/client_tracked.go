// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package llm

import (
	"context"

	"github.com/otelfail/otelfail-go/otelfail"
)

// Tracked is a Model whose every call is an operation of otelfail.
type Tracked struct {
	base    Model
	tracker *otelfail.Tracker
	spec    otelfail.Spec
}

var _ Model = (*Tracked)(nil)

// Track returns base with tracking. Errors come back unchanged.
func Track(base Model, tracker *otelfail.Tracker, model, provider string) *Tracked {
	spec := otelfail.Model(model)
	spec.Provider = provider
	return &Tracked{base: base, tracker: tracker, spec: spec}
}

// Complete asks the model.
func (t *Tracked) Complete(ctx context.Context, r Request) (string, error) {
	spec := t.spec
	spec.Essential = r.Essential
	spec.Tags = []string{r.Task}
	return otelfail.Do(ctx, t.tracker, spec, func(ctx context.Context) (string, error) {
		return t.base.Complete(ctx, r)
	})
}
