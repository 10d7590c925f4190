// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"regexp"
	"strings"
	"time"
)

// intent is what a query asks for. What it leaves open stays zero.
type intent struct {
	Origin       string   `json:"origin"`
	Destinations []string `json:"destinations"`
	StartDate    string   `json:"start_date"`
	EndDate      string   `json:"end_date"`
	Days         int      `json:"days"`
	Travelers    int      `json:"travelers"`
	BudgetUSD    float64  `json:"budget_usd"`
	Interests    []string `json:"interests"`
	Pace         string   `json:"pace"`
	Notes        string   `json:"notes"`
}

var todayLine = regexp.MustCompile(`^\s*Today is (\d{4}-\d{2}-\d{2})\.?\s*`)

// parseIntent reads a query. Each reader takes its words out of the text, so
// that what remains for the last one is where to go.
func (m *Model) parseIntent(payload string) intent {
	today, query := time.Now().UTC(), payload
	if found := todayLine.FindStringSubmatch(payload); found != nil {
		if day, err := time.Parse(time.DateOnly, found[1]); err == nil {
			today = day
		}
		query = payload[len(found[0]):]
	}
	today = time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC)

	t := newText(query)
	budget := readBudget(t)
	when := readDates(t, today)
	in := intent{
		Travelers: readTravelers(t),
		Pace:      readPace(t),
		Interests: m.readInterests(t),
		StartDate: isoDate(when.start),
		EndDate:   isoDate(when.end),
		Days:      when.days,
	}
	in.Origin, in.Destinations = m.readPlaces(t)
	in.BudgetUSD = budget.total(when.days, max(1, in.Travelers))
	in.Notes = strings.Join(append(when.notes, budget.notes...), "; ")
	return in
}

func isoDate(t time.Time) string {
	if t.IsZero() || t.Year() > 9999 {
		return ""
	}
	return t.Format(time.DateOnly)
}
