// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox/internal/model"
)

// chat speaks OpenAI's chat completions, without streaming.
type chat struct{ model *model.Model }

// maxRequest bounds a request body in bytes.
const maxRequest = 4 << 20

type chatRequest struct {
	Model       string        `json:"model"`
	Messages    []chatMessage `json:"messages"`
	Stream      bool          `json:"stream"`
	Temperature *float64      `json:"temperature"`
	N           *int          `json:"n"`
}

type chatMessage struct {
	Role    string          `json:"role"`
	Content json.RawMessage `json:"content"`
}

func (c chat) complete(w http.ResponseWriter, r *http.Request) {
	if !authorized(w, r) {
		return
	}
	var req chatRequest
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest)).Decode(&req); err != nil {
		openAIError(w, http.StatusBadRequest, "We could not parse the JSON body of your request.", "", "")
		return
	}
	messages, invalid := req.validate()
	if invalid != nil {
		openAIError(w, http.StatusBadRequest, invalid.message, invalid.param, invalid.code)
		return
	}

	answer := c.model.Answer(messages)
	prompt := 0
	h := fnv.New64a()
	for _, m := range messages {
		prompt += tokens(m.Content)
		_, _ = h.Write([]byte(m.Content))
	}
	completion := tokens(answer)
	respond(w, http.StatusOK, map[string]any{
		"id":      fmt.Sprintf("chatcmpl-%016x", h.Sum64()),
		"object":  "chat.completion",
		"created": time.Now().Unix(),
		"model":   req.Model,
		"choices": []map[string]any{{
			"index":         0,
			"message":       map[string]any{"role": "assistant", "content": answer, "refusal": nil},
			"logprobs":      nil,
			"finish_reason": "stop",
		}},
		"usage": map[string]int{
			"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion,
		},
	})
}

func (c chat) models(w http.ResponseWriter, r *http.Request) {
	if !authorized(w, r) {
		return
	}
	respond(w, http.StatusOK, map[string]any{
		"object": "list",
		"data": []map[string]any{{
			"id": model.Name, "object": "model", "created": 1767225600, "owned_by": "otelfail",
		}},
	})
}

// invalidRequest says what is wrong in the words of the real API.
type invalidRequest struct{ message, param, code string }

func (req chatRequest) validate() ([]model.Message, *invalidRequest) {
	switch {
	case req.Model == "":
		return nil, &invalidRequest{message: "you must provide a model parameter"}
	case len(req.Messages) == 0:
		return nil, &invalidRequest{"Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "messages", "empty_array"}
	case req.Stream:
		return nil, &invalidRequest{"Unsupported value: 'stream' does not support true with this model.", "stream", "unsupported_value"}
	case req.N != nil && *req.N != 1:
		return nil, &invalidRequest{"Unsupported value: 'n' must be 1 with this model.", "n", "unsupported_value"}
	case req.Temperature != nil && (*req.Temperature < 0 || *req.Temperature > 2):
		return nil, &invalidRequest{fmt.Sprintf("Invalid 'temperature': decimal out of range. Expected a value between 0 and 2, but got %v instead.", *req.Temperature), "temperature", "decimal_out_of_range"}
	}
	out := make([]model.Message, 0, len(req.Messages))
	for i, m := range req.Messages {
		switch m.Role {
		case "system", "developer", "user", "assistant", "tool":
		default:
			return nil, &invalidRequest{fmt.Sprintf("Invalid value: '%s'. Supported values are: 'system', 'assistant', 'user', 'tool', and 'developer'.", m.Role), fmt.Sprintf("messages[%d].role", i), "invalid_value"}
		}
		text, err := contentText(m.Content)
		if err != nil {
			return nil, &invalidRequest{fmt.Sprintf("Invalid type for 'messages[%d].content': expected one of a string or array of objects.", i), fmt.Sprintf("messages[%d].content", i), "invalid_type"}
		}
		out = append(out, model.Message{Role: m.Role, Content: text})
	}
	return out, nil
}

// contentText reads both forms of a message's content.
func contentText(raw json.RawMessage) (string, error) {
	var text string
	if err := json.Unmarshal(raw, &text); err == nil && len(raw) > 0 {
		return text, nil
	}
	var parts []struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	if err := json.Unmarshal(raw, &parts); err != nil {
		return "", err
	}
	var b strings.Builder
	for _, p := range parts {
		if p.Type != "text" {
			return "", errors.New("part is not text")
		}
		b.WriteString(p.Text)
	}
	return b.String(), nil
}

func authorized(w http.ResponseWriter, r *http.Request) bool {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") && strings.TrimSpace(key) != "" {
		return true
	}
	openAIError(w, http.StatusUnauthorized,
		"You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).", "", "")
	return false
}

func openAIError(w http.ResponseWriter, status int, message, param, code string) {
	orNull := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	respond(w, status, map[string]any{"error": map[string]any{
		"message": message, "type": "invalid_request_error", "param": orNull(param), "code": orNull(code),
	}})
}

// tokens counts roughly as tokenizers do: four thirds per word.
func tokens(text string) int { return (len(strings.Fields(text))*4 + 2) / 3 }
