// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"fmt"
	"strings"
	"time"
)

// What is assumed where the question leaves it open.
const (
	defaultDays  = 3
	defaultLead  = 30 // days until the trip begins
	maxDays      = 60
	maxTravelers = 50
)

// settle makes the trip complete, noting each assumption, or returns an
// [*InputError] where none is sensible.
func (s *State) settle(in intent) *InputError {
	t := in.Trip
	t.Origin = strings.TrimSpace(t.Origin)
	t.Destinations = places(t.Destinations)
	if len(t.Destinations) == 0 {
		return &InputError{"the request names no destination: say where the trip should go"}
	}
	if t.Interests == nil {
		t.Interests = []string{}
	}
	if t.Origin == "" {
		s.assume("no origin was given, so getting there is not planned")
	}
	if err := s.settleDates(&t, in.Days); err != nil {
		return err
	}
	switch {
	case t.Travelers == 0:
		t.Travelers = 1
		s.assume("one traveler")
	case t.Travelers > maxTravelers:
		return &InputError{fmt.Sprintf("%d travelers are too many: at most %d", t.Travelers, maxTravelers)}
	}
	s.Trip = t
	return nil
}

func (s *State) settleDates(t *Trip, days int) *InputError {
	n := days
	if n == 0 {
		n = defaultDays
	}
	switch {
	case t.StartDate == "" && t.EndDate == "":
		t.StartDate = s.Today.AddDate(0, 0, defaultLead).Format(time.DateOnly)
		t.EndDate = addDays(t.StartDate, n-1)
		if days == 0 {
			s.assume("no dates were given: %d days, %s to %s", n, t.StartDate, t.EndDate)
		} else {
			s.assume("no start date was given: %s to %s", t.StartDate, t.EndDate)
		}
	case t.EndDate == "":
		t.EndDate = addDays(t.StartDate, n-1)
		if days == 0 {
			s.assume("no end date was given: %d days, until %s", n, t.EndDate)
		}
	case t.StartDate == "":
		t.StartDate = addDays(t.EndDate, 1-n)
		if days == 0 {
			s.assume("no start date was given: %d days, from %s", n, t.StartDate)
		}
	}
	start, end := mustDate(t.StartDate), mustDate(t.EndDate)
	if end.Before(start) {
		return &InputError{fmt.Sprintf("the trip ends (%s) before it starts (%s)", t.EndDate, t.StartDate)}
	}
	if n := t.days(); n > maxDays {
		return &InputError{fmt.Sprintf("a trip of %d days is too long: at most %d", n, maxDays)}
	}
	if t.StartDate < s.Today.Format(time.DateOnly) {
		s.assume("the start date %s is in the past and taken as written", t.StartDate)
	}
	return nil
}

func (s *State) assume(format string, args ...any) {
	s.Assumptions = append(s.Assumptions, fmt.Sprintf(format, args...))
}

// days counts the days of the trip, the first and the last included.
func (t Trip) days() int {
	return int(mustDate(t.EndDate).Sub(mustDate(t.StartDate))/(24*time.Hour)) + 1
}

// mustDate reads a date that was checked before.
func mustDate(date string) time.Time {
	t, _ := time.Parse(time.DateOnly, date)
	return t
}

func addDays(date string, n int) string {
	return mustDate(date).AddDate(0, 0, n).Format(time.DateOnly)
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
