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
		{"1,234,567 rows", "12 rows"}, {"1.234.567,89 EUR is too much", "7 EUR is too much"}, {"1 234 567 rows", "9 876 543 rows"}, {"used 99.5%", "used 12%"}, {"offset -17", "offset 4"}, {"1e-9 off", "2.5E+10 off"},
		{"object 0x7f3a2c10 leaked", "object 0xdeadbeef leaked"}, {"commit 3f786850e387550fdab836ed7e6dc881de23001b", "commit 89e6c98d92887913cadf06b2adb97f26cde4849b"}, {"span 00f067aa0ba902b7", "span 53995c3f42cd8ad8"},
		{"id 01ARZ3NDEKTSV4RRFFQ69G5FAV is gone", "id 01BX5ZZKBKACTAV9WEVGEMMVRZ is gone"}, {"message toolu_01SWBkC2GPGhoSfEqTZ6y91b", "message toolu_01JJLWxfcBw93tw2yUcSaro4"}, {"request req_011CVXsgwwRSCBiN5tiU4kjB", "request req_7b2e9c"},
		{"file abc123.json is bad", "file def456.json is bad"}, {"at 2026/11/23 10:30:45", "at 2025/01/02 03:04:05"}, {"at Mon, 23 Nov 2026 10:30:45 GMT it broke", "at Tue, 24 Nov 2026 11:31:46 GMT it broke"}, {"at 10:30:45.123 it broke", "at 23:59:59.999 it broke"},
		{"took 1m30.5s", "took 250ms"}, {"took 1.5 s", "took 12 s"}, {"needs 5.6 GiB", "needs 900 GiB"}, {"needs 5GiB", "needs 12GiB"}, {"64KiB read", "1KiB read"}, {"port 8080 is taken", "port 9090 is taken"}, {"listen :8080", "listen :9090"},
		{"host 10.0.0.7 is down", "host 192.168.1.254 is down"}, {"connect ECONNREFUSED ::1:5432", "connect ECONNREFUSED 127.0.0.1:5432"}, {"from 2001:db8::1 to fe80::1%eth0", "from 10.0.0.1 to 10.0.0.2"}, {"[2001:db8::1]:443 refused", "[::1]:8443 refused"},
		{"open C:\\Users\\ana\\a.txt: denied", "open D:\\x\\b.txt: denied"}, {"open /home/ana/trip-7.ics: denied", "open /var/tmp/x: denied"}, {"open ~/notes.md: denied", "open ../x/y.md: denied"}, {"user ana@example.com unknown", "user bob.smith+x@mail.example.org unknown"},
		{"tool 'weather' failed", "tool 'hotels' failed"}, {"tool “weather” failed", "tool “hotels” failed"}, {"tool «weather» failed", "tool «hotels» failed"}, {"tool `weather` failed", "tool `hotels` failed"},
		{`bad arguments {"city":"Paris","days":3}`, `bad arguments {"city":"Rome","days":12}`}, {`got [1,2,3]`, `got [4,5,6,7]`}, {"<agent.Tool object at 0x7f3a2c10> is broken", "<agent.Tool object at 0x10ffee> is broken"}, {"line 6 column 33 (char 144)", "line 1 column 2 (char 1)"},
		{"main.go:17:3: bad", "other.go:99:12: bad"}, {"goroutine 70 [running]", "goroutine 1211 [running]"}, {"Recursion limit of 25 reached.", "Recursion limit of 5 reached"}, {"attempt 1/3 failed", "attempt 2/3 failed"}, {"step-17 failed", "step-4 failed"}, {"table users_2024_11 is full", "table users_2025_01 is full"},
		{"version v1.2.3 is too old", "version v2.0.0-rc.1 is too old"}, {"pid=4711 died", "pid=12 died"}, {"(0x5f3a20, 0x6d1c30)", "(0x1, 0x2)"}, {"https://api.example.com/v1?x=1 failed", "http://localhost:8080/ failed"}, {"s3://bucket/key failed", "gs://other/thing failed"},
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
		{"status 404", "status 500"}, {"MCP error -32601: gone", "MCP error -32602: gone"}, {"SQLSTATE 23505", "SQLSTATE 40001"}, {"exit status 1", "exit status 137"},
		{"TypeError: x", "ValueError: x"}, {"context.Canceled here", "context.DeadlineExceeded here"}, {"read tcp failed", "write tcp failed"}, {"HTTP/2 stream error", "TLS stream error"},
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
