// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/retry"
)

// intent is the model's reading of the question: a trip with gaps.
type intent struct {
	Trip
	Days int `json:"days"` // 0: not said
}

// parseIntent has the model read the question, and fills the gaps.
func (a *Agent) parseIntent(ctx context.Context, s *State) error {
	in, err := a.readIntent(ctx, s)
	if err != nil {
		return fmt.Errorf("the request could not be read: %w", err)
	}
	if s.refused = s.settle(in); s.refused != nil {
		return nil
	}
	a.done("Intent parsed: %s", s.Trip.describe())
	for _, assumption := range s.Assumptions {
		a.done("Assumed: %s", assumption)
	}
	return nil
}

func (a *Agent) readIntent(ctx context.Context, s *State) (intent, error) {
	req := llm.Request{
		Task:   taskParseIntent,
		System: promptParseIntent,
		User:   fmt.Sprintf("Today is %s.\n\n%s", s.Today.Format(time.DateOnly), s.Query),
		JSON:   true,
	}
	var in intent
	req.Check = func(answer string) error {
		in = intent{}
		if err := llm.Decode(answer, &in); err != nil {
			return err
		}
		return in.check()
	}
	_, err := retry.Do(ctx, a.policy("Reading the request", llm.Retryable), func(ctx context.Context) (string, error) {
		return a.Model.Complete(ctx, req)
	})
	return in, err
}

// check refuses what no reading of a question can be.
func (in *intent) check() error {
	for _, date := range []string{in.StartDate, in.EndDate} {
		if date == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			return &llm.AnswerError{Problem: err.Error()}
		}
	}
	if in.Travelers < 0 || in.BudgetUSD < 0 || in.Days < 0 {
		return &llm.AnswerError{Problem: "a number is negative"}
	}
	return nil
}

func (t Trip) describe() string {
	text := fmt.Sprintf("%s, %s to %s", strings.Join(t.Destinations, " and "), t.StartDate, t.EndDate)
	if t.Origin != "" {
		text += ", from " + t.Origin
	}
	return text + ", " + plural(t.Travelers, "traveler")
}
