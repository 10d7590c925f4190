// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"encoding/json"
	"strings"
)

// refusedCall is a tool call that did not work.
type refusedCall struct {
	Constraints    constraints    `json:"constraints"`
	AvailableTools []string       `json:"available_tools"`
	Title          string         `json:"title"`
	Tool           string         `json:"tool"`
	Args           map[string]any `json:"args"`
}

// correctCall plans the trip again and offers the call that comes nearest to the
// one that was refused.
func (m *Model) correctCall(payload string) string {
	var in refusedCall
	if err := json.Unmarshal([]byte(payload), &in); err != nil {
		return "I could not read the call: " + err.Error()
	}
	in.Constraints.AvailableTools = in.AvailableTools
	best, bestScore := planStep{}, 0
	for _, step := range in.Constraints.steps() {
		if score := in.likeness(step); score > bestScore {
			best, bestScore = step, score
		}
	}
	return encode(map[string]any{"tool": best.Tool, "args": best.Args})
}

// likeness says how much a step has in common with the call; 0: another thing
// altogether.
func (c refusedCall) likeness(step planStep) int {
	if step.Type != "TOOL_CALL" {
		return 0
	}
	score := 0
	if step.Tool == c.Tool {
		score += 4
	}
	if step.Title == c.Title || c.Tool != "" && strings.HasPrefix(c.Tool, step.Tool) {
		score += 2
	}
	if score == 0 {
		return 0
	}
	for key, value := range step.Args {
		if text, ok := value.(string); ok && text != "" && text == c.Args[key] {
			score++
		}
	}
	return score
}
