// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools

import (
	"context"
	"fmt"
	"net/url"
)

// ThingsArgs are the arguments of the search for things to do.
type ThingsArgs struct {
	Destination string   `json:"destination"`
	Interests   []string `json:"interests"`
}

// ThingsResult lists places worth a visit, and links to read about them.
type ThingsResult struct {
	ThingsArgs
	Places []Sight `json:"places"`
	Links  []Link  `json:"links"`
}

// Sight is a place worth a visit.
type Sight struct {
	Title     string  `json:"title"`
	DistanceM float64 `json:"distance_m"` // from the centre
}

type things struct {
	api    api
	places *Geocoder
}

func (t things) search(ctx context.Context, a ThingsArgs) (ThingsResult, error) {
	r := ThingsResult{ThingsArgs: a}
	place, err := t.places.Find(ctx, a.Destination)
	if err != nil {
		return r, err
	}
	var answer struct {
		Query struct {
			Geosearch []struct {
				Title string  `json:"title"`
				Dist  float64 `json:"dist"`
			} `json:"geosearch"`
		} `json:"query"`
	}
	err = t.api.get(ctx, "/w/api.php", url.Values{
		"action": {"query"}, "list": {"geosearch"}, "format": {"json"},
		"gscoord":  {fmt.Sprintf("%.4f|%.4f", place.Latitude, place.Longitude)},
		"gsradius": {"10000"}, "gslimit": {"10"},
	}, &answer)
	if err != nil {
		return r, err
	}
	for _, s := range answer.Query.Geosearch {
		r.Places = append(r.Places, Sight{Title: s.Title, DistanceM: s.Dist})
		r.Links = append(r.Links, Link{Title: s.Title, URL: wikiSearch(s.Title)})
	}
	for _, interest := range a.Interests {
		r.Links = append(r.Links, Link{
			Title: interest + " in " + a.Destination,
			URL:   wikiSearch(interest + " " + a.Destination),
		})
	}
	return r, nil
}

func wikiSearch(words string) string {
	return "https://en.wikipedia.org/w/index.php?" + url.Values{"search": {words}}.Encode()
}
