// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// trip is what the agent gets from parse_intent and sends on.
type trip struct {
	Origin       string   `json:"origin"`
	Destinations []string `json:"destinations"`
	StartDate    string   `json:"start_date"`
	EndDate      string   `json:"end_date"`
	Travelers    int      `json:"travelers"`
}

type step struct {
	Type, Title, Tool string
	Args              map[string]any
}

func (s step) arg(key string) string {
	text, _ := s.Args[key].(string)
	return text
}

type answerLinks struct {
	Links []struct {
		Title string `json:"title"`
		URL   string `json:"url"`
	} `json:"links"`
}

type geocoded struct {
	Results []struct {
		Name                string
		Latitude, Longitude float64
		CountryCode         string `json:"country_code"`
	}
}

// Twenty requests go the whole way: everything in the itinerary must follow from
// the request.
func TestAnswersFollowFromTheRequest(t *testing.T) {
	c := newClient(t)
	tests := []struct {
		query  string
		origin string
		to     []string
		start  string
		end    string
		days   int
	}{
		{"Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London", "London", []string{"Paris"}, "2026-12-01", "2026-12-05", 5},
		{"3 days in 東京 from 大阪 starting 2026-12-01", "大阪", []string{"東京"}, "2026-12-01", "2026-12-03", 3},
		{"weekend in Rome and Florence, 4 to 6 June 2027, two people, budget $2500", "", []string{"Rome", "Florence"}, "2027-06-04", "2027-06-06", 3},
		{"from Москва to Санкт-Петербург 1–7 March 2027", "Москва", []string{"Санкт-Петербург"}, "2027-03-01", "2027-03-07", 7},
		{"Cairo for 21 days from 2027-01-10", "", []string{"Cairo"}, "2027-01-10", "2027-01-30", 21},
		{"One day in Oslo on 2027-02-03 from Bergen, we love museums and food", "Bergen", []string{"Oslo"}, "2027-02-03", "2027-02-03", 1},
		{"القاهرة from دبي 2027-01-10 to 2027-01-12", "دبي", []string{"القاهرة"}, "2027-01-10", "2027-01-12", 3},
		{"München nach Göttingen, 12.03.2027 - 14.03.2027", "München", []string{"Göttingen"}, "2027-03-12", "2027-03-14", 3},
		{"a week in Ouagadougou from Accra starting 2027-02-01", "Accra", []string{"Ouagadougou"}, "2027-02-01", "2027-02-07", 7},
		{"京都 2027-04-01 to 2027-04-04", "", []string{"京都"}, "2027-04-01", "2027-04-04", 4},
		{"New York to Los Angeles next week", "New York", []string{"Los Angeles"}, "2026-11-30", "2026-12-06", 7},
		{"trip to l'aquila from stratford-upon-avon, May 3-5, 2027", "Stratford-upon-Avon", []string{"L'Aquila"}, "2027-05-03", "2027-05-05", 3},
		{"tomorrow to Vienna and Budapest from Prague for 6 days", "Prague", []string{"Vienna", "Budapest"}, "2026-11-24", "2026-11-29", 6},
		{"São Paulo from Rio de Janeiro, 28 December to 3 January", "Rio de Janeiro", []string{"São Paulo"}, "2026-12-28", "2027-01-03", 7},
		{"Αθήνα from Θεσσαλονίκη, 2027-05-01 until 2027-05-02", "Θεσσαλονίκη", []string{"Αθήνα"}, "2027-05-01", "2027-05-02", 2},
		{"서울에서 부산 2027-05-01 to 2027-05-03", "서울", []string{"부산"}, "2027-05-01", "2027-05-03", 3},
		{"Tokyo, Kyoto and Osaka from Singapore on 2027-04-02 through 2027-04-10", "Singapore", []string{"Tokyo", "Kyoto", "Osaka"}, "2027-04-02", "2027-04-10", 9},
		{"fly from Paris to London, Ontario 2027-07-01 to 2027-07-04", "Paris", []string{"London, Ontario"}, "2027-07-01", "2027-07-04", 4},
		{"Llanfairpwllgwyngyll from Wolfenbüttel 2027-06-10 to 2027-06-12", "Wolfenbüttel", []string{"Llanfairpwllgwyngyll"}, "2027-06-10", "2027-06-12", 3},
		{"two destinations in one day: Delhi and Jaipur on 2027-03-03 from Mumbai", "Mumbai", []string{"Delhi", "Jaipur"}, "2027-03-03", "2027-03-03", 1},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			var got trip
			if err := json.Unmarshal([]byte(c.ask("parse_intent", "Today is 2026-11-23.\n\n"+tt.query)), &got); err != nil {
				t.Fatal(err)
			}
			if got.Origin != tt.origin || !slices.Equal(got.Destinations, tt.to) || got.StartDate != tt.start || got.EndDate != tt.end {
				t.Fatalf("intent %+v", got)
			}
			results, urls := c.carryOut(t, got)
			payload, err := json.Marshal(map[string]any{"constraints": got, "assumptions": []string{}, "results": results, "notes": []string{}})
			if err != nil {
				t.Fatal(err)
			}
			checkItinerary(t, c.ask("synthesize", string(payload)), got, tt.days, urls)
		})
	}
}

