// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/retry"
	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
)

// result is what a step gives: a tool's data, or the answer's text.
type result struct {
	data json.RawMessage
	text string
}

// alternative is a result from another source.
type alternative struct {
	result
	Detail string // what was used instead
}

// perform does the work of the current step, with retries.
func (a *Agent) perform(ctx context.Context, s *State, caller tools.Caller) (result, error) {
	step := s.current
	if step.Type == TypeSynthesize {
		text, err := a.synthesize(ctx, s)
		return result{text: text}, err
	}
	data, err := retry.Do(ctx, a.policy(ongoing(step.Title), tools.Retryable), func(ctx context.Context) (json.RawMessage, error) {
		return caller.Call(ctx, step.Tool, step.Args)
	})
	return result{data: data}, err
}

// synthesize has the model write the answer.
func (a *Agent) synthesize(ctx context.Context, s *State) (string, error) {
	payload, err := json.Marshal(synthesisPayload(s))
	if err != nil {
		return "", fmt.Errorf("synthesize: %w", err)
	}
	req := llm.Request{Task: taskSynthesize, System: promptSynthesize, User: string(payload), Essential: true}
	req.Check = checkItinerary
	return retry.Do(ctx, a.policy(ongoing(s.current.Title), llm.Retryable), func(ctx context.Context) (string, error) {
		return a.Model.Complete(ctx, req)
	})
}

// alternative returns another source for the current step's result.
func (a *Agent) alternative(s *State) (alternative, bool) {
	step := s.current
	if step.Type == TypeSynthesize {
		return alternative{result{text: plainAnswer(s)}, "plain answer assembled from the results"}, true
	}
	if a.Fallback == nil {
		return alternative{}, false
	}
	f, ok := a.Fallback(step.Tool, step.Args)
	return alternative{result{data: f.Data}, f.Detail}, ok
}

// finish takes the result of the current step.
func (a *Agent) finish(s *State, r result) {
	step := s.current
	step.Status, step.Data = Done, r.data
	if step.Type == TypeSynthesize {
		s.Answer = r.text
	}
	a.done("%s", describe(step))
}

// replace takes a result from another source.
func (a *Agent) replace(s *State, alt alternative, err error) {
	step := s.current
	step.Status, step.Data, step.Fallback = Done, alt.data, alt.Detail
	if step.Type == TypeSynthesize {
		s.Answer = alt.text
	}
	s.Notes = append(s.Notes, fmt.Sprintf("%s: %s, %s", step.Title, Explain(err), alt.Detail))
	a.warn("%s: %s, using %s", ongoing(step.Title), Explain(err), strings.TrimSuffix(alt.Detail, " used"))
}

// block gives up the current step.
func (a *Agent) block(s *State, err error) {
	step := s.current
	step.Status, step.Problem = Blocked, Explain(err)
	s.Notes = append(s.Notes, fmt.Sprintf("%s: %s", step.Title, step.Problem))
	a.warn("%s: %s, going on without it", ongoing(step.Title), step.Problem)
}

// describe says what came of a finished step.
func describe(step *Step) string {
	var found struct {
		Links  []tools.Link       `json:"links"`
		Mode   string             `json:"mode"`
		KM     float64            `json:"distance_km"`
		Source string             `json:"source"`
		Days   []tools.WeatherDay `json:"days"`
	}
	if json.Unmarshal(step.Data, &found) != nil {
		return step.Title
	}
	switch {
	case found.Mode != "":
		return fmt.Sprintf("%s: %.0f km, %s", step.Title, found.KM, found.Mode)
	case found.Source != "":
		return fmt.Sprintf("%s: %s for %s", step.Title, found.Source, plural(len(found.Days), "day"))
	case found.Links != nil:
		return fmt.Sprintf("%s: %s", step.Title, plural(len(found.Links), "link"))
	}
	return step.Title
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// ongoing turns a title such as "Find flights" into "Finding flights".
func ongoing(title string) string {
	verb, rest, ok := strings.Cut(title, " ")
	if !ok {
		return title
	}
	switch verb {
	case "Find", "Fetch", "Check":
		verb += "ing"
	case "Write", "Measure", "Estimate":
		verb = strings.TrimSuffix(verb, "e") + "ing"
	case "Get":
		verb = "Getting"
	}
	return verb + " " + rest
}
