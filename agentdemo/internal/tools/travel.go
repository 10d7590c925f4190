// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools

import (
	"net/http"
	"time"
)

// The names of the tools.
const (
	Flights  = "flights_search_links"
	Hotels   = "hotels_search_links"
	Things   = "things_to_do_links"
	Distance = "distance_and_time"
	Weather  = "weather_summary"

	// Places is for the validator; the planner has no use for it.
	Places = "place_lookup"
)

// Config says where the services are.
type Config struct {
	Geocoding string // Open-Meteo's geocoding API
	Forecast  string // Open-Meteo's forecast API
	Routing   string // OSRM
	Wiki      string // MediaWiki
	Links     string // search links of flights and hotels

	HTTPClient *http.Client     // nil: http.DefaultClient
	Timeout    time.Duration    // of one attempt; 0: none
	Now        func() time.Time // nil: time.Now
}

// Travel is the travel agent's registry, and what it can still say when a
// service is down.
type Travel struct {
	*Registry
	places *Geocoder
}

// NewTravel returns the five tools on the services of the Config.
func NewTravel(c Config) *Travel {
	client := c.HTTPClient
	if client == nil {
		client = http.DefaultClient
	}
	now := c.Now
	if now == nil {
		now = time.Now
	}
	service := func(name, base string) api {
		return api{service: name, base: trimSlash(base), client: client}
	}
	places := &Geocoder{api: service("geocoding", c.Geocoding)}
	links := service("link search", c.Links)
	return &Travel{
		places: places,
		Registry: &Registry{timeout: c.Timeout, tools: map[string]Tool{
			Flights:  typed(flights{links}.search),
			Hotels:   typed(hotels{links}.search),
			Things:   typed(things{service("geosearch", c.Wiki), places}.search),
			Distance: typed(distance{service("routing", c.Routing), places}.measure),
			Places:   typed(places.lookUp),
			Weather:  typed(weather{service("forecast", c.Forecast), places, now}.summary),
		}},
	}
}
