// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"fmt"
	"math"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox/internal/places"
)

// weather is one day's weather at one place.
type weather struct {
	max, min float64 // °C
	rain     int     // probability of precipitation, %
	code     int     // WMO code
}

// weatherOn makes up the weather of a day. It fits the latitude and the season
// and is always the same for the same place and day.
func weatherOn(lat, lon float64, day time.Time) weather {
	sum := places.Hash(fmt.Sprintf("%.1f %.1f", lat, lon), day.Format(dateLayout))
	part := func(shift uint) float64 { return float64(sum>>shift&0xff) / 255 } // in [0, 1]

	away := math.Abs(lat)
	mean := 27 - 0.45*math.Max(0, away-15)
	swing := 1 + 0.15*away
	warmest := 200.0 // day of the year, northern hemisphere
	if lat < 0 {
		warmest = 20
	}
	season := math.Cos(2 * math.Pi * (float64(day.YearDay()) - warmest) / 365)
	today := mean + swing*season + 6*part(8) - 3

	d := weather{
		max:  math.Round((today+3+3*part(16))*10) / 10,
		min:  math.Round((today-3-3*part(24))*10) / 10,
		rain: int(100 * part(32)),
	}
	d.code = weatherCode(d, part(40))
	return d
}

func weatherCode(d weather, pick float64) int {
	choose := func(a, b int) int {
		if pick < 0.5 {
			return a
		}
		return b
	}
	switch {
	case d.rain < 25:
		return choose(0, 1) // clear, mainly clear
	case d.rain < 50:
		return choose(2, 3) // partly cloudy, overcast
	case d.max < 1:
		return choose(71, 73) // snow
	case d.rain < 75:
		return choose(51, 61) // drizzle, slight rain
	case d.min > 18:
		return choose(80, 95) // showers, thunderstorm
	default:
		return choose(61, 63) // rain
	}
}
