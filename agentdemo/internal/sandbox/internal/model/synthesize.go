// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"
)

// material is what an itinerary is written from.
type material struct {
	Constraints constraints `json:"constraints"`
	Assumptions []string    `json:"assumptions"`
	Results     []result    `json:"results"`
	Notes       []string    `json:"notes"`
}

type result struct {
	Tool     string     `json:"tool"`
	Title    string     `json:"title"`
	Status   string     `json:"status"`
	Args     resultArgs `json:"args"`
	Data     resultData `json:"data"`
	Fallback string     `json:"fallback"`
	Error    string     `json:"error"`
}

type resultArgs struct {
	Origin      string `json:"origin"`
	Destination string `json:"destination"`
}

// resultData holds the fields of all tools' results.
type resultData struct {
	Links []struct {
		Title string `json:"title"`
		URL   string `json:"url"`
	} `json:"links"`
	Places []struct {
		Title string `json:"title"`
	} `json:"places"`
	Mode            string       `json:"mode"`
	DistanceKM      float64      `json:"distance_km"`
	DurationHours   float64      `json:"duration_hours"`
	DurationMinutes float64      `json:"duration_minutes"`
	Note            string       `json:"note"`
	Source          string       `json:"source"`
	Days            []weatherDay `json:"days"`
}

// UnmarshalJSON takes what it understands: a field of another type is missing,
// not the whole itinerary.
func (d *resultData) UnmarshalJSON(b []byte) error {
	type plain resultData
	_ = json.Unmarshal(b, (*plain)(d)) // what was read before an error stays
	return nil
}

type weatherDay struct {
	Date        string  `json:"date"`
	MinC        float64 `json:"min_c"`
	MaxC        float64 `json:"max_c"`
	RainPercent float64 `json:"rain_percent"`
	Summary     string  `json:"summary"`
}

func (d weatherDay) String() string {
	summary := d.Summary
	if summary != "" {
		summary += ", "
	}
	return fmt.Sprintf("%s%d to %d °C, %.0f %% chance of rain", summary, degrees(d.MinC), degrees(d.MaxC), d.RainPercent)
}

// degrees rounds, without the sign that %.0f leaves on zero.
func degrees(c float64) int { return int(math.Round(c)) }

func (r result) done() bool { return r.Status == "done" }

// missing says what a blocked result leaves open.
func (r result) missing() string {
	text := r.Title + ": not available"
	if r.Error != "" {
		text += " (" + oneLine(r.Error) + ")"
	}
	return text + "; please look it up yourself."
}

// synthesize writes the itinerary. Every link is one of the results'; prices
// are never stated, as nobody looked them up.
func (m *Model) synthesize(payload string) string {
	var in material
	if err := json.Unmarshal([]byte(payload), &in); err != nil {
		return "I could not read the results: " + err.Error()
	}
	p := &page{}
	c := in.Constraints
	p.line("# Trip to %s", c.places())
	p.section("Summary")
	p.summary(c)
	p.section("Assumptions")
	p.list(in.Assumptions, "None: the request said everything.")
	p.section("Flights")
	p.links(in.of("flights_search_links"), flightsMissing(c))
	p.section("Lodging")
	p.links(in.of("hotels_search_links"), "No search was made.")
	p.section("Day-by-day")
	p.days(in)
	p.section("Transit")
	p.transit(in.of("distance_and_time"))
	p.section("Weather")
	p.weather(in.of("weather_summary"))
	p.section("Budget")
	p.budget(c)
	p.section("Calendar")
	p.calendar(c)
	if len(in.Notes) > 0 {
		p.section("Notes")
		p.list(in.Notes, "")
	}
	p.line("")
	p.line("Visa and health rules vary; this is not legal advice.")
	return p.String()
}

func (in material) of(tool string) []result {
	var out []result
	for _, r := range in.Results {
		if r.Tool == tool {
			out = append(out, r)
		}
	}
	return out
}

func flightsMissing(c constraints) string {
	if c.Origin == "" {
		return "No origin is known, so no flights were searched."
	}
	return "No search was made."
}

// page is a Markdown text being written.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) { _, _ = fmt.Fprintf(p, format+"\n", args...) }

