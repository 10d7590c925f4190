// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

// get makes a request with a client of its own and reads the body.
func get(ctx context.Context, url string, client *http.Client) error {
	if client == nil {
		client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, res.Body)
	return errors.Join(err, res.Body.Close())
}

// peer accepts connections and hands each to serve.
func peer(t *testing.T, serve func(*net.TCPConn)) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			serve(c.(*net.TCPConn))
		}
	}()
	return l.Addr().String()
}

// closedPort returns an address on which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// silent accepts and never answers until the test ends.
func silentPeer(t *testing.T) string {
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	return peer(t, func(c *net.TCPConn) {
		go func() { <-done; _ = c.Close() }()
	})
}

func lookup(t *testing.T, answer func(context.Context, string, string) (net.Conn, error)) error {
	r := &net.Resolver{PreferGo: true, Dial: answer}
	_, err := r.LookupHost(t.Context(), "forecast.example.invalid")
	return err
}

var netOperations = []operation{
	{"dns: no such host", func(t *testing.T) error {
		// A name server that knows no name.
		return lookup(t, func(context.Context, string, string) (net.Conn, error) {
			a, b := net.Pipe()
			go nameServer(b, 3)
			return streamConn{a}, nil
		})
	}, "network dns 2"},
	{"dns: server failure", func(t *testing.T) error {
		return lookup(t, func(context.Context, string, string) (net.Conn, error) {
			a, b := net.Pipe()
			go nameServer(b, 2)
			return streamConn{a}, nil
		})
	}, "network dns 1"},
	{"dns: no name server", func(t *testing.T) error {
		addr := closedPort(t)
		return lookup(t, func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", addr)
		})
	}, "network dns 1"},
	{"refused", func(t *testing.T) error { return get(t.Context(), "http://"+closedPort(t), nil) }, "network refused 1"},
	{"refused: dial", func(t *testing.T) error {
		_, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", closedPort(t))
		return err
	}, "network refused 1"},
	{"reset", func(t *testing.T) error {
		return get(t.Context(), "http://"+peer(t, func(c *net.TCPConn) {
			_, _ = c.Read(make([]byte, 1))
			_ = c.SetLinger(0)
			_ = c.Close()
		}), nil)
	}, "network reset 1"},
	{"eof", func(t *testing.T) error {
		return get(t.Context(), "http://"+peer(t, func(c *net.TCPConn) {
			_, _ = c.Read(make([]byte, 4096))
			_ = c.Close()
		}), nil)
	}, "network eof 1"},
	{"client timeout", func(t *testing.T) error {
		return get(t.Context(), "http://"+silentPeer(t), &http.Client{Timeout: 20 * time.Millisecond})
	}, "network timeout 1"},
	{"header timeout", func(t *testing.T) error {
		return get(t.Context(), "http://"+silentPeer(t), &http.Client{Transport: &http.Transport{ResponseHeaderTimeout: 20 * time.Millisecond}})
	}, "network timeout 1"},
	{"request deadline", func(t *testing.T) error {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		return get(ctx, "http://"+silentPeer(t), nil)
	}, "network timeout 1"},
	{"read deadline", func(t *testing.T) error {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", silentPeer(t))
		if err != nil {
			return nil
		}
		defer func() { _ = c.Close() }()
		_ = c.SetReadDeadline(time.Now())
		_, err = c.Read(make([]byte, 1))
		return err
	}, "network timeout 1"},
	{"request cancelled", func(t *testing.T) error {
		ctx, cancel := context.WithCancel(t.Context())
		addr := peer(t, func(*net.TCPConn) { cancel() })
		return get(ctx, "http://"+addr, nil)
	}, "network cancelled 2"},
	{"proxy refused", func(t *testing.T) error {
		proxy := closedPort(t)
		return get(t.Context(), "https://forecast.example.com", viaProxy(proxy))
	}, "network proxy 0"},
	{"proxy says no", func(t *testing.T) error {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) }))
		t.Cleanup(proxy.Close)
		return get(t.Context(), "https://forecast.example.com", viaProxy(proxy.Listener.Addr().String()))
	}, "network proxy 2"},
	{"unix socket missing", func(t *testing.T) error {
		_, err := (&net.Dialer{}).DialContext(t.Context(), "unix", t.TempDir()+"/none.sock")
		return err
	}, "network refused 0"},
	{"unreachable", func(t *testing.T) error {
		// A broadcast address takes no TCP connection.
		_, err := (&net.Dialer{Timeout: time.Second}).DialContext(t.Context(), "tcp", "255.255.255.255:80")
		return err
	}, "network unreachable 1"},
	{"closed connection", func(t *testing.T) error {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", silentPeer(t))
		if err != nil {
			return nil
		}
		_ = c.Close()
		_, err = c.Write([]byte("x"))
		return err
	}, "network reset 1"},
	{"truncated body", func(t *testing.T) error {
		return get(t.Context(), "http://"+peer(t, func(c *net.TCPConn) {
			_, _ = c.Read(make([]byte, 4096))
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"x\":")
			_ = c.Close()
		}), nil)
	}, "validation truncated 0"},
	{"no HTTP", func(t *testing.T) error {
		return get(t.Context(), "http://"+peer(t, func(c *net.TCPConn) {
			_, _ = io.WriteString(c, "SSH-2.0-OpenSSH_9.9\r\n\r\n")
			_ = c.Close()
		}), nil)
	}, "network protocol 2"},
	{"scheme", func(t *testing.T) error { return get(t.Context(), "gopher://127.0.0.1/", nil) }, "validation parse 2"},
	{"bad URL", func(t *testing.T) error { return get(t.Context(), "http://[::1", nil) }, "validation parse 2"},
}

