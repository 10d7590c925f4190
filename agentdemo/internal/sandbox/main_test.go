// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"

	"go.uber.org/goleak"

	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// client talks to a sandbox of its own.
type client struct {
	t    *testing.T
	base string
	http http.Client
}

func newClient(t *testing.T) *client {
	t.Helper()
	s, err := sandbox.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, base: s.URL(), http: http.Client{Transport: &http.Transport{}}}
	t.Cleanup(func() {
		c.http.CloseIdleConnections()
		if err := s.Close(context.Background()); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return c
}

// get asks for path with pairs of query keys and values, reads the answer into
// out and returns the status.
func (c *client) get(out any, path string, pairs ...string) int {
	c.t.Helper()
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return c.do(out, http.MethodGet, path+"?"+q.Encode(), nil, "")
}

// do sends a request and reads the JSON answer into out.
func (c *client) do(out any, method, path string, body []byte, key string) int {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if out != nil {
		if err := json.Unmarshal(text, out); err != nil {
			c.t.Fatalf("%s %s: %v in %s", method, path, err, text)
		}
	}
	return resp.StatusCode
}

// ask has the model do a task.
func (c *client) ask(task, payload string) string {
	c.t.Helper()
	body, err := json.Marshal(map[string]any{
		"model": "test-model",
		"messages": []map[string]string{
			{"role": "system", "content": "TASK: " + task + "\nAnswer as agreed."},
			{"role": "user", "content": payload},
		},
	})
	if err != nil {
		c.t.Fatal(err)
	}
	var answer struct {
		Model   string
		Choices []struct {
			Message      struct{ Role, Content string }
			FinishReason string `json:"finish_reason"`
		}
		Usage struct {
			Prompt     int `json:"prompt_tokens"`
			Completion int `json:"completion_tokens"`
			Total      int `json:"total_tokens"`
		}
	}
	if status := c.do(&answer, http.MethodPost, "/v1/chat/completions", body, "key"); status != http.StatusOK {
		c.t.Fatalf("status %d", status)
	}
	if answer.Model != "test-model" || len(answer.Choices) != 1 || answer.Choices[0].FinishReason != "stop" ||
		answer.Usage.Prompt == 0 || answer.Usage.Prompt+answer.Usage.Completion != answer.Usage.Total {
		c.t.Errorf("answer %+v", answer)
	}
	return answer.Choices[0].Message.Content
}
