// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"math"
	"regexp"
	"strings"
)

// best is the highest score.
const best = 5.0

// rubric scores the answer from 0 to 5 in five ways, by counting.
func rubric(s *State) map[string]float64 {
	scores := map[string]float64{
		"relevance":    relevance(s),
		"feasibility":  feasibility(s),
		"completeness": completeness(s),
		"specificity":  specificity(s),
		"coherence":    coherence(s),
	}
	for name, score := range scores {
		scores[name] = math.Round(10*min(max(score, 0), best)) / 10
	}
	return scores
}

// relevance: are the places and interests of the question in the answer?
func relevance(s *State) float64 {
	text, hits := strings.ToLower(s.Answer), 0
	wanted := append([]string{}, s.Trip.Destinations...)
	wanted = append(wanted, s.Trip.Interests...)
	for _, word := range wanted {
		if strings.Contains(text, strings.ToLower(word)) {
			hits++
		}
	}
	return best * ratio(hits, len(wanted))
}

// feasibility: is there a day for each place, and is what the trip rests on known?
func feasibility(s *State) float64 {
	score := best
	if crowded := len(s.Trip.Destinations) - s.Trip.days(); crowded > 0 {
		score -= float64(crowded)
	}
	return score * (1 + ratio(s.done(), s.lookups())) / 2
}

var sections = []string{"Summary", "Assumptions", "Flights", "Lodging", "Day-by-day", "Transit", "Weather", "Budget", "Calendar"}

// completeness: are all sections there, and what belongs into them?
func completeness(s *State) float64 {
	text, have := strings.ToLower(s.Answer), 0
	for _, section := range sections {
		if strings.Contains(text, strings.ToLower(section)) {
			have++
		}
	}
	return best * ratio(have, len(sections)) * (1 + ratio(s.done(), s.lookups())) / 2
}

// specificity: is there something to do on each day, and something to click on?
func specificity(s *State) float64 {
	detailed := 0
	for _, text := range daysOf(s.Answer) {
		if len(strings.Fields(text)) > 2 {
			detailed++
		}
	}
	clickable := min(len(links.FindAllString(s.Answer, -1)), 3*len(s.Trip.Destinations))
	return best * (ratio(detailed, s.Trip.days()) + ratio(clickable, 3*len(s.Trip.Destinations))) / 2
}

// coherence: do the days follow one another?
func coherence(s *State) float64 {
	entries := dayEntry.FindAllStringSubmatch(s.Answer, -1)
	inOrder := 0
	for i, e := range entries {
		if e[1] == addDays(s.Trip.StartDate, i) {
			inOrder++
		}
	}
	return best * ratio(inOrder, max(len(entries), s.Trip.days()))
}

// dayEntry is a line of the answer that begins a day; its groups are the date
// and the text.
var dayEntry = regexp.MustCompile(`(?mi)^\W*Day \d+\W+(\d{4}-\d\d-\d\d)\W*(.*)$`)

// daysOf finds what the answer says about each day, by date.
func daysOf(answer string) map[string]string {
	said := map[string]string{}
	for _, e := range dayEntry.FindAllStringSubmatch(answer, -1) {
		said[e[1]] = strings.TrimSpace(e[2])
	}
	return said
}

// lookups counts the steps that call a tool.
func (s *State) lookups() int {
	n := 0
	for _, step := range s.Steps {
		if step.Type == TypeToolCall {
			n++
		}
	}
	return n
}

// done counts those of them that have a result.
func (s *State) done() int {
	n := 0
	for _, step := range s.Steps {
		if step.Type == TypeToolCall && step.Status == Done {
			n++
		}
	}
	return n
}

// foundLinks are the links that the tools found.
func (s *State) foundLinks() map[string]bool {
	found := map[string]bool{}
	for _, step := range s.Steps {
		for _, link := range linksOf(step.Data) {
			found[link.URL] = true
		}
	}
	return found
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}
