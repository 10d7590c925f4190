// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/app"
)

// exchange answers the n-th request that is its business.
type exchange func(r *http.Request, base http.RoundTripper, n int) (*http.Response, error)

type between struct {
	base  http.RoundTripper
	mine  func(*http.Request) bool
	serve exchange
	n     int
}

func (b *between) RoundTrip(r *http.Request) (*http.Response, error) {
	if !b.mine(r) {
		return b.base.RoundTrip(r)
	}
	b.n++
	return b.serve(r, b.base, b.n)
}

func onRequests(mine func(*http.Request) bool, serve exchange) func(*testing.T, *app.Config) {
	return func(_ *testing.T, c *app.Config) {
		c.Transport = func(base http.RoundTripper) http.RoundTripper { return &between{base: base, mine: mine, serve: serve} }
	}
}

func path(path string, serve exchange) func(*testing.T, *app.Config) {
	return onRequests(func(r *http.Request) bool { return r.URL.Path == path }, serve)
}

// task picks the model's calls for one task.
func task(name string, serve exchange) func(*testing.T, *app.Config) {
	return onRequests(func(r *http.Request) bool {
		if r.Body == nil {
			return false
		}
		body, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		return err == nil && bytes.Contains(body, []byte("TASK: "+name))
	}, serve)
}

// edited is the service's answer with another body.
func edited(r *http.Request, base http.RoundTripper, edit func(string) string) (*http.Response, error) {
	res, err := base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	text := edit(string(body))
	res.Body, res.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
	res.Header.Del("Content-Length")
	return res, err
}

// to sends a request elsewhere.
func to(r *http.Request, host string) *http.Request {
	r = r.Clone(r.Context())
	r.URL.Host, r.URL.Scheme = host, "http"
	return r
}
