// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools

import (
	"context"
	"net/url"
	"strconv"
)

// Link leads to a search or a page. The agent never claims prices.
type Link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// FlightsArgs are the arguments of the flight search.
type FlightsArgs struct {
	Origin      string `json:"origin"`
	Destination string `json:"destination"`
	DepartDate  string `json:"depart_date"`
	ReturnDate  string `json:"return_date,omitempty"`
	Travelers   int    `json:"travelers,omitempty"`
}

// FlightsResult is the result of the flight search.
type FlightsResult struct {
	FlightsArgs
	Links []Link `json:"links"`
}

type flights struct{ api api }

func (t flights) search(ctx context.Context, a FlightsArgs) (FlightsResult, error) {
	q := url.Values{
		"origin": {a.Origin}, "destination": {a.Destination}, "depart": {a.DepartDate},
		"travelers": {strconv.Itoa(max(a.Travelers, 1))},
	}
	if a.ReturnDate != "" {
		q.Set("return", a.ReturnDate)
	}
	links, err := findLinks(ctx, t.api, "/links/flights", q)
	return FlightsResult{FlightsArgs: a, Links: links}, err
}

// HotelsArgs are the arguments of the hotel search.
type HotelsArgs struct {
	Destination string `json:"destination"`
	CheckIn     string `json:"check_in"`
	CheckOut    string `json:"check_out"`
	Guests      int    `json:"guests"`
}

// HotelsResult is the result of the hotel search.
type HotelsResult struct {
	HotelsArgs
	Links []Link `json:"links"`
}

type hotels struct{ api api }

func (t hotels) search(ctx context.Context, a HotelsArgs) (HotelsResult, error) {
	links, err := findLinks(ctx, t.api, "/links/hotels", url.Values{
		"destination": {a.Destination}, "checkin": {a.CheckIn}, "checkout": {a.CheckOut},
		"guests": {strconv.Itoa(max(a.Guests, 1))},
	})
	return HotelsResult{HotelsArgs: a, Links: links}, err
}

func findLinks(ctx context.Context, a api, path string, q url.Values) ([]Link, error) {
	var answer struct {
		Links []Link `json:"links"`
	}
	if err := a.get(ctx, path, q, &answer); err != nil {
		return nil, err
	}
	return answer.Links, nil
}
