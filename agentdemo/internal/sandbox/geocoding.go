// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox/internal/places"
)

// geocoding speaks Open-Meteo's geocoding API.
type geocoding struct{ atlas *places.Atlas }

type geocodingResult struct {
	ID          int     `json:"id"`
	Name        string  `json:"name"`
	Latitude    float64 `json:"latitude"`
	Longitude   float64 `json:"longitude"`
	CountryCode string  `json:"country_code,omitempty"`
	Country     string  `json:"country,omitempty"`
	Admin1      string  `json:"admin1,omitempty"`
	Timezone    string  `json:"timezone"`
	Population  int     `json:"population"`
}

// The real API leaves "results" out when nothing was found.
type geocodingAnswer struct {
	Results          []geocodingResult `json:"results,omitempty"`
	GenerationTimeMS float64           `json:"generationtime_ms"`
}

func (g geocoding) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if !q.Has("name") {
		openMeteoError(w, "Value of type 'String' required for key 'name'.")
		return
	}
	count := 10
	if text := q.Get("count"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 100 {
			openMeteoError(w, "Parameter count must be between 1 and 100.")
			return
		}
		count = n
	}
	if f := q.Get("format"); f != "" && f != "json" {
		openMeteoError(w, "Cannot initialize Format from invalid String value "+f+".")
		return
	}
	answer := geocodingAnswer{GenerationTimeMS: 0.5}
	for _, p := range g.atlas.Search(strings.TrimSpace(q.Get("name"))) {
		if len(answer.Results) == count {
			break
		}
		answer.Results = append(answer.Results, geocodingResult{
			ID: p.ID, Name: p.Name, Latitude: p.Lat, Longitude: p.Lon,
			CountryCode: p.CountryCode, Country: p.Country, Admin1: p.Admin1,
			Timezone: p.Timezone, Population: p.Population,
		})
	}
	respond(w, http.StatusOK, answer)
}

func openMeteoError(w http.ResponseWriter, reason string) {
	respond(w, http.StatusBadRequest, map[string]any{"error": true, "reason": reason})
}
