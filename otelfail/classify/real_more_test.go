// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/csv"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"text/template"
	"time"
)

// moreOperations are what the standard library says no to besides JSON.
var moreOperations = []operation{
	{"bool", func(*testing.T) error { _, err := strconv.ParseBool("maybe"); return err }, "validation parse 2"},
	{"number out of range", func(*testing.T) error { _, err := strconv.ParseInt("300", 10, 8); return err }, "validation parse 2"},
	{"unquote", func(*testing.T) error { _, err := strconv.Unquote("'"); return err }, "validation parse 2"},
	{"url escape", func(*testing.T) error { _, err := url.QueryUnescape("%zz"); return err }, "validation parse 2"},
	{"url control", func(*testing.T) error { _, err := url.Parse("http://a\x7f/"); return err }, "validation parse 2"}, //nolint:staticcheck // wrong on purpose
	{"url port", func(*testing.T) error { _, err := url.Parse("http://a:b/"); return err }, "validation parse 2"},      //nolint:staticcheck // wrong on purpose
	{"cidr", func(*testing.T) error { _, _, err := net.ParseCIDR("10.0.0.0"); return err }, "validation parse 2"},
	{"ip", func(*testing.T) error { _, err := netip.ParseAddr("10.0.0"); return err }, "validation parse 2"},
	{"mail", func(*testing.T) error { _, err := mail.ParseAddress("ana"); return err }, "validation parse 2"},
	{"mac", func(*testing.T) error { _, err := net.ParseMAC("x"); return err }, "validation parse 2"},
	{"host and port", func(*testing.T) error { _, _, err := net.SplitHostPort("host"); return err }, "validation parse 2"},
	{"regexp", func(*testing.T) error { _, err := regexp.Compile("("); return err }, "validation parse 2"}, //nolint:staticcheck // wrong on purpose
	{"csv", func(*testing.T) error { _, err := csv.NewReader(strings.NewReader("a,\"b\nc")).ReadAll(); return err }, "validation parse 2"},
	{"template", func(*testing.T) error { _, err := template.New("t").Parse("{{"); return err }, "validation parse 2"},
	{"zip", func(*testing.T) error { _, err := zip.NewReader(bytes.NewReader([]byte("no zip")), 6); return err }, "validation parse 2"},
	{"gzip", func(*testing.T) error { _, err := gzip.NewReader(strings.NewReader("no gzip at all")); return err }, "validation parse 2"},
	{"certificate", func(*testing.T) error { _, err := x509.ParseCertificate([]byte("no certificate")); return err }, "validation parse 2"},
	{"key pair", func(*testing.T) error { _, err := tls.X509KeyPair([]byte("x"), []byte("y")); return err }, "validation parse 2"},
	{"duration of a timeout", func(*testing.T) error { _, err := time.ParseDuration("8 seconds"); return err }, "validation parse 2"},
	{"redirects", func(t *testing.T) error {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) }))
		t.Cleanup(s.Close)
		return get(t.Context(), s.URL, nil)
	}, "network loop 2"},
	{"exit by a signal", func(t *testing.T) error {
		ctx, cancel := context.WithCancel(t.Context())
		cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=TestSleeper")
		cmd.Env = append(os.Environ(), "OTELFAIL_SLEEPER=1")
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		_, _ = out.Read(make([]byte, 1)) // it runs
		cancel()
		return cmd.Wait()
	}, "tool exec 0"},
	{"no executable file", func(t *testing.T) error {
		path := filepath.Join(t.TempDir(), "tool")
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		return exec.CommandContext(t.Context(), path).Run()
	}, "tool exec 2"},
	{"cancelled for a reason", func(*testing.T) error {
		ctx, cancel := context.WithCancelCause(context.Background())
		cancel(errors.New("user pressed stop"))
		<-ctx.Done()
		return ctx.Err()
	}, "unknown cancelled 2"},
	{"body cut off", func(t *testing.T) error {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "short")
		}))
		t.Cleanup(s.Close)
		resp, err := http.Get(s.URL) //nolint:noctx // a server of this test
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		_, err = io.ReadAll(resp.Body)
		return &url.Error{Op: "Get", URL: s.URL, Err: err}
	}, "network eof 1"},
}

// TestSleeper is the process that "exit by a signal" ends.
func TestSleeper(*testing.T) {
	if os.Getenv("OTELFAIL_SLEEPER") != "" {
		_, _ = os.Stdout.WriteString("ready\n")
		time.Sleep(time.Minute)
	}
}
