// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// dates is when the trip is. Days is set where only the duration is known.
type dates struct {
	start, end time.Time
	said       bool // start and end are both said
	days       int
	spans      []span   // the lengths that were said, in reading order
	invalid    []string // such as 2027-02-30
	notes      []string
}

// mention is a date as the query names it; year is 0 where it is left out.
type mention struct {
	at         int
	year       int
	month      time.Month
	day        int
	ends, back bool // the words before it say that the trip ends then
}

const (
	dayNumber = `(\d{1,2})(?:st|nd|rd|th|er|\.|º|-го)?`
	through   = `\s*(?:-|–|—|to|until|till|through|thru|and|bis|au|al|по)\s*(?:the\s+)?`
	maybeYear = `(?:,?\s+(?:of\s+)?(\d{4}))?`
	maybeOf   = `\s+(?:of\s+|de\s+)?`
)

var (
	isoMention      = regexp.MustCompile(`(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})`)
	cjkMention      = regexp.MustCompile(`(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日`)
	numericMention  = regexp.MustCompile(`(\d{1,2})([./])(\d{1,2})[./](\d{4})`)
	dayRangeMention = regexp.MustCompile(`(?i)` + dayNumber + through + dayNumber + maybeOf + monthPattern + maybeYear)
	monthRange      = regexp.MustCompile(`(?i)` + monthPattern + `\s+(?:the\s+)?` + dayNumber + through + dayNumber + maybeYear)
	dayMonthDay     = regexp.MustCompile(`(?i)` + dayNumber + maybeOf + monthPattern + maybeYear + through + `(\d{1,2})(?:st|nd|rd|th)`)
	dayMonth        = regexp.MustCompile(`(?i)` + dayNumber + maybeOf + monthPattern + maybeYear)
	monthDay        = regexp.MustCompile(`(?i)` + monthPattern + `\s+(?:the\s+)?` + dayNumber + maybeYear)
	monthOnly       = regexp.MustCompile(`(?i)(?:in|during|early|late|mid|this|next|of|en|im|в)\s+` + monthPattern + maybeYear)
	monthWithYear   = regexp.MustCompile(`(?i)` + monthPattern + `\s+(\d{4})`)

	endCue  = regexp.MustCompile(`(?:until|till|through|thru|to|by|ending|ends|end|bis|по|[-–—])\s*(?:on\s+|the\s+)*$`)
	backCue = regexp.MustCompile(`(?:return|returning|returns|back|coming home|home)\s*(?:on\s+|by\s+|the\s+)*$`)
)

// readDates takes all dates and durations.
func readDates(t *text, today time.Time) dates {
	var d dates
	var found []mention
	add := func(m match, year, month, day string) bool {
		d.mention(&found, mention{
			at: m.at, year: digits(year), month: monthOf(month), day: digits(day),
			ends: endCue.MatchString(m.before), back: backCue.MatchString(m.before),
		})
		return true
	}
	t.take(isoMention, func(m match) bool { return add(m, m.groups[1], m.groups[2], m.groups[3]) })
	t.take(cjkMention, func(m match) bool { return add(m, m.groups[1], m.groups[2], m.groups[3]) })
	t.take(numericMention, func(m match) bool {
		day, month := m.groups[1], m.groups[3]
		// 12/31/2027 is American; 12.11.2027 and 31/12/2027 are not.
		if m.groups[2] == "/" && digits(day) <= 12 {
			day, month = month, day
		}
		return add(m, m.groups[4], month, day)
	})
	t.take(dayRangeMention, func(m match) bool {
		return add(m, m.groups[4], m.groups[3], m.groups[1]) && add(later(m), m.groups[4], m.groups[3], m.groups[2])
	})
	t.take(monthRange, func(m match) bool {
		return add(m, m.groups[4], m.groups[1], m.groups[2]) && add(later(m), m.groups[4], m.groups[1], m.groups[3])
	})
	t.take(dayMonthDay, func(m match) bool {
		return add(m, m.groups[3], m.groups[2], m.groups[1]) && add(later(m), m.groups[3], m.groups[2], m.groups[4])
	})
	t.take(dayMonth, func(m match) bool { return add(m, m.groups[3], m.groups[2], m.groups[1]) })
	t.take(monthDay, func(m match) bool { return add(m, m.groups[3], m.groups[1], m.groups[2]) })

	span := readDuration(t)
	d.spans = span.spans
	d.resolve(found, today)
	month := func(m match) bool {
		if d.start.IsZero() && d.end.IsZero() {
			d.start = monthStart(today, monthOf(m.groups[1]), digits(m.groups[2]))
			if span.weekend {
				d.start = next(d.start.AddDate(0, 0, -1), time.Saturday)
			}
			d.notes = append(d.notes, "only the month is said")
		}
		return true
	}
	t.take(monthOnly, month)
	t.take(monthWithYear, month)
	// Taken even where dates are said: "next weekend, 4 to 6 June".
	if start, end := readRelative(t, today, span); d.start.IsZero() && d.end.IsZero() {
		d.start, d.end = start, end
	}
	d.fill(span)
	return d
}

