// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

var (
	newTrip   = regexp.MustCompile(`(?i)\b(?:(?:new|another|different) trip|start over|plan (?:a|another|me a)\b)`)
	addWords  = regexp.MustCompile(`(?i)\b(?:add|adding|also|plus|as well|include|including)\b`)
	dropWords = regexp.MustCompile(`(?i)\b(?:drop|remove|skip|without|leave out|leaving out|no longer)\b`)
	insteadOf = regexp.MustCompile(`(?i)\binstead of\s+(.+)`)
	longer    = regexp.MustCompile(`(?i)(?:by\s+)?(` + anyNumber + `)\s+(?:(more|extra|additional|fewer|less)\s+)?(days?|nights?|weeks?)(?:\s+(longer|more|extra|shorter|less|later|earlier))?`)
	bare      = regexp.MustCompile(`^\s*(` + anyNumber + `)\s*$`)
)

// answered puts an answer into the words that its question leaves out.
func answered(question, text string) string {
	low := strings.ToLower(question)
	has := func(words ...string) bool {
		return slices.ContainsFunc(strings.Fields(strings.ToLower(text)), func(w string) bool { return slices.Contains(words, w) })
	}
	switch {
	case strings.Contains(low, "start from") && !has("from"):
		return "from " + text
	case strings.Contains(low, "like to go") && !has("to", "in", "from"):
		return "to " + text
	case strings.Contains(low, "travelers") && bare.MatchString(text):
		return text + " people"
	}
	return text
}

// stretch is a change of the dates relative to what they were, in days.
type stretch struct{ length, shift int }

// readStretch takes words such as "two days longer" and "a week later".
func readStretch(t *text) stretch {
	var s stretch
	t.take(longer, func(m match) bool {
		n := number(m.groups[1])
		if strings.HasPrefix(m.groups[3], "week") {
			n *= 7
		}
		switch word := m.groups[2] + m.groups[4]; word {
		case "more", "extra", "additional", "longer":
			s.length += n
		case "fewer", "less", "shorter":
			s.length -= n
		case "later":
			s.shift += n
		case "earlier":
			s.shift -= n
		default:
			return false
		}
		return true
	})
	return s
}

// change returns the current trip with what the text says about it.
func change(trip, said intent, by stretch, text string, asked bool) intent {
	if !asked && newTrip.MatchString(text) {
		said.Origin = firstOf(said.Origin, trip.Origin)
		said.Travelers = max(said.Travelers, 0)
		if said.Travelers == 0 {
			said.Travelers = trip.Travelers
		}
		return said
	}
	before := len(trip.Destinations)
	trip.Destinations = changedPlaces(trip.Destinations, said.Destinations, text)
	if len(trip.Destinations) != before {
		trip.DaysPerDestination = nil
	}
	trip.Origin = firstOf(said.Origin, trip.Origin)
	changeDates(&trip, said, by)
	if said.Travelers > 0 {
		trip.Travelers = said.Travelers
	}
	if said.BudgetUSD > 0 || said.BudgetOther != "" {
		trip.BudgetUSD, trip.BudgetOther = said.BudgetUSD, said.BudgetOther
	}
	trip.Pace = firstOf(said.Pace, trip.Pace)
	for _, interest := range said.Interests {
		if !slices.Contains(trip.Interests, interest) {
			trip.Interests = append(trip.Interests, interest)
		}
	}
	trip.Notes = firstOf(said.Notes, trip.Notes)
	trip.InvalidDates = said.InvalidDates
	return trip
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func changedPlaces(now, said []string, text string) []string {
	has := func(list []string, name string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, name) })
	}
	without := func(list, gone []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return has(gone, name) })
	}
	if len(said) == 0 {
		return now
	}
	if m := insteadOf.FindStringSubmatch(text); m != nil {
		gone := slices.DeleteFunc(slices.Clone(now), func(name string) bool {
			return !strings.Contains(strings.ToLower(m[1]), strings.ToLower(name))
		})
		return append(without(now, gone), without(said, append(gone, now...))...)
	}
	switch {
	case dropWords.MatchString(text):
		return without(now, said)
	case addWords.MatchString(text):
		return append(slices.Clone(now), without(said, now)...)
	}
	return said
}

func changeDates(trip *intent, said intent, by stretch) {
	length := 0
	start, err1 := time.Parse(time.DateOnly, trip.StartDate)
	end, err2 := time.Parse(time.DateOnly, trip.EndDate)
	if err1 == nil && err2 == nil {
		length = int(end.Sub(start).Hours()/24) + 1
	}
	days := trip.Days
	if length > 0 {
		days = length
	}
	if said.Days > 0 {
		days = said.Days
	}
	days = max(days+by.length, 0)
	if said.StartDate != "" {
		start, _ = time.Parse(time.DateOnly, said.StartDate) // the model made it
	}
	start = start.AddDate(0, 0, by.shift)
	switch {
	case said.StartDate != "" && said.EndDate != "":
		trip.StartDate, trip.EndDate = said.StartDate, said.EndDate
	case said.EndDate != "":
		trip.EndDate = said.EndDate
	case said.StartDate == "" && trip.StartDate == "":
	case days > 0:
		trip.StartDate, trip.EndDate = isoDate(start), isoDate(start.AddDate(0, 0, days-1))
	default:
		trip.StartDate = isoDate(start)
	}
	trip.Days = days
	if len(said.DaysPerDestination) > 0 {
		trip.DaysPerDestination = said.DaysPerDestination
	} else if days != length {
		trip.DaysPerDestination = nil
	}
}