func viaProxy(addr string) *http.Client {
	return &http.Client{Transport: &http.Transport{Proxy: func(*http.Request) (*url.URL, error) {
		return &url.URL{Scheme: "http", Host: addr}, nil
	}}}
}

// nameServer answers queries over a stream with the given code.
func nameServer(c net.Conn, code byte) {
	defer func() { _ = c.Close() }()
	for {
		var size [2]byte
		if _, err := io.ReadFull(c, size[:]); err != nil {
			return
		}
		q := make([]byte, int(size[0])<<8|int(size[1]))
		if _, err := io.ReadFull(c, q); err != nil || len(q) < 12 {
			return
		}
		q[2] |= 0x80 // an answer
		q[3] = q[3]&0xf0 | code
		if _, err := c.Write(append(size[:], q...)); err != nil {
			return
		}
	}
}

// streamConn hides that a pipe is no packet connection.
type streamConn struct{ net.Conn }

var tlsOperations = []operation{
	{"tls: unknown authority", func(t *testing.T) error { return get(t.Context(), tlsServer(t, nil).URL, nil) }, "network tls 2"},
	{"tls: wrong host", func(t *testing.T) error {
		s := tlsServer(t, nil)
		c := s.Client()
		c.Transport.(*http.Transport).TLSClientConfig.ServerName = "forecast.example.org"
		return get(t.Context(), s.URL, c)
	}, "network tls 2"},
	{"tls: expired", func(t *testing.T) error {
		s := tlsServer(t, nil)
		c := s.Client()
		c.Transport.(*http.Transport).TLSClientConfig.Time = func() time.Time { return time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) }
		return get(t.Context(), s.URL, c)
	}, "network tls 2"},
	{"tls: no TLS there", func(t *testing.T) error {
		s := httptest.NewServer(http.NotFoundHandler())
		t.Cleanup(s.Close)
		return get(t.Context(), "https://"+s.Listener.Addr().String(), nil)
	}, "network tls 2"},
	{"tls: versions", func(t *testing.T) error {
		s := tlsServer(t, &tls.Config{MinVersion: tls.VersionTLS13})
		c := s.Client()
		c.Transport.(*http.Transport).TLSClientConfig.MaxVersion = tls.VersionTLS12
		return get(t.Context(), s.URL, c)
	}, "network tls 2"},
	{"tls: client certificate", func(t *testing.T) error {
		s := tlsServer(t, &tls.Config{ClientAuth: tls.RequireAnyClientCert})
		return get(t.Context(), s.URL, s.Client())
	}, "network tls 2"},
	{"tls: handshake timeout", func(t *testing.T) error {
		return get(t.Context(), "https://"+silentPeer(t), &http.Client{Transport: &http.Transport{TLSHandshakeTimeout: 20 * time.Millisecond}})
	}, "network timeout 1"},
	{"tls: closed in handshake", func(t *testing.T) error {
		return get(t.Context(), "https://"+peer(t, func(c *net.TCPConn) {
			_, _ = c.Read(make([]byte, 4096))
			_ = c.Close()
		}), nil)
	}, "network eof 1"},
}

func tlsServer(t *testing.T, config *tls.Config) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.TLS = config
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}
