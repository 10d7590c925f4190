// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
)

// services answers each path with a status and a body.
type services map[string]struct {
	status int
	body   string
}

func (s services) start(t *testing.T) *tools.Travel {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for path, answer := range s {
			if strings.HasPrefix(r.URL.Path, path) {
				w.WriteHeader(answer.status)
				_, _ = io.WriteString(w, answer.body)
				return
			}
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(server.Close)
	return tools.NewTravel(tools.Config{
		Geocoding: server.URL, Forecast: server.URL, Routing: server.URL, Wiki: server.URL, Links: server.URL + "/",
		Timeout: 5 * time.Second,
		Now:     func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) },
	})
}

const twoLondons = `{"results":[
	{"name":"London","latitude":51.5,"longitude":-0.1,"country":"United Kingdom","country_code":"GB","admin1":"England"},
	{"name":"London","latitude":43.0,"longitude":-81.2,"country":"Canada","country_code":"CA","admin1":"Ontario"}]}`

func TestErrors(t *testing.T) {
	london := services{"/v1/search": {200, twoLondons}}["/v1/search"]
	weather := `{"destination":"London","start_date":"2026-12-01","end_date":"2026-12-02"}`
	for name, tt := range map[string]struct {
		services  services
		tool      string
		args      string
		want      string
		retryable bool
	}{
		"not registered":    {tool: "teleport", args: `{}`, want: `tool not registered: "teleport"`},
		"arguments no JSON": {tool: tools.Weather, args: `{`, want: "invalid tool arguments"},
		"arguments' type":   {tool: tools.Hotels, args: `{"guests":"two"}`, want: "invalid tool arguments"},
		"no such place":     {services: services{"/v1/search": {200, `{"generationtime_ms":1}`}}, tool: tools.Weather, args: weather, want: `place not found: "London"`},
		"refusal":           {services: services{"/v1/search": london, "/v1/forecast": {400, `{"error":true,"reason":"out of range"}`}}, tool: tools.Weather, args: weather, want: "forecast: 400 Bad Request: out of range"},
		"overload":          {services: services{"/links": {503, `{"error":{"code":"unavailable","message":"later"}}`}}, tool: tools.Flights, args: `{}`, want: "link search: 503 Service Unavailable: later", retryable: true},
		"rate limit":        {services: services{"/links": {429, `slow`}}, tool: tools.Flights, args: `{}`, want: "link search: 429 Too Many Requests", retryable: true},
		"malformed":         {services: services{"/links": {200, `{"links":`}}, tool: tools.Hotels, args: `{}`, want: "link search: decode answer: unexpected end of JSON input", retryable: true},
		"incomplete":        {services: services{"/v1/search": london, "/v1/forecast": {200, `{"daily":{"time":["2026-12-01"]}}`}}, tool: tools.Weather, args: weather, want: "does not cover the days", retryable: true},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tt.services.start(t).Call(t.Context(), tt.tool, json.RawMessage(tt.args))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			if tools.Retryable(err) != tt.retryable {
				t.Errorf("retryable is %v", !tt.retryable)
			}
		})
	}
}

func TestTimeout(t *testing.T) {
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-done }))
	defer server.Close()
	defer close(done)
	travel := tools.NewTravel(tools.Config{Links: server.URL, Timeout: 20 * time.Millisecond})
	_, err := travel.Call(t.Context(), tools.Hotels, json.RawMessage(`{}`))
	if !errors.Is(err, context.DeadlineExceeded) || !tools.Retryable(err) {
		t.Errorf("got %v", err)
	}
}

