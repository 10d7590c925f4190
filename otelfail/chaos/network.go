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
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// scriptHeader tells the listener which script a request follows.
const scriptHeader = "Otelfail-Chaos-Script"

// network is the loopback addresses that requests fail on.
type network struct {
	address string // fails requests after reading them
	closed  string // refuses connections
	tls     string // has a certificate that nobody can trust

	resolver *net.Resolver // knows no names
	dns      net.PacketConn
	servers  []*http.Server
	holder   [2]net.Conn // keeps the port of closed from being used again
	stop     context.CancelFunc
	running  sync.WaitGroup

	scripts sync.Map // by id
	staged  atomic.Uint64
}

func listen(ctx context.Context) (n *network, err error) {
	n = &network{stop: func() {}}
	defer func() {
		if err != nil {
			_ = n.close()
		}
	}()
	if n.holder, n.closed, err = closedPort(ctx); err != nil {
		return n, err
	}
	var lc net.ListenConfig
	plain, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return n, err
	}
	n.address = plain.Addr().String()
	base, stop := context.WithCancel(context.Background())
	n.stop = stop
	n.serve(base, plain)
	untrusted, err := listenUntrusted(ctx)
	if err != nil {
		return n, err
	}
	n.tls = untrusted.Addr().String()
	n.serve(base, untrusted)
	if n.dns, err = lc.ListenPacket(ctx, "udp", "127.0.0.1:0"); err != nil {
		return n, err
	}
	n.resolver = resolverAt(n.dns.LocalAddr().String())
	n.running.Go(func() { serveNoNames(n.dns) })
	return n, nil
}

func (n *network) serve(base context.Context, ln net.Listener) {
	s := &http.Server{
		Handler:           http.HandlerFunc(n.fail),
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return base },
		ErrorLog:          log.New(io.Discard, "", 0), // connections break here on purpose
	}
	n.servers = append(n.servers, s)
	n.running.Go(func() {
		_ = s.Serve(ln) // ends with ErrServerClosed, or when the listener breaks
	})
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
		return holder, "", errors.Join(err, ln.Close())
	}
	return holder, ln.Addr().String(), ln.Close()
}

// close ends what hangs. Closing twice is no error: what is closed is what was
// asked for.
func (n *network) close() error {
	n.stop()
	var errs []error
	for _, s := range n.servers {
		errs = append(errs, s.Close())
	}
	for _, c := range n.holder {
		if c != nil {
			errs = append(errs, unlessClosed(c.Close()))
		}
	}
	if n.dns != nil {
		errs = append(errs, unlessClosed(n.dns.Close()))
	}
	n.running.Wait()
	return errors.Join(errs...)
}

func unlessClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// dial connects to a listener instead of the address asked for.
func (n *network) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	switch faultOf(ctx) {
	case Refused:
		address = n.closed
	case DNS:
		d.Resolver = n.resolver
		address = unknownName(address)
	default:
		address = n.address
	}
	return d.DialContext(ctx, network, address)
}

// stage keeps a script for the request that will ask for it.
func (n *network) stage(s script) (id string, forget func()) {
	id = strconv.FormatUint(n.staged.Add(1), 10)
	n.scripts.Store(id, s)
	return id, func() { n.scripts.Delete(id) }
}

// fail fails a request as its script says. The request is read first, so that
// the client is never cut off while it sends.
func (n *network) fail(w http.ResponseWriter, r *http.Request) {
	v, _ := n.scripts.Load(r.Header.Get(scriptHeader))
	s, ok := v.(script)
	_, _ = io.Copy(io.Discard, r.Body) // a client that has gone needs no fault
	switch {
	case !ok:
		http.Error(w, "no such fault", http.StatusNotImplemented)
	case s.fault == Hang:
		<-r.Context().Done() // the client gave up, or Close
		panic(http.ErrAbortHandler)
	case s.fault == Reset:
		reset(w)
	case s.fault == Truncated:
		s.answer(w)
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	default:
		s.answer(w)
	}
}

func (s script) answer(w http.ResponseWriter) {
	for key, values := range s.header {
		w.Header()[key] = values
	}
	length := s.length
	if length == 0 {
		length = len(s.body)
	}
	w.Header().Del("Transfer-Encoding")
	w.Header().Set("Content-Length", strconv.Itoa(length))
	w.WriteHeader(s.status)
	_, _ = w.Write(s.body)
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