func (p *page) section(title string) { p.line("\n## %s\n", title) }

func (p *page) list(items []string, empty string) {
	for _, item := range items {
		p.line("- %s", oneLine(item))
	}
	if len(items) == 0 {
		p.line("%s", empty)
	}
}

func (p *page) summary(c constraints) {
	from := ""
	if c.Origin != "" {
		from = " from " + c.Origin
	}
	p.line("%s in %s%s, %s to %s, for %s.", count(len(c.days()), "day"), strings.Join(c.Destinations, " and "), from,
		c.StartDate, c.EndDate, count(max(1, c.Travelers), "traveler"))
	if len(c.Interests) > 0 {
		p.line("Interests: %s.", strings.Join(c.Interests, ", "))
	}
	if c.Pace != "" {
		p.line("Pace: %s.", c.Pace)
	}
}

func (p *page) links(results []result, empty string) {
	for _, r := range results {
		if !r.done() {
			p.line("- %s", r.missing())
			continue
		}
		p.line("- %s", r.Title)
		for _, l := range r.Data.Links {
			if strings.ContainsFunc(l.URL, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }) {
				continue // no address, and it would break out of the link
			}
			p.line("  - [%s](%s)", markdownText(l.Title), l.URL)
		}
		p.fallback(r)
	}
	if len(results) == 0 {
		p.line("%s", empty)
	}
}

func (p *page) fallback(r result) {
	if r.Fallback != "" {
		p.line("  - Note: %s", oneLine(r.Fallback))
	}
}

func (p *page) transit(results []result) {
	for _, r := range results {
		if !r.done() {
			p.line("- %s", r.missing())
			continue
		}
		text := fmt.Sprintf("%s → %s: %.0f km", r.Args.Origin, r.Args.Destination, r.Data.DistanceKM)
		if hours := r.Data.DurationHours + r.Data.DurationMinutes/60; hours > 0 {
			text += ", about " + (time.Duration(hours*60) * time.Minute).String()
			text = strings.TrimSuffix(text, "0s")
		}
		if r.Data.Mode != "" {
			text += " (" + r.Data.Mode + ")"
		}
		p.line("- %s", text)
		if r.Data.Note != "" && r.Data.Note != r.Fallback {
			p.line("  - %s", oneLine(r.Data.Note))
		}
		p.fallback(r)
	}
	if len(results) == 0 {
		p.line("No way to measure: one place only.")
	}
}

func (p *page) weather(results []result) {
	for _, r := range results {
		if !r.done() || len(r.Data.Days) == 0 {
			p.line("- %s", r.missing())
			continue
		}
		low, high, rain := r.Data.Days[0].MinC, r.Data.Days[0].MaxC, 0
		for _, d := range r.Data.Days {
			low, high = min(low, d.MinC), max(high, d.MaxC)
			if d.RainPercent >= 50 {
				rain++
			}
		}
		likely := "rain unlikely"
		if rain > 0 {
			likely = fmt.Sprintf("rain likely on %s of %d", count(rain, "day"), len(r.Data.Days))
		}
		p.line("- %s: %d to %d °C, %s.", r.Args.Destination, degrees(low), degrees(high), likely)
		p.fallback(r)
	}
	if len(results) == 0 {
		p.line("No forecast was fetched.")
	}
}

func (p *page) budget(c constraints) {
	if c.BudgetUSD > 0 {
		days := max(1, len(c.days()))
		p.line("You set %.0f US dollars in total, that is %.0f a day. Prices were not looked up; the links show today's.", c.BudgetUSD, c.BudgetUSD/float64(days))
		return
	}
	if c.BudgetOther != "" {
		p.line("You set %s. It is not converted, and prices were not looked up; the links show today's.", oneLine(c.BudgetOther))
		return
	}
	p.line("No budget was said. Prices were not looked up; the links show today's.")
}

func (p *page) calendar(c constraints) {
	for _, s := range c.stays() {
		p.line("- %s: %s to %s", s.place, isoDate(s.first), isoDate(s.last))
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// markdownText keeps a title from ending the link that it names.
func markdownText(s string) string {
	return strings.NewReplacer("[", "(", "]", ")").Replace(oneLine(s))
}
