// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox/internal/places"
)

// route speaks OSRM's route service for cars.
type route struct{ atlas *places.Atlas }

const (
	longestDrive = 5_000_000 // metres; further apart there is an ocean between
	detour       = 1.25      // roads are that much longer than the great circle
	averageSpeed = 24.0      // metres per second
)

type waypoint struct {
	Name     string     `json:"name"`
	Location [2]float64 `json:"location"`
	Distance float64    `json:"distance"`
}

func (rt route) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	pairs := strings.Split(r.PathValue("coordinates"), ";")
	if len(pairs) < 2 {
		osrmError(w, "InvalidOptions", "Number of coordinates needs to be at least two.")
		return
	}
	points := make([]waypoint, 0, len(pairs))
	for _, pair := range pairs {
		lonText, latText, _ := strings.Cut(pair, ",")
		lon, err1 := strconv.ParseFloat(lonText, 64)
		lat, err2 := strconv.ParseFloat(latText, 64)
		// Negated, so that NaN fails too.
		if err1 != nil || err2 != nil || !(math.Abs(lat) <= 90) || !(math.Abs(lon) <= 180) {
			osrmError(w, "InvalidQuery", "Query string malformed close to position "+strconv.Itoa(len("/route/v1/driving/")))
			return
		}
		points = append(points, waypoint{Location: [2]float64{lon, lat}})
	}
	if o := r.URL.Query().Get("overview"); o != "" && o != "false" && o != "simplified" && o != "full" {
		osrmError(w, "InvalidQuery", "Query string malformed close to position "+strconv.Itoa(len(r.URL.Path)))
		return
	}

	var distance float64
	for i := 1; i < len(points); i++ {
		from, to := points[i-1].Location, points[i].Location
		d := places.Distance(from[1], from[0], to[1], to[0])
		if d > longestDrive || rt.overseas(from, to) {
			osrmError(w, "NoRoute", "Impossible route between points")
			return
		}
		distance += d * detour
	}
	distance = math.Round(distance)
	respond(w, http.StatusOK, map[string]any{
		"code": "Ok",
		"routes": []map[string]any{{
			"distance": distance, "duration": math.Round(distance / averageSpeed),
			"weight": math.Round(distance / averageSpeed), "weight_name": "routability",
			"legs": []any{},
		}},
		"waypoints": points,
	})
}

// overseas reports whether no road and no ferry of a road network leads there.
func (rt route) overseas(from, to [2]float64) bool {
	a, okA := rt.atlas.At(from[1], from[0])
	b, okB := rt.atlas.At(to[1], to[0])
	return okA && okB && landmass(a.CountryCode) != landmass(b.CountryCode)
}

// landmass names the connected land of a country; made-up places and most
// countries lie in the old world.
func landmass(country string) string {
	switch country {
	case "US", "CA", "MX", "CR":
		return "north america"
	case "CO", "EC", "PE", "BO", "CL", "AR", "UY", "BR":
		return "south america" // no road through the Darién Gap
	case "AU", "NZ", "JP", "TW", "PH", "ID", "LK", "MG", "CU", "FJ":
		return country
	default:
		return "old world"
	}
}

func osrmError(w http.ResponseWriter, code, message string) {
	respond(w, http.StatusBadRequest, map[string]string{"code": code, "message": message})
}
