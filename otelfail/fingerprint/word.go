// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint

import "strings"

// maxWord is the length of the longest word that is not taken for data.
const maxWord = 80

// word reads one run of text without spaces at i: a plain word, or a path,
// address, number or id, which is left out.
func (t *templater) word(i int) int {
	s := t.in
	end := i
	slash, at, digit, dot, colon := false, false, false, false, false
	for end < len(s) && (isWordByte(s[end]) || strings.IndexByte("/.-_:@%+~#$", s[end]) >= 0 ||
		slash && strings.IndexByte("?&=*;,", s[end]) >= 0) {
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
	case digit && t.isCode(w):
		t.out.WriteString(w)
		t.was = w[len(w)-1]
	case slash && !plainSlash(w), at, len(w) > maxWord:
		t.star()
	case digit && (dot || colon):
		t.star()
	case dot && isHost(w):
		t.star()
	case digit && dropNumber(w):
		t.star()
	default:
		t.parts(w)
	}
	return end
}

// isCode reports whether w is a short number that the word before announces as
// a code: an HTTP status, an errno, a JSON-RPC error.
func (t *templater) isCode(w string) bool {
	if len(w) > 6 {
		return false
	}
	for i := range len(w) {
		if !isDigit(w[i]) {
			return false
		}
	}
	out := t.out.String()
	out = strings.ToLower(strings.TrimRight(out[max(0, len(out)-16):], " :=('\"-#"))
	for _, word := range [...]string{"status", "code", "error", "errno", "http", "sqlstate", "returned", "exception"} {
		if strings.HasSuffix(out, word) {
			return true
		}
	}
	return false
}

// windowsPath leaves out a path such as C:\Users\x.
func (t *templater) windowsPath(i int) int {
	s := t.in
	i += 3
	for i < len(s) && strings.IndexByte(" \t\n\"'`<>|*?:,;)", s[i]) < 0 {
		i++
	}
	t.star()
	return i
}

// addressLen returns the length of an IPv6 address in brackets, with its port.
func addressLen(s string) int {
	n, colons := 1, 0
	for n < len(s) && n < 48 && (isDigit(s[n]) || isLetter(s[n]) || s[n] == ':' || s[n] == '.' || s[n] == '%') {
		if s[n] == ':' {
			colons++
		}
		n++
	}
	if colons < 2 || n >= len(s) || s[n] != ']' {
		return 0
	}
	n++
	if n < len(s) && s[n] == ':' {
		for n++; n < len(s) && isDigit(s[n]); n++ {
		}
	}
	return n
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
	digits, letters, hex := 0, 0, 0
	for i := range len(w) {
		switch c := w[i]; {
		case isDigit(c):
			digits++
		case isLetter(c):
			letters++
			if c|0x20 <= 'f' {
				hex++
			}
		}
	}
	switch {
	case letters == 0:
		return true
	case hex == letters && len(w) >= 6:
		return true
	case len(w) >= 16:
		return true
	}
	return digits >= 3 && digits >= letters
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func isWordByte(c byte) bool { return isDigit(c) || isLetter(c) || c >= 0x80 || c == '_' }
