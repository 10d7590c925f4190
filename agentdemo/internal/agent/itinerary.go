// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
)

type payload struct {
	Constraints Trip            `json:"constraints"`
	Assumptions []string        `json:"assumptions"`
	Results     []payloadResult `json:"results"`
	Notes       []string        `json:"notes"`
}

type payloadResult struct {
	ID       string          `json:"id"`
	Tool     string          `json:"tool"`
	Title    string          `json:"title"`
	Status   Status          `json:"status"`
	Args     json.RawMessage `json:"args"`
	Data     json.RawMessage `json:"data"`
	Fallback string          `json:"fallback"`
	Error    string          `json:"error,omitempty"`
}

// synthesisPayload is what the model writes the answer from.
func synthesisPayload(s *State) payload {
	p := payload{
		Constraints: s.Trip,
		Assumptions: append([]string{}, s.Assumptions...),
		Results:     []payloadResult{},
		Notes:       append([]string{}, s.Notes...),
	}
	for _, step := range s.Steps {
		if step.Type == TypeToolCall {
			p.Results = append(p.Results, payloadResult{
				ID: step.ID, Tool: step.Tool, Title: step.Title, Status: step.Status,
				Args: step.Args, Data: step.Data, Fallback: step.Fallback, Error: step.Problem,
			})
		}
	}
	return p
}

// checkItinerary refuses an answer that is no itinerary.
func checkItinerary(answer string) error {
	if !strings.Contains(strings.ToLower(answer), "day-by-day") {
		return &llm.AnswerError{Problem: "no section Day-by-day"}
	}
	return nil
}

// plainAnswer writes the answer without a model: shorter, but with everything
// that was found.
func plainAnswer(s *State) string {
	var b strings.Builder
	t := s.Trip
	fmt.Fprintf(&b, "# %s\n\n## Summary\n\n%s.\n\n", strings.Join(t.Destinations, ", "), t.describe())
	section(&b, "Assumptions", s.Assumptions)
	b.WriteString("## Results\n\n")
	for _, step := range s.Steps {
		if step.Type == TypeToolCall {
			writeResult(&b, step)
		}
	}
	b.WriteString("\n## Day-by-day\n\n")
	stays := t.stays()
	for i := range t.days() {
		date := addDays(t.StartDate, i)
		for len(stays) > 1 && date > stays[0].to {
			stays = stays[1:]
		}
		fmt.Fprintf(&b, "- Day %d (%s): %s\n", i+1, date, stays[0].place)
	}
	b.WriteString("\n")
	section(&b, "Notes", s.Notes)
	b.WriteString(disclaimer + "\n")
	return b.String()
}

func section(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "## %s\n\n", title)
	for _, line := range lines {
		fmt.Fprintf(b, "- %s\n", line)
	}
	b.WriteString("\n")
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
	var found struct {
		Links []struct{ Title, URL string } `json:"links"`
	}
	if json.Unmarshal(step.Data, &found) != nil {
		return
	}
	for _, link := range found.Links {
		fmt.Fprintf(b, "  - [%s](%s)\n", link.Title, link.URL)
	}
}
