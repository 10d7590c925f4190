// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"time"
)

// listenUntrusted listens with a certificate that has expired.
func listenUntrusted(ctx context.Context) (net.Listener, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		DNSNames:     []string{"chaos.invalid"},
		NotBefore:    time.Now().AddDate(0, -3, 0),
		NotAfter:     time.Now().AddDate(0, 0, -1),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return tls.NewListener(ln, &tls.Config{
		MinVersion:   tls.VersionTLS12,
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
	}), nil
}

// dialTLS shakes hands with the untrusted listener. The other listeners speak no
// TLS: as far as their requests go, the connection is past its handshake.
func (n *network) dialTLS(ctx context.Context, network, address string) (net.Conn, error) {
	if faultOf(ctx) != TLS {
		return n.dial(ctx, network, address)
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, n.tls)
	if err != nil {
		return nil, err
	}
	secure := tls.Client(conn, &tls.Config{
		MinVersion: tls.VersionTLS12,
		ServerName: host,
	})
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secure, nil
}

// unknownName makes a name that does not exist: .invalid is kept free of names
// by RFC 6761.
func unknownName(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil || net.ParseIP(host) != nil {
		host = "no-such-host"
	}
	return net.JoinHostPort(host+".invalid", port)
}

// resolverAt asks one server only.
func resolverAt(server string) *net.Resolver {
	return &net.Resolver{
		PreferGo: true,
		Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "udp", server)
		},
	}
}

// serveNoNames answers every query with NXDOMAIN (RFC 1035, section 4.1.1).
func serveNoNames(conn net.PacketConn) {
	const (
		header   = 12
		response = 0x80 // in the third byte
		noName   = 3    // in the fourth
	)
	buf := make([]byte, 4096)
	for {
		n, client, err := conn.ReadFrom(buf)
		if err != nil {
			return // closed
		}
		if n < header {
			continue
		}
		buf[2] |= response
		buf[3] = buf[3]&^0x0f | noName
		_, _ = conn.WriteTo(buf[:n], client)
	}
}
