// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox/internal/places"
)

// forecast speaks the daily part of Open-Meteo's forecast API. It looks further
// ahead than the real one, so that trips can be planned early.
type forecast struct{ atlas *places.Atlas }

const (
	forecastYears = 3
	forecastFrom  = "1940-01-01"
	defaultDays   = 7
)

// dailyVariables maps what can be asked for to its unit and value.
var dailyVariables = map[string]struct {
	unit  string
	value func(day weather) any
}{
	"temperature_2m_max":            {"°C", func(d weather) any { return d.max }},
	"temperature_2m_min":            {"°C", func(d weather) any { return d.min }},
	"precipitation_probability_max": {"%", func(d weather) any { return d.rain }},
	"weather_code":                  {"wmo code", func(d weather) any { return d.code }},
}

func (f forecast) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	lat, reason := coordinate(q.Get("latitude"), "latitude", 90)
	if reason != "" {
		openMeteoError(w, reason)
		return
	}
	lon, reason := coordinate(q.Get("longitude"), "longitude", 180)
	if reason != "" {
		openMeteoError(w, reason)
		return
	}
	start, end, reason := dateRange(q.Get("start_date"), q.Get("end_date"), time.Now())
	if reason != "" {
		openMeteoError(w, reason)
		return
	}
	if q.Get("daily") != "" && q.Get("timezone") == "" {
		openMeteoError(w, "Timezone is required")
		return
	}

	zone, offset := f.timezone(q.Get("timezone"), lat, lon, start)
	answer := map[string]any{
		"latitude": lat, "longitude": lon, "generationtime_ms": 0.1,
		"utc_offset_seconds": offset, "timezone": zone, "elevation": 50.0,
	}
	if names := q.Get("daily"); names != "" {
		units, daily := map[string]any{"time": "iso8601"}, map[string]any{}
		var days []string
		for d := start; !d.After(end); d = d.AddDate(0, 0, 1) {
			days = append(days, d.Format(dateLayout))
		}
		daily["time"] = days
		for name := range strings.SplitSeq(names, ",") {
			variable, ok := dailyVariables[name]
			if !ok {
				openMeteoError(w, "Data corrupted at path ''. Cannot initialize ForecastVariableDaily from invalid String value "+name+".")
				return
			}
			values := make([]any, 0, len(days))
			for d := start; !d.After(end); d = d.AddDate(0, 0, 1) {
				values = append(values, variable.value(weatherOn(lat, lon, d)))
			}
			units[name], daily[name] = variable.unit, values
		}
		answer["daily_units"], answer["daily"] = units, daily
	}
	respond(w, http.StatusOK, answer)
}

// coordinate reads a parameter; the reason says why it cannot.
func coordinate(text, name string, limit float64) (value float64, reason string) {
	if text == "" {
		return 0, fmt.Sprintf("Value of type 'Float' required for key '%s'.", name)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) {
		return 0, fmt.Sprintf("Data corrupted at path ''. Cannot initialize Float from invalid String value %s.", text)
	}
	if math.Abs(f) > limit {
		return 0, fmt.Sprintf("%s must be in range of -%.0f to %.0f°. Given: %v.", strings.ToUpper(name[:1])+name[1:], limit, limit, f)
	}
	return f, ""
}

func dateRange(startText, endText string, now time.Time) (start, end time.Time, reason string) {
	today := now.UTC().Truncate(24 * time.Hour)
	if startText == "" && endText == "" {
		return today, today.AddDate(0, 0, defaultDays-1), ""
	}
	if startText == "" || endText == "" {
		return start, end, "Both 'start_date' and 'end_date' must be set"
	}
	for _, d := range []struct {
		text string
		into *time.Time
	}{{startText, &start}, {endText, &end}} {
		day, err := time.Parse(dateLayout, d.text)
		if err != nil {
			return start, end, "Invalid date format. Make sure to use 'YYYY-MM-DD'"
		}
		*d.into = day
	}
	if end.Before(start) {
		return start, end, "End-date must be larger or equals than start-date."
	}
	last := today.AddDate(forecastYears, 0, 0).Format(dateLayout)
	for _, d := range []struct{ key, text string }{{"start_date", startText}, {"end_date", endText}} {
		if d.text < forecastFrom || d.text > last {
			return start, end, fmt.Sprintf("Parameter '%s' is out of allowed range from %s to %s", d.key, forecastFrom, last)
		}
	}
	return start, end, ""
}

// timezone resolves "auto" to the zone of the place.
func (f forecast) timezone(asked string, lat, lon float64, at time.Time) (name string, offset int) {
	name = asked
	if asked == "" {
		name = "GMT"
	}
	if asked == "auto" {
		name = "GMT"
		if p, ok := f.atlas.At(lat, lon); ok {
			name = p.Timezone
		}
	}
	if zone, err := time.LoadLocation(name); err == nil {
		_, offset = at.In(zone).Zone()
	}
	return name, offset
}
