// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// What is assumed where the question leaves it open.
const (
	defaultDays  = 3
	defaultLead  = 30 // days until the trip begins
	maxDays      = 60
	maxTravelers = 50
)

// validate makes the trip complete and free of contradictions. What is missing is
// asked where somebody is there, else assumed, and each assumption is noted.
// Where none is sensible the question is refused.
func (a *Agent) validate(ctx context.Context, s *State) error {
	for _, check := range []func(context.Context, *State) error{
		a.checkDestinations, a.checkDates, a.checkTravelers, settle, a.checkOrigin, a.checkPlaces,
	} {
		err := check(ctx, s)
		if errors.As(err, &s.refused) {
			s.reason(nodeValidator, "%v", err)
			return nil
		}
		if err != nil {
			return err
		}
	}
	a.recallPreferences(s)
	if s.Trip.BudgetOther != "" {
		s.assume("the budget of %s is not converted: no exchange rate was looked up", s.Trip.BudgetOther)
	}
	a.done("Intent parsed: %s", s.Trip.describe())
	for _, assumption := range s.Assumptions {
		a.done("Assumed: %s", assumption)
	}
	return nil
}

// insist asks for a change as long as something is wrong, at most twice. Where
// nobody answers the question is refused.
func (a *Agent) insist(ctx context.Context, s *State, problem func() string, question string, forget func()) error {
	for i := 0; ; i++ {
		wrong := problem()
		if wrong == "" {
			return nil
		}
		refused := &InputError{wrong}
		if i == maxAsks {
			return refused
		}
		answer, ok, err := a.ask(ctx, s, Question{Text: capital(wrong) + ". " + question})
		if err != nil {
			return err
		}
		if !ok || answer == "" {
			return refused
		}
		forget()
		if err := a.reread(ctx, s, question, answer); err != nil {
			return err
		}
	}
}

// reread has the model read the answer to a question into the intent.
func (a *Agent) reread(ctx context.Context, s *State, question, answer string) error {
	in, err := a.readIntent(ctx, s, answer, &s.intent, question)
	if err != nil {
		return fmt.Errorf("the answer could not be read: %w", err)
	}
	s.intent = in
	return nil
}

func (a *Agent) checkDestinations(ctx context.Context, s *State) error {
	return a.insist(ctx, s, func() string {
		if len(places(s.intent.Destinations)) == 0 {
			return "the request names no destination: say where the trip should go"
		}
		return ""
	}, "Where would you like to go?", func() {})
}

func (a *Agent) checkTravelers(ctx context.Context, s *State) error {
	return a.insist(ctx, s, func() string {
		if s.intent.Travelers > maxTravelers {
			return fmt.Sprintf("%d travelers are too many: at most %d", s.intent.Travelers, maxTravelers)
		}
		return ""
	}, "How many travelers?", func() { s.intent.Travelers = 0 })
}

// settle takes the intent for the trip.
func settle(_ context.Context, s *State) error {
	t := s.intent.Trip
	t.Origin = strings.TrimSpace(t.Origin)
	t.Destinations = places(t.Destinations)
	if len(t.DaysPerDestination) > 0 && !t.sharesSaid() {
		if len(t.DaysPerDestination) == len(t.Destinations) {
			s.assume("the days said for each place do not add up to the %s of the trip, which are shared evenly", plural(t.days(), "day"))
		}
		t.DaysPerDestination = nil
	}
	if t.Interests == nil {
		t.Interests = []string{}
	}
	s.Trip, s.known = t, t
	if t.Travelers == 0 {
		s.Trip.Travelers = 1
		s.assume("one traveler")
	}
	return nil
}

const noOrigin = "no origin was given, so getting there is not planned"

// checkOrigin fills in where the trip begins: from the memory, else the user is
// asked, else getting there is not planned.
func (a *Agent) checkOrigin(ctx context.Context, s *State) error {
	if s.Trip.Origin != "" {
		return nil
	}
	if a.recallOrigin(s) {
		return nil
	}
	if s.Current != nil { // was asked when that trip was planned
		s.assume(noOrigin)
		return nil
	}
	const question = "Where do you start from?"
	answer, ok, err := a.ask(ctx, s, Question{Text: question, Default: "getting there is not planned"})
	if err != nil {
		return err
	}
	if ok && answer != "" {
		if err := a.reread(ctx, s, question, answer); err != nil {
			return err
		}
		s.Trip.Origin = strings.TrimSpace(s.intent.Origin)
		s.known.Origin = s.Trip.Origin
	}
	if s.Trip.Origin == "" {
		s.assume(noOrigin)
	}
	return nil
}

// places drops empty names and repetitions next to each other.
func places(names []string) []string {
	var kept []string
	for _, name := range names {
		name = strings.TrimSpace(name)
		if name == "" || len(kept) > 0 && strings.EqualFold(kept[len(kept)-1], name) {
			continue
		}
		kept = append(kept, name)
	}
	return kept
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