// later puts the second half of a range behind the first.
func later(m match) match {
	m.at++
	m.before = "to "
	return m
}

func (d *dates) mention(found *[]mention, m mention) {
	year := m.year
	if year == 0 {
		year = 2028 // a leap year, so that 29 February can stand
	}
	if at := time.Date(year, m.month, m.day, 0, 0, 0, 0, time.UTC); m.month < 1 || at.Month() != m.month || at.Day() != m.day {
		name := fmt.Sprintf("%04d-%02d-%02d", m.year, m.month, m.day)
		if m.year == 0 && m.month >= 1 && m.month <= 12 {
			name = fmt.Sprintf("%d %s", m.day, m.month)
		}
		if !slices.Contains(d.invalid, name) {
			d.invalid = append(d.invalid, name)
			d.notes = append(d.notes, name+" is not a date")
		}
		return
	}
	*found = append(*found, m)
}

// resolve decides which mention is the start and which the end.
func (d *dates) resolve(found []mention, today time.Time) {
	if len(found) == 0 {
		return
	}
	// Ranges are found before single dates; put all back into reading order.
	// Positions shift as words are taken, so order holds per kind only, and a
	// way back ("return on …") goes last wherever it stands.
	slices.SortStableFunc(found, func(a, b mention) int {
		switch {
		case a.back != b.back:
			if a.back {
				return 1
			}
			return -1
		default:
			return a.at - b.at
		}
	})
	first, last := found[0], found[len(found)-1]
	if first.year == 0 && last.year != 0 {
		first.year = last.year
		if first.month > last.month {
			first.year--
		}
	}
	start := first.date(today)
	if len(found) == 1 {
		if first.back || first.ends {
			d.end = start
		} else {
			d.start = start
		}
		return
	}
	if last.year == 0 {
		// The first such day that is not before the start.
		last.year = start.Year()
		if end := last.date(today); end.Before(start) {
			last.year++
		}
	}
	d.start, d.end = start, last.date(today)
}

// date puts the year to a mention: the next such day from today.
func (m mention) date(today time.Time) time.Time {
	year := m.year
	if year == 0 {
		year = today.Year()
		for i := 0; i < 8; i++ {
			at := time.Date(year, m.month, m.day, 0, 0, 0, 0, time.UTC)
			if !at.Before(today) && at.Day() == m.day {
				break
			}
			year++
		}
	}
	return time.Date(year, m.month, m.day, 0, 0, 0, 0, time.UTC)
}

// fill derives what is missing from a duration.
func (d *dates) fill(span duration) {
	days := span.days
	d.said = !d.start.IsZero() && !d.end.IsZero()
	switch {
	case !d.start.IsZero() && d.end.IsZero() && days > 0:
		d.end = d.start.AddDate(0, 0, days-1)
	case d.start.IsZero() && !d.end.IsZero() && days > 0:
		d.start = d.end.AddDate(0, 0, 1-days)
	}
	if !d.start.IsZero() && !d.end.IsZero() {
		days = int(d.end.Sub(d.start).Hours()/24) + 1
	}
	d.days = max(0, days)
}

// share gives each of n destinations its length, where each has one, and makes
// the trip as long as all of them.
func (d *dates) share(n int) []int {
	spans := d.spans
	// "five days: three in Rome, …" names the sum first.
	if len(spans) == n+1 && n > 1 && spans[0].days == sumOf(spans[1:]) {
		spans = spans[1:]
	}
	if n < 2 || len(spans) != n {
		return nil
	}
	var shares []int
	total := 0
	for i, s := range spans {
		if s.nights && i == n-1 {
			s.days++ // the last night is followed by a day
		}
		shares = append(shares, s.days)
		total += s.days
	}
	if !d.start.IsZero() && !d.end.IsZero() && d.said {
		return shares
	}
	d.days = total
	if !d.start.IsZero() {
		d.end = d.start.AddDate(0, 0, total-1)
	} else if !d.end.IsZero() {
		d.start = d.end.AddDate(0, 0, 1-total)
	}
	return shares
}

func sumOf(spans []span) int {
	sum := 0
	for _, s := range spans {
		sum += s.days
	}
	return sum
}

func monthStart(today time.Time, month time.Month, year int) time.Time {
	if year == 0 {
		year = today.Year()
		if month <= today.Month() {
			year++
		}
	}
	return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
}

func monthOf(s string) time.Month {
	if m, ok := monthNames[s]; ok {
		return m
	}
	return time.Month(digits(s))
}

func digits(s string) int {
	n, _ := strconv.Atoi(s) // empty: 0, "not said"
	return n
}
