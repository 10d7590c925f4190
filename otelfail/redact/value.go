// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// value returns the bounds of the value that belongs to the name ending at i;
// they are equal if there is none. A PEM block in it belongs to it whole.
func value(s string, i int, kind nameKind, flag, element bool) (from, to int) {
	from, to = bounds(s, i, kind, flag, element)
	if pem := strings.Index(s[from:to], "-----BEGIN"); pem >= 0 {
		to = max(to, from+pem+pemLen(s[from+pem:]))
	}
	return from, to
}

func bounds(s string, i int, kind nameKind, flag, element bool) (from, to int) {
	if kind == nameScheme {
		if i >= len(s) || s[i] != ' ' && s[i] != '+' && s[i] != '%' {
			return i, i
		}
		from = skip(s, i, " +")
		if strings.HasPrefix(s[from:], "%20") {
			from += 3
		}
		to = from
		for to < len(s) && (isToken(s[to]) || s[to] == '~' || s[to] == ':' || s[to] == '%') {
			to++
		}
		if to > from && s[to-1] == ':' {
			to-- // "Basic usage: …"
		}
		digits := strings.IndexFunc(s[from:to], func(c rune) bool { return c < 'a' || c > 'z' }) >= 0
		// "basic authentication", "bearer token" are words.
		if to-from < 6 || !digits && to-from < 20 || markLen(s[from:]) > 0 {
			return i, i
		}
		return from, to
	}
	from = skipQuotes(s, i)
	sep, encoded := separator(s, from)
	switch {
	case sep == 0 && from < len(s) && s[from] == '>' && element: // <password>value</password>
		sep = 1
	case sep == 0 && (!flag || from == i || s[i] != ' '):
		return i, i
	case sep == 0:
		from-- // --token value
		sep = 1
	}
	colon := s[from] == ':'
	from = skip(s, from+sep, ">= ")
	if to, ok := block(s, from); ok && colon {
		return unmarked(s, from, to)
	}
	slashes := skip(s, from, `\`) - from
	if from += slashes; from >= len(s) {
		return i, i
	}
	if q := s[from]; q == '"' || q == '\'' || q == '`' {
		from++
		return unmarked(s, from, closing(s, from, q, slashes))
	}
	from -= slashes
	if n := quoteLen(s[from:]); n > 1 { // a quote in an encoding of its own
		from += n
		encoded = true
	}
	if s[min(from, len(s)-1)] == '[' && markLen(s[from:]) == 0 {
		from = skip(s, from+1, `"'`) // a header printed as a list
		to = from
		for to < len(s) && s[to] != ']' && s[to] != '"' && s[to] != '\n' {
			to++
		}
		return unmarked(s, from, to)
	}
	to = from
	for to < len(s) && !ends(s[to], kind) && (!encoded || !endsEncoded(s[to:])) {
		to++
	}
	if kind == nameWeak && colon && prose(s[from:to]) {
		return i, i
	}
	return unmarked(s, from, to)
}

// separator returns the length of the "=" or ":" at s[i:], 0 if there is none,
// and whether it is written as in a URL.
func separator(s string, i int) (n int, encoded bool) {
	switch {
	case i >= len(s), strings.HasPrefix(s[i:], "://"):
		return 0, false
	case s[i] == '=', s[i] == ':':
		return 1, false
	case len(s) >= i+3 && (strings.EqualFold(s[i:i+3], "%3d") || strings.EqualFold(s[i:i+3], "%3a")):
		return 3, true
	}
	return 0, false
}

// quoteLen returns the length of the quote at the beginning of s: one
// character, or its escape in HTML, JSON or a URL; 0 if there is none.
func quoteLen(s string) int {
	if s == "" {
		return 0
	}
	switch s[0] {
	case '"', '\'', '`':
		return 1
	case '\\':
		n := skip(s, 0, `\`)
		if strings.HasPrefix(s[n:], "u0022") || strings.HasPrefix(s[n:], "u0027") {
			return n + len("u0022")
		}
	case '&', '%':
		for _, q := range [...]string{"&quot;", "&#34;", "&#39;", "%22", "%27"} {
			if strings.HasPrefix(s, q) {
				return len(q)
			}
		}
	}
	return 0
}

// skipQuotes skips what may stand between a name and its separator.
func skipQuotes(s string, i int) int {
	for i < len(s) {
		switch n := quoteLen(s[i:]); {
		case n > 0:
			i += n
		case s[i] == ' ' || s[i] == '\\':
			i++
		default:
			return i
		}
	}
	return i
}

// block returns where the YAML block at i ends: the lines behind "|" or ">"
// that are indented.
func block(s string, i int) (to int, ok bool) {
	if i > 0 && s[i-1] == '>' { // read as part of an arrow
		i--
	}
	if i >= len(s) || s[i] != '|' && s[i] != '>' {
		return 0, false
	}
	to = i + 1
	if to < len(s) && (s[to] == '-' || s[to] == '+') {
		to++
	}
	start := to
	for {
		n := newlineLen(s[to:])
		if n == 0 || to+n >= len(s) || s[to+n] != ' ' {
			return to, to > start
		}
		for to += n; to < len(s) && s[to] != '"' && newlineLen(s[to:]) == 0; to++ {
		}
	}
}

// newlineLen returns the length of the line end at the beginning of s, as it is
// or as it stands in a quoted text; 0 if there is none.
func newlineLen(s string) int {
	switch {
	case strings.HasPrefix(s, "\n"):
		return 1
	case strings.HasPrefix(s, `\n`):
		return 2
	}
	return 0
}

// prose reports whether a value is a plain word.
func prose(v string) bool {
	if len(v) > 16 {
		return false
	}
	for i := range len(v) {
		if c := v[i]; c < 'a' || c > 'z' {
			if i > 0 || c < 'A' || c > 'Z' && c != '{' && c != '%' && c != '$' {
				return false
			}
		}
	}
	return true
}

// closing returns where the value from i ends: at a quote that is not escaped
// deeper than the opening one was, or with the text.
func closing(s string, i int, quote byte, slashes int) int {
	run := 0
	for to := i; to < len(s); to++ {
		switch s[to] {
		case '\\':
			run++
			continue
		case quote:
			if run <= slashes {
				return to - run
			}
		}
		run = 0
	}
	return len(s)
}

// unmarked leaves a value alone that is empty or a mark already, or that only
// says that there is none.
func unmarked(s string, from, to int) (int, int) {
	v := s[from:to]
	switch n := markLen(s[from:]); {
	case n > 0, v == "", v == "null", v == "nil", v == "None", v == "true", v == "false", v == "undefined":
		return from, from
	}
	return from, to
}

func ends(c byte, kind nameKind) bool {
	switch c {
	case '\n', '\r', '"', '\'', '`', '<', '>', '}', '\\':
		return true
	case ' ', '\t', ',', ';', '&', ')', ']':
		return kind != nameHeader
	}
	return false
}

// endsEncoded reports whether an encoded value ends here.
func endsEncoded(s string) bool {
	if s[0] != '%' && s[0] != '&' {
		return false
	}
	for _, e := range [...]string{"%26", "%22", "%27", "%2C", "%2c", "%7D", "%7d", "%20", "&"} {
		if strings.HasPrefix(s, e) {
			return true
		}
	}
	return false
}

func skip(s string, i int, set string) int {
	for i < len(s) && strings.IndexByte(set, s[i]) >= 0 {
		i++
	}
	return i
}
