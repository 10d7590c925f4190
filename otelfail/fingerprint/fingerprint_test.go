// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint_test

import (
	"fmt"
	"regexp"
	"testing"
	"unicode/utf8"

	"github.com/otelfail/otelfail-go/otelfail/fingerprint"
)

func ExampleOf() {
	a := fingerprint.Of("execute_tool weather", "*net.OpError", "dial tcp 10.0.0.7:443: connect: connection refused")
	b := fingerprint.Of("execute_tool weather", "*net.OpError", "dial tcp 10.0.0.8:443: connect: connection refused")
	fmt.Println(a == b)
	// Output: true
}

func ExampleTemplate() {
	fmt.Println(fingerprint.Template(`open /tmp/run-17/trip.ics: no space left on device`))
	fmt.Println(fingerprint.Template(`model "llama9" not found after 3 attempts`))
	// Output:
	// open *: no space left on device
	// model * not found after * attempts
}

func TestTemplateJoins(t *testing.T) {
	for _, pair := range [][2]string{
		{"request 17 failed", "request 4242 failed"},
		{"id 7321d3c5-0972-4705-a4d4-3b15cd2df22e is gone", "id faa81d9a-2f69-4f94-8aee-a3b2e2cbd51c is gone"},
		{"key [REDACTED:1f3a] is invalid", "key [REDACTED:00ff] is invalid"},
		{"Get \"https://a.example.com/x?y=1\": EOF", "Get \"http://b.example.org/\": EOF"},
		{"lookup api.example.com: no such host", "lookup db.internal: no such host"},
		{"at 2026-11-23T10:30:45.123Z it broke", "at 2025-01-02T03:04:05Z it broke"},
		{"panic in /src/a.go:17", "panic in /src/a.go:99"},
		{"dial tcp [::1]:80: connect: connection refused", "dial tcp [::1]:8080: connect: connection refused"},
		{"waited 1.5s", "waited 300ms"},
		{"tokens per min (TPM): Limit 10000, Used 9348", "tokens per min (TPM): Limit 30000, Used 29999"},
	} {
		if a, b := fingerprint.Template(pair[0]), fingerprint.Template(pair[1]); a != b {
			t.Errorf("%q and %q differ", a, b)
		}
	}
}

func TestTemplateTellsApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"connection refused", "connection reset by peer"},
		{`{"error":{"type":"rate_limit_error"}}`, `{"error":{"type":"overloaded_error"}}`},
		{`{"error":{"message":"The server is down for maintenance"}}`, `{"error":{"message":"The model does not support images"}}`},
		{"x509: certificate has expired", "x509: certificate signed by unknown authority"},
		{"net/http: TLS handshake timeout", "net/http: timeout awaiting response headers"},
	} {
		if a, b := fingerprint.Template(pair[0]), fingerprint.Template(pair[1]); a == b {
			t.Errorf("%q and %q are both %q", pair[0], pair[1], a)
		}
	}
}

func TestOfKeepsPartsApart(t *testing.T) {
	if fingerprint.Of("a", "b", "c") == fingerprint.Of("ab", "", "c") {
		t.Error("parts run together")
	}
	// The value is part of the contract: logs of different releases are compared.
	if got := fingerprint.Of("chat gpt", "*url.Error", "EOF"); !regexp.MustCompile(`^1:[0-9a-f]{16}$`).MatchString(got) {
		t.Errorf("Of = %q", got)
	}
}

func FuzzTemplate(f *testing.F) {
	f.Add("Get \"http://h/\": EOF")
	f.Add("'''\"`\\")
	f.Add("[REDACTED:1f3a] /a/b \xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := fingerprint.Template(s)
		if !utf8.ValidString(got) {
			t.Errorf("Template(%q) = %q is not valid UTF-8", s, got)
		}
		if len(got) > 1024 {
			t.Errorf("Template of %d bytes has %d", len(s), len(got))
		}
	})
}
