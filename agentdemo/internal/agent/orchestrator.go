// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"fmt"

	"github.com/otelfail/otelfail-go/otelfail"
)

// orchestrate chooses the next step. After too many rounds only the answer is
// still written, from what there is.
func (a *Agent) orchestrate(ctx context.Context, s *State) error {
	s.current = nil
	s.rounds++
	if s.rounds == a.MaxRounds {
		if left := s.blockTools("the agent reached its maximum number of steps"); left > 0 {
			err := &RoundsError{Max: a.MaxRounds, Left: left}
			s.cut = true
			a.warn("Stopped looking things up: %v", err)
			// Does nothing where nothing is tracked.
			otelfail.Recovered(ctx, err, otelfail.Skip, "Remaining steps marked as blocked, the answer is written without them")
		}
	}
	for _, step := range s.Steps {
		if step.Status == Pending {
			s.current = step
			return nil
		}
	}
	return nil
}

// RoundsError says that the plan was longer than the agent may work.
type RoundsError struct{ Max, Left int }

func (e *RoundsError) Error() string {
	return fmt.Sprintf("reached max iterations (%d) with %d steps left", e.Max, e.Left)
}

func (s *State) blockTools(problem string) (blocked int) {
	for _, step := range s.Steps {
		if step.Status == Pending && step.Type == TypeToolCall {
			step.Status, step.Problem = Blocked, problem
			s.note("%s: %s", step.Title, problem)
			blocked++
		}
	}
	return blocked
}
