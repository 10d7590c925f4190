// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint

import (
	"strings"

	"github.com/otelfail/otelfail-go/otelfail/internal/cause"
)

const (
	// maxTemplate is the length in bytes at which a template ends.
	maxTemplate = 512
	// maxRead is how much of a message is read.
	maxRead = 16 << 10
)

// Template returns message with everything out that differs between two
// occurrences of the same failure: numbers, ids, times, paths, addresses and
// quoted values become "*".
func Template(message string) string {
	if len(message) > maxRead {
		message = message[:maxRead]
	}
	t := templater{in: strings.ToValidUTF8(cause.Of(message), "*")}
	t.run()
	// The name server asked is no part of a failed lookup.
	return strings.TrimSpace(strings.ReplaceAll(t.out.String(), "lookup * on *", "lookup *"))
}

type templater struct {
	in  string
	out strings.Builder
	was byte // last byte written
}

func (t *templater) run() {
	s := t.in
	for i := 0; i < len(s) && t.out.Len() < maxTemplate; {
		switch c := s[i]; {
		case strings.HasPrefix(s[i:], "[REDACTED"):
			i += len("[REDACTED")
			if n := strings.IndexByte(s[i:min(len(s), i+32)], ']'); n >= 0 {
				i += n + 1
			}
			t.star()
		case c == '"' || c == '\'' || c == '`':
			i = t.quoted(i)
		case c == '[' && addressLen(s[i:]) > 0:
			i += addressLen(s[i:])
			t.star()
		case c == '*': // a value masked by somebody else
			for i < len(s) && (s[i] == '*' || isWordByte(s[i])) {
				i++
			}
			t.star()
		case isLetter(c) && strings.HasPrefix(s[i+1:], `:\`):
			i = t.windowsPath(i)
		case c <= ' ' || c == '\\':
			t.byte(' ')
			i++
		case isWordByte(c):
			i = t.word(i)
		case (c == '/' || c == '.' || c == '~') && i+1 < len(s) && (isWordByte(s[i+1]) || s[i+1] == '/' || s[i+1] == '.'),
			c == '/' && (i == 0 || s[i-1] == ' '):
			i = t.word(i)
		default:
			t.byte(c)
			i++
		}
	}
}

// byte writes c; runs of spaces become one.
func (t *templater) byte(c byte) {
	if c == ' ' && (t.was == ' ' || t.was == 0) {
		return
	}
	t.out.WriteByte(c)
	t.was = c
}

// star writes "*"; "**" and "*, *" become "*".
func (t *templater) star() {
	if t.was != '*' {
		t.out.WriteByte('*')
		t.was = '*'
	}
}

// quoted leaves out what is quoted at i: a value. The names of a JSON object
// and the sentences in it stay, for they are the message.
func (t *templater) quoted(i int) int {
	s := t.in
	q := s[i]
	if q == '\'' && i > 0 && isWordByte(s[i-1]) && i+1 < len(s) && isLetter(s[i+1]) {
		return i + 1 // an apostrophe
	}
	const longest = 400
	end := -1
	for k := i + 1; k < len(s) && k <= i+longest; k++ {
		if s[k] == '\\' {
			k++
			continue
		}
		if s[k] == q {
			end = k
			break
		}
	}
	if end < 0 {
		return i + 1
	}
	value := s[i+1 : end]
	if q != '`' && (strings.HasPrefix(strings.TrimLeft(s[end+1:min(len(s), end+3)], " "), ":") && isName(value)) ||
		field(s, i, messageFields[:]) && sentence(value) || field(s, i, codeFields[:]) && isName(value) {
		t.byte(' ')
		return i + 1 // read it like the text around it
	}
	t.star()
	return end + 1
}

// isName reports whether a quoted value before a colon is the name of a field.
func isName(v string) bool {
	for i := range len(v) {
		if !isLetter(v[i]) && v[i] != '_' && v[i] != '-' {
			return false
		}
	}
	return v != ""
}

// Fields of an answer that say what happened, in prose or as a code.
var (
	messageFields = [...]string{"message", "msg", "error", "detail", "details", "reason", "description", "title"}
	codeFields    = [...]string{"type", "code", "status", "reason", "error"}
)

// field reports whether the value quoted at i is that of one of the named
// fields, as in {"type":"rate_limit_error"}.
func field(s string, i int, names []string) bool {
	start := max(0, i-20)
	before := strings.TrimRight(s[start:i], " \\\"'")
	name := strings.TrimSuffix(before, ":")
	quoted := strings.TrimRight(name, "\\\"'")
	if name == before || quoted == name {
		return false
	}
	for _, n := range names {
		if strings.HasSuffix(quoted, n) {
			return true
		}
	}
	return false
}

// sentence reports whether a quoted value is prose: four words or more.
func sentence(v string) bool {
	words := 0
	for _, w := range strings.Fields(v) {
		letters := 0
		for letters < len(w) && isLetter(w[letters]) {
			letters++
		}
		if letters >= 2 {
			words++
		}
	}
	return words >= 4 && !strings.ContainsAny(v, "{}[]")
}
