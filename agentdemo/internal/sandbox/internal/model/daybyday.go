// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "strings"

// days writes one entry per day of the trip.
func (p *page) days(in material) {
	c := in.Constraints
	weather := map[string]weatherDay{} // by place and date
	for _, r := range in.of("weather_summary") {
		for _, d := range r.Data.Days {
			weather[r.Args.Destination+"\n"+d.Date] = d
		}
	}
	things := map[string][]string{}
	for _, r := range in.of("things_to_do_links") {
		things[r.Args.Destination] = append(things[r.Args.Destination], r.titles()...)
	}

	perDay := map[string]int{"relaxed": 1, "packed": 3}[c.Pace]
	if perDay == 0 {
		perDay = 2
	}
	stays, days, before := c.stays(), c.days(), c.Origin
	for i, day := range days {
		var names, parts, forecasts []string
		for _, s := range stays {
			// Where there are more destinations than days, a day has several.
			if day.Before(s.first) || day.After(s.last) {
				continue
			}
			names = append(names, s.place)
			if day.Equal(s.first) && before != "" {
				parts = append(parts, "travel from "+before+" to "+s.place)
			}
			before = s.place
			spent := int(day.Sub(s.first).Hours() / 24)
			parts = append(parts, visits(things[s.place], spent*perDay, perDay)...)
			if d, ok := weather[s.place+"\n"+isoDate(day)]; ok {
				forecasts = append(forecasts, "  - Weather in "+s.place+": "+d.String())
			}
		}
		if i == len(days)-1 && c.Origin != "" {
			parts = append(parts, "travel back to "+c.Origin)
		}
		p.line("- Day %d (%s), %s: %s.", i+1, isoDate(day), strings.Join(names, " and "), strings.Join(parts, "; "))
		for _, f := range forecasts {
			p.line("%s", f)
		}
	}
	if len(days) == 0 {
		p.line("The dates are open, so there are no days to plan.")
	}
	p.thingLinks(in)
}

// visits picks n things for a day. A stay that outlasts them is left open.
func visits(things []string, from, n int) []string {
	if len(things) == 0 {
		return []string{"free to explore"}
	}
	if from >= len(things) {
		return []string{"free to explore, or back to " + things[from%len(things)]}
	}
	out := []string{}
	for _, thing := range things[from:min(from+n, len(things))] {
		out = append(out, "visit "+thing)
	}
	return out
}

func (r result) titles() []string {
	var out []string
	for _, place := range r.Data.Places {
		out = append(out, oneLine(place.Title))
	}
	if out == nil {
		for _, l := range r.Data.Links {
			out = append(out, oneLine(l.Title))
		}
	}
	return out
}

func (p *page) thingLinks(in material) {
	results := in.of("things_to_do_links")
	if len(results) == 0 {
		return
	}
	p.line("\nThings to do:\n")
	p.links(results, "")
}
