// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package llm

import (
	"encoding/json"
	"fmt"
	"strings"
)

// AnswerError is an answer that is readable but not what was asked for.
type AnswerError struct{ Problem string }

func (e *AnswerError) Error() string {
	return "model answer does not match the schema: " + e.Problem
}

// Decode reads the JSON object of an answer. Models like to put it in a code
// fence; anything else around it is an error.
func Decode(answer string, v any) error {
	text := strings.TrimSpace(answer)
	if body, ok := strings.CutPrefix(text, "```"); ok {
		body = strings.TrimPrefix(body, "json")
		text = strings.TrimSpace(strings.TrimSuffix(body, "```"))
	}
	if err := json.Unmarshal([]byte(text), v); err != nil {
		return fmt.Errorf("model answer is not the JSON asked for: %w", err)
	}
	return nil
}
