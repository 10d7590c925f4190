// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// typed is what the Go types of a chain say. Of several the most specific
// wins: the host that was not found over the deadline that passed meanwhile.
type typed struct {
	carried bool // a URL, connection or socket error is in the chain
	probe   bool
	best    hit
	rank    int
}

// Ranks, most specific last.
const (
	rankNone = iota
	rankWeak // says something only where the text does not
	rankCancel
	rankTimeout
	rankIO
	rankErrno
	rankName
	rankOwn
)

func (t *typed) say(rank int, h hit) {
	if rank > t.rank {
		t.rank, t.best = rank, h
	}
}

func (f *facts) types() typed {
	var t typed
	for _, err := range f.chain {
		t.look(err)
	}
	return t
}

// byType judges by the types of the chain. Where the error carries an HTTP
// status there was an answer, and nothing in its chain can say otherwise.
func (f *facts) byType() (hit, bool) {
	if len(f.chain) == 0 {
		return hit{}, false
	}
	t := f.types()
	f.carried = f.carried || t.carried
	if t.rank <= rankWeak {
		return hit{}, false
	}
	h := t.best
	h.typed = true
	h.own = h.own && !f.carried
	h.probe = h.probe || t.probe && h.reason == NotFound
	if h.cause == decode && f.http >= 400 {
		return hit{}, false
	}
	return h, true
}

// byWeakType judges by types that say little: io.EOF, a failed process.
func (f *facts) byWeakType() (hit, bool) {
	t := f.types()
	return t.best, t.rank == rankWeak
}

func (f *facts) panicked() hit {
	h := hit{typed: true, rule: "panic", cause: own, reason: Panic, retry: RetryNo}
	if t := f.types(); t.rank == rankOwn {
		h.reason = t.best.reason
	} else if text, ok := f.byText(); ok && text.cause == own {
		h.reason = text.reason
	}
	return h
}

