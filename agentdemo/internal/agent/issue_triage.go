// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/retry"
	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
	"github.com/otelfail/otelfail-go/otelfail"
)

// triage decides what to do about a step that failed: try it again, have the
// model correct the call, use another source, ask the traveler, or leave it out.
// What a second attempt makes good, otelfail sees by itself; the rest is
// declared.
func (a *Agent) triage(ctx context.Context, s *State) error {
	step, err := s.current, s.failure
	a.Log.WarnContext(ctx, "step failed", "step", step.ID, "title", step.Title, "error", err)

	if step.tries < a.Retries && worthRetrying(step, err) {
		step.tries++
		a.warn("%s: %s, trying again", ongoing(step.Title), Explain(err))
		s.reason(nodeIssueTriage, "%s: %s, tried again", step.Title, Explain(err))
		return retry.Pause(ctx, step.tries)
	}
	if corrected, ok := a.correctCall(ctx, s, err); ok {
		step.Tool, step.Args, step.refused = corrected.Tool, corrected.Args, err
		a.warn("%s: %s, trying again with a corrected call", ongoing(step.Title), Explain(err))
		s.reason(nodeIssueTriage, "%s: %s, the model corrected the call", step.Title, Explain(err))
		return nil
	}
	all := errors.Join(step.refused, err) // what the corrected call could not make good either
	if alt, detail, ok := a.alternative(s); ok {
		otelfail.Recovered(ctx, all, otelfail.Fallback, detail)
		a.replace(s, alt, detail, err)
		return nil
	}
	again, askErr := a.askWhatToDo(ctx, s, err)
	if askErr != nil {
		return askErr
	}
	if again {
		otelfail.Recovered(ctx, all, otelfail.AskUser, "the traveler was asked, and the step tried again")
		return nil
	}
	otelfail.Recovered(ctx, all, otelfail.Skip, "Step marked as blocked, orchestrator continues")
	a.block(s, err)
	return nil
}

func worthRetrying(step *Step, err error) bool {
	if step.Type == TypeSynthesize {
		return llm.Retryable(err)
	}
	return tools.Retryable(err)
}

// alternative returns another source for the current step's result.
func (a *Agent) alternative(s *State) (alt result, detail string, ok bool) {
	step := s.current
	if step.Type == TypeSynthesize {
		return result{text: plainAnswer(s)}, "plain answer assembled from the results", true
	}
	if a.Fallback == nil {
		return result{}, "", false
	}
	f, ok := a.Fallback(step.Tool, step.Args)
	return result{data: f.Data}, f.Detail, ok
}

// askWhatToDo asks the traveler, once per step, and reports whether to carry the
// step out again. A place that was not found can be named in another way.
func (a *Agent) askWhatToDo(ctx context.Context, s *State, err error) (again bool, _ error) {
	step := s.current
	if step.asked || step.Type != TypeToolCall {
		return false, nil
	}
	step.asked = true
	var unknown *tools.PlaceNotFoundError
	if errors.As(err, &unknown) {
		name, ok, err := a.ask(ctx, s, Question{Text: unknown.Name + " was not found. Which place do you mean?", Default: "go on without it"})
		if err != nil || !ok || name == "" {
			return false, err
		}
		s.rename(unknown.Name, name)
		return true, nil
	}
	answer, ok, err := a.ask(ctx, s, Question{
		Text: ongoing(step.Title) + " failed: " + Explain(err) + ".", Options: []string{"go on without it", "try again"},
	})
	if err != nil || !ok {
		return false, err
	}
	choice, ok := understand(answer, []string{"go on without it", "try again"})
	return ok && choice == 1, nil
}

// rename has the rest of the run use another name for a place.
func (s *State) rename(from, to string) {
	for _, origin := range []*string{&s.Trip.Origin, &s.known.Origin} {
		if *origin == from {
			*origin = to
		}
	}
	for i, place := range s.Trip.Destinations {
		if place == from {
			s.Trip.Destinations[i] = to
		}
	}
	s.known.Destinations = s.Trip.Destinations
	for _, step := range s.Steps {
		if step.Status == Pending {
			step.Args = renamed(step.Args, from, to)
			step.Title = strings.ReplaceAll(step.Title, from, to)
		}
	}
}

// renamed puts another name of a place into arguments.
func renamed(raw json.RawMessage, from, to string) json.RawMessage {
	var args map[string]any
	if json.Unmarshal(raw, &args) != nil {
		return raw
	}
	for key, value := range args {
		if value == from {
			args[key] = to
		}
	}
	if data, err := json.Marshal(args); err == nil {
		return data
	}
	return raw
}

// replace takes a result from another source.
func (a *Agent) replace(s *State, alt result, detail string, err error) {
	step := s.current
	step.Status, step.Data, step.Fallback = Done, alt.data, detail
	if step.Type == TypeSynthesize {
		s.Answer = alt.text
	}
	s.note("%s: %s, %s", step.Title, Explain(err), detail)
	s.reason(nodeIssueTriage, "%s: %s, %s", step.Title, Explain(err), detail)
	a.warn("%s: %s, using %s", ongoing(step.Title), Explain(err), strings.TrimSuffix(detail, " used"))
}

// block gives up the current step.
func (a *Agent) block(s *State, err error) {
	step := s.current
	step.Status, step.Problem = Blocked, Explain(err)
	s.note("%s: %s", step.Title, step.Problem)
	s.reason(nodeIssueTriage, "%s: %s, left out", step.Title, step.Problem)
	a.warn("%s: %s, going on without it", ongoing(step.Title), step.Problem)
}
