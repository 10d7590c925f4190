// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint_test

import (
	"fmt"
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
		{"500 rows were lost", "412 rows were lost"}, {"429 ms is too long", "404 ms is too long"}, {"limit: 500, used: 511", "limit: 400, used: 409"}, {"500 of 512 done", "401 of 409 done"}, {"dimension mismatch: 500 != 768", "dimension mismatch: 384 != 768"},
		{"order ORD-10001 not found", "order ORD-10002 not found"}, {"no order: ORD-10001", "no order: ORD-10002"}, {"flight LH1234 is full", "flight BA4711 is full"}, {"took: 500ms", "took: 404ms"}, {"line: 404", "line: 500"},
		{"key [REDACTED:1f", "key [REDACTED:00ff]"}, {"token=[REDACTED:1f3a]&x", "token=[REDACTED:abcd]&x"},
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
		{"500 boom", "502 boom"}, {"failed: 404", "failed: 500"}, {"fetch forecast: 503 Service Unavailable", "fetch forecast: 429 Service Unavailable"}, {`POST "https://a.example/v1": 429 {"x":1}`, `POST "https://a.example/v1": 500 {"x":1}`},
		{"ORA-00942", "ORA-01017"}, {"query failed: ORA-00942: boom", "query failed: ORA-01017: boom"}, {"query failed (ORA-12154)", "query failed (ORA-12514)"}, {"a.ts(3,4): error TS2345: boom", "a.ts(3,4): error TS2322: boom"},
		{"E11000 boom", "E11001 boom"}, {"write failed: E11000", "write failed: E11600"}, {"error CS0103: boom", "error CS0246: boom"}, {`{"code":"PGRST116"}`, `{"code":"PGRST301"}`}, {"{'code': '23505'}", "{'code': '42P01'}"},
		{"boom (SQLSTATE 42P01)", "boom (SQLSTATE 42703)"}, {"SQLSTATE[42S02]: boom", "SQLSTATE[42S22]: boom"}, {"KFK4001: boom", "KFK4002: boom"}, {"error E501: boom", "error E302: boom"}, {"AADSTS50076: boom", "AADSTS700016: boom"},
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
}

// TestValues holds fingerprints as they are in the logs of this version. Where
// one changes, Version has to: logs of different releases are compared.
func TestValues(t *testing.T) {
	for _, tt := range []struct{ operation, kind, message, want string }{
		{"", "", "", "2:2029520b567624ec"},
		{"chat gpt", "*url.Error", "EOF", "2:c0a5454e5c86cd27"},
		{"execute_tool Step 1", "*net.OpError", "dial tcp 10.0.0.7:443: connect: connection refused", "2:1809818168200af2"},
		{"execute_tool [REDACTED:1f3a]", "*errors.errorString", "key [REDACTED:1f3a] is invalid", "2:0d3e9fd1e51cb4f0"},
		{"chat gpt-4o-mini", "429", `429 Too Many Requests {"error":{"type":"rate_limit_error","message":"The limit of 30 a minute is reached"}}`, "2:51440730338692e5"},
		{"memory search", "*pq.Error", `pq: relation "trips_2026" does not exist (SQLSTATE 42P01)`, "2:7b187f5e210748ff"},
		{"export ics", "*fs.PathError", "open /tmp/run-17/trip.ics: no space left on device", "2:e40d23cc4f343eb4"},
		{"GET /users/17", "TimeoutError", "HTTPSConnectionPool(host='a.example', port=443): Read timed out. (read timeout=5)", "2:855bf69c7b27c2e4"},
	} {
		if got := fingerprint.Of(tt.operation, tt.kind, tt.message); got != tt.want {
			t.Errorf("Of(%q, %q, %q) = %s, want %s: a new method needs a new Version", tt.operation, tt.kind, tt.message, got, tt.want)
		}
	}
}

func TestOfTemplatesNames(t *testing.T) {
	for _, pair := range [][2]string{
		{"execute_tool Step 1", "execute_tool Step 12"},
		{"execute_tool [REDACTED:1f3a]", "execute_tool [REDACTED:00ff]"},
		{"execute_tool login [REDACTED:1f3a] x", "execute_tool login [REDACTED:00ff] x"},
		{"execute_tool [REDACTED:1f", "execute_tool [REDACTED:00ff]"},
		{"run 7321d3c5-0972-4705-a4d4-3b15cd2df22e", "run faa8bd9a-2f69-4f94-abcd-a3b2e2cbd51c"},
		{"GET /users/17", "GET /users/4711"}, {"GET /users/3f786850e387550fdab836ed7e6dc881de23001b", "GET /users/00f067aa0ba902b7"},
		{"call toolu_01SWBkC2GPGhoSfEqTZ6y91b", "call toolu_01JJLWxfcBw93tw2yUcSaro4"},
	} {
		if fingerprint.Of(pair[0], "t", "m") != fingerprint.Of(pair[1], "t", "m") {
			t.Errorf("operations %q and %q differ", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{
		{"GET /users/{id}", "GET /orders/{id}"}, {"execute_tool github.search", "execute_tool github.create"}, {"execute_tool get_weather_forecast_v2", "execute_tool get_hotel_prices_v2"},
		{"execute_tool maps_2/route", "execute_tool maps_2/search"}, {"chat gpt-4o", "chat claude-3-5-sonnet-20241022"},
	} {
		if fingerprint.Of(pair[0], "t", "m") == fingerprint.Of(pair[1], "t", "m") {
			t.Errorf("operations %q and %q are the same", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{
		{"Error [REDACTED:1f3a]", "Error [REDACTED:00ff]"}, {"<Error object at 0x7f3a2c10>", "<Error object at 0x10ffee>"}, {"Error_1790000000123", "Error_1790000000456"},
	} {
		if fingerprint.Of("o", pair[0], "m") != fingerprint.Of("o", pair[1], "m") {
			t.Errorf("types %q and %q differ", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{
		{"404", "500"}, {"ORA-00942", "ORA-01017"}, {"42P01", "23505"}, {"E11000", "E11001"}, {"-32601", "-32602"}, {"*v1.Error", "*v2.Error"}, {"*errs.Of[int]", "*errs.Of[string]"},
	} {
		if fingerprint.Of("o", pair[0], "m") == fingerprint.Of("o", pair[1], "m") {
			t.Errorf("types %q and %q are the same", pair[0], pair[1])
		}
	}
}

// TestArgumentsOfOneCall: the value that a tool was given is no part of what
// went wrong, the name of the argument is.
func TestArgumentsOfOneCall(t *testing.T) {
	of := func(message string) string { return fingerprint.Of("execute_tool search", "TypeError", message) }
	a := of("Error executing tool search with arguments {'qurey': 'Paris'}: TypeError: search() got an unexpected keyword argument 'qurey'")
	b := of("Error executing tool search with arguments {'qurey': 'hotels in Rome, 3 nights'}: TypeError: search() got an unexpected keyword argument 'qurey'")
	if a != b {
		t.Error("two values of one unexpected argument are two groups")
	}
	if a == of("Error executing tool search with arguments {}: TypeError: search() missing 1 required positional argument: 'query'") {
		t.Error("an unexpected and a missing argument are one group")
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
