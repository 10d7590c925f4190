// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint

import (
	"bytes"
	"strings"
)

// maxWord is the length of the longest word that is not taken for data.
const maxWord = 80

// word reads one run of text without spaces at i: a plain word, or a path,
// address, number or id, which is left out.
func (t *templater) word(s string, i int) int {
	end := i
	slash, at, digit, dot, colon := false, false, false, false, false
	for end < len(s) && (isWordByte(s[end]) || strings.IndexByte("/.-_:@%+~#$", s[end]) >= 0 ||
		slash && strings.IndexByte("?&=*;,", s[end]) >= 0 ||
		s[end] == ',' && end > i && isDigit(s[end-1]) && end+1 < len(s) && isDigit(s[end+1])) {
		switch c := s[end]; {
		case c == '/':
			slash = true
		case c == '@':
			at = true
		case c == '.' && end+1 < len(s) && isWordByte(s[end+1]) && end > i:
			dot = true
		case c == ':' && end+1 < len(s) && isDigit(s[end+1]) && end > i:
			colon = true
		case isDigit(c):
			digit = true
		case c == ':' && strings.HasPrefix(s[end:], "://"):
			slash = true
		}
		end++
	}
	// Punctuation at the end belongs to the sentence.
	for end > i && strings.IndexByte(".:?=&-;,", s[end-1]) >= 0 {
		end--
	}
	if end == i {
		t.byte(s[i])
		return i + 1
	}
	w := s[i:end]
	switch {
	case digit && t.isCode(w, s[end:]):
		t.out = append(t.out, w...)
	case slash && !plainSlash(w), at, len(w) > maxWord:
		t.star()
	case digit && (dot || colon):
		t.star()
	case dot && isHost(w):
		t.star()
	case digit && dropNumber(w), t.isDate(w, s[end:]):
		t.star()
	default:
		t.parts(w)
	}
	return end
}

// negative reads a number with a sign, which stays only with a code.
func (t *templater) negative(s string, i int) int {
	end := i + 1
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	if w := s[i+1 : end]; len(w) <= 6 && t.announced() {
		t.byte('-')
	}
	return t.word(s, i+1)
}

// isDate reports whether a word is the name of a day or month in a date: a
// number stands beside it.
func (t *templater) isDate(w, rest string) bool {
	const names = "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
	if len(w) != 3 || strings.IndexByte(w, ' ') >= 0 {
		return false
	}
	if k := strings.Index(names, w); k < 0 || k%4 != 0 {
		return false
	}
	rest = strings.TrimLeft(rest[:min(len(rest), 3)], ", ")
	before := bytes.TrimRight(t.out, ", ")
	return rest != "" && isDigit(rest[0]) || len(before) > 0 && before[len(before)-1] == '*'
}

// parts writes a word, its numbers left out.
func (t *templater) parts(w string) {
	for i := 0; i < len(w); i++ {
		if isDigit(w[i]) {
			t.star()
			continue
		}
		t.byte(w[i])
	}
}

// plainSlash: "and/or", "i/o", "net/http" are words.
func plainSlash(w string) bool {
	a, b, ok := strings.Cut(w, "/")
	if !ok || a == "" || b == "" || len(w) > 24 {
		return false
	}
	for i := range len(w) {
		if c := w[i]; c != '/' && c != ':' && (c < 'a' || c > 'z') {
			return false
		}
	}
	return strings.Count(w, "/") == 1 && !strings.Contains(w, "://")
}

// isHost reports whether a dotted word is a host name or file name, and not a
// type such as "context.deadlineExceededError" or "json.Decoder".
func isHost(w string) bool {
	for i := range len(w) {
		if c := w[i]; 'A' <= c && c <= 'Z' || c == '_' {
			return false
		}
	}
	return true
}

// dropNumber reports whether a word with digits is a number or an id, and not
// a word such as "http2" or "x509".
func dropNumber(w string) bool {
	digits, letters, hex := tally(w)
	switch {
	case letters == 0, isNumber(w), prefixed(w):
		return true
	case hex == letters && len(w) >= 6:
		return true
	case len(w) >= 16:
		return true
	}
	return digits >= 3 && digits >= letters
}

// isNumber reports whether a word is a number in another notation than the
// usual: 0x7f3a, 1e-9.
func isNumber(w string) bool {
	if len(w) > 2 && w[0] == '0' && w[1]|0x20 == 'x' {
		return strings.Trim(w[2:], "0123456789abcdefABCDEF") == ""
	}
	before, after, ok := strings.Cut(strings.ToLower(w), "e")
	return ok && before != "" && strings.Trim(before, "0123456789.,") == "" && strings.Trim(strings.TrimLeft(after, "+-"), "0123456789") == ""
}

// prefixed reports whether a word is an id with the name of its kind before it,
// such as req_7b2e9c.
func prefixed(w string) bool {
	kind, id, ok := strings.Cut(w, "_")
	if !ok || len(kind) > 8 || len(id) < 5 || strings.IndexByte(id, '_') >= 0 {
		return false
	}
	digits := 0
	for i := range len(id) {
		if isDigit(id[i]) {
			digits++
		}
	}
	return digits >= 2 && digits < len(id)
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func isWordByte(c byte) bool { return isDigit(c) || isLetter(c) || c >= 0x80 || c == '_' }
