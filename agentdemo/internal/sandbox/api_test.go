// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox"
)

func TestGeocoding(t *testing.T) {
	c := newClient(t)
	tests := []struct {
		name      string
		countries []string // "" for a made-up place
	}{
		{"London", []string{"GB", "CA"}},
		{"paris", []string{"FR", "US"}},
		{"London, Ontario", []string{"CA"}},
		{"München", []string{"DE"}},
		{"東京", []string{"JP"}},
		{"Москва", []string{"RU"}},
		{"القاهرة", []string{"EG"}},
		{"sao paulo", []string{"BR"}},
		{"Washington, D.C.", []string{"US"}},
		{"Japan", []string{"JP"}},
		{"Wolfenbüttel", []string{""}},
		{"", nil},
		{"  ", nil},
		{"12345", nil},
		{"?", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out geocoded
			if status := c.get(&out, "/v1/search", "name", tt.name, "count", "5", "language", "en", "format", "json"); status != 200 {
				t.Fatalf("status %d", status)
			}
			var countries []string
			for _, r := range out.Results {
				countries = append(countries, r.CountryCode)
			}
			if diff := cmp.Diff(tt.countries, countries); diff != "" {
				t.Error(diff)
			}
		})
	}
	var raw map[string]any
	c.get(&raw, "/v1/search", "name", "12345")
	if _, ok := raw["results"]; ok {
		t.Error(`an answer without places has a key "results"`)
	}
}

func TestMadeUpPlacesStayWhereTheyAre(t *testing.T) {
	var first, second geocoded
	newClient(t).get(&first, "/v1/search", "name", "Wolfenbüttel")
	newClient(t).get(&second, "/v1/search", "name", "wolfenbuttel")
	if diff := cmp.Diff(first.Results[0].Latitude, second.Results[0].Latitude); diff != "" {
		t.Error(diff)
	}
}

// What the services reject, they reject as the real ones do.
func TestErrors(t *testing.T) {
	c := newClient(t)
	year := func(n int) string { return time.Now().AddDate(n, 0, 0).Format(time.DateOnly) }
	tests := []struct {
		name, path string
		pairs      []string
		status     int
		key        string // of the text in the body
		text       string
	}{
		{"forecast without place", "/v1/forecast", []string{"start_date", year(0), "end_date", year(0)}, 400, "reason", "latitude"},
		{"forecast off the earth", "/v1/forecast", []string{"latitude", "91", "longitude", "0"}, 400, "reason", "Given: 91"},
		{"forecast of no number", "/v1/forecast", []string{"latitude", "NaN", "longitude", "0"}, 400, "reason", "NaN"},
		{"forecast of no date", "/v1/forecast", []string{"latitude", "1", "longitude", "0", "start_date", "soon", "end_date", year(0)}, 400, "reason", "Invalid date"},
		{"forecast backwards", "/v1/forecast", []string{"latitude", "1", "longitude", "0", "start_date", "2026-12-05", "end_date", "2026-12-01"}, 400, "reason", "End-date"},
		{"forecast too far ahead", "/v1/forecast", []string{"latitude", "1", "longitude", "0", "start_date", year(5), "end_date", year(5)}, 400, "reason", "out of allowed range"},
		{"forecast of half a range", "/v1/forecast", []string{"latitude", "1", "longitude", "0", "start_date", year(0)}, 400, "reason", "Both"},
		{"forecast of the unknown", "/v1/forecast", []string{"latitude", "1", "longitude", "0", "daily", "mood", "timezone", "auto"}, 400, "reason", "mood"},
		{"geocoding without name", "/v1/search", nil, 400, "reason", "name"},
		{"geocoding of too many", "/v1/search", []string{"name", "Rome", "count", "1000"}, 400, "reason", "count"},
		{"route over the ocean", "/route/v1/driving/-0.12,51.5;-74,40.7", nil, 400, "code", "NoRoute"},
		{"route between islands", "/route/v1/driving/139.69171,35.6895;121.53185,25.04776", nil, 400, "code", "NoRoute"},
		{"route to one place", "/route/v1/driving/1,2", nil, 400, "code", "InvalidOptions"},
		{"route to nowhere", "/route/v1/driving/1,2;x,y", nil, 400, "code", "InvalidQuery"},
		{"sights nowhere", "/w/api.php", []string{"action", "query", "list", "geosearch", "format", "json", "gscoord", "|"}, 200, "code", "invalid-coord"},
		{"sights too far", "/w/api.php", []string{"action", "query", "list", "geosearch", "format", "json", "gscoord", "1|2", "gsradius", "99999"}, 200, "code", "badinteger"},
		{"flights from nowhere", "/links/flights", []string{"destination", "Paris", "depart", "2026-12-01"}, 400, "message", "origin"},
		{"flights to a number", "/links/flights", []string{"origin", "Paris", "destination", "7", "depart", "2026-12-01"}, 400, "message", "destination"},
		{"flights back before", "/links/flights", []string{"origin", "Paris", "destination", "Rome", "depart", "2026-12-02", "return", "2026-12-01"}, 400, "message", "return"},
		{"hotel for no night", "/links/hotels", []string{"destination", "Paris", "checkin", "2026-12-01", "checkout", "2026-12-01"}, 400, "message", "checkout"},
		{"hotel on no day", "/links/hotels", []string{"destination", "Paris", "checkin", "2026-13-01", "checkout", "2026-12-01"}, 400, "message", "checkin"},
		{"hotel for nobody", "/links/hotels", []string{"destination", "Paris", "checkin", "2026-12-01", "checkout", "2026-12-02", "guests", "0"}, 400, "message", "guests"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var body map[string]any
			if status := c.get(&body, tt.path, tt.pairs...); status != tt.status {
				t.Errorf("status %d, want %d", status, tt.status)
			}
			if inner, ok := body["error"].(map[string]any); ok {
				body = inner
			}
			if text, _ := body[tt.key].(string); !strings.Contains(text, tt.text) {
				t.Errorf("%s of %v does not say %q", tt.key, body, tt.text)
			}
		})
	}
}

