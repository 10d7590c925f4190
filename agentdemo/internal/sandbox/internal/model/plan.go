// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// constraints is the trip as the agent states it.
type constraints struct {
	Origin         string   `json:"origin"`
	Destinations   []string `json:"destinations"`
	Shares         []int    `json:"days_per_destination"`
	StartDate      string   `json:"start_date"`
	EndDate        string   `json:"end_date"`
	Travelers      int      `json:"travelers"`
	BudgetUSD      float64  `json:"budget_usd"`
	BudgetOther    string   `json:"budget_other"`
	Interests      []string `json:"interests"`
	Pace           string   `json:"pace"`
	AvailableTools []string `json:"available_tools"`
}

type planStep struct {
	ID    string         `json:"id"`
	Type  string         `json:"type"`
	Title string         `json:"title"`
	Tool  string         `json:"tool,omitempty"`
	Args  map[string]any `json:"args,omitempty"`
}

// stay is the time at one destination. A traveller leaves on the day that the
// next stay begins.
type stay struct {
	place         string
	first, last   time.Time // the days spent there
	checkIn, left time.Time
}

// days returns the days of the trip; none where a date is missing or wrong.
func (c constraints) days() []time.Time {
	start, err1 := time.Parse(time.DateOnly, c.StartDate)
	end, err2 := time.Parse(time.DateOnly, c.EndDate)
	if err1 != nil || err2 != nil {
		return nil
	}
	var out []time.Time
	for d := start; !d.After(end) && len(out) < longestTrip; d = d.AddDate(0, 0, 1) {
		out = append(out, d)
	}
	return out
}

// longestTrip bounds a plan in days.
const longestTrip = 400

// stays shares the days among the destinations: as was said, else equally, the
// earlier ones getting more.
func (c constraints) stays() []stay {
	days, n := c.days(), len(c.Destinations)
	if len(days) == 0 {
		return nil
	}
	var out []stay
	at := 0
	for i, place := range c.Destinations {
		share := len(days) / n
		if i < len(days)%n {
			share++
		}
		if c.sharesFit(len(days)) {
			share = c.Shares[i]
		}
		first := min(at, len(days)-1)
		last := min(max(at+share-1, first), len(days)-1)
		s := stay{place: place, first: days[first], last: days[last], checkIn: days[first], left: days[last].AddDate(0, 0, 1)}
		if i == n-1 && days[last].After(days[first]) {
			s.left = days[last] // the last day is the way home
		}
		out = append(out, s)
		at += share
	}
	return out
}

// sharesFit reports whether each destination has a length, and all add up.
func (c constraints) sharesFit(days int) bool {
	sum := 0
	for _, share := range c.Shares {
		if share < 1 || share > days {
			return false
		}
		sum += share
	}
	return len(c.Shares) == len(c.Destinations) && sum == days
}

// legs returns the pairs of places to travel between, with the dates.
func (c constraints) legs() []leg {
	stays := c.stays()
	if len(stays) == 0 {
		return nil
	}
	var out []leg
	end := c.EndDate
	if c.Origin != "" {
		out = append(out, leg{c.Origin, stays[0].place, isoDate(stays[0].first)})
	}
	for i := 1; i < len(stays); i++ {
		out = append(out, leg{stays[i-1].place, stays[i].place, isoDate(stays[i].first)})
	}
	if c.Origin != "" {
		out = append(out, leg{stays[len(stays)-1].place, c.Origin, end})
	}
	return out
}

type leg struct{ from, to, date string }

// plan answers with the steps to take.
func (m *Model) plan(payload string) string {
	var c constraints
	if err := json.Unmarshal([]byte(payload), &c); err != nil {
		return "I could not read the constraints: " + err.Error()
	}
	return encode(map[string]any{"steps": c.steps()})
}

// steps lists what to look up for the trip, and the writing of the itinerary.
func (c constraints) steps() []planStep {
	var steps []planStep
	add := func(tool, title string, args map[string]any) {
		if len(c.AvailableTools) > 0 && !slices.Contains(c.AvailableTools, tool) {
			return
		}
		steps = append(steps, planStep{fmt.Sprintf("step-%d", len(steps)+1), "TOOL_CALL", title, tool, args})
	}
	legs, stays := c.legs(), c.stays()
	if c.Origin != "" {
		c.planFlights(legs, add)
	}
	for _, s := range stays {
		add("hotels_search_links", "Find hotels in "+s.place, map[string]any{
			"destination": s.place, "check_in": isoDate(s.checkIn), "check_out": isoDate(s.left), "guests": max(1, c.Travelers),
		})
	}
	for _, place := range c.Destinations {
		add("things_to_do_links", "Find things to do in "+place, map[string]any{
			"destination": place, "interests": append([]string{}, c.Interests...),
		})
	}
	for i, l := range legs {
		if i == 1 && len(legs) == 2 && c.Origin != "" && len(c.Destinations) == 1 {
			break // the way home is the way there
		}
		add("distance_and_time", "Measure the way "+l.from+" → "+l.to, map[string]any{"origin": l.from, "destination": l.to})
	}
	for _, s := range stays {
		add("weather_summary", "Fetch weather for "+s.place, map[string]any{
			"destination": s.place, "start_date": isoDate(s.first), "end_date": isoDate(s.last),
		})
	}
	return append(steps, planStep{ID: fmt.Sprintf("step-%d", len(steps)+1), Type: "SYNTHESIZE", Title: "Write the itinerary"})
}

// planFlights asks for one round trip where there is one destination, else for
// each leg.
func (c constraints) planFlights(legs []leg, add func(tool, title string, args map[string]any)) {
	if len(c.Destinations) == 1 && len(legs) > 0 {
		legs = legs[:1]
	}
	for _, l := range legs {
		back := ""
		if len(c.Destinations) == 1 {
			back = c.EndDate
		}
		add("flights_search_links", "Find flights "+l.from+" → "+l.to, map[string]any{
			"origin": l.from, "destination": l.to, "depart_date": l.date, "return_date": back,
		})
	}
}

func (c constraints) places() string { return strings.Join(c.Destinations, ", ") }
