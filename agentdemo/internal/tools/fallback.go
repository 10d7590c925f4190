// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// Fallback is what the agent can say without the service that failed.
type Fallback struct {
	Data   json.RawMessage // a result of the same shape
	Detail string          // what was used instead
}

// Fallback returns another source for a result, if there is one: climate
// averages for the weather, the great circle for distances. It needs places
// that were found earlier in the run and asks nobody.
func (t *Travel) Fallback(name string, raw json.RawMessage) (Fallback, bool) {
	switch name {
	case Weather:
		var a WeatherArgs
		if json.Unmarshal(raw, &a) != nil {
			return Fallback{}, false
		}
		place, ok := t.places.Known(a.Destination)
		if !ok {
			return Fallback{}, false
		}
		r, err := climate(a, place)
		return encoded(r, err, "climate averages used")
	case Distance:
		var a DistanceArgs
		if json.Unmarshal(raw, &a) != nil {
			return Fallback{}, false
		}
		from, ok1 := t.places.Known(a.Origin)
		to, ok2 := t.places.Known(a.Destination)
		if !ok1 || !ok2 {
			return Fallback{}, false
		}
		return encoded(straightLine(a, from, to, "the route service did not answer"), nil, "great-circle estimate used")
	}
	return Fallback{}, false
}

func encoded(result any, err error, detail string) (Fallback, bool) {
	if err != nil {
		return Fallback{}, false
	}
	data, err := json.Marshal(result)
	return Fallback{Data: data, Detail: detail}, err == nil
}

// maxClimateDays bounds the answer for dates far apart.
const maxClimateDays = 366

// climate estimates the weather from latitude and month: good enough to pack a
// suitcase.
func climate(a WeatherArgs, place Place) (WeatherResult, error) {
	start, err := time.Parse(time.DateOnly, a.StartDate)
	if err != nil {
		return WeatherResult{}, &ArgumentError{Err: err}
	}
	end, err := time.Parse(time.DateOnly, a.EndDate)
	if err != nil {
		return WeatherResult{}, &ArgumentError{Err: err}
	}
	if end.Before(start) || end.Sub(start) > maxClimateDays*24*time.Hour {
		return WeatherResult{}, &ArgumentError{Err: fmt.Errorf("dates %s to %s", a.StartDate, a.EndDate)}
	}
	r := WeatherResult{Destination: a.Destination, Country: place.Country, Source: SourceClimate}
	for day := start; !day.After(end); day = day.AddDate(0, 0, 1) {
		mean := meanTemperature(place.Latitude, day.Month())
		r.Days = append(r.Days, WeatherDay{
			Date:        day.Format(time.DateOnly),
			MinC:        math.Round(mean - 4),
			MaxC:        math.Round(mean + 4),
			RainPercent: 30,
			Summary:     "typical for the season",
		})
	}
	return r, nil
}

// meanTemperature falls from 27 °C at the equator towards the poles and swings
// with the seasons, the other way round in the south.
func meanTemperature(latitude float64, month time.Month) float64 {
	lat := math.Abs(latitude)
	mean := 27 - 0.0055*lat*lat
	swing := 0.22 * lat
	season := math.Cos(2 * math.Pi * float64(month-time.July) / 12)
	if latitude < 0 {
		season = -season
	}
	return mean + swing*season
}
