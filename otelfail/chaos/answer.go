// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import "strings"

// answerText is the text of a model within the answer of its provider.
type answerText struct {
	text    string
	set     func(any)
	stopped func() // says that the model ran into its limit
}

// shapes are where providers put the model's text, and the reason why it ends.
var shapes = []struct {
	text, reason, limit string
}{
	{"choices.0.message.content", "choices.0.finish_reason", "length"},               // OpenAI, and all who speak its API
	{"content.0.text", "stop_reason", "max_tokens"},                                  // Anthropic
	{"candidates.0.content.parts.0.text", "candidates.0.finishReason", "MAX_TOKENS"}, // Google
	{"message.content", "done_reason", "length"},                                     // Ollama
	{"output.0.content.0.text", "incomplete_details.reason", "max_output_tokens"},    // OpenAI's Responses
	{"output.message.content.0.text", "stopReason", "max_tokens"},                    // AWS Bedrock
}

// findAnswer returns nil for a document that is no answer of a model.
func findAnswer(doc any) *answerText {
	byPath := map[string]*place{}
	for _, p := range places(&doc) {
		byPath[p.path] = p
	}
	for _, shape := range shapes {
		p := byPath[shape.text]
		if p == nil {
			continue
		}
		text, ok := p.value.(string)
		if !ok || strings.TrimSpace(text) == "" {
			continue
		}
		return &answerText{text: text, set: p.set, stopped: func() {
			if reason := byPath[shape.reason]; reason != nil {
				reason.set(shape.limit)
			}
		}}
	}
	return nil
}
