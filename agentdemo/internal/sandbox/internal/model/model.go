// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox/internal/places"
)

// Name is the name under which the model is listed.
const Name = "sandbox-travel-1"

// Message is one message of a chat.
type Message struct{ Role, Content string }

// Model answers chats. It keeps nothing between them.
type Model struct{ atlas *places.Atlas }

// New returns a model that knows the places of the atlas.
func New(atlas *places.Atlas) *Model { return &Model{atlas: atlas} }

// Answer returns the assistant's next message.
func (m *Model) Answer(messages []Message) string {
	task, payload := "", ""
	for _, msg := range messages {
		switch msg.Role {
		case "system", "developer":
			first, _, _ := strings.Cut(msg.Content, "\n")
			if name, ok := strings.CutPrefix(strings.TrimSpace(first), "TASK:"); ok {
				task = strings.TrimSpace(name)
			}
		case "user":
			payload = msg.Content
		}
	}
	switch task {
	case "parse_intent":
		return encode(m.parseIntent(payload))
	case "plan":
		return m.plan(payload)
	case "correct_call":
		return m.correctCall(payload)
	case "synthesize":
		return m.synthesize(payload)
	default:
		return "I can parse a travel request, plan it and write an itinerary. Tell me which TASK you mean."
	}
}

func encode(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "I could not put the answer into JSON: " + err.Error()
	}
	return strings.TrimSuffix(b.String(), "\n")
}
