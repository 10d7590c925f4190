// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos_test

import (
	"context"
	"crypto/x509"
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

	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

const completion = `{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":"{\"days\":3,\"city\":\"Rome\"}"},"finish_reason":"stop"}]}`

// said is the text of a completion.
func said(t *testing.T, body string) string {
	t.Helper()
	var answer struct {
		Choices []struct {
			Message struct{ Content string }
		}
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Choices) != 1 {
		t.Fatalf("no completion: %v: %s", err, body)
	}
	return answer.Choices[0].Message.Content
}

func expired(err error) bool {
	var invalid x509.CertificateInvalidError
	return errors.As(err, &invalid) && invalid.Reason == x509.Expired
}

func TestFaultsAreReal(t *testing.T) {
	const forecast = `{"latitude":48.8,"daily":{"time":["2026-12-01","2026-12-02"],"max":[7.5,8.25]},"name":"Paris"}`
	field := func(f chaos.Fault, field string, value any) chaos.Rule {
		return chaos.Rule{Faults: []chaos.Fault{f}, Field: field, Value: value}
	}
	failed := func(target error) func(answer, error) bool {
		return func(a answer, err error) bool { return a.status == 0 && errors.Is(err, target) }
	}
	body := func(want string) func(answer, error) bool {
		return func(a answer, err error) bool { return err == nil && a.status == 200 && a.body == want }
	}
	text := func(want string) func(answer, error) bool {
		return func(a answer, err error) bool { return err == nil && a.status == 200 && said(t, a.body) == want }
	}
	for name, tt := range map[string]struct {
		rule    chaos.Rule
		path    string
		body    string
		correct func(answer, error) bool
	}{
		"hang": {rule: rule(chaos.Hang), correct: func(_ answer, err error) bool {
			var timeout net.Error
			return errors.Is(err, context.DeadlineExceeded) && errors.As(err, &timeout) && timeout.Timeout()
		}},
		"refused": {rule: rule(chaos.Refused), correct: failed(syscall.ECONNREFUSED)},
		"reset":   {rule: rule(chaos.Reset), correct: failed(syscall.ECONNRESET)},
		"tls": {rule: rule(chaos.TLS), correct: func(_ answer, err error) bool {
			return expired(err)
		}},
		"dns": {rule: rule(chaos.DNS), correct: func(_ answer, err error) bool {
			var dns *net.DNSError
			return errors.As(err, &dns) && dns.IsNotFound && dns.Name == "no-such-host.invalid"
		}},
		"429 of OpenAI": {rule: rule(chaos.HTTPStatus(429)), path: "/v1/chat/completions", correct: func(a answer, err error) bool {
			return err == nil && a.status == 429 && a.header.Get("Retry-After") == "1" &&
				a.header.Get("X-RateLimit-Remaining-Requests") == "0" && strings.Contains(a.body, `"code":"rate_limit_exceeded"`)
		}},
		"529 of Anthropic": {rule: rule(chaos.HTTPStatus(529)), path: "/v1/messages", correct: func(a answer, err error) bool {
			return err == nil && a.status == 529 && strings.Contains(a.body, `"type":"overloaded_error"`)
		}},
		"503 of Google": {rule: rule(chaos.HTTPStatus(503)), path: "/v1beta/models/x:generateContent", correct: func(a answer, err error) bool {
			return err == nil && a.status == 503 && strings.Contains(a.body, `"status":"UNAVAILABLE"`)
		}},
		"502 of a proxy": {rule: chaos.Rule{Faults: []chaos.Fault{chaos.HTTPStatus(502)}, Provider: "html"}, correct: func(a answer, err error) bool {
			return err == nil && a.status == 502 && strings.Contains(a.body, "<h1>502 Bad Gateway</h1>")
		}},
		"malformed": {rule: rule(chaos.Malformed), body: forecast, correct: func(a answer, err error) bool {
			return err == nil && a.status == 200 && a.body != "" && !json.Valid([]byte(a.body))
		}},
		"malformed text": {rule: field(chaos.Malformed, "text", nil), body: completion, correct: func(a answer, err error) bool {
			return err == nil && !json.Valid([]byte(said(t, a.body)))
		}},
		"truncated": {rule: rule(chaos.Truncated), body: forecast, correct: func(a answer, err error) bool {
			return a.status == 200 && errors.Is(err, io.ErrUnexpectedEOF) && a.body == forecast[:len(forecast)/2]
		}},
		"partial": {rule: rule(chaos.Partial), body: `{"a":[1,2,3,4],"b":[1]}`, correct: body(`{"a":[1,2],"b":[1]}`)},
		"partial text": {rule: rule(chaos.Partial), body: completion, correct: func(a answer, err error) bool {
			return err == nil && said(t, a.body) == `{"days":3,"c` && strings.Contains(a.body, `"finish_reason":"length"`)
		}},
		"wrong type":        {rule: field(chaos.WrongType, "daily.max.*", nil), body: `{"daily":{"max":[1,2]}}`, correct: body(`{"daily":{"max":["n/a","n/a"]}}`)},
		"wrong type text":   {rule: field(chaos.WrongType, "choices.0.message.content", nil), body: completion, correct: func(a answer, _ error) bool { return strings.Contains(a.body, `"content":7`) }},
		"missing field":     {rule: field(chaos.MissingField, "name", nil), body: `{"name":"a","x":1}`, correct: body(`{"x":1}`)},
		"missing, chosen":   {rule: rule(chaos.MissingField), body: `{"x":1}`, correct: body(`{}`)},
		"wrong value":       {rule: field(chaos.WrongValue, "max", 99), body: `{"max":7}`, correct: body(`{"max":99}`)},
		"similar value":     {rule: rule(chaos.WrongValue), body: `{"max":8}`, correct: body(`{"max":12}`)},
		"similar date":      {rule: rule(chaos.WrongValue), body: `{"day":"2026-12-01"}`, correct: body(`{"day":"2027-01-04"}`)},
		"similar link":      {rule: rule(chaos.WrongValue), body: `{"url":"https://a.example/x?y=1"}`, correct: body(`{"url":"https://www.example.com/x?y=1"}`)},
		"missing in text":   {rule: rule(chaos.MissingField), body: strings.Replace(completion, `\"days\":3,`, "", 1), correct: text(`{}`)},
		"no such field":     {rule: field(chaos.MissingField, "a.b", nil), body: forecast, correct: body(forecast)},
		"wrong type, prose": {rule: rule(chaos.WrongType), body: `It rains.`, correct: body(`It rains.`)},
		"latency":           {rule: chaos.Rule{Faults: []chaos.Fault{chaos.Latency}, Delay: time.Millisecond}, body: forecast, correct: body(forecast)},
	} {
		t.Run(name, func(t *testing.T) {
			s := service(t, tt.body)
			in := inject(t, []chaos.Rule{tt.rule})
			limit := 20 * time.Second
			if tt.rule.Faults[0] == chaos.Hang {
				limit = 50 * time.Millisecond
			}
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			defer cancel()
			a, err := post(ctx, &http.Client{Transport: in.Transport(s.Client().Transport)}, s.URL+tt.path)
			if !tt.correct(a, err) {
				t.Errorf("status %d, error %v, body %s", a.status, err, a.body)
			}
			if a.status == 0 && !strings.Contains(err.Error(), s.URL+tt.path) {
				t.Errorf("error %q does not name the URL that was called", err)
			}
			all := in.Injections()
			if len(all) != 1 || all[0].Operation != "POST 127.0.0.1"+tt.path || all[0].Call != 1 || all[0].Event != chaos.EventEnded {
				t.Errorf("injections %+v", all)
			}
			if strings.Contains(all[0].Error, "secret") {
				t.Errorf("a secret in %+v", all[0])
			}
		})
	}
}

// A service behind TLS meets the same faults.
func TestServiceBehindTLS(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"a":1}`) }))
	t.Cleanup(s.Close)
	for fault, want := range map[chaos.Fault]error{
		chaos.Refused: syscall.ECONNREFUSED, chaos.Reset: syscall.ECONNRESET, chaos.TLS: nil,
		chaos.HTTPStatus(429): nil, chaos.Malformed: nil, chaos.Truncated: io.ErrUnexpectedEOF,
	} {
		in := inject(t, []chaos.Rule{rule(fault)})
		a, err := post(t.Context(), &http.Client{Transport: in.Transport(s.Client().Transport)}, s.URL)
		if fault == chaos.TLS {
			if !expired(err) {
				t.Errorf("%s: %v", fault, err)
			}
		} else if !errors.Is(err, want) {
			t.Errorf("%s: status %d, error %v", fault, a.status, err)
		}
	}
}

func TestOtherRequestsPass(t *testing.T) {
	s := service(t, `{}`)
	r := rule(chaos.Refused)
	r.Operations = []string{"weather"}
	in := inject(t, []chaos.Rule{r})
	c := &http.Client{Transport: in.Transport(s.Client().Transport)}
	if a, err := post(t.Context(), c, s.URL); err != nil || a.status != 200 {
		t.Errorf("status %d, error %v", a.status, err)
	}
	if _, err := post(chaos.WithOperation(t.Context(), chaos.Tool, "weather"), c, s.URL); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("error %v", err)
	}
	if all := in.Injections(); len(all) != 1 || all[0].Surfaced != chaos.Yes {
		t.Errorf("injections %+v", all)
	}
}

// hanging starts a request that hangs and waits until it does.
func hanging(ctx context.Context, t *testing.T, in *chaos.Injector) (done chan error) {
	t.Helper()
	s := service(t, `{}`)
	done = make(chan error, 1)
	go func() {
		_, err := post(ctx, &http.Client{Transport: in.Transport(s.Client().Transport)}, s.URL)
		done <- err
	}()
	for len(in.Injections()) == 0 {
		select {
		case err := <-done:
			t.Fatal(err)
		default:
			runtime.Gosched()
		}
	}
	return done
}

func TestCallerWhoLeftSeesNothing(t *testing.T) {
	in := inject(t, []chaos.Rule{rule(chaos.Hang)})
	ctx, cancel := context.WithCancel(t.Context())
	done := hanging(ctx, t, in)
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if got := in.Injections(); len(got) != 1 || got[0].Surfaced != chaos.No {
		t.Errorf("recorded %+v, want one that did not surface", got)
	}
}

func TestCloseEndsWhatHangs(t *testing.T) {
	in := inject(t, []chaos.Rule{rule(chaos.Hang)})
	done := hanging(context.Background(), t, in)
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err == nil {
		t.Error("the request succeeded")
	}
}

// An answer that fails by itself is left as it is.
func TestOwnFailuresStay(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, `{"a":[1,2]}`)
	}))
	t.Cleanup(s.Close)
	in := inject(t, []chaos.Rule{rule(chaos.Partial)})
	a, err := post(t.Context(), &http.Client{Transport: in.Transport(s.Client().Transport)}, s.URL)
	if err != nil || a.status != http.StatusTeapot || a.body != `{"a":[1,2]}` {
		t.Errorf("%+v, %v", a, err)
	}
	if all := in.Injections(); len(all) != 1 || all[0].Surfaced != chaos.No {
		t.Errorf("injections %+v", all)
	}
}
