// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/chaos"
)

func newPlan(t *testing.T, seed uint64) *chaos.Plan {
	t.Helper()
	p, err := chaos.New(t.Context(), seed)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return p
}

// service answers everything with an empty object.
func service(t *testing.T, start func(http.Handler) *httptest.Server) *httptest.Server {
	t.Helper()
	s := start(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{}`)
	}))
	t.Cleanup(s.Close)
	return s
}

// get sends a request as a client would and returns its status, body and the
// error that stopped it.
func get(ctx context.Context, c *http.Client, url string) (status int, body string, header http.Header, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(`{"a":1}`))
	if err != nil {
		return 0, "", nil, err
	}
	resp, err := c.Do(req)
	if err != nil {
		return 0, "", nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), resp.Header, err
}

// meet makes calls under many seeds until one meets the fault in its operation.
func meet(t *testing.T, op string, fault chaos.Fault, url string, client *http.Client) (status int, body string, header http.Header, met chaos.Injection, err error) {
	t.Helper()
	for seed := range uint64(2000) {
		p, perr := chaos.New(t.Context(), seed)
		if perr != nil {
			t.Fatal(perr)
		}
		if f := p.Decide(op, 1); f != fault {
			if err := p.Close(); err != nil {
				t.Fatal(err)
			}
			continue
		}
		ctx, cancel := context.WithTimeout(chaos.WithOperation(t.Context(), op), 300*time.Millisecond)
		defer cancel()
		if fault != chaos.Hang {
			ctx = chaos.WithOperation(t.Context(), op)
		}
		c := *client
		c.Transport = p.Transport(client.Transport)
		status, body, header, err = get(ctx, &c, url)
		injections := p.Injections()
		if len(injections) != 1 {
			t.Fatalf("injections %+v, want one", injections)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		return status, body, header, injections[0], err
	}
	t.Fatalf("no seed injects %s into %s", fault, op)
	return 0, "", nil, chaos.Injection{}, nil
}

func TestFaultsAreReal(t *testing.T) {
	valid := func(body string) bool { return json.Valid([]byte(body)) }
	tests := []struct {
		op, path string
		fault    chaos.Fault
		check    func(status int, body string, h http.Header, err error) error
	}{
		{"weather_summary", "/v1/forecast", chaos.Hang, func(_ int, _ string, _ http.Header, err error) error {
			var timeout net.Error
			if !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &timeout) || !timeout.Timeout() {
				return errors.New("want a timeout")
			}
			return nil
		}},
		{"weather_summary", "/v1/forecast", chaos.Refused, func(_ int, _ string, _ http.Header, err error) error {
			if !errors.Is(err, syscall.ECONNREFUSED) {
				return errors.New("want ECONNREFUSED")
			}
			return nil
		}},
		{"weather_summary", "/v1/forecast", chaos.Reset, func(_ int, _ string, _ http.Header, err error) error {
			if !errors.Is(err, syscall.ECONNRESET) {
				return errors.New("want ECONNRESET")
			}
			return nil
		}},
		{"weather_summary", "/v1/forecast", chaos.RateLimited, func(status int, body string, h http.Header, err error) error {
			if status != 429 || h.Get("Retry-After") == "" || !strings.Contains(body, `"reason"`) || !valid(body) {
				return errors.New("want 429 in Open-Meteo's words")
			}
			return err
		}},
		{"distance_and_time", "/route/v1/driving/1,2;3,4", chaos.Unavailable, func(status int, body string, _ http.Header, err error) error {
			if status != 503 || !strings.Contains(body, `"message"`) || !valid(body) {
				return errors.New("want 503 in OSRM's words")
			}
			return err
		}},
		{"things_to_do_links", "/w/api.php", chaos.MalformedJSON, func(status int, body string, _ http.Header, err error) error {
			if status != 200 || body == "" || valid(body) {
				return errors.New("want 200 and no JSON")
			}
			return err
		}},
		{"flights_search_links", "/links/flights", chaos.TruncatedBody, func(status int, body string, _ http.Header, err error) error {
			if status != 200 || !errors.Is(err, io.ErrUnexpectedEOF) || body == "" {
				return errors.New("want a body that ends early")
			}
			return nil
		}},
		{"plan", "/v1/chat/completions", chaos.RateLimited, func(status int, body string, h http.Header, err error) error {
			if status != 429 || h.Get("X-RateLimit-Remaining-Requests") != "0" || !strings.Contains(body, "rate_limit_exceeded") || !valid(body) {
				return errors.New("want 429 in OpenAI's words")
			}
			return err
		}},
		{"plan", "/v1/chat/completions", chaos.Unavailable, func(status int, body string, _ http.Header, err error) error {
			if status != 503 || !strings.Contains(body, "server_error") || !valid(body) {
				return errors.New("want 503 in OpenAI's words")
			}
			return err
		}},
		{"parse_intent", "/v1/chat/completions", chaos.UnparsableAnswer, func(status int, body string, _ http.Header, err error) error {
			var answer struct {
				Choices []struct{ Message struct{ Content string } }
			}
			if jsonErr := json.Unmarshal([]byte(body), &answer); jsonErr != nil || status != 200 || len(answer.Choices) != 1 {
				return errors.New("want a valid completion")
			}
			if content := answer.Choices[0].Message.Content; content == "" || valid(content) {
				return errors.New("want a text that is not JSON")
			}
			return err
		}},
	}
	for _, tt := range tests {
		t.Run(tt.op+"/"+string(tt.fault), func(t *testing.T) {
			s := service(t, httptest.NewServer)
			status, body, header, met, err := meet(t, tt.op, tt.fault, s.URL+tt.path, s.Client())
			if problem := tt.check(status, body, header, err); problem != nil {
				t.Errorf("%v; got status %d, body %s, error %v", problem, status, body, err)
			}
			if status == 0 && !strings.Contains(err.Error(), s.URL+tt.path) {
				t.Errorf("error %q does not name the URL that was called", err)
			}
			if met.Operation != tt.op || met.Call != 1 || met.Fault != tt.fault || !met.Surfaced || met.Err == "" {
				t.Errorf("recorded %+v", met)
			}
		})
	}
}

// A service behind TLS meets the same faults.
func TestTLS(t *testing.T) {
	s := service(t, httptest.NewTLSServer)
	for _, fault := range []chaos.Fault{chaos.RateLimited, chaos.Reset, chaos.Refused} {
		status, _, _, _, err := meet(t, "plan", fault, s.URL+"/v1/chat/completions", s.Client())
		if fault == chaos.RateLimited && status != 429 || fault != chaos.RateLimited && err == nil {
			t.Errorf("%s: status %d, error %v", fault, status, err)
		}
	}
}

func TestOtherRequestsPass(t *testing.T) {
	s := service(t, httptest.NewServer)
	p := newPlan(t, 1)
	c := &http.Client{Transport: p.Transport(s.Client().Transport)}
	for range 50 {
		if status, _, _, err := get(t.Context(), c, s.URL); err != nil || status != 200 {
			t.Fatalf("status %d, error %v", status, err)
		}
	}
	if got := p.Injections(); len(got) != 0 {
		t.Errorf("injected %v into requests of no operation", got)
	}
}

func TestCallerWhoLeftSeesNothing(t *testing.T) {
	s := service(t, httptest.NewServer)
	for seed := range uint64(2000) {
		p := newPlan(t, seed)
		if p.Decide("plan", 1) != chaos.Hang {
			continue
		}
		ctx, cancel := context.WithCancel(chaos.WithOperation(t.Context(), "plan"))
		done := make(chan error, 1)
		go func() {
			_, _, _, err := get(ctx, &http.Client{Transport: p.Transport(s.Client().Transport)}, s.URL)
			done <- err
		}()
		for len(p.Injections()) == 0 { // until the request is under way
			select {
			case err := <-done:
				t.Fatal(err)
			default:
				runtime.Gosched()
			}
		}
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if got := p.Injections(); len(got) != 1 || got[0].Surfaced {
			t.Errorf("recorded %+v, want one that did not surface", got)
		}
		return
	}
	t.Fatal("no seed hangs the plan")
}

func TestCloseEndsWhatHangs(t *testing.T) {
	s := service(t, httptest.NewServer)
	for seed := range uint64(2000) {
		p := newPlan(t, seed)
		if p.Decide("plan", 1) != chaos.Hang {
			continue
		}
		done := make(chan error, 1)
		go func() {
			_, _, _, err := get(chaos.WithOperation(context.Background(), "plan"), &http.Client{Transport: p.Transport(s.Client().Transport)}, s.URL)
			done <- err
		}()
		for len(p.Injections()) == 0 {
			select {
			case err := <-done:
				t.Fatal(err)
			default:
				runtime.Gosched()
			}
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-done; err == nil {
			t.Error("the request succeeded")
		}
		return
	}
	t.Fatal("no seed hangs the plan")
}
