// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Trip is what the user wants. Dates are YYYY-MM-DD.
type Trip struct {
	Origin             string   `json:"origin"` // may be empty
	Destinations       []string `json:"destinations"`
	DaysPerDestination []int    `json:"days_per_destination,omitempty"` // empty: shared among them
	StartDate          string   `json:"start_date"`
	EndDate            string   `json:"end_date"`
	Travelers          int      `json:"travelers"`
	BudgetUSD          float64  `json:"budget_usd"`             // 0: not said, or in other money
	BudgetOther        string   `json:"budget_other,omitempty"` // a budget in other money, as said
	Interests          []string `json:"interests"`
	Pace               string   `json:"pace"` // relaxed, balanced, packed or empty
	Notes              string   `json:"notes"`
}

// stay is a destination and the days spent there.
type stay struct{ place, from, to string }

// stays gives each destination its days: those that were said, else an equal
// share, the first ones getting the days that are left over.
func (t Trip) stays() []stay {
	n, days := len(t.Destinations), t.days()
	var all []stay
	from := 0
	for i, place := range t.Destinations {
		share := days / n
		if i < days%n {
			share++
		}
		if t.sharesSaid() {
			share = t.DaysPerDestination[i]
		}
		to := min(from+share-1, days-1)
		if i == n-1 {
			to = days - 1
		}
		all = append(all, stay{place, addDays(t.StartDate, min(from, days-1)), addDays(t.StartDate, max(to, min(from, days-1)))})
		from += share
	}
	return all
}

// sharesSaid reports whether the user said how long to stay at each place.
func (t Trip) sharesSaid() bool {
	if len(t.DaysPerDestination) != len(t.Destinations) {
		return false
	}
	sum := 0
	for _, days := range t.DaysPerDestination {
		if days < 1 {
			return false
		}
		sum += days
	}
	return sum == t.days()
}

// days counts the days of the trip, the first and the last included.
func (t Trip) days() int {
	return int(mustDate(t.EndDate).Sub(mustDate(t.StartDate))/(24*time.Hour)) + 1
}

func (t Trip) describe() string {
	text := fmt.Sprintf("%s, %s to %s", strings.Join(t.Destinations, " and "), t.StartDate, t.EndDate)
	if t.Origin != "" {
		text += ", from " + t.Origin
	}
	return text + ", " + plural(t.Travelers, "traveler")
}

// has reports whether a place is part of the trip.
func (t *Trip) has(place string) bool {
	return t != nil && (t.Origin == place || slices.Contains(t.Destinations, place))
}

// mustDate reads a date that was checked before.
func mustDate(date string) time.Time {
	t, _ := time.Parse(time.DateOnly, date)
	return t
}

func addDays(date string, n int) string {
	return mustDate(date).AddDate(0, 0, n).Format(time.DateOnly)
}