func (t *typed) look(err error) {
	defer func() { _ = recover() }()
	switch {
	case same(err, fs.ErrNotExist):
		t.say(rankIO, hit{rule: "go:file", cause: file, reason: NotFound, retry: RetryNo})
	case same(err, fs.ErrPermission):
		t.say(rankIO, hit{rule: "go:file", cause: file, reason: Permission, retry: RetryNo})
	case same(err, os.ErrDeadlineExceeded):
		t.say(rankTimeout, hit{rule: "go:timeout", cause: noAnswer, reason: Timeout, retry: RetryYes})
	case same(err, net.ErrClosed):
		t.say(rankIO, hit{rule: "go:closed", cause: noAnswer, reason: Reset, retry: RetryYes})
	case same(err, context.Canceled):
		t.say(rankCancel, hit{rule: "go:context", cause: cancelled, reason: Cancelled, retry: RetryNo})
		return
	case same(err, context.DeadlineExceeded):
		t.say(rankTimeout, hit{rule: "go:context", cause: noAnswer, reason: Timeout, retry: RetryYes, own: true})
		return
	case same(err, io.EOF) || same(err, io.ErrUnexpectedEOF):
		if t.carried {
			t.say(rankIO, hit{rule: "go:eof", cause: noAnswer, reason: EOF, retry: RetryYes})
		}
		if same(err, io.ErrUnexpectedEOF) {
			t.say(rankWeak, hit{rule: "go:eof", cause: decode, reason: Truncated})
		}
		t.say(rankWeak, hit{rule: "go:eof", cause: silent, reason: EOF})
		return
	}
	switch e := err.(type) { //nolint:errorlint // the chain is walked by hand
	case runtime.Error:
		t.say(rankOwn, hit{rule: "go:runtime", cause: own, reason: runtimeReason(e), retry: RetryNo})
	case *net.DNSError:
		t.carried = true
		h := hit{rule: "go:dns", cause: noAnswer, reason: DNS, retry: RetryYes}
		if e.IsNotFound {
			h.retry = RetryNo
		}
		t.say(rankName, h)
	case *net.OpError:
		t.carried = true
		if strings.HasPrefix(e.Op, "proxyconnect") || e.Op == "socks connect" {
			t.say(rankName, hit{rule: "go:proxy", cause: noAnswer, reason: Proxy})
		}
		if e.Op == "remote error" { // a TLS alert
			t.say(rankName, tlsHit)
		}
	case *url.Error:
		t.carried = true
		if e.Op == "parse" {
			t.say(rankIO, hit{rule: "go:url", cause: decode, reason: Parse, retry: RetryNo})
		}
	case *net.AddrError, *net.ParseError:
		t.say(rankIO, hit{rule: "go:address", cause: decode, reason: Parse, retry: RetryNo})
	case *tls.CertificateVerificationError, tls.RecordHeaderError, *tls.RecordHeaderError, tls.AlertError, *tls.ECHRejectionError,
		x509.UnknownAuthorityError, x509.HostnameError, x509.CertificateInvalidError, x509.SystemRootsError:
		t.say(rankName, tlsHit)
	case *exec.Error:
		t.say(rankName, hit{rule: "go:exec", cause: exit, reason: Exec, retry: RetryNo, home: Tool})
	case *exec.ExitError:
		t.say(rankWeak, hit{rule: "go:exit", cause: exit, reason: Exec})
	case *json.SyntaxError:
		h := hit{rule: "go:json", cause: decode, reason: Parse, retry: RetryNo}
		if strings.HasPrefix(e.Error(), "unexpected end") {
			h.reason, h.retry = Truncated, RetryUnknown
		}
		t.say(rankIO, h)
	case *json.UnmarshalTypeError:
		t.say(rankIO, hit{rule: "go:json", cause: decode, reason: Type, retry: RetryNo})
	case *json.InvalidUnmarshalError, *json.UnsupportedTypeError, *json.UnsupportedValueError:
		t.say(rankIO, hit{rule: "go:json", cause: decode, reason: Type, retry: RetryNo})
	case *strconv.NumError, *time.ParseError:
		t.say(rankIO, hit{rule: "go:parse", cause: decode, reason: Parse, retry: RetryNo})
	case *fs.PathError:
		if e.Op == "fork/exec" || e.Op == "exec" {
			t.say(rankName, hit{rule: "go:exec", cause: exit, reason: Exec, retry: RetryNo, home: Tool})
		}
		t.probe = t.probe || e.Op == "stat" || e.Op == "lstat" || e.Op == "access"
		t.say(rankWeak, hit{rule: "go:file", cause: file, reason: Other})
	case *os.LinkError:
		t.say(rankWeak, hit{rule: "go:file", cause: file, reason: Other})
	case syscall.Errno:
		if h, ok := errnoHit(e, t.carried); ok {
			t.say(rankErrno, h)
		}
	case interface{ SQLState() string }:
		if h, ok := sqlHit(e.SQLState()); ok {
			t.say(rankName, h)
		}
	}
	if parsers[typeName(err)] {
		t.say(rankIO, hit{rule: "go:parse", cause: decode, reason: Parse, retry: RetryNo})
	}
	if e, ok := err.(interface{ Timeout() bool }); ok && e.Timeout() { //nolint:errorlint // the chain is walked by hand
		t.say(rankTimeout, hit{rule: "go:timeout", cause: noAnswer, reason: Timeout, retry: RetryYes})
	}
}

// parsers are the errors of the standard library's other parsers. They are known
// by name so that their packages are not imported.
var parsers = map[string]bool{
	"*csv.ParseError": true, "*xml.SyntaxError": true, "*syntax.Error": true, "netip.parseAddrError": true, "netip.parsePrefixError": true,
	"base64.CorruptInputError": true, "base32.CorruptInputError": true, "hex.InvalidByteError": true, "flate.CorruptInputError": true, "template.ExecError": true,
	"url.EscapeError": true, "url.InvalidHostError": true, "image.UnknownFormatError": true,
}

// same reports whether err is the sentinel itself: each error of the chain is
// looked at alone.
func same(err, sentinel error) bool {
	return err == sentinel //nolint:errorlint // see above
}

var tlsHit = hit{rule: "go:tls", cause: noAnswer, reason: TLS, retry: RetryNo}

func runtimeReason(e runtime.Error) Reason {
	switch s := e.Error(); {
	case strings.Contains(s, "nil pointer"), strings.Contains(s, "nil map"):
		return Nil
	case strings.Contains(s, "out of range"), strings.Contains(s, "slice bounds"):
		return Bounds
	}
	return Panic
}
