// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"encoding/json"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
)

// payload is what the model writes the answer from.
type payload struct {
	Constraints Trip            `json:"constraints"`
	Assumptions []string        `json:"assumptions"`
	Results     []payloadResult `json:"results"`
	Notes       []string        `json:"notes"`
	Faults      []string        `json:"faults,omitempty"` // of the answer before
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
