// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/otelfail/otelfail-go/otelfail/redact"
)

var marks = regexp.MustCompile(`\[REDACTED:[0-9a-f]{4}\]`)

func ExampleRedactor_String() {
	var r *redact.Redactor
	s := r.String(`Get "https://api.example.com/v1?key=tops3cret": 401 Unauthorized`)
	fmt.Println(marks.ReplaceAllString(s, "[REDACTED:…]"))
	// Output: Get "https://api.example.com/v1?key=[REDACTED:…]": 401 Unauthorized
}

func TestSecrets(t *testing.T) {
	const secret = "Zq7pL9xW2mK4vT8sR1nB"
	jwt := "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0." + secret
	pem := "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----"
	for _, text := range []string{
		"Authorization: Bearer " + secret,
		`{"Authorization":"Bearer ` + secret + `"}`,
		"map[Authorization:[Bearer " + secret + "] Accept:[*/*]]",
		"Proxy-Authorization: Basic " + secret + "==",
		"bearer " + secret,
		"X-Api-Key: " + secret,
		"Incorrect API key provided: sk-proj-" + secret,
		"sk-ant-api03-" + secret + " is invalid",
		"key=sk-" + secret,
		"token ghp_" + secret,
		"AKIA" + strings.ToUpper(secret[:16]),
		"aws_secret_access_key = " + secret,
		`AWS_SECRET_ACCESS_KEY="` + secret + `"`,
		"google AIza" + secret + "xyz",
		"jwt " + jwt,
		"cookie: session=" + secret + "; path=/",
		"Set-Cookie: sid=" + secret,
		pem,
		"cut " + pem[:len(pem)-20],
		"postgres://agent:" + secret + "@db:5432/x",
		"https://" + secret + "@github.com/a/b",
		"agent:" + secret + "@tcp(127.0.0.1:3306)/db",
		"host=db user=agent password=" + secret + " sslmode=disable",
		"password='" + secret + " with blanks'",
		`{"password": "` + secret + `"}`,
		`{\"password\": \"` + secret + `\"}`,
		"https://api.example.com/?q=1&key=" + secret + "&x=2",
		"https://api.example.com/?api_key=" + secret,
		"https://api.example.com/?access_token=" + secret,
		"https://s3/x?X-Amz-Signature=" + secret + "&a=b",
		"client_secret=" + secret,
		"OPENAI_API_KEY=" + secret,
		"dbPassword: " + secret,
		"AccountKey=" + secret + ";EndpointSuffix=core",
		"slack xoxb-" + secret,
		"{'api_key': '" + secret + "'}",
		"api-key => " + secret,
	} {
		got := (*redact.Redactor)(nil).String(text)
		for _, part := range []string{secret, secret[:10], secret[10:], strings.ToUpper(secret[:16])} {
			if strings.Contains(got, part) {
				t.Errorf("String(%q) = %q", text, got)
				break
			}
		}
		if !marks.MatchString(got) {
			t.Errorf("String(%q) = %q has no mark", text, got)
		}
	}
}

func TestHarmless(t *testing.T) {
	for _, text := range []string{
		"",
		"dial tcp: lookup api.example.com: no such host",
		`Get "https://api.example.com/v1/models?page=2": EOF`,
		"maximum context length is 8192 tokens; 9000 tokens: too many",
		"basic authentication is not supported",
		"invalid token: unexpected '<'"[:14],
		"id 7321d3c5-0972-4705-a4d4-3b15cd2df22e, trace 4bf92f3577b34da6a3ce929d0e0e4736",
		"git@github.com:otelfail/otelfail-go",
		"mail to someone@example.com failed",
		"goroutine 17 [running]:\nmain.main()\n\t/src/main.go:12 +0x1d",
		"input_tokens: 17, output_tokens: 4",
		"password: null",
	} {
		if got := (*redact.Redactor)(nil).String(text); got != text {
			t.Errorf("String(%q) = %q", text, got)
		}
	}
}

func TestMarksTellSecretsApart(t *testing.T) {
	r := redact.New(nil)
	a, b := r.String("password=first-secret"), r.String("password=other-secret")
	if a == b {
		t.Errorf("both are %q", a)
	}
	if again := r.String("password=first-secret"); a != again {
		t.Errorf("%q, then %q", a, again)
	}
}

func TestExtra(t *testing.T) {
	r := redact.New(func(s string) string { return strings.ReplaceAll(s, "Paris", "[city]") })
	if got := r.String("no hotel in Paris"); got != "no hotel in [city]" {
		t.Errorf("got %q", got)
	}
	r = redact.New(func(string) string { panic("no") })
	if got := r.String("no hotel in Paris"); strings.Contains(got, "Paris") {
		t.Errorf("a text went out though the redactor failed: %q", got)
	}
}

func TestLength(t *testing.T) {
	got := (*redact.Redactor)(nil).String(strings.Repeat("ü", redact.MaxLen))
	if len(got) > redact.MaxLen || !utf8.ValidString(got) {
		t.Errorf("%d bytes, valid %t", len(got), utf8.ValidString(got))
	}
}

func FuzzString(f *testing.F) {
	for _, s := range []string{"password=x", "Bearer abcdefgh1", "://u:p@h", "\xff", "-----BEGIN ", "[REDACTED:1f3a]", `{\"token\":\"x\"}`, "a:b@c", "key=[REDACTED:12", "D ", "-u a:b", "-u sk-proj-abcdefghijklmnop", "curl -ua:b", "x://hooks.slack.com/services/T/B/x", "%22sk-proj-abcdefghijklmnop%22", "%26token%3Dx", `\u0026key=x`, "&amp;key=x", "password: a b c", "['--token', 'x']", `{"name":"password","value":"x"}`, "Cookie: a=\"1\"; b=2", "mysql -px", "IDENTIFIED BY 'x'", "://u:a/b@c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var r *redact.Redactor
		once := r.String(s)
		if !utf8.ValidString(once) || len(once) > redact.MaxLen {
			t.Errorf("String(%q) = %q", s, once)
		}
		if twice := r.String(once); twice != once {
			t.Errorf("String(%q) = %q, again %q", s, once, twice)
		}
	})
}
