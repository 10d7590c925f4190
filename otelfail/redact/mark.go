// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"hash/maphash"
	"strings"
)

const (
	markOpen = "[REDACTED:"
	markSize = len(markOpen) + len("1f3a]")
)

var seed = maphash.MakeSeed()

// writeMark writes what stands for a secret.
func writeMark(b *strings.Builder, secret string) {
	const digits = "0123456789abcdef"
	h := maphash.String(seed, secret)
	b.WriteString(markOpen)
	for shift := 12; shift >= 0; shift -= 4 {
		b.WriteByte(digits[h>>shift&0xf])
	}
	b.WriteByte(']')
}

// mark returns what stands for a secret.
func mark(secret string) string {
	var b strings.Builder
	b.Grow(markSize)
	writeMark(&b, secret)
	return b.String()
}

// markLen returns the length of the mark at the beginning of s, 0 if none. Who
// calls it trusts the mark and nothing behind it: a text may come with marks of
// its own.
func markLen(s string) int {
	if len(s) < markSize || s[0] != '[' || s[markSize-1] != ']' || !strings.HasPrefix(s, markOpen) {
		return 0
	}
	for _, c := range []byte(s[len(markOpen) : markSize-1]) {
		if !isHex(c) {
			return 0
		}
	}
	return markSize
}

// atomLen returns the length of the mark or of the PEM block at the beginning of
// s, which belong to a value as a whole; 0 if there is none.
func atomLen(s string) int {
	switch s[0] {
	case '[':
		return markLen(s)
	case '-':
		return pemLen(s)
	}
	return 0
}

// isMark reports whether s is a mark and nothing else.
func isMark(s string) bool { return len(s) == markSize && markLen(s) > 0 }

// markEnds reports whether a mark ends at s[i].
func markEnds(s string, i int) bool {
	return i >= markSize && s[i-1] == ']' && markLen(s[i-markSize:]) > 0
}

// colonOutside returns the index of the first colon of s that is no mark's, or
// -1.
func colonOutside(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ':':
			return i
		case '[':
			i += max(1, markLen(s[i:])) - 1
		}
	}
	return -1
}

// withoutMarks returns the parts of a value that are not hidden yet: by them it
// is judged whether the rest is a secret, so that a second pass judges as the
// first did.
func withoutMarks(v string) string {
	i := strings.Index(v, markOpen)
	if i < 0 {
		return v
	}
	var b strings.Builder
	for i = 0; i < len(v); {
		if n := markLen(v[i:]); n > 0 {
			i += n
			continue
		}
		b.WriteByte(v[i])
		i++
	}
	return b.String()
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' }
