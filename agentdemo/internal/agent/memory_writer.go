// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/memory"
	"github.com/otelfail/otelfail-go/otelfail"
)

// writeMemory remembers the trip for later questions. The answer is good without
// it.
func (a *Agent) writeMemory(ctx context.Context, s *State) error {
	if a.Memory != nil {
		item, err := s.remembered()
		if err != nil {
			return err
		}
		err = a.write(ctx, "write", func(ctx context.Context) error { return a.Memory.Remember(ctx, item) })
		if err != nil {
			return err
		}
	}
	if a.Current != nil {
		return a.write(ctx, "save_current", func(context.Context) error { return a.Current.Save(a.UserID, s.Trip) })
	}
	return nil
}

func (a *Agent) write(ctx context.Context, operation string, fn func(context.Context) error) error {
	_, err := otelfail.Do(ctx, a.Tracker, otelfail.Memory(operation), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, fn(ctx)
	})
	if err != nil {
		if cancelled(ctx) {
			return err
		}
		a.warn("Remembering the trip: %s, going on without it", Explain(err))
		otelfail.Recovered(ctx, err, otelfail.Skip, "the trip is not remembered")
	}
	return nil
}

// remembered is what the user said, without what was assumed: an assumption must
// not become a fact by being repeated.
func (s *State) remembered() (memory.Item, error) {
	t := s.known
	facts, err := json.Marshal(t)
	if err != nil {
		return memory.Item{}, fmt.Errorf("remember: %w", err)
	}
	text := "Trip to " + strings.Join(t.Destinations, " and ")
	if t.Origin != "" {
		text += " from " + t.Origin
	}
	if len(t.Interests) > 0 {
		text += ", interests " + strings.Join(t.Interests, ", ")
	}
	sum := sha256.Sum256(facts)
	return memory.Item{ID: hex.EncodeToString(sum[:8]), Text: text, Facts: facts, At: s.Today}, nil
}
