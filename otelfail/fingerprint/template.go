// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint

import (
	"bytes"
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
	var buf [2 * maxTemplate]byte
	return string(appendTemplate(buf[:0], message))
}

// appendTemplate appends the template of message to dst, which is empty.
func appendTemplate(dst []byte, message string) []byte {
	if len(message) > maxRead {
		message = message[:maxRead]
	}
	t := templater{in: strings.ToValidUTF8(cause.Of(message), "*"), out: dst}
	t.scan(0, len(t.in))
	out := bytes.TrimRight(bytes.TrimSpace(t.out), ". ")
	// The name server asked is no part of a failed lookup.
	const named, server = "lookup *", " on *"
	for from := 0; ; {
		i := bytes.Index(out[from:], []byte(named+server))
		if i < 0 {
			return out
		}
		from += i + len(named)
		out = append(out[:from], out[from+len(server):]...)
	}
}

// templater makes one template. What it reads of a text it reads once, from
// left to right; a quoted value is looked at to its end, 400 bytes at most,
// before it is left out or read.
type templater struct {
	in  string
	out []byte
}

// last returns the last byte written, 0 at the beginning.
func (t *templater) last() byte {
	if len(t.out) == 0 {
		return 0
	}
	return t.out[len(t.out)-1]
}

// scan reads in[i:to].
func (t *templater) scan(i, to int) {
	s := t.in[:to]
	for i < to && len(t.out) < maxTemplate {
		c := s[i]
		switch {
		case c == '[' && markLen(s[i:]) > 0:
			i += markLen(s[i:])
			t.star()
		case c == '"' || c == '\'' || c == '`':
			i = t.quoted(s, i)
		case c == 0xe2 || c == 0xc2:
			i = t.typographic(s, i)
		case (c == '[' || c == ':') && addressLen(s, i) > 0:
			i += addressLen(s, i)
			t.star()
		case c == '*': // a value masked by somebody else
			for i < to && (s[i] == '*' || isWordByte(s[i])) {
				i++
			}
			t.star()
		case isLetter(c) && strings.HasPrefix(s[i+1:], `:\`):
			i = t.windowsPath(s, i)
		case c <= ' ' || c == '\\':
			t.byte(' ')
			i++
		case isWordByte(c):
			i = t.word(s, i)
		case c == '-' && i+1 < to && isDigit(s[i+1]) && (i == 0 || !isWordByte(s[i-1])):
			i = t.negative(s, i)
		case (c == '/' || c == '.' || c == '~') && i+1 < to && (isWordByte(s[i+1]) || s[i+1] == '/' || s[i+1] == '.'),
			c == '/' && (i == 0 || s[i-1] == ' '):
			i = t.word(s, i)
		default:
			t.byte(c)
			i++
		}
	}
}

// byte writes c; runs of spaces become one.
func (t *templater) byte(c byte) {
	if was := t.last(); c == ' ' && (was == ' ' || was == 0) {
		return
	}
	t.out = append(t.out, c)
}

// star writes "*"; "**", "*,*" and "*, *" become "*": a list is a value.
func (t *templater) star() {
	n := len(t.out)
	for n > 0 && (t.out[n-1] == ' ' || t.out[n-1] == ',') {
		n--
	}
	if n > 0 && t.out[n-1] == '*' && (n == len(t.out) || t.out[n] == ',') {
		t.out = t.out[:n]
		return
	}
	t.out = append(t.out, '*')
}

// typographic leaves out what stands in quotation marks of print.
func (t *templater) typographic(s string, i int) int {
	for _, q := range [...][2]string{{"“", "”"}, {"‘", "’"}, {"«", "»"}} {
		if !strings.HasPrefix(s[i:], q[0]) {
			continue
		}
		from := i + len(q[0])
		if n := strings.Index(s[from:min(len(s), from+longest)], q[1]); n >= 0 {
			t.star()
			return from + n + len(q[1])
		}
	}
	return t.word(s, i)
}

// windowsPath leaves out a path such as C:\Users\x.
func (t *templater) windowsPath(s string, i int) int {
	i += 3
	for i < len(s) && strings.IndexByte(" \t\n\"'`<>|*?:,;)", s[i]) < 0 {
		i++
	}
	t.star()
	return i
}

// addressLen returns the length of an IPv6 address at s[i:]: in brackets, with
// its port, or bare where it begins with "::".
func addressLen(s string, i int) int {
	brackets := s[i] == '['
	n := i
	if brackets {
		n++
	} else if !strings.HasPrefix(s[i:], "::") || i > 0 && s[i-1] != ' ' && s[i-1] != '(' {
		return 0
	}
	colons := 0
	for n < len(s) && n < i+48 && (isDigit(s[n]) || isLetter(s[n]) || s[n] == ':' || s[n] == '.' || s[n] == '%') {
		if s[n] == ':' {
			colons++
		}
		n++
	}
	if !brackets {
		for n > i && (s[n-1] == ':' || s[n-1] == '.') {
			n--
		}
		if n <= i+2 || isLetter(s[i+2]) && s[i+2]|0x20 > 'f' {
			return 0 // a name such as ::std
		}
		return n - i
	}
	if colons < 2 || n >= len(s) || s[n] != ']' {
		return 0
	}
	n++
	if n < len(s) && s[n] == ':' {
		for n++; n < len(s) && isDigit(s[n]); n++ {
		}
	}
	return n - i
}
