// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strings"
)

// DistanceArgs are the arguments of the distance tool.
type DistanceArgs struct {
	Origin      string `json:"origin"`
	Destination string `json:"destination"`
}

// DistanceResult says how far it is. DurationHours is 0 where nobody knows.
type DistanceResult struct {
	DistanceArgs
	Mode          string  `json:"mode"` // driving, or straight line
	DistanceKM    float64 `json:"distance_km"`
	DurationHours float64 `json:"duration_hours"`
	Note          string  `json:"note"`
}

type distance struct {
	api    api
	places *Geocoder
}

func (t distance) measure(ctx context.Context, a DistanceArgs) (DistanceResult, error) {
	from, err := t.places.Find(ctx, a.Origin)
	if err != nil {
		return DistanceResult{}, err
	}
	to, err := t.places.Find(ctx, a.Destination)
	if err != nil {
		return DistanceResult{}, err
	}
	var answer struct {
		Routes []struct {
			Distance float64 `json:"distance"` // m
			Duration float64 `json:"duration"` // s
		} `json:"routes"`
	}
	path := fmt.Sprintf("/route/v1/driving/%.5f,%.5f;%.5f,%.5f", from.Longitude, from.Latitude, to.Longitude, to.Latitude)
	err = t.api.get(ctx, path, url.Values{"overview": {"false"}}, &answer)
	if noRoute(err) {
		return straightLine(a, from, to, "no road connects the two"), nil
	}
	if err != nil {
		return DistanceResult{}, err
	}
	if len(answer.Routes) == 0 {
		return straightLine(a, from, to, "no road connects the two"), nil
	}
	return DistanceResult{
		DistanceArgs:  a,
		Mode:          "driving",
		DistanceKM:    math.Round(answer.Routes[0].Distance / 1000),
		DurationHours: math.Round(answer.Routes[0].Duration/360) / 10,
	}, nil
}

// noRoute tells OSRM's answer that there is no road from a refusal.
func noRoute(err error) bool {
	var status *StatusError
	return errors.As(err, &status) && status.Status == http.StatusBadRequest && strings.HasPrefix(status.Message, "NoRoute")
}

func straightLine(a DistanceArgs, from, to Place, note string) DistanceResult {
	return DistanceResult{
		DistanceArgs: a,
		Mode:         "straight line",
		DistanceKM:   math.Round(greatCircleKM(from, to)),
		Note:         note,
	}
}
