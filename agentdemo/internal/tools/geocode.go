// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools

import (
	"cmp"
	"context"
	"math"
	"net/url"
	"slices"
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
	Population  int     `json:"population"`
}

// Full names the place as people tell it from others of that name.
func (p Place) Full() string {
	parts := []string{p.Name}
	for _, part := range []string{p.Region, p.Country} {
		if part != "" && part != parts[len(parts)-1] {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// Short names the place as [Geocoder.Find] understands it.
func (p Place) Short() string {
	if where := cmp.Or(p.Region, p.Country); where != "" {
		return p.Name + ", " + where
	}
	return p.Name
}

// in reports whether the place lies in a region or country.
func (p Place) in(where string) bool {
	return where != "" && (strings.EqualFold(where, p.Region) || strings.EqualFold(where, p.Country) || strings.EqualFold(where, p.CountryCode))
}

// Geocoder finds places by name with Open-Meteo's geocoding API and remembers
// what it found.
type Geocoder struct {
	api api

	mu    sync.Mutex
	known map[string][]Place
}

// Find returns the place of that name: the first that the service lists, or,
// for a name such as "London, Ontario", the first in that region or country.
func (g *Geocoder) Find(ctx context.Context, name string) (Place, error) {
	found, err := g.list(ctx, name)
	if err != nil {
		return Place{}, err
	}
	return found[0], nil
}

// Places that may be meant although they are not the first: so big, or so big
// next to the first.
const (
	bigPlace   = 100_000
	smallShare = 10
)

// Candidates returns the places that the name may well mean, the most likely
// first. Villages that share the name of a city do not count.
func (g *Geocoder) Candidates(ctx context.Context, name string) ([]Place, error) {
	found, err := g.list(ctx, name)
	if err != nil {
		return nil, err
	}
	candidates := found[:1:1]
	_, where, qualified := strings.Cut(name, ",")
	if qualified && found[0].in(strings.TrimSpace(where)) {
		return candidates, nil
	}
	for _, p := range found[1:] {
		matters := p.Population >= bigPlace || p.Population*smallShare >= found[0].Population
		if matters && strings.EqualFold(p.Name, found[0].Name) && p.Full() != found[0].Full() {
			candidates = append(candidates, p)
		}
	}
	return candidates, nil
}

// list returns all places of that name, the one that is meant first.
func (g *Geocoder) list(ctx context.Context, name string) ([]Place, error) {
	g.mu.Lock()
	known := g.known[name]
	g.mu.Unlock()
	if known != nil {
		return known, nil
	}
	short, where, _ := strings.Cut(name, ",")
	var answer struct {
		Results []Place `json:"results"`
	}
	err := g.api.get(ctx, "/v1/search", url.Values{
		"name": {strings.TrimSpace(short)}, "count": {"5"}, "language": {"en"}, "format": {"json"},
	}, &answer)
	if err != nil {
		return nil, err
	}
	found := answer.Results
	if len(found) == 0 {
		return nil, &PlaceNotFoundError{name}
	}
	where = strings.TrimSpace(where)
	if i := slices.IndexFunc(found, func(p Place) bool { return p.in(where) }); i > 0 {
		meant := found[i]
		found = slices.Insert(slices.Delete(found, i, i+1), 0, meant)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.known == nil {
		g.known = map[string][]Place{}
	}
	g.known[name] = found
	return found, nil
}

// Known returns a place that was found before. It asks nobody, so it works
// while the service is down.
func (g *Geocoder) Known(name string) (Place, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if places := g.known[name]; len(places) > 0 {
		return places[0], true
	}
	return Place{}, false
}

// PlacesArgs are the arguments of the lookup of a place.
type PlacesArgs struct {
	Destination string `json:"destination"` // the name, as written
}

// PlacesResult lists the places that a name may mean.
type PlacesResult struct {
	PlacesArgs
	Candidates []Place `json:"candidates"`
}

func (g *Geocoder) lookUp(ctx context.Context, a PlacesArgs) (PlacesResult, error) {
	found, err := g.Candidates(ctx, a.Destination)
	return PlacesResult{PlacesArgs: a, Candidates: found}, err
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
