// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// faultHeader tells the listener how to fail the request.
const faultHeader = "Otelfail-Chaos-Fault"

// listeners are the loopback addresses on which requests fail.
type listeners struct {
	address string // fails requests after reading them
	closed  string // refuses connections

	server *http.Server
	served chan struct{}
	stop   context.CancelFunc
	holder [2]net.Conn // keeps the port of closed from being used again
}

func listen(ctx context.Context) (*listeners, error) {
	l := &listeners{served: make(chan struct{})}
	var err error
	if l.holder, l.closed, err = closedPort(ctx); err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, l.holder[0].Close(), l.holder[1].Close())
	}
	l.address = ln.Addr().String()
	base, stop := context.WithCancel(context.Background())
	l.stop = stop
	l.server = &http.Server{
		Handler:           http.HandlerFunc(fail),
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return base },
		ErrorLog:          log.New(io.Discard, "", 0), // connections break here on purpose
	}
	go func() {
		defer close(l.served)
		_ = l.server.Serve(ln) // ends with ErrServerClosed, or when the listener breaks
	}()
	return l, nil
}

// closedPort returns an address that refuses connections, and the ends of a
// connection that occupies its port, so that nobody else listens there later.
func closedPort(ctx context.Context) (holder [2]net.Conn, address string, err error) {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return holder, "", err
	}
	var d net.Dialer
	if holder[0], err = d.DialContext(ctx, "tcp", ln.Addr().String()); err != nil {
		return holder, "", errors.Join(err, ln.Close())
	}
	if holder[1], err = ln.Accept(); err != nil {
		return holder, "", errors.Join(err, holder[0].Close(), ln.Close())
	}
	return holder, ln.Addr().String(), ln.Close()
}

func (l *listeners) close() error {
	l.stop()
	err := l.server.Close()
	<-l.served
	// Closing twice is no error: what is closed is what was asked for.
	for _, c := range l.holder {
		if closeErr := c.Close(); !errors.Is(closeErr, net.ErrClosed) {
			err = errors.Join(err, closeErr)
		}
	}
	return err
}

// fail fails a request as its header says. The request is read first, so that
// the client is never cut off while it sends.
func fail(w http.ResponseWriter, r *http.Request) {
	fault := Fault(r.Header.Get(faultHeader))
	_, _ = io.Copy(io.Discard, r.Body) // a client that has gone needs no fault
	p := providerOf(r.URL.Path)
	switch fault {
	case Hang:
		<-r.Context().Done() // the client gave up, or Close
		panic(http.ErrAbortHandler)
	case Reset:
		reset(w)
	case RateLimited:
		answer(w, http.StatusTooManyRequests, p.limited, p.limitedHeader)
	case Unavailable:
		answer(w, http.StatusServiceUnavailable, p.unavailable, p.unavailableHeader)
	case MalformedJSON:
		answer(w, http.StatusOK, p.malformed, nil)
	case TruncatedBody:
		w.Header().Set("Content-Length", "4096")
		answer(w, http.StatusOK, p.truncated, nil)
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case UnparsableAnswer:
		answer(w, http.StatusOK, unparsableCompletion, nil)
	default:
		http.Error(w, "no such fault", http.StatusNotImplemented)
	}
}

func answer(w http.ResponseWriter, status int, body string, header map[string]string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	for k, v := range header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// reset closes the connection so that the client gets a reset, not an end.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
