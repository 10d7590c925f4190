// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestPlanUsesAvailableToolsOnly(t *testing.T) {
	m := newModel(t)
	answer := ask(m, "plan", `{"origin":"London","destinations":["Paris"],"start_date":"2026-12-01","end_date":"2026-12-05","travelers":2,
		"available_tools":["weather_summary","flights_search_links"]}`)
	var plan struct {
		Steps []struct {
			ID, Type, Title, Tool string
			Args                  map[string]any
		}
	}
	if err := json.Unmarshal([]byte(answer), &plan); err != nil {
		t.Fatal(err)
	}
	if len(plan.Steps) != 3 || plan.Steps[0].Tool != "flights_search_links" || plan.Steps[1].Tool != "weather_summary" || plan.Steps[2].Type != "SYNTHESIZE" {
		t.Fatalf("steps %+v", plan.Steps)
	}
	flights := plan.Steps[0]
	if flights.ID != "step-1" || flights.Title != "Find flights London → Paris" ||
		flights.Args["depart_date"] != "2026-12-01" || flights.Args["return_date"] != "2026-12-05" {
		t.Errorf("flights %+v", flights)
	}
}

// The days of a trip are shared among its destinations without gaps.
func TestPlanSharesDays(t *testing.T) {
	m := newModel(t)
	answer := ask(m, "plan", `{"origin":"","destinations":["Rome","Florence","Venice"],"start_date":"2027-06-01","end_date":"2027-06-08","available_tools":["hotels_search_links","weather_summary"]}`)
	var plan struct {
		Steps []struct {
			Tool string
			Args map[string]any
		}
	}
	if err := json.Unmarshal([]byte(answer), &plan); err != nil {
		t.Fatal(err)
	}
	stay, forecast := "2027-06-01", "2027-06-01"
	for _, s := range plan.Steps {
		switch s.Tool {
		case "hotels_search_links":
			if s.Args["check_in"] != stay {
				t.Errorf("check-in %v, want %s", s.Args["check_in"], stay)
			}
			stay, _ = s.Args["check_out"].(string)
		case "weather_summary":
			if s.Args["start_date"] != forecast {
				t.Errorf("forecast from %v, want %s", s.Args["start_date"], forecast)
			}
			end, _ := s.Args["end_date"].(string)
			day, err := time.Parse(time.DateOnly, end)
			if err != nil {
				t.Fatal(err)
			}
			forecast = day.AddDate(0, 0, 1).Format(time.DateOnly)
		}
	}
	if stay != "2027-06-08" || forecast != "2027-06-09" {
		t.Errorf("stays end %s, forecasts before %s", stay, forecast)
	}
}

func TestUnknownTask(t *testing.T) {
	if answer := ask(newModel(t), "conquer", "the world"); !strings.Contains(answer, "TASK") {
		t.Errorf("answer %q", answer)
	}
}

func TestPayloadThatIsNoJSON(t *testing.T) {
	m := newModel(t)
	for _, task := range []string{"plan", "synthesize"} {
		if answer := ask(m, task, "{"); !strings.Contains(answer, "could not read") {
			t.Errorf("%s answers %q", task, answer)
		}
	}
}

func FuzzParseIntent(f *testing.F) {
	for _, tt := range intentTests {
		f.Add(tt.query)
	}
	m := newModel(f)
	f.Fuzz(func(t *testing.T, query string) {
		answer := ask(m, "parse_intent", "Today is 2026-11-23.\n\n"+query)
		var got intent
		if err := json.Unmarshal([]byte(answer), &got); err != nil {
			t.Fatalf("%v in %s", err, answer)
		}
		for _, date := range []string{got.StartDate, got.EndDate} {
			if _, err := time.Parse(time.DateOnly, date); date != "" && err != nil {
				t.Error(err)
			}
		}
		if got.Destinations == nil || got.Interests == nil || got.Travelers < 0 || got.BudgetUSD < 0 || got.Days < 0 {
			t.Errorf("%q gives %+v", query, got)
		}
		for _, place := range append(got.Destinations, got.Origin) {
			if utf8.ValidString(query) && strings.ContainsAny(place, "|\n") {
				t.Errorf("%q gives the place %q", query, place)
			}
		}
	})
}

// Whatever is said about the current trip, a trip comes out.
func FuzzChange(f *testing.F) {
	const current = `{"origin":"London","destinations":["Paris","Rome"],"days_per_destination":[3,2],"start_date":"2026-12-01","end_date":"2026-12-05"}`
	for _, tt := range intentTests {
		f.Add(current, "", tt.query)
	}
	f.Add(current, "Where do you start from?", "paris")
	f.Add(`{"start_date":"someday","days":-4}`, "When is the trip?", "999 weeks longer")
	f.Add(`{"destinations":[""]}`, "How many travelers?", "4")
	m := newModel(f)
	f.Fuzz(func(t *testing.T, current, asked, text string) {
		payload := "Today is 2026-11-23.\nCurrent trip: " + current + "\nQuestion asked: " + asked + "\n\n" + text
		var got intent
		if err := json.Unmarshal([]byte(ask(m, "parse_intent", payload)), &got); err != nil {
			t.Fatal(err)
		}
		if got.Destinations == nil || got.Interests == nil || got.Days < 0 {
			t.Errorf("%+v", got)
		}
	})
}

func FuzzCorrectCall(f *testing.F) {
	f.Add(`{"constraints":{"destinations":["Paris"],"start_date":"2026-12-01","end_date":"2026-12-02"},"tool":"weather_summary","args":{"destination":"Paris"}}`)
	f.Add(`{"constraints":{"destinations":[]},"tool":"","args":null}`)
	m := newModel(f)
	f.Fuzz(func(t *testing.T, payload string) {
		if ask(m, "correct_call", payload) == "" {
			t.Error("no answer")
		}
	})
}

func FuzzSynthesize(f *testing.F) {
	f.Add(`{"constraints":{"destinations":["Paris"],"start_date":"2026-12-01","end_date":"2026-12-02"},"results":[{"tool":"weather_summary","status":"done","data":{"days":7}}]}`)
	f.Add(`{"constraints":{"destinations":[],"start_date":"2026-12-01","end_date":"9999-12-02"},"results":[{"tool":"things_to_do_links","status":"done","data":{"links":[{"title":"](x","url":"a b"}]}}]}`)
	m := newModel(f)
	f.Fuzz(func(t *testing.T, payload string) {
		if ask(m, "synthesize", payload) == "" || ask(m, "plan", payload) == "" {
			t.Error("no answer")
		}
	})
}
