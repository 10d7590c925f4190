// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
)

// Transport returns a RoundTripper that sends requests to base or, where the
// scenario says so, makes them fail. Failed requests keep their URL: the errors
// that callers see name the service they called. A nil base is
// http.DefaultTransport. With a nil Injector it returns base.
func (in *Injector) Transport(base http.RoundTripper) http.RoundTripper {
	if base == nil {
		base = http.DefaultTransport
	}
	if in == nil || in.network == nil {
		return base
	}
	faulty := &http.Transport{}
	if t, ok := base.(*http.Transport); ok {
		faulty = t.Clone()
	}
	faulty.Proxy = nil
	faulty.DisableKeepAlives = true // each fault has a connection of its own
	faulty.ForceAttemptHTTP2 = false
	faulty.DialContext = in.network.dial
	faulty.DialTLSContext = in.network.dialTLS
	in.mu.Lock()
	in.transports = append(in.transports, faulty)
	in.mu.Unlock()
	return &transport{in: in, base: base, faulty: faulty}
}

type transport struct {
	in     *Injector
	base   http.RoundTripper
	faulty *http.Transport
}

var _ http.RoundTripper = (*transport)(nil)

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	op := operationOf(ctx)
	c, spanned := requestCall(req), ctx
	if op != nil {
		if op.isSpared() {
			return t.base.RoundTrip(req)
		}
		c = op.call
	}
	watched := op != nil && op.in == t.in
	if watched {
		spanned = op.context
	}
	i, ok := t.in.begin(spanned, Request, c)
	if !ok {
		return t.base.RoundTrip(req)
	}
	if watched { // how the call ends will tell
		op.add(i)
		resp, _, err := t.fail(req, i)
		return resp, err
	}
	resp, surfaced, err := t.fail(req, i)
	switch {
	case err != nil && gone(ctx):
		i.end(No, err.Error())
	case err != nil:
		i.end(surfaced, err.Error())
	default:
		i.end(surfaced, resp.Status)
	}
	return resp, err
}

// requestCall names a request that belongs to no operation. The port is left
// out: it may be another one each time.
func requestCall(req *http.Request) call {
	u := req.URL
	kind := Tool
	if providers[providerOf(u)].model {
		kind = Model
	}
	return call{kind, req.Method + " " + u.Hostname() + u.Path, hash([]byte(u.RawQuery))}
}

// fail makes a request that meets a fault, and says whether the caller must
// have noticed.
func (t *transport) fail(req *http.Request, i injected) (*http.Response, Surfaced, error) {
	ctx := req.Context()
	switch {
	case i.fault == Latency:
		i.note("%v later", i.delay())
		if err := wait(ctx, i.delay()); err != nil {
			if req.Body != nil {
				_ = req.Body.Close()
			}
			return nil, Yes, err
		}
		resp, err := t.base.RoundTrip(req)
		return resp, No, err
	case i.fault.corrupts():
		return t.corrupt(req, i)
	}
	provider := i.rule.Provider
	if provider == "" {
		provider = providerOf(req.URL)
	}
	s := script{fault: i.fault}
	if status := i.fault.status(); status != 0 {
		s = providers[provider].answer(status)
		i.note("in the words of %s", provider)
	}
	resp, err := t.divert(req, s)
	return resp, Yes, err
}

// divert sends a request to the loopback listener that fails as the script
// says.
func (t *transport) divert(req *http.Request, s script) (*http.Response, error) {
	id, forget := t.in.network.stage(s)
	defer forget()
	diverted := req.Clone(context.WithValue(req.Context(), faultKey{}, s.fault))
	diverted.Header = http.Header{scriptHeader: {id}} // the listener needs no credentials
	if s.fault == TLS {
		diverted.URL.Scheme = "https"
	}
	resp, err := t.faulty.RoundTrip(diverted)
	if err != nil {
		return nil, err
	}
	resp.Request = req
	return resp, nil
}

// maxAnswer bounds the answers that are changed.
const maxAnswer = 16 << 20

// corrupt sends the request on and changes the answer.
func (t *transport) corrupt(req *http.Request, i injected) (*http.Response, Surfaced, error) {
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		i.note("the request failed by itself")
		return resp, No, err
	}
	if resp.StatusCode >= http.StatusBadRequest || resp.Header.Get("Content-Encoding") != "" {
		i.note("the answer is an error by itself, or compressed")
		return resp, No, nil
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil || len(body) > maxAnswer {
		i.note("the answer is too long, or broken by itself")
		resp.Body = &rest{io.MultiReader(bytes.NewReader(body), resp.Body), resp.Body}
		return resp, No, nil
	}
	_ = resp.Body.Close()
	if i.fault == Truncated && len(body) > 0 {
		i.note("%d of %d bytes", len(body)/2, len(body))
		cut, err := t.divert(bodiless(req), script{
			fault: Truncated, status: resp.StatusCode, header: resp.Header, body: body[:len(body)/2], length: len(body),
		})
		if cut != nil {
			cut.Request = req
		}
		return cut, Yes, err
	}
	changed, detail, ok := i.corrupt(body)
	i.note("%s", detail)
	surfaced := Unknown
	if !ok {
		changed, surfaced = body, No
	}
	resp.Body = io.NopCloser(bytes.NewReader(changed))
	resp.ContentLength = int64(len(changed))
	resp.TransferEncoding = nil
	if resp.Header.Get("Content-Length") != "" {
		resp.Header.Set("Content-Length", strconv.Itoa(len(changed)))
	}
	return resp, surfaced, nil
}

// bodiless is a request for the listener after the true one was sent.
func bodiless(req *http.Request) *http.Request {
	again := req.Clone(req.Context())
	again.Method, again.Body, again.ContentLength, again.GetBody = http.MethodGet, nil, 0, nil
	return again
}

// rest is a body of which the beginning has been read.
type rest struct {
	io.Reader
	io.Closer
}

// faultKey finds the fault of a connection.
type faultKey struct{}

func faultOf(ctx context.Context) Fault {
	f, _ := ctx.Value(faultKey{}).(Fault)
	return f
}

// script is what the listener does with one request.
type script struct {
	fault  Fault
	status int
	header http.Header
	body   []byte
	length int // that the header promises; 0: that of the body
}
