// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
)

// plainAnswer writes the answer without a model: shorter, but with everything
// that was found.
func plainAnswer(s *State) string {
	var b strings.Builder
	t := s.Trip
	fmt.Fprintf(&b, "# %s\n", strings.Join(t.Destinations, ", "))
	section(&b, "Summary", []string{t.describe()})
	section(&b, "Assumptions", s.Assumptions)
	results(&b, s, "Flights", tools.Flights)
	results(&b, s, "Lodging", tools.Hotels)
	writeDays(&b, t)
	results(&b, s, "Things to do", tools.Things)
	results(&b, s, "Transit", tools.Distance)
	results(&b, s, "Weather", tools.Weather)
	section(&b, "Budget", []string{budgetLine(t)})
	var stays []string
	for _, st := range t.stays() {
		stays = append(stays, fmt.Sprintf("%s: %s to %s", st.place, st.from, st.to))
	}
	section(&b, "Calendar", stays)
	if len(s.Notes) > 0 {
		section(&b, "Notes", s.Notes)
	}
	b.WriteString("\n" + disclaimer + "\n")
	return b.String()
}

func section(b *strings.Builder, title string, lines []string) {
	fmt.Fprintf(b, "\n## %s\n\n", title)
	if len(lines) == 0 {
		b.WriteString("- none\n")
	}
	for _, line := range lines {
		fmt.Fprintf(b, "- %s\n", line)
	}
}

func writeDays(b *strings.Builder, t Trip) {
	b.WriteString("\n## Day-by-day\n\n")
	stays := t.stays()
	for i := range t.days() {
		date := addDays(t.StartDate, i)
		for len(stays) > 1 && date > stays[0].to {
			stays = stays[1:]
		}
		fmt.Fprintf(b, "- Day %d (%s): %s\n", i+1, date, stays[0].place)
	}
}

func budgetLine(t Trip) string {
	switch {
	case t.BudgetUSD > 0:
		return fmt.Sprintf("You set %.0f US dollars in total. Prices were not looked up; the links show today's", t.BudgetUSD)
	case t.BudgetOther != "":
		return fmt.Sprintf("You set %s. Prices were not looked up; the links show today's", t.BudgetOther)
	}
	return "No budget was said. Prices were not looked up; the links show today's"
}

func results(b *strings.Builder, s *State, title, tool string) {
	fmt.Fprintf(b, "\n## %s\n\n", title)
	any := false
	for _, step := range s.Steps {
		if step.Type == TypeToolCall && step.Tool == tool {
			any = true
			writeResult(b, step)
		}
	}
	if !any {
		b.WriteString("- nothing was looked up\n")
	}
}

func writeResult(b *strings.Builder, step *Step) {
	if step.Status != Done {
		fmt.Fprintf(b, "- %s: missing (%s)\n", step.Title, step.Problem)
		return
	}
	fmt.Fprintf(b, "- %s\n", describe(step))
	if step.Fallback != "" {
		fmt.Fprintf(b, "  - %s\n", step.Fallback)
	}
	for _, link := range linksOf(step.Data) {
		fmt.Fprintf(b, "  - [%s](%s)\n", link.Title, link.URL)
	}
}

func linksOf(data json.RawMessage) []tools.Link {
	var found struct {
		Links []tools.Link `json:"links"`
	}
	_ = json.Unmarshal(data, &found) // what is no result has no links
	return found.Links
}
