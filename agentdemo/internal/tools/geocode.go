// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools

import (
	"context"
	"math"
	"net/url"
	"strings"
	"sync"
)

// Place is a place on earth.
type Place struct {
	Name        string  `json:"name"`
	Latitude    float64 `json:"latitude"`
	Longitude   float64 `json:"longitude"`
	Country     string  `json:"country"`
	CountryCode string  `json:"country_code"`
	Region      string  `json:"admin1"`
}

// Geocoder finds places by name with Open-Meteo's geocoding API and remembers
// what it found.
type Geocoder struct {
	api api

	mu    sync.Mutex
	known map[string]Place
}

// Find returns the place of that name: the first that the service lists, or,
// for a name such as "London, Ontario", the first in that region or country.
func (g *Geocoder) Find(ctx context.Context, name string) (Place, error) {
	if p, ok := g.Known(name); ok {
		return p, nil
	}
	short, where, _ := strings.Cut(name, ",")
	var answer struct {
		Results []Place `json:"results"`
	}
	err := g.api.get(ctx, "/v1/search", url.Values{
		"name": {strings.TrimSpace(short)}, "count": {"5"}, "language": {"en"}, "format": {"json"},
	}, &answer)
	if err != nil {
		return Place{}, err
	}
	if len(answer.Results) == 0 {
		return Place{}, &PlaceNotFoundError{name}
	}
	found := answer.Results[0]
	where = strings.TrimSpace(where)
	for _, p := range answer.Results {
		if where != "" && (strings.EqualFold(where, p.Region) || strings.EqualFold(where, p.Country) || strings.EqualFold(where, p.CountryCode)) {
			found = p
			break
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.known == nil {
		g.known = map[string]Place{}
	}
	g.known[name] = found
	return found, nil
}

// Known returns a place that was found before. It asks nobody, so it works
// while the service is down.
func (g *Geocoder) Known(name string) (Place, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	p, ok := g.known[name]
	return p, ok
}

// greatCircleKM is the length of the shortest way over the earth's surface.
func greatCircleKM(a, b Place) float64 {
	const radius, rad = 6371, math.Pi / 180
	dLat := (b.Latitude - a.Latitude) * rad
	dLon := (b.Longitude - a.Longitude) * rad
	h := math.Pow(math.Sin(dLat/2), 2) +
		math.Cos(a.Latitude*rad)*math.Cos(b.Latitude*rad)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * radius * math.Asin(math.Sqrt(math.Min(h, 1)))
}