// carryOut plans the trip and calls the services for each step. It returns the
// results and the links in them.
func (c *client) carryOut(t *testing.T, tr trip) (results []map[string]any, urls []string) {
	t.Helper()
	constraints, err := json.Marshal(tr)
	if err != nil {
		t.Fatal(err)
	}
	var plan struct{ Steps []step }
	if err := json.Unmarshal([]byte(c.ask("plan", string(constraints))), &plan); err != nil {
		t.Fatal(err)
	}
	used := map[string]int{}
	for i, s := range plan.Steps {
		if i == len(plan.Steps)-1 {
			if s.Type != "SYNTHESIZE" {
				t.Errorf("the last step is %+v", s)
			}
			break
		}
		used[s.Tool]++
		data := c.call(t, s)
		if links, ok := data.(answerLinks); ok {
			for _, l := range links.Links {
				urls = append(urls, l.URL)
			}
		}
		results = append(results, map[string]any{"tool": s.Tool, "title": s.Title, "status": "done", "args": s.Args, "data": data})
	}
	n := len(tr.Destinations)
	if used["hotels_search_links"] != n || used["things_to_do_links"] != n || used["weather_summary"] != n {
		t.Errorf("steps %v for %d destinations", used, n)
	}
	if (used["flights_search_links"] > 0) != (tr.Origin != "") {
		t.Errorf("%d flight steps with origin %q", used["flights_search_links"], tr.Origin)
	}
	return results, urls
}

// call does what the tool of that name does.
func (c *client) call(t *testing.T, s step) any {
	t.Helper()
	switch s.Tool {
	case "flights_search_links", "hotels_search_links":
		var out answerLinks
		status := 0
		if s.Tool == "flights_search_links" {
			status = c.get(&out, "/links/flights", "origin", s.arg("origin"), "destination", s.arg("destination"),
				"depart", s.arg("depart_date"), "return", s.arg("return_date"))
		} else {
			status = c.get(&out, "/links/hotels", "destination", s.arg("destination"),
				"checkin", s.arg("check_in"), "checkout", s.arg("check_out"), "guests", "2")
		}
		if status != 200 || len(out.Links) == 0 {
			t.Errorf("%s: status %d, %d links", s.Title, status, len(out.Links))
		}
		for _, l := range out.Links {
			u, err := url.Parse(l.URL)
			if err != nil || u.Scheme != "https" || u.Host == "" {
				t.Errorf("link %q: %v", l.URL, err)
				continue
			}
			if text := u.Path + " " + strings.Join(slices.Concat(values(u.Query())...), " "); !strings.Contains(text, s.arg("destination")) {
				t.Errorf("link %q does not lead to %s", l.URL, s.arg("destination"))
			}
		}
		return out
	case "weather_summary":
		lat, lon := c.locate(t, s.arg("destination"))
		var out struct {
			Daily struct {
				Time []string  `json:"time"`
				Max  []float64 `json:"temperature_2m_max"`
				Min  []float64 `json:"temperature_2m_min"`
			}
		}
		status := c.get(&out, "/v1/forecast", "latitude", lat, "longitude", lon, "daily", "temperature_2m_max,temperature_2m_min",
			"start_date", s.arg("start_date"), "end_date", s.arg("end_date"), "timezone", "auto")
		if n := len(out.Daily.Time); status != 200 || n == 0 || n != len(out.Daily.Max) || n != len(out.Daily.Min) ||
			out.Daily.Time[0] != s.arg("start_date") || out.Daily.Time[n-1] != s.arg("end_date") {
			t.Fatalf("%s: status %d, %+v", s.Title, status, out)
		}
		var days []map[string]any
		for i, d := range out.Daily.Time {
			days = append(days, map[string]any{"date": d, "min_c": out.Daily.Min[i], "max_c": out.Daily.Max[i], "summary": "weather of " + s.arg("destination")})
		}
		return map[string]any{"days": days}
	case "things_to_do_links":
		lat, lon := c.locate(t, s.arg("destination"))
		var out struct {
			Query struct {
				Geosearch []struct{ Title string }
			}
		}
		c.get(&out, "/w/api.php", "action", "query", "list", "geosearch", "gscoord", lat+"|"+lon, "gsradius", "10000", "gslimit", "10", "format", "json")
		if len(out.Query.Geosearch) != 10 {
			t.Errorf("%s: %+v", s.Title, out)
		}
		var places []map[string]string
		for _, hit := range out.Query.Geosearch {
			places = append(places, map[string]string{"title": hit.Title})
		}
		return map[string]any{"places": places}
	default:
		return map[string]any{"distance_km": 12, "duration_hours": 1.5}
	}
}

