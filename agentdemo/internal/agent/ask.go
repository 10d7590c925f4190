// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"errors"
	"strings"

	"github.com/otelfail/otelfail-go/otelfail"
)

// Question is what the agent wants to know from the traveler.
type Question struct {
	Text    string
	Options []string // to choose from; the first is meant by an empty answer
	Default string   // what an empty answer stands for; for readers
}

// ErrNoAnswer is returned by Config.Ask where nobody answers any more.
var ErrNoAnswer = errors.New("no answer")

// maxAsks is how often the same thing is asked.
const maxAsks = 2

// ask puts a question to the traveler. ok is false where nobody answers; an
// error means that the traveler gave up.
func (a *Agent) ask(ctx context.Context, s *State, q Question) (answer string, ok bool, err error) {
	if a.Ask == nil {
		return "", false, nil
	}
	s.reason("ask_user", "%s", q.Text)
	spec := otelfail.Step("ask_user")
	spec.StepType, spec.StepTitle = TypeAskUser, q.Text
	type reply struct {
		text string
		ok   bool
	}
	r, err := otelfail.Do(ctx, a.Tracker, spec, func(ctx context.Context) (reply, error) {
		text, err := a.Ask(ctx, q)
		if errors.Is(err, ErrNoAnswer) {
			return reply{}, nil
		}
		return reply{strings.TrimSpace(text), err == nil}, err
	})
	return r.text, r.ok, err
}

// choose lets the traveler pick an option. Where nobody answers, or twice not
// understandably, it is the first.
func (a *Agent) choose(ctx context.Context, s *State, q Question) (choice int, other string, err error) {
	for range maxAsks {
		answer, ok, err := a.ask(ctx, s, q)
		if err != nil || !ok {
			return 0, "", err
		}
		if i, ok := understand(answer, q.Options); ok {
			return i, "", nil
		}
		if strings.Contains(answer, ",") { // a place that is not among the options
			return 0, answer, nil
		}
		a.warn("%q is none of these", answer)
	}
	return 0, "", nil
}