func TestRoute(t *testing.T) {
	c := newClient(t)
	var out struct {
		Code   string
		Routes []struct{ Distance, Duration float64 }
	}
	status := c.get(&out, "/route/v1/driving/-0.12574,51.50853;2.3488,48.85341", "overview", "false")
	if status != 200 || out.Code != "Ok" || len(out.Routes) != 1 || out.Routes[0].Distance < 343_000 || out.Routes[0].Duration < 3600 {
		t.Errorf("status %d, %+v", status, out)
	}
}

func TestForecastFitsTheSeason(t *testing.T) {
	c := newClient(t)
	mean := func(lat, month string) float64 {
		var out struct {
			Daily struct {
				Max []float64 `json:"temperature_2m_max"`
			}
		}
		c.get(&out, "/v1/forecast", "latitude", lat, "longitude", "10", "daily", "temperature_2m_max",
			"start_date", "2026-"+month+"-01", "end_date", "2026-"+month+"-28", "timezone", "auto")
		sum := 0.0
		for _, m := range out.Daily.Max {
			sum += m
		}
		return sum / float64(len(out.Daily.Max))
	}
	if w, s := mean("52", "01"), mean("52", "07"); w > 10 || s < 15 {
		t.Errorf("in the north %.1f °C in January, %.1f °C in July", w, s)
	}
	if s, w := mean("-34", "01"), mean("-34", "07"); s <= w {
		t.Errorf("in the south %.1f °C in January, %.1f °C in July", s, w)
	}
}

func TestChatErrors(t *testing.T) {
	c := newClient(t)
	tests := []struct {
		name, key, body string
		status          int
		text            string
	}{
		{"no key", "", `{"model":"m","messages":[{"role":"user","content":"x"}]}`, 401, "API key"},
		{"no JSON", "k", `{"model":`, 400, "JSON body"},
		{"no model", "k", `{"messages":[{"role":"user","content":"x"}]}`, 400, "model"},
		{"no messages", "k", `{"model":"m","messages":[]}`, 400, "messages"},
		{"a role that is none", "k", `{"model":"m","messages":[{"role":"king","content":"x"}]}`, 400, "king"},
		{"content that is none", "k", `{"model":"m","messages":[{"role":"user","content":7}]}`, 400, "content"},
		{"too hot", "k", `{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":3}`, 400, "temperature"},
		{"streaming", "k", `{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}`, 400, "stream"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out struct {
				Error struct{ Message, Type string }
			}
			status := c.do(&out, http.MethodPost, "/v1/chat/completions", []byte(tt.body), tt.key)
			if status != tt.status || out.Error.Type != "invalid_request_error" || !strings.Contains(out.Error.Message, tt.text) {
				t.Errorf("status %d, %+v", status, out)
			}
		})
	}
}

func TestModels(t *testing.T) {
	c := newClient(t)
	var out struct{ Data []struct{ ID string } }
	if status := c.do(&out, http.MethodGet, "/v1/models", nil, "k"); status != 200 || len(out.Data) == 0 {
		t.Errorf("status %d, %+v", status, out)
	}
	if status := c.do(nil, http.MethodGet, "/v1/models", nil, ""); status != 401 {
		t.Errorf("status %d without a key", status)
	}
}

// A content may come in parts, as some clients send it.
func TestContentInParts(t *testing.T) {
	c := newClient(t)
	body := `{"model":"m","messages":[{"role":"developer","content":[{"type":"text","text":"TASK: parse_intent"}]},
		{"role":"user","content":[{"type":"text","text":"Today is 2026-11-23.\n\n"},{"type":"text","text":"3 days in Rome"}]}]}`
	var out struct {
		Choices []struct{ Message struct{ Content string } }
	}
	c.do(&out, http.MethodPost, "/v1/chat/completions", []byte(body), "k")
	var tr trip
	if err := json.Unmarshal([]byte(out.Choices[0].Message.Content), &tr); err != nil || len(tr.Destinations) != 1 {
		t.Errorf("%+v: %v", out, err)
	}
}

// A result that is blocked is said to be missing; nothing is made up for it.
func TestBlockedResults(t *testing.T) {
	c := newClient(t)
	md := c.ask("synthesize", `{"constraints":{"origin":"London","destinations":["Paris"],"start_date":"2026-12-01","end_date":"2026-12-02"},
		"assumptions":["1 traveler"],"notes":["be careful"],"results":[
		{"tool":"flights_search_links","title":"Find flights London → Paris","status":"blocked","data":null,"error":"connection refused"},
		{"tool":"weather_summary","title":"Fetch weather for Paris","status":"blocked"},
		{"tool":"distance_and_time","title":"Measure","status":"done","args":{"origin":"London","destination":"Paris"},"data":{"distance_km":344,"mode":"straight line"},"fallback":"great-circle estimate used"}]}`)
	for _, want := range []string{
		"Find flights London → Paris: not available (connection refused)", "Fetch weather for Paris: not available",
		"great-circle estimate used", "344 km", "1 traveler", "be careful",
	} {
		if !strings.Contains(md, want) {
			t.Errorf("%q is missing in:\n%s", want, md)
		}
	}
	if strings.Contains(md, "](http") || strings.Contains(md, "°C") {
		t.Errorf("makes up what was blocked:\n%s", md)
	}
}

func TestCloseTwice(t *testing.T) {
	s, err := sandbox.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}
}
