// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// inject returns the Injector of some rules.
func inject(t *testing.T, rules []chaos.Rule, opts ...chaos.Option) *chaos.Injector {
	t.Helper()
	in, err := chaos.New(t.Context(), chaos.Scenario{Name: "test", Rules: rules}, append(opts, chaos.InjectFaults())...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := in.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return in
}

func rule(f chaos.Fault) chaos.Rule { return chaos.Rule{Faults: []chaos.Fault{f}} }

// service answers everything with one body.
func service(t *testing.T, body string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return s
}

// answer is what a client got.
type answer struct {
	status int
	body   string
	header http.Header
}

// post sends a request as a client would, and returns the error that stopped it.
func post(ctx context.Context, c *http.Client, url string) (a answer, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(`{"a":1}`))
	if err != nil {
		return a, err
	}
	req.Header.Set("Authorization", "Bearer secret")
	resp, err := c.Do(req)
	if err != nil {
		return a, err
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, string(b), resp.Header}, err
}
