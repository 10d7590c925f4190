// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/calendar"
)

// gate is something that every answer must meet.
type gate struct {
	name  string
	check func(*State) (problem string)
	known func(*State) bool // an earlier failure is the reason that it is not met
}

// Writing the answer again can help with these …
var answerGates = []gate{
	{"constraint_completeness", constraintsCovered, never},
	{"no_fabricated_real_time_facts", noInventedFacts, never},
	{"link_validity_format", linksValid, never},
	{"safety_clarity_disclaimer", disclaimerOnce, never},
}

// … and writing the file again with this one.
var calendarGates = []gate{
	{"calendar_export_correctness", calendarCorrect, func(s *State) bool { return s.export.err != nil }},
}

func never(*State) bool { return false }

// constraintsCovered looks for every destination and every day.
func constraintsCovered(s *State) string {
	text := strings.ToLower(s.Answer)
	for _, place := range s.Trip.Destinations {
		name, _, _ := strings.Cut(place, ",") // "London, Ontario" may stand there in other words
		if !strings.Contains(text, strings.ToLower(name)) {
			return fmt.Sprintf("the answer does not mention %s", place)
		}
	}
	for i := range s.Trip.days() {
		if date := addDays(s.Trip.StartDate, i); !strings.Contains(s.Answer, date) {
			return fmt.Sprintf("day %d (%s) is missing", i+1, date)
		}
	}
	return ""
}

var (
	money = regexp.MustCompile(`(?i)(?:US\$|[$€£¥₹₽]|USD|EUR|GBP|CHF)\s?(\d[\d,]*(?:\.\d+)?)|(\d[\d,]*(?:\.\d+)?)\s?(?:US dollars?|dollars?|euros?|pounds?|USD|EUR|GBP|CHF|€|£)`)
	stock = regexp.MustCompile(`(?i)\b(?:\d+|few|last|only)\s+(?:seats?|rooms?|tickets?)\s+(?:are\s+)?(?:left|available|remaining)|\bsold out\b|\bfully booked\b`)
	links = regexp.MustCompile(`https?://[^\s<>"]*`)
)

// noInventedFacts looks for prices and availability: nobody looked these up. The
// user's own budget may be repeated, also per day and per traveler.
func noInventedFacts(s *State) string {
	text := links.ReplaceAllString(s.Answer, "")
	if s.Trip.BudgetOther != "" {
		text = strings.ReplaceAll(text, s.Trip.BudgetOther, "")
	}
	days, people := float64(s.Trip.days()), float64(s.Trip.Travelers)
	budget := s.Trip.BudgetUSD
	own := []float64{budget, budget / days, budget / people, budget / days / people}
	for _, m := range money.FindAllStringSubmatch(text, -1) {
		amount, err := strconv.ParseFloat(strings.ReplaceAll(m[1]+m[2], ",", ""), 64)
		isOwn := func(x float64) bool { return budget > 0 && amount > x-1 && amount < x+1 }
		if err == nil && !slices.ContainsFunc(own, isOwn) {
			return fmt.Sprintf("nobody looked up %q", m[0])
		}
	}
	if m := stock.FindString(text); m != "" {
		return fmt.Sprintf("nobody looked up %q", m)
	}
	return ""
}

var markdownLink = regexp.MustCompile(`\[[^\]\n]*\]\(([^\n]*?)\)(?:\s|$|[.,;|])`)

// linksValid holds every link to those that the tools found.
func linksValid(s *State) string {
	found := s.foundLinks()
	for _, m := range markdownLink.FindAllStringSubmatch(s.Answer+"\n", -1) {
		if problem := linkProblem(m[1], found); problem != "" {
			return problem
		}
	}
	bare := markdownLink.ReplaceAllString(s.Answer+"\n", " ")
	for _, link := range links.FindAllString(bare, -1) {
		if problem := linkProblem(strings.TrimRight(link, ".,;:!?)'*"), found); problem != "" {
			return problem
		}
	}
	return ""
}

func linkProblem(link string, found map[string]bool) string {
	if found[link] {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return fmt.Sprintf("%q is no link", link)
	}
	return fmt.Sprintf("no tool found the link %q", link)
}

// calendarCorrect reads the file back: it must hold the trip's days.
func calendarCorrect(s *State) string {
	if s.Calendar == "" {
		return ""
	}
	data, err := os.ReadFile(s.Calendar)
	if err != nil {
		return "the calendar file cannot be read: " + Explain(err)
	}
	days, err := calendar.Decode(data)
	if err != nil {
		return err.Error()
	}
	if len(days) != s.Trip.days() {
		return fmt.Sprintf("the calendar has %s, the trip %d", plural(len(days), "day"), s.Trip.days())
	}
	for i, d := range days {
		if want := addDays(s.Trip.StartDate, i); d.Date.Format("2006-01-02") != want {
			return fmt.Sprintf("entry %d of the calendar is on %s, not %s", i+1, d.Date.Format("2006-01-02"), want)
		}
	}
	return ""
}

func disclaimerOnce(s *State) string {
	switch n := strings.Count(strings.ToLower(s.Answer), "legal advice"); n {
	case 0:
		return "the line on visa and health rules is missing"
	case 1:
		return ""
	default:
		return fmt.Sprintf("the line on visa and health rules stands %d times", n)
	}
}
