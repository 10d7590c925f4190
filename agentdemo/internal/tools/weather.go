// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"
)

// WeatherArgs are the arguments of the weather tool. Dates are YYYY-MM-DD.
type WeatherArgs struct {
	Destination string `json:"destination"`
	StartDate   string `json:"start_date"`
	EndDate     string `json:"end_date"`
}

// WeatherResult is the weather of each day.
type WeatherResult struct {
	Destination string       `json:"destination"`
	Country     string       `json:"country"`
	Source      string       `json:"source"` // forecast, or climate averages
	Days        []WeatherDay `json:"days"`
}

// WeatherDay is the weather of one day.
type WeatherDay struct {
	Date        string  `json:"date"`
	MinC        float64 `json:"min_c"`
	MaxC        float64 `json:"max_c"`
	RainPercent int     `json:"rain_percent"`
	Summary     string  `json:"summary"`
}

// The sources of a weather result.
const (
	SourceForecast = "forecast"
	SourceClimate  = "climate averages"
)

// forecastDays is how far the forecast service looks ahead; beyond that the
// tool answers with climate averages.
const forecastDays = 14

var errIncomplete = errors.New("forecast: the answer does not cover the days asked for")

type weather struct {
	api    api
	places *Geocoder
	now    func() time.Time
}

func (t weather) summary(ctx context.Context, a WeatherArgs) (WeatherResult, error) {
	place, err := t.places.Find(ctx, a.Destination)
	if err != nil {
		return WeatherResult{}, err
	}
	if t.outOfReach(a) {
		return climate(a, place)
	}
	var answer struct {
		Daily struct {
			Time []string  `json:"time"`
			Max  []float64 `json:"temperature_2m_max"`
			Min  []float64 `json:"temperature_2m_min"`
			Rain []float64 `json:"precipitation_probability_max"`
			Code []int     `json:"weather_code"`
		} `json:"daily"`
	}
	err = t.api.get(ctx, "/v1/forecast", url.Values{
		"latitude":   {fmt.Sprintf("%.4f", place.Latitude)},
		"longitude":  {fmt.Sprintf("%.4f", place.Longitude)},
		"daily":      {"temperature_2m_max,temperature_2m_min,precipitation_probability_max,weather_code"},
		"start_date": {a.StartDate},
		"end_date":   {a.EndDate},
		"timezone":   {"auto"},
	}, &answer)
	if err != nil {
		return WeatherResult{}, err
	}
	d := answer.Daily
	if n := len(d.Time); n == 0 || len(d.Max) != n || len(d.Min) != n || len(d.Rain) != n || len(d.Code) != n {
		return WeatherResult{}, errIncomplete
	}
	r := WeatherResult{Destination: a.Destination, Country: place.Country, Source: SourceForecast}
	for i, date := range d.Time {
		r.Days = append(r.Days, WeatherDay{
			Date: date, MinC: d.Min[i], MaxC: d.Max[i], RainPercent: int(d.Rain[i]), Summary: weatherCode(d.Code[i]),
		})
	}
	return r, nil
}

// outOfReach reports whether the forecast service cannot know these days. Dates
// that are none are left to the service to refuse.
func (t weather) outOfReach(a WeatherArgs) bool {
	start, err1 := time.Parse(time.DateOnly, a.StartDate)
	end, err2 := time.Parse(time.DateOnly, a.EndDate)
	if err1 != nil || err2 != nil || end.Before(start) {
		return false
	}
	today := t.now().UTC().Truncate(24 * time.Hour)
	return start.Before(today) || end.After(today.AddDate(0, 0, forecastDays))
}

// weatherCode puts a WMO weather code into words.
func weatherCode(code int) string {
	switch {
	case code == 0:
		return "clear sky"
	case code <= 2:
		return "partly cloudy"
	case code == 3:
		return "overcast"
	case code <= 48:
		return "fog"
	case code <= 57:
		return "drizzle"
	case code <= 67:
		return "rain"
	case code <= 77:
		return "snow"
	case code <= 82:
		return "rain showers"
	case code <= 86:
		return "snow showers"
	}
	return "thunderstorm"
}
