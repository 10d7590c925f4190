// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package calendar

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"
)

// Trip is what the calendar shows.
type Trip struct {
	ID   string // unique, such as the run's id
	Name string
	Days []Day
	Made time.Time
}

// Day is one day of a trip: an entry without a time of day.
type Day struct {
	Date  time.Time // the time of day is not used
	Title string
	Place string
	Text  string
}

const product = "-//otelfail//agentdemo//EN"

// Encode returns the trip as an iCalendar file, one event a day.
func Encode(t Trip) []byte {
	cal := ics.NewCalendarFor("")
	cal.SetProductId(product)
	cal.SetXWRCalName(clean(t.Name))
	for i, d := range t.Days {
		e := cal.AddEvent(fmt.Sprintf("%s-day-%d@agentdemo.otelfail", clean(t.ID), i+1))
		e.SetDtStampTime(t.Made.UTC())
		e.SetAllDayStartAt(d.Date)
		e.SetAllDayEndAt(d.Date.AddDate(0, 0, 1)) // the end is exclusive
		e.SetSummary(clean(d.Title))
		e.SetLocation(clean(d.Place))
		e.SetTimeTransparency(ics.TransparencyTransparent)
		if d.Text != "" {
			e.SetDescription(clean(d.Text))
		}
	}
	var b bytes.Buffer
	_ = cal.SerializeTo(&b, ics.WithNewLine("\r\n")) // a Buffer takes everything
	return b.Bytes()
}

// clean takes out what a text value must not hold: control characters other than
// line ends.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// Decode reads the days of an iCalendar file.
func Decode(data []byte) ([]Day, error) {
	cal, err := ics.ParseCalendar(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read calendar: %w", err)
	}
	if len(cal.Events()) == 0 {
		return nil, errors.New("read calendar: it has no events")
	}
	var days []Day
	for i, e := range cal.Events() {
		start, err := e.GetAllDayStartAt()
		if err != nil {
			return nil, fmt.Errorf("read calendar: event %d: %w", i+1, err)
		}
		days = append(days, Day{
			Date: start, Title: text(e, ics.ComponentPropertySummary),
			Place: text(e, ics.ComponentPropertyLocation), Text: text(e, ics.ComponentPropertyDescription),
		})
	}
	return days, nil
}

func text(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}
