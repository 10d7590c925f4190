// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"fmt"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/calendar"
	"github.com/otelfail/otelfail-go/otelfail"
)

// export is what became of the calendar file.
type export struct {
	data []byte
	err  error
}

// exportICS writes the trip as a calendar file. The answer is good without it.
func (a *Agent) exportICS(ctx context.Context, s *State) error {
	if a.Export == nil {
		return nil
	}
	s.export.data = calendar.Encode(calendar.Trip{
		ID: a.RunID, Name: "Trip to " + strings.Join(s.Trip.Destinations, ", "), Days: s.calendarDays(), Made: s.Today,
	})
	path, err := otelfail.Do(ctx, a.Tracker, otelfail.Export("calendar"), func(ctx context.Context) (string, error) {
		return a.Export(ctx, "itinerary_"+a.RunID+".ics", s.export.data)
	})
	s.Calendar = path
	if err != nil {
		s.Calendar = ""
		if cancelled(ctx) {
			return err
		}
		s.export.err = err
		a.warn("Writing the calendar: %s, going on without it", Explain(err))
		otelfail.Recovered(ctx, err, otelfail.Skip, "the answer is given without a calendar file")
		return nil
	}
	a.done("Calendar written: %s", plural(s.Trip.days(), "day"))
	return nil
}

// calendarDays makes an entry of each day, with what the answer says about it.
func (s *State) calendarDays() []calendar.Day {
	var days []calendar.Day
	said := daysOf(s.Answer)
	stays := s.Trip.stays()
	for i := range s.Trip.days() {
		date := addDays(s.Trip.StartDate, i)
		var places []string
		for _, st := range stays {
			if st.from <= date && date <= st.to {
				places = append(places, st.place)
			}
		}
		where := strings.Join(places, " and ")
		days = append(days, calendar.Day{
			Date: mustDate(date), Title: fmt.Sprintf("Day %d: %s", i+1, where), Place: where, Text: said[date],
		})
	}
	return days
}
