// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"strings"
	"time"
)

// intent is what a query asks for. What it leaves open stays zero.
type intent struct {
	Origin             string   `json:"origin"`
	Destinations       []string `json:"destinations"`
	DaysPerDestination []int    `json:"days_per_destination,omitempty"`
	StartDate          string   `json:"start_date"`
	EndDate            string   `json:"end_date"`
	Days               int      `json:"days"`
	InvalidDates       []string `json:"invalid_dates,omitempty"`
	Travelers          int      `json:"travelers"`
	BudgetUSD          float64  `json:"budget_usd"`
	BudgetOther        string   `json:"budget_other,omitempty"`
	Interests          []string `json:"interests"`
	Pace               string   `json:"pace"`
	Notes              string   `json:"notes"`
}

// parseIntent reads a query, a change of a trip, or an answer about one.
func (m *Model) parseIntent(payload string) intent {
	r := readRequest(payload)
	query := r.text
	if r.asked != "" {
		query = answered(r.asked, query)
	}
	t := newText(query)
	var by stretch
	if r.current != nil {
		by = readStretch(t)
	}
	in := m.read(t, r.today)
	if r.current != nil {
		in = change(*r.current, in, by, query, r.asked != "")
	}
	if in.Destinations == nil {
		in.Destinations = []string{}
	}
	if in.Interests == nil {
		in.Interests = []string{}
	}
	return in
}

// read has each reader take its words out of the text, so that what remains for
// the last one is where to go.
func (m *Model) read(t *text, today time.Time) intent {
	today = time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC)
	budget := readBudget(t)
	when := readDates(t, today)
	in := intent{
		Travelers:    readTravelers(t),
		Pace:         readPace(t),
		Interests:    m.readInterests(t),
		InvalidDates: when.invalid,
	}
	in.Origin, in.Destinations = m.readPlaces(t)
	in.DaysPerDestination = when.share(len(in.Destinations))
	in.StartDate, in.EndDate, in.Days = isoDate(when.start), isoDate(when.end), when.days
	in.BudgetUSD = budget.total(when.days, max(1, in.Travelers))
	in.BudgetOther = budget.other
	in.Notes = strings.Join(when.notes, "; ")
	return in
}

func isoDate(t time.Time) string {
	if t.IsZero() || t.Year() > 9999 {
		return ""
	}
	return t.Format(time.DateOnly)
}
