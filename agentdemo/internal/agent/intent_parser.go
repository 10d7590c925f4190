// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/retry"
)

// intent is the model's reading of the question: a trip with gaps.
type intent struct {
	Trip
	Days         int      `json:"days"`          // 0: not said
	InvalidDates []string `json:"invalid_dates"` // such as 2027-02-30
}

// parseIntent has the model read the question.
func (a *Agent) parseIntent(ctx context.Context, s *State) error {
	var current *intent
	if s.Current != nil {
		current = &intent{Trip: *s.Current}
	}
	in, err := a.readIntent(ctx, s, s.Query, current, "")
	if err != nil {
		return fmt.Errorf("the request could not be read: %w", err)
	}
	s.intent = in
	return nil
}

// readIntent has the model read a text: a question, a change of the current
// trip, or the answer to something that was asked.
func (a *Agent) readIntent(ctx context.Context, s *State, text string, current *intent, asked string) (intent, error) {
	user := fmt.Sprintf("Today is %s.\n", s.Today.Format(time.DateOnly))
	if current != nil {
		trip, err := json.Marshal(current)
		if err != nil {
			return intent{}, fmt.Errorf("read intent: %w", err)
		}
		user += fmt.Sprintf("Current trip: %s\n", trip)
	}
	if asked != "" {
		user += fmt.Sprintf("Question asked: %s\n", asked)
	}
	req := llm.Request{Task: taskParseIntent, System: promptParseIntent, User: user + "\n" + text, JSON: true}
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
