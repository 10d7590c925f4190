// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// noise stands around and between secrets. None of it takes the sign of a secret
// away from what follows it.
var noise = []string{
	" ", "\n", "call: ", ", ", "; ", " (x) ", "[a] ", `"b" `, " & ", " http://h/p?q=1 ", "\t", " ana@example.com ", " [REDACTED:1f3a] ", "ü ", " \x1b[31m", "error 401: ", "user: ", "x=1 ", " - ", " <br> ", "\xff ", " {} ", " token: EOF, ", " -u ", " \\ ", "%20", " a:b@c ",
}

// TestComposed puts texts together at random, always the same ones: what is
// planted is gone, and a second pass changes nothing.
func TestComposed(t *testing.T) {
	var plants []string
	for _, group := range []string{"user flags", "escapes", "connection strings", "name and value apart", "names", "headers", "commands", "shapes", "webhooks", "values with signs", "white space", "printed lists"} {
		plants = append(plants, hidden[group]...)
	}
	rnd := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same texts each time
	var r *redact.Redactor
	for range 10_000 {
		var b strings.Builder
		for range 1 + rnd.IntN(4) {
			b.WriteString(noise[rnd.IntN(len(noise))])
		}
		for range 1 + rnd.IntN(2) {
			b.WriteString("\n" + strings.ReplaceAll(plants[rnd.IntN(len(plants))], "$S", canary) + "\n")
			b.WriteString(noise[rnd.IntN(len(noise))])
		}
		s := b.String()
		if rnd.IntN(3) == 0 {
			s = strconv.Quote(s)
		}
		got := r.String(s)
		if leaks(got) || !utf8.ValidString(got) {
			t.Fatalf("%q became %q", s, got)
		}
		if again := r.String(got); again != got {
			t.Errorf("%q\nbecame %q\nthen   %q", s, got, again)
		}
	}
}

// TestSecondPass glues pieces of syntax together without any care. Secrets may
// survive that; a second pass changes nothing all the same.
func TestSecondPass(t *testing.T) {
	pieces := []string{
		"password", "token", "key", "Cookie", "Authorization", "Bearer", "api_key", "session", "name", "value", "-u", "--token", "curl", "mysql", "-p", "IDENTIFIED BY", "invalid port", "AUTH", "setx", "https", "://", "hooks.slack.com/services/", "-----BEGIN X-----", "-----END X-----", "sk-proj-abcdefghijklmnop", "abcdefghijklmnopqrstuvwxyz", canary, "x", "é", "12",
		"[REDACTED:1f3a]", "[REDACTED:", "u:p", "a:b@c", "@", ":", "=", "&", "?", "%", "%22", "%3A%2F%2F", "%26", `\u0026`, `\"`, `\n`, `\`, "\n", "\t", " ", " ", `"`, `'`, "`", ",", ";", "(", ")", "[", "]", "{", "}", "<", ">", "-", "--", "|", "/", ".", "&quot;", "&lt;", `"""`,
	}
	rnd := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same texts each time
	var r *redact.Redactor
	bad := 0
	for range 50_000 {
		var b strings.Builder
		for range 2 + rnd.IntN(8) {
			b.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		s := b.String()
		got := r.String(s)
		if again := r.String(got); again != got {
			if bad++; bad > 10 {
				t.FailNow()
			}
			t.Errorf("%q\nbecame %q\nthen   %q", s, got, again)
		}
	}
}
