// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"encoding/json"
	"strings"
	"time"
)

// request is what parse_intent is asked to read.
type request struct {
	today   time.Time
	current *intent // the trip that the text changes; nil: the text is about a new one
	asked   string  // the question that the text answers
	text    string
}

// readRequest takes the lines that the agent puts before the traveler's words.
func readRequest(payload string) request {
	r := request{today: time.Now().UTC(), text: payload}
	rest, found := strings.CutPrefix(strings.TrimLeft(payload, " \n"), "Today is ")
	if !found {
		return r
	}
	line, rest, _ := strings.Cut(rest, "\n")
	day, err := time.Parse(time.DateOnly, strings.Trim(line, ". "))
	if err != nil {
		return r
	}
	r.today = day
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		if trip, ok := strings.CutPrefix(line, "Current trip: "); ok {
			r.current = &intent{}
			if json.Unmarshal([]byte(trip), r.current) != nil {
				r.current = nil
			}
		} else if asked, ok := strings.CutPrefix(line, "Question asked: "); ok {
			r.asked = asked
		} else {
			break
		}
		rest = after
	}
	r.text = strings.TrimLeft(rest, "\n")
	return r
}
