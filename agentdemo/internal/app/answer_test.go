// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
)

// Cities, dates, day count and links of the answer follow from the request.
func TestAnswerFollowsFromRequest(t *testing.T) {
	for _, tt := range []struct {
		query        string
		origin       string
		destinations []string
		start, end   string
		days         int
	}{
		{"Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London", "London", []string{"Paris"}, "2026-12-01", "2026-12-05", 5},
		{"3 days in 東京 from 大阪 starting 2026-12-01", "大阪", []string{"東京"}, "2026-12-01", "2026-12-03", 3},
		{"weekend in Rome and Florence, 4 to 6 June 2027, two people, budget $2500", "", []string{"Rome", "Florence"}, "2027-06-04", "2027-06-06", 3},
		{"from Москва to Санкт-Петербург 1–7 March 2027", "Москва", []string{"Санкт-Петербург"}, "2027-03-01", "2027-03-07", 7},
		{"Cairo for 21 days from 2027-01-10", "", []string{"Cairo"}, "2027-01-10", "2027-01-30", 21},
		{"One day in Oslo on 2027-02-03 from Bergen, we love museums and food", "Bergen", []string{"Oslo"}, "2027-02-03", "2027-02-03", 1},
		{"New York to Los Angeles, 2026-12-10 to 2026-12-12", "New York", []string{"Los Angeles"}, "2026-12-10", "2026-12-12", 3},
		{"Trip to القاهرة from دبي, 2027-02-01 to 2027-02-04", "دبي", []string{"القاهرة"}, "2027-02-01", "2027-02-04", 4},
		{"Plan a trip to München from Zürich, 2026-12-04 to 2026-12-06", "Zürich", []string{"München"}, "2026-12-04", "2026-12-06", 3},
		{"Visit Göttingen from 2027-05-01 to 2027-05-02", "", []string{"Göttingen"}, "2027-05-01", "2027-05-02", 2},
		{"Ouagadougou from Paris, 2027-03-10 to 2027-03-14", "Paris", []string{"Ouagadougou"}, "2027-03-10", "2027-03-14", 5},
		{"Trip to 京都 and 東京 from 大阪, 2027-04-01 to 2027-04-06", "大阪", []string{"京都", "東京"}, "2027-04-01", "2027-04-06", 6},
		{"Sydney, 2027-01-01 to 2027-01-21, from Auckland", "Auckland", []string{"Sydney"}, "2027-01-01", "2027-01-21", 21},
		{"a trip to Rio de Janeiro from São Paulo, 2027-02-05 to 2027-02-09", "São Paulo", []string{"Rio de Janeiro"}, "2027-02-05", "2027-02-09", 5},
		{"Plan a trip to Lisbon", "", []string{"Lisbon"}, "2026-12-24", "2026-12-26", 3},
		{"3 days in Rome", "", []string{"Rome"}, "2026-12-24", "2026-12-26", 3},
		{"Plan a trip to Nairobi from Lagos, 2027-07-01 to 2027-07-02, 4 people", "Lagos", []string{"Nairobi"}, "2027-07-01", "2027-07-02", 2},
		{"Trip to Stratford-upon-Avon from London, 2027-05-10 to 2027-05-12", "London", []string{"Stratford-upon-Avon"}, "2027-05-10", "2027-05-12", 3},
		{"Vienna and Prague from Berlin, December 3 to December 8 2026", "Berlin", []string{"Vienna", "Prague"}, "2026-12-03", "2026-12-08", 6},
		{"two days in Αθήνα starting 2027-06-01", "", []string{"Αθήνα"}, "2027-06-01", "2027-06-02", 2},
	} {
		t.Run(tt.query, func(t *testing.T) {
			t.Parallel()
			r := ask(t, tt.query, nil)
			if r.err != nil {
				t.Fatal(r.err)
			}
			if len(r.records) != 0 {
				t.Errorf("%d failures: %s", len(r.records), r.records[0].ErrorMessage)
			}
			trip := r.state.Trip
			if trip.Origin != tt.origin || !slices.Equal(trip.Destinations, tt.destinations) {
				t.Errorf("from %q to %q", trip.Origin, trip.Destinations)
			}
			if trip.StartDate != tt.start || trip.EndDate != tt.end {
				t.Errorf("%s to %s, want %s to %s", trip.StartDate, trip.EndDate, tt.start, tt.end)
			}
			if tt.origin == "" && !strings.Contains(strings.Join(r.state.Assumptions, "\n"), "origin") {
				t.Errorf("an open origin is not among the assumptions %q", r.state.Assumptions)
			}
			checkDays(t, r.state.Answer, tt.start, tt.days)
			checkLinks(t, r.state)
			for _, want := range append(tt.destinations, "## Summary", "## Assumptions", "## Flights", "## Lodging",
				"## Transit", "## Weather", "## Budget", "## Calendar") {
				if !strings.Contains(r.state.Answer, want) {
					t.Errorf("the answer lacks %q", want)
				}
			}
			if n := strings.Count(r.state.Answer, "not legal advice"); n != 1 {
				t.Errorf("the disclaimer stands %d times", n)
			}
		})
	}
}

var dayEntry = regexp.MustCompile(`(?m)^\W*Day (\d+) \((\d{4}-\d\d-\d\d)\)`)

func checkDays(t *testing.T, answer, start string, days int) {
	t.Helper()
	entries := dayEntry.FindAllStringSubmatch(answer, -1)
	if len(entries) != days {
		t.Errorf("%d days in the answer, want %d", len(entries), days)
	}
	first, err := time.Parse(time.DateOnly, start)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range entries {
		if date := first.AddDate(0, 0, i).Format(time.DateOnly); e[1] != fmt.Sprint(i+1) || e[2] != date {
			t.Errorf("entry %d is day %s on %s, want %s", i+1, e[1], e[2], date)
		}
	}
}

var markdownLink = regexp.MustCompile(`\]\((https://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)`)

// checkLinks holds the answer's links to what the tools found, and these to the
// trip.
func checkLinks(t *testing.T, s *agent.State) {
	t.Helper()
	found := map[string]bool{}
	var decoded strings.Builder
	for _, step := range s.Steps {
		for _, link := range linksOf(t, step.Data) {
			found[link] = true
			u, err := url.Parse(link)
			if err != nil || u.Scheme != "https" || u.Host == "" {
				t.Errorf("link %q: %v", link, err)
				continue
			}
			text, err := url.QueryUnescape(u.RawQuery)
			if err != nil {
				t.Errorf("link %q: %v", link, err)
			}
			decoded.WriteString(u.Path + "?" + text + "\n")
		}
	}
	links := markdownLink.FindAllStringSubmatch(s.Answer, -1)
	if len(links) == 0 {
		t.Error("the answer has no links")
	}
	for _, l := range links {
		if !found[l[1]] {
			t.Errorf("the answer's link %s was found by no tool", l[1])
		}
	}
	for _, want := range append(s.Trip.Destinations, s.Trip.Origin, s.Trip.StartDate) {
		if !strings.Contains(decoded.String(), want) {
			t.Errorf("no link searches for %q", want)
		}
	}
}
