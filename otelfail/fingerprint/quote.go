// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint

import "strings"

// longest is the length of the longest quoted value.
const longest = 400

// quoted leaves out what is quoted at i: a value. The names of a JSON object
// and the sentences in it stay, for they are the message.
func (t *templater) quoted(s string, i int) int {
	q := s[i]
	if q == '\'' && i > 0 && isWordByte(s[i-1]) && i+1 < len(s) && isLetter(s[i+1]) {
		return i + 1 // an apostrophe
	}
	end, next := closing(s, i)
	if next < 0 {
		return i + 1
	}
	value := s[i+1 : end]
	switch {
	case q != '`' && named(s[next:]) && isName(value):
		t.byte(' ')
		t.out = append(t.out, value...)
	case field(s, i, messageFields[:]) && sentence(value), field(s, i, codeFields[:]) && isName(value):
		t.byte(' ')
		t.scan(i+1, end)
	case isCodeValue(value) && field(s, i, codeField[:]):
		t.byte(' ')
		t.out = append(t.out, value...)
	default:
		t.star()
	}
	return next
}

// closing returns where the value quoted at i ends, and where the text goes on.
// A quote that is escaped opens what the next one with the same escape closes.
func closing(s string, i int) (end, next int) {
	q, escaped := s[i], i > 0 && s[i-1] == '\\'
	for k := i + 1; k < len(s) && k <= i+longest; k++ {
		switch {
		case s[k] == q && escaped && s[k-1] == '\\':
			return k - 1, k + 1
		case s[k] == '\\' && !escaped:
			k++
		case s[k] == q && !escaped:
			return k, k + 1
		}
	}
	return 0, -1
}

// named reports whether a colon follows: what stands before it is a name.
func named(rest string) bool {
	return strings.HasPrefix(strings.TrimLeft(rest[:min(len(rest), 3)], ` \"'`), ":")
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
	codeField     = [...]string{`"code`, `'code`}
)

// isCodeValue reports whether the value of a field "code" is one such as
// "PGRST116", "42P01" or "23505".
func isCodeValue(v string) bool {
	digits, _, _ := tally(v)
	return isVendorShape(v) || isSQLState(v) && digits >= 2
}

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
	for w := range strings.FieldsSeq(v) {
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
