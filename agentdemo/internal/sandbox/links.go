// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
)

type link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// flightLinks builds searches on public flight search sites. It never states a
// price: those are found behind the links.
func flightLinks(w http.ResponseWriter, r *http.Request) {
	p := linkParameters{query: r.URL.Query()}
	origin, destination := p.place("origin"), p.place("destination")
	depart := p.date("depart", true)
	back := p.date("return", false)
	travelers := p.count("travelers")
	p.order("depart", depart, "return", back, false)
	if p.err != nil {
		linksError(w, p.err)
		return
	}
	phrase := "Flights from " + origin + " to " + destination + " on " + depart
	if back != "" {
		phrase += " through " + back
	} else {
		phrase += " one way"
	}
	if travelers > 1 {
		phrase += fmt.Sprintf(" for %d travelers", travelers)
	}
	name := origin + " → " + destination
	respondLinks(w,
		link{"Google Flights: " + name, address("https://www.google.com/travel/flights", "q", phrase)},
		link{"Bing Travel: " + name, address("https://www.bing.com/search", "q", phrase)},
		link{"DuckDuckGo: " + name, address("https://duckduckgo.com/", "q", phrase)},
	)
}

// hotelLinks builds searches on public hotel search sites.
func hotelLinks(w http.ResponseWriter, r *http.Request) {
	p := linkParameters{query: r.URL.Query()}
	destination := p.place("destination")
	in, out := p.date("checkin", true), p.date("checkout", true)
	guests := p.count("guests")
	p.order("checkin", in, "checkout", out, true)
	if p.err != nil {
		linksError(w, p.err)
		return
	}
	n := strconv.Itoa(guests)
	respondLinks(w,
		link{"Booking.com: " + destination, address("https://www.booking.com/searchresults.html",
			"ss", destination, "checkin", in, "checkout", out, "group_adults", n, "no_rooms", "1")},
		link{"Google Hotels: " + destination, address("https://www.google.com/travel/search",
			"q", "Hotels in "+destination+" from "+in+" to "+out+" for "+n+" guests")},
		link{"Airbnb: " + destination, address("https://www.airbnb.com/s/"+url.PathEscape(destination)+"/homes",
			"checkin", in, "checkout", out, "adults", n)},
	)
}

func address(base string, pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return base + "?" + v.Encode()
}

func respondLinks(w http.ResponseWriter, links ...link) {
	respond(w, http.StatusOK, map[string]any{"links": links})
}

func linksError(w http.ResponseWriter, err error) {
	respond(w, http.StatusBadRequest, map[string]any{
		"error": map[string]string{"code": "invalid_argument", "message": err.Error()},
	})
}

// linkParameters reads parameters and keeps the first thing wrong with them.
type linkParameters struct {
	query url.Values
	err   error
}

const maxParty = 50

func (p *linkParameters) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
}

func (p *linkParameters) place(key string) string {
	text := strings.TrimSpace(p.query.Get(key))
	switch {
	case text == "":
		p.fail("parameter %q is missing", key)
	case len(text) > 200, !strings.ContainsFunc(text, unicode.IsLetter), strings.ContainsFunc(text, unicode.IsControl):
		p.fail("parameter %q must be the name of a place", key)
	}
	return text
}

func (p *linkParameters) date(key string, required bool) string {
	text := p.query.Get(key)
	if text == "" {
		if required {
			p.fail("parameter %q is missing", key)
		}
		return ""
	}
	if _, err := time.Parse(dateLayout, text); err != nil {
		p.fail("parameter %q must be a date like 2026-12-01, got %q", key, text)
	}
	return text
}

func (p *linkParameters) count(key string) int {
	text := p.query.Get(key)
	if text == "" {
		return 1
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxParty {
		p.fail("parameter %q must be a number from 1 to %d, got %q", key, maxParty, text)
	}
	return n
}

// order checks two dates that are present; they compare as text.
func (p *linkParameters) order(firstKey, first, secondKey, second string, strict bool) {
	if first == "" || second == "" {
		return
	}
	if second < first || strict && second == first {
		p.fail("parameter %q is too early for %q", secondKey, firstKey)
	}
}