func call[R any](t *testing.T, travel *tools.Travel, tool string, args any) R {
	t.Helper()
	raw, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	data, err := travel.Call(t.Context(), tool, raw)
	if err != nil {
		t.Fatal(err)
	}
	var r R
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPlaceInRegion(t *testing.T) {
	travel := services{"/v1/search": {200, twoLondons}}.start(t)
	for name, want := range map[string]string{
		"London": "United Kingdom", "London, Ontario": "Canada", "London, ca": "Canada", "London, Nowhere": "United Kingdom",
	} {
		// Dates that no forecast covers, so that geocoding is all there is to ask.
		r := call[tools.WeatherResult](t, travel, tools.Weather, tools.WeatherArgs{Destination: name, StartDate: "2027-06-01", EndDate: "2027-06-02"})
		if r.Country != want || r.Source != tools.SourceClimate || len(r.Days) != 2 || r.Days[1].Date != "2027-06-02" {
			t.Errorf("%s: %+v, want %s", name, r, want)
		}
	}
}

func TestNoRoadIsAnAnswer(t *testing.T) {
	travel := services{
		"/v1/search": {200, twoLondons},
		"/route":     {400, `{"code":"NoRoute","message":"Impossible route between points"}`},
	}.start(t)
	got := call[tools.DistanceResult](t, travel, tools.Distance, tools.DistanceArgs{Origin: "London", Destination: "London, Ontario"})
	if got.Mode != "straight line" || got.DistanceKM < 5800 || got.DistanceKM > 6000 || got.DurationHours != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestFallback(t *testing.T) {
	travel := services{
		"/v1/search":   {200, twoLondons},
		"/v1/forecast": {503, ``},
		"/route":       {503, ``},
	}.start(t)
	weather := json.RawMessage(`{"destination":"London","start_date":"2026-12-01","end_date":"2026-12-03"}`)
	distance := json.RawMessage(`{"origin":"London","destination":"London, Ontario"}`)
	if _, ok := travel.Fallback(tools.Weather, weather); ok {
		t.Error("a fallback for a place that nobody has found")
	}
	for _, tool := range []string{tools.Weather, tools.Distance} {
		args := map[string]json.RawMessage{tools.Weather: weather, tools.Distance: distance}[tool]
		if _, err := travel.Call(t.Context(), tool, args); err == nil {
			t.Fatalf("%s: no error", tool)
		}
	}
	f, ok := travel.Fallback(tools.Weather, weather)
	var w tools.WeatherResult
	if !ok || json.Unmarshal(f.Data, &w) != nil || len(w.Days) != 3 || w.Source != tools.SourceClimate || f.Detail != "climate averages used" {
		t.Errorf("weather: %v, %+v", ok, w)
	}
	f, ok = travel.Fallback(tools.Distance, distance)
	var d tools.DistanceResult
	if !ok || json.Unmarshal(f.Data, &d) != nil || d.Mode != "straight line" || f.Detail != "great-circle estimate used" {
		t.Errorf("distance: %v, %+v", ok, d)
	}
	for _, tool := range []string{tools.Flights, tools.Hotels, tools.Things, "teleport"} {
		if _, ok := travel.Fallback(tool, weather); ok {
			t.Errorf("a fallback for %s", tool)
		}
	}
}

// The seasons are where they belong.
func TestClimate(t *testing.T) {
	places := `{"results":[{"name":"X","latitude":%s,"longitude":0}]}`
	mean := func(latitude, date string) float64 {
		travel := services{"/v1/search": {200, strings.Replace(places, "%s", latitude, 1)}}.start(t)
		r := call[tools.WeatherResult](t, travel, tools.Weather, tools.WeatherArgs{Destination: "X", StartDate: date, EndDate: date})
		return (r.Days[0].MinC + r.Days[0].MaxC) / 2
	}
	if north := mean("52", "2027-07-01") - mean("52", "2027-01-01"); north < 10 {
		t.Errorf("July is %.0f °C warmer than January in the north", north)
	}
	if south := mean("-34", "2027-01-01") - mean("-34", "2027-07-01"); south < 5 {
		t.Errorf("January is %.0f °C warmer than July in the south", south)
	}
	if equator := mean("0", "2027-01-01"); equator < 24 || equator > 30 {
		t.Errorf("%.0f °C at the equator", equator)
	}
}

func TestNames(t *testing.T) {
	want := []string{"distance_and_time", "flights_search_links", "hotels_search_links", "things_to_do_links", "weather_summary"}
	if diff := cmp.Diff(want, tools.NewTravel(tools.Config{}).Names()); diff != "" {
		t.Error(diff)
	}
}
