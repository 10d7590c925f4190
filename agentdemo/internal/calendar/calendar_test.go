// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package calendar_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/agentdemo/internal/calendar"
)

func day(n int) time.Time { return time.Date(2026, 12, n, 0, 0, 0, 0, time.UTC) }

func TestRoundTrip(t *testing.T) {
	want := []calendar.Day{
		{Date: day(1), Title: "Day 1: Paris", Place: "Paris", Text: "travel from London to Paris; visit Louvre, \"old\" wing \\ new"},
		{Date: day(2), Title: "Day 2: 東京", Place: "東京", Text: strings.Repeat("東京タワー、", 40) + "\n next line"},
		{Date: day(3), Title: "Day 3: Санкт-Петербург"},
	}
	data := calendar.Encode(calendar.Trip{ID: "run-1", Name: "Trip to Paris, 東京", Days: want, Made: day(1)})
	valid(t, data)
	got, err := calendar.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, line := range []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//otelfail//agentdemo//EN",
		"DTSTAMP:20261201T000000Z", "DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261202", "UID:run-1-day-1@agentdemo.otelfail",
	} {
		if !bytes.Contains(data, []byte("\r\n"+line+"\r\n")) && !bytes.HasPrefix(data, []byte(line+"\r\n")) {
			t.Errorf("no line %q in\n%s", line, data)
		}
	}
}

// valid holds a file to the rules of RFC 5545, section 3.1: lines end with CRLF,
// have at most 75 octets, and no control characters.
func valid(t *testing.T, data []byte) {
	t.Helper()
	text, ok := bytes.CutSuffix(data, []byte("\r\n"))
	if !ok {
		t.Errorf("the last line does not end: %q", data)
	}
	for _, line := range bytes.Split(text, []byte("\r\n")) {
		if len(line) > 75 || !utf8.Valid(line) {
			t.Errorf("%d octets: %q", len(line), line)
		}
		if bytes.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			t.Errorf("a control character in %q", line)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, text := range []string{
		"", "no calendar", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:someday\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
	} {
		if days, err := calendar.Decode([]byte(text)); err == nil {
			t.Errorf("%q gives %+v", text, days)
		}
	}
}

func FuzzEncode(f *testing.F) {
	f.Add("run-1", "Trip", "Day 1", "Paris", "text\r\nBEGIN:VEVENT")
	f.Add("x", "\x1b[2J", "\xff", "a;b,c\\d", "\x00")
	f.Fuzz(func(t *testing.T, id, name, title, place, text string) {
		data := calendar.Encode(calendar.Trip{ID: id, Name: name, Made: day(1), Days: []calendar.Day{{Date: day(1), Title: title, Place: place, Text: text}}})
		valid(t, data)
		if days, err := calendar.Decode(data); err != nil || len(days) != 1 || !days[0].Date.Equal(day(1)) {
			t.Errorf("%+v, %v in %q", days, err, data)
		}
	})
}