func values(q url.Values) [][]string {
	var out [][]string
	for _, v := range q {
		out = append(out, v)
	}
	return out
}

func (c *client) locate(t *testing.T, name string) (lat, lon string) {
	t.Helper()
	var out geocoded
	if status := c.get(&out, "/v1/search", "name", name, "count", "1"); status != 200 || len(out.Results) != 1 {
		t.Fatalf("%s: status %d, %d places", name, status, len(out.Results))
	}
	if name == "London, Ontario" && out.Results[0].CountryCode != "CA" {
		t.Errorf("%s lies in %s", name, out.Results[0].CountryCode)
	}
	return number(out.Results[0].Latitude), number(out.Results[0].Longitude)
}

func number(f float64) string {
	b, _ := json.Marshal(f) // a finite number
	return string(b)
}

var (
	dayEntry  = regexp.MustCompile(`(?m)^- Day (\d+) \((\d{4}-\d{2}-\d{2})\), (.*)$`)
	linkEntry = regexp.MustCompile(`\]\((https://[^)\s]*)\)`)
	price     = regexp.MustCompile(`[$€£¥]\s*\d|\d\s*[$€£¥]`)
)

func checkItinerary(t *testing.T, md string, tr trip, days int, urls []string) {
	t.Helper()
	for _, section := range []string{"Summary", "Assumptions", "Flights", "Lodging", "Day-by-day", "Transit", "Weather", "Budget", "Calendar"} {
		if strings.Count(md, "## "+section+"\n") != 1 {
			t.Errorf("section %s is not there once", section)
		}
	}
	if strings.Count(md, "not legal advice") != 1 {
		t.Error("the disclaimer is not there once")
	}
	entries := dayEntry.FindAllStringSubmatch(md, -1)
	if len(entries) != days {
		t.Fatalf("%d days, want %d, in:\n%s", len(entries), days, md)
	}
	if entries[0][2] != tr.StartDate || entries[days-1][2] != tr.EndDate {
		t.Errorf("days from %s to %s", entries[0][2], entries[days-1][2])
	}
	for _, place := range tr.Destinations {
		if !slices.ContainsFunc(entries, func(e []string) bool { return strings.Contains(e[3], place) }) {
			t.Errorf("no day in %s", place)
		}
		if !strings.Contains(md, "weather of "+place) {
			t.Errorf("no weather of %s on its days", place)
		}
	}
	var shown []string
	for _, m := range linkEntry.FindAllStringSubmatch(md, -1) {
		shown = append(shown, m[1])
	}
	slices.Sort(shown)
	slices.Sort(urls)
	if !slices.Equal(shown, urls) {
		t.Errorf("links %q, want those of the results %q", shown, urls)
	}
	if price.MatchString(md) {
		t.Errorf("states a price: %s", price.FindString(md))
	}
	if tr.Origin == "" && strings.Contains(md, "travel back") {
		t.Error("travels back to nowhere")
	}
}
