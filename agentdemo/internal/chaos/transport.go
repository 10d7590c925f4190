// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"context"
	"net"
	"net/http"
)

// Transport returns a RoundTripper that sends requests to base, or, where the
// Plan says so, to a listener that fails them. Those keep their URL: the errors
// that callers see name the service they called. A nil base is
// http.DefaultTransport.
func (p *Plan) Transport(base http.RoundTripper) http.RoundTripper {
	if base == nil {
		base = http.DefaultTransport
	}
	faulty := &http.Transport{}
	if t, ok := base.(*http.Transport); ok {
		faulty = t.Clone()
	}
	faulty.Proxy = nil
	faulty.DisableKeepAlives = true // each fault has a connection of its own
	faulty.ForceAttemptHTTP2 = false
	faulty.DialContext = p.faults.dial
	// The listeners speak no TLS. As far as the request goes this connection is
	// past its handshake.
	faulty.DialTLSContext = p.faults.dial
	p.mu.Lock()
	p.transports = append(p.transports, faulty)
	p.mu.Unlock()
	return &transport{plan: p, base: base, faulty: faulty}
}

type transport struct {
	plan   *Plan
	base   http.RoundTripper
	faulty *http.Transport
}

var _ http.RoundTripper = (*transport)(nil)

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	op, ok := operationOf(ctx)
	if !ok || op.spent.Load() {
		return t.base.RoundTrip(req)
	}
	fault, index := t.plan.begin(op.name)
	if fault == "" {
		return t.base.RoundTrip(req)
	}

	diverted := req.Clone(context.WithValue(ctx, faultKey{}, fault))
	diverted.Header.Set(faultHeader, string(fault))
	diverted.Header.Del("Authorization") // the listener needs no credentials
	resp, err := t.faulty.RoundTrip(diverted)
	if err != nil {
		t.plan.end(index, err.Error(), !gone(ctx))
		return nil, err
	}
	resp.Request = req
	t.plan.end(index, resp.Status+": "+string(fault), true)
	return resp, nil
}

type faultKey struct{}

// dial connects to a listener instead of the address asked for.
func (l *listeners) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	address := l.address
	if ctx.Value(faultKey{}) == Refused {
		address = l.closed
	}
	var d net.Dialer
	return d.DialContext(ctx, network, address)
}
