// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox/internal/places"
)

// geosearch speaks MediaWiki's list=geosearch: what is near a position. The
// titles follow from the place there; their positions are made up.
type geosearch struct{ atlas *places.Atlas }

type geosearchHit struct {
	PageID int     `json:"pageid"`
	NS     int     `json:"ns"`
	Title  string  `json:"title"`
	Lat    float64 `json:"lat"`
	Lon    float64 `json:"lon"`
	Dist   float64 `json:"dist"`
}

func (g geosearch) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("action") != "query" || q.Get("list") != "geosearch" || q.Get("format") != "json" {
		mediaWikiError(w, "badvalue", "Unrecognized value for parameter: only action=query, list=geosearch, format=json.")
		return
	}
	latText, lonText, _ := strings.Cut(q.Get("gscoord"), "|")
	lat, err1 := strconv.ParseFloat(latText, 64)
	lon, err2 := strconv.ParseFloat(lonText, 64)
	// Negated, so that NaN fails too.
	if err1 != nil || err2 != nil || !(math.Abs(lat) <= 90) || !(math.Abs(lon) <= 180) {
		mediaWikiError(w, "invalid-coord", "Invalid coordinate provided")
		return
	}
	radius, ok := intParameter(q.Get("gsradius"), 500, 10, 10_000)
	if !ok {
		mediaWikiError(w, "badinteger", `Invalid value "`+q.Get("gsradius")+`" for integer parameter "gsradius".`)
		return
	}
	limit, ok := intParameter(q.Get("gslimit"), 10, 1, 500)
	if !ok {
		mediaWikiError(w, "badinteger", `Invalid value "`+q.Get("gslimit")+`" for integer parameter "gslimit".`)
		return
	}

	hits := []geosearchHit{}
	if place, ok := g.atlas.At(lat, lon); ok {
		for i, title := range place.Things(limit) {
			hits = append(hits, placeNear(title, i, lat, lon, radius))
		}
	}
	slices.SortStableFunc(hits, func(a, b geosearchHit) int { return cmp.Compare(a.Dist, b.Dist) })
	respond(w, http.StatusOK, map[string]any{"batchcomplete": "", "query": map[string]any{"geosearch": hits}})
}

// placeNear gives the i-th title a position within the radius, always the same
// one. What is best known is nearest.
func placeNear(title string, i int, lat, lon float64, radius int) geosearchHit {
	sum := places.Hash(title)
	angle := float64(sum&0xffff) / 0xffff * 2 * math.Pi
	far := (0.03 + 0.05*float64(i) + 0.04*float64(sum>>16&0xffff)/0xffff) * float64(radius)
	far = math.Min(far, 0.95*float64(radius))
	const metresPerDegree = 111_320
	hit := geosearchHit{PageID: 1000 + int(sum%80_000_000), Title: title}
	hit.Lat = lat + far*math.Cos(angle)/metresPerDegree
	hit.Lon = lon + far*math.Sin(angle)/(metresPerDegree*math.Max(0.05, math.Cos(lat*math.Pi/180)))
	hit.Lat, hit.Lon = math.Round(hit.Lat*1e6)/1e6, math.Round(hit.Lon*1e6)/1e6
	hit.Dist = math.Round(far*10) / 10
	return hit
}

func intParameter(text string, fallback, low, high int) (int, bool) {
	if text == "" {
		return fallback, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= low && n <= high
}

// mediaWikiError answers like the real API: status 200, the error in the body
// and in a header.
func mediaWikiError(w http.ResponseWriter, code, info string) {
	w.Header().Set("MediaWiki-API-Error", code)
	respond(w, http.StatusOK, map[string]any{"error": map[string]string{"code": code, "info": info}})
}
