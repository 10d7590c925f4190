// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package llm_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
)

func serve(t *testing.T, status int, body string) (url string, requests *int) {
	t.Helper()
	n := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		n++
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return s.URL, &n
}

func TestComplete(t *testing.T) {
	answer := `{"choices":[{"message":{"role":"assistant","content":"{\"days\":3}"}}]}`
	refuse := func(string) error { return errors.New("refused") }
	for name, tt := range map[string]struct {
		status    int
		body      string
		check     func(string) error
		wantErr   string
		retryable bool
	}{
		"answer":       {status: 200, body: answer},
		"refused":      {status: 200, body: answer, check: refuse, wantErr: "plan: refused", retryable: true},
		"no choice":    {status: 200, body: `{"choices":[]}`, wantErr: "empty response", retryable: true},
		"rate limit":   {status: 429, body: `{"error":{"message":"slow down","type":"requests"}}`, wantErr: "429 Too Many Requests: slow down", retryable: true},
		"server error": {status: 500, body: `{"error":{"message":"oops"}}`, wantErr: "500", retryable: true},
		"bad key":      {status: 401, body: `{"error":{"message":"no"}}`, wantErr: "401"},
	} {
		t.Run(name, func(t *testing.T) {
			url, requests := serve(t, tt.status, tt.body)
			c := llm.NewClient(llm.Config{BaseURL: url, Model: "m", APIKey: "k", Timeout: 5 * time.Second})
			got, err := c.Complete(t.Context(), llm.Request{Task: "plan", System: "s", User: "u", Check: tt.check})
			if *requests != 1 {
				t.Errorf("%d requests, want 1: retries are the agent's", *requests)
			}
			if tt.wantErr == "" {
				if err != nil || got != `{"days":3}` {
					t.Errorf("got %q, %v", got, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.wantErr) {
				t.Fatalf("got %v, want %q", err, tt.wantErr)
			}
			if llm.Retryable(err) != tt.retryable {
				t.Errorf("retryable is %v", !tt.retryable)
			}
		})
	}
}

func TestCompleteTimeout(t *testing.T) {
	done := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-done }))
	defer s.Close()
	defer close(done)
	c := llm.NewClient(llm.Config{BaseURL: s.URL, Model: "m", Timeout: 20 * time.Millisecond})
	_, err := c.Complete(t.Context(), llm.Request{Task: "plan"})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// The key in the environment is for the endpoint that the user names.
func TestClientIgnoresEnvironment(t *testing.T) {
	t.Setenv("OPENAI_API_KEY", "secret")
	t.Setenv("OPENAI_ORG_ID", "org")
	t.Setenv("OPENAI_BASE_URL", "http://127.0.0.1:1")
	var header http.Header
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { header = r.Header }))
	defer s.Close()
	c := llm.NewClient(llm.Config{BaseURL: s.URL, Model: "m"})
	_, _ = c.Complete(t.Context(), llm.Request{Task: "plan"})
	if header == nil || header.Get("Authorization") != "" || header.Get("OpenAI-Organization") != "" {
		t.Errorf("headers %v", header)
	}
}

func TestDecode(t *testing.T) {
	for answer, want := range map[string]int{
		`{"days":3}`:                  3,
		"```json\n{\"days\":3}\n```":  3,
		"```\n{\"days\":3}```\n":      3,
		"Sure! {\"days\":3}":          -1,
		"":                            -1,
		`{"days":"three"}`:            -1,
		`{"days":3} {"days":4}`:       -1,
		"\ufeff{\"days\":3} and more": -1,
	} {
		var v struct {
			Days int `json:"days"`
		}
		err := llm.Decode(answer, &v)
		if want < 0 && err == nil || want >= 0 && (err != nil || v.Days != want) {
			t.Errorf("Decode(%q): %d, %v", answer, v.Days, err)
		}
	}
}
