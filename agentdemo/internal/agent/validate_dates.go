// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"
)

const askDates = "When is the trip?"

// checkDates settles when the trip is.
func (a *Agent) checkDates(ctx context.Context, s *State) error {
	in := &s.intent
	forget := func() {
		in.StartDate, in.EndDate, in.Days, in.InvalidDates, in.DaysPerDestination = "", "", 0, nil, nil
	}
	err := a.insist(ctx, s, func() string { return in.wrongDates() }, askDates, forget)
	if err != nil {
		return err
	}
	if in.StartDate == "" && in.EndDate == "" {
		begin := s.Today.AddDate(0, 0, defaultLead).Format(time.DateOnly)
		days := cmp.Or(in.Days, defaultDays)
		answer, ok, err := a.ask(ctx, s, Question{Text: askDates, Default: fmt.Sprintf("%s, %s", begin, plural(days, "day"))})
		if err != nil {
			return err
		}
		if ok && answer != "" {
			if err := a.reread(ctx, s, askDates, answer); err != nil {
				return err
			}
			if err := a.insist(ctx, s, func() string { return in.wrongDates() }, askDates, forget); err != nil {
				return err
			}
		}
	}
	settled := s.Current != nil && s.Current.StartDate == in.StartDate
	if past := in.past(s.Today); past != "" && !settled {
		answer, ok, err := a.ask(ctx, s, Question{Text: capital(past) + ". " + askDates, Default: "as written"})
		if err != nil {
			return err
		}
		if ok && answer != "" {
			forget()
			if err := a.reread(ctx, s, askDates, answer); err != nil {
				return err
			}
			if err := a.insist(ctx, s, func() string { return in.wrongDates() }, askDates, forget); err != nil {
				return err
			}
		}
	}
	s.fillDates()
	return nil
}

// wrongDates says what is wrong with the dates, or "".
func (in *intent) wrongDates() string {
	if len(in.InvalidDates) > 0 {
		verb := "is not a date"
		if len(in.InvalidDates) > 1 {
			verb = "are not dates"
		}
		return fmt.Sprintf("%s %s", strings.Join(in.InvalidDates, " and "), verb)
	}
	days := in.Days
	if in.StartDate != "" && in.EndDate != "" {
		if in.EndDate < in.StartDate {
			return fmt.Sprintf("the trip ends (%s) before it starts (%s)", in.EndDate, in.StartDate)
		}
		days = in.days()
	}
	if days > maxDays {
		return fmt.Sprintf("a trip of %d days is too long: at most %d", days, maxDays)
	}
	return ""
}

// past says that the trip begins in the past, or "".
func (in *intent) past(today time.Time) string {
	if in.StartDate == "" || in.StartDate >= today.Format(time.DateOnly) {
		return ""
	}
	return fmt.Sprintf("the start date %s is in the past", in.StartDate)
}

// fillDates completes the dates, noting what is assumed.
func (s *State) fillDates() {
	in := &s.intent
	n := cmp.Or(in.Days, defaultDays)
	switch {
	case in.StartDate == "" && in.EndDate == "":
		in.StartDate = s.Today.AddDate(0, 0, defaultLead).Format(time.DateOnly)
		in.EndDate = addDays(in.StartDate, n-1)
		if in.Days == 0 {
			s.assume("no dates were given: %s, %s to %s", plural(n, "day"), in.StartDate, in.EndDate)
		} else {
			s.assume("no start date was given: %s to %s", in.StartDate, in.EndDate)
		}
	case in.EndDate == "":
		in.EndDate = addDays(in.StartDate, n-1)
		if in.Days == 0 {
			s.assume("no end date was given: %s, until %s", plural(n, "day"), in.EndDate)
		}
	case in.StartDate == "":
		in.StartDate = addDays(in.EndDate, 1-n)
		if in.Days == 0 {
			s.assume("no start date was given: %s, from %s", plural(n, "day"), in.StartDate)
		}
	}
	if past := in.past(s.Today); past != "" {
		s.assume("%s and taken as written", past)
	}
}
