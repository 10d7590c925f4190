// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package clients_test judges the errors of real client libraries. It stands apart
// because they take minutes to build for fuzzing.
package clients_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// TestOpenAIClient judges the errors of the real client against a server that
// answers as providers do.
func TestOpenAIClient(t *testing.T) {
	for _, tt := range []struct {
		code       int
		body, want string
	}{
		{429, `{"error":{"message":"Rate limit reached for gpt-4 on tokens per min (TPM)","type":"tokens","code":"rate_limit_exceeded"}}`, "llm rate_limit 1"},
		{429, `{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}`, "llm quota 2"},
		{401, `{"error":{"message":"Incorrect API key provided: sk-x.","type":"invalid_request_error","code":"invalid_api_key"}}`, "llm auth 2"},
		{400, `{"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error","code":"context_length_exceeded"}}`, "llm context_length 2"},
		{400, `{"error":{"message":"Unknown parameter: 'quality'.","type":"invalid_request_error"}}`, "llm bad_request 2"},
		{404, `{"error":{"message":"The model gpt-9 does not exist","type":"invalid_request_error","code":"model_not_found"}}`, "llm model_not_found 2"},
		{503, `{"error":{"message":"The engine is currently overloaded","type":"server_error"}}`, "llm overloaded 1"},
		{500, `{"error":{"message":"runtime error: invalid memory address or nil pointer dereference","type":"new_api_panic"}}`, "llm server_error 1"},
		{502, `<html><title>502 Bad Gateway</title></html>`, "network upstream 1"},
		{200, `{"choices":[`, "llm truncated 0"},
		{200, `<html>`, "llm parse 0"},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(tt.code)
			_, _ = io.WriteString(w, tt.body)
		}))
		client := openai.NewClient(option.WithBaseURL(s.URL), option.WithAPIKey("none"), option.WithMaxRetries(0))
		_, err := client.Chat.Completions.New(t.Context(), openai.ChatCompletionNewParams{
			Model: "gpt-4", Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage("hi")},
		})
		s.Close()
		if err == nil {
			t.Fatalf("%d %s: no error", tt.code, tt.body)
		}
		v := (*classify.Chain)(nil).Classify(classify.Input{Err: fmt.Errorf("plan: %w", err), Operation: classify.OpModel})
		if got := fmt.Sprintf("%s %s %d", v.Category, v.Reason, v.Retryable); got != tt.want {
			t.Errorf("got %s by %s, want %s: %v", got, v.Rule, tt.want, err)
		}
	}
}
