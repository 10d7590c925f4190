// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// other stands for a character that means nothing here.
const other = 0x80

// glyph returns the ASCII character that stands at s[i], and how many bytes it
// takes: as it is, or as it stands in JSON, Go, HTML or a URL. An ampersand may
// be & \u0026 \x26 &amp; %26 or %2526. Backslashes before a quote belong to
// it; a colour sequence and a no-break space are blanks. A name and its value
// are found by glyphs, so it makes no difference how often a text was quoted.
func glyph(s string, i int) (c byte, n int) {
	switch s[i] {
	case '\\', '%':
		if s[i] == '%' {
			c, n = percent(s[i:])
		} else {
			c, n = backslash(s[i:])
		}
		if c == '&' { // \u0026amp;
			c, size := entity(s[i+n-1:])
			return c, n - 1 + size
		}
		return c, n
	case '&':
		return entity(s[i:])
	case 0x1b:
		return ' ', 1 + colour(s[i+1:])
	case '\r':
		return '\n', 1
	case 0xc2:
		if strings.HasPrefix(s[i:], "\u00a0") {
			return ' ', 2
		}
	case 0xef: // the full-width signs of East Asian keyboards
		switch {
		case strings.HasPrefix(s[i:], "＝"):
			return '=', 3
		case strings.HasPrefix(s[i:], "："):
			return ':', 3
		}
	}
	return s[i], 1
}

// maxSlashes bounds how deep a text is quoted.
const maxSlashes = 16

func backslash(s string) (c byte, n int) {
	for n < len(s) && n < maxSlashes && s[n] == '\\' {
		n++
	}
	if n == len(s) {
		return '\\', 1
	}
	switch s[n] {
	case '"', '\'', '`':
		return s[n], n + 1
	case 'n', 'r':
		return '\n', n + 1
	case 't', 'v', 'f':
		return '\t', n + 1
	case 'b', 'a', 'e':
		if s[n] == 'e' {
			return ' ', n + 1 + colour(s[n+1:])
		}
		return other, n + 1
	case 'x':
		if c, ok := hexByte(s[n+1:]); ok {
			return control(c, s, n+3)
		}
	case 'u':
		if strings.HasPrefix(s[n+1:], "00") {
			if c, ok := hexByte(s[n+3:]); ok {
				return control(c, s, n+5)
			}
		}
		if len(s) >= n+5 {
			return other, n + 5
		}
	case '0':
		if strings.HasPrefix(s[n:], "033") {
			return control(0x1b, s, n+3)
		}
		return other, n + 1
	}
	return '\\', 1
}

// control returns the escaped character c, whose escape ends at s[n].
func control(c byte, s string, n int) (byte, int) {
	switch {
	case c == 0x1b:
		return ' ', n + colour(s[n:])
	case c == 0xa0:
		return ' ', n
	case c == '\r':
		return '\n', n
	case c >= 0x80, isWord(c):
		return other, n
	}
	return c, n
}

// colour returns the length of a colour sequence behind its escape character.
func colour(s string) int {
	if s == "" || s[0] != '[' {
		return 0
	}
	n := 1
	for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == ';') {
		n++
	}
	if n < len(s) && isWord(s[n]) {
		n++
	}
	return n
}

// percent reads %26, and %2526 where a URL is in the query of another.
func percent(s string) (c byte, n int) {
	n = 1
	for n <= 5 && strings.HasPrefix(s[n:], "25") {
		if _, ok := hexByte(s[min(n+2, len(s)):]); !ok {
			break
		}
		n += 2
	}
	c, ok := hexByte(s[n:])
	if !ok || c >= 0x80 {
		return '%', 1
	}
	if c == '\r' {
		c = '\n'
	}
	return c, n + 2
}

var entities = [...]struct {
	name string
	char byte
}{
	{"amp;", '&'}, {"quot;", '"'}, {"apos;", '\''}, {"lt;", '<'}, {"gt;", '>'}, {"nbsp;", ' '},
	{"#34;", '"'}, {"#38;", '&'}, {"#39;", '\''}, {"#61;", '='}, {"#58;", ':'}, {"#x27;", '\''}, {"#x3D;", '='},
}

func entity(s string) (c byte, n int) {
	for _, e := range entities {
		if strings.HasPrefix(s[1:], e.name) {
			return e.char, 1 + len(e.name)
		}
	}
	return '&', 1
}

func hexByte(s string) (c byte, ok bool) {
	if len(s) < 2 {
		return 0, false
	}
	high, ok1 := hexDigit(s[0])
	low, ok2 := hexDigit(s[1])
	return high<<4 | low, ok1 && ok2
}

func hexDigit(c byte) (value byte, ok bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }
func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// maxBlanks bounds how many glyphs stand between a name and its value.
const maxBlanks = 64

// skipGlyphs skips the glyphs at i that are in set, and returns the last.
func skipGlyphs(s string, i int, set string) (next int, last byte) {
	for range maxBlanks {
		if i >= len(s) {
			break
		}
		c, n := glyph(s, i)
		if strings.IndexByte(set, c) < 0 {
			break
		}
		i, last = i+n, c
	}
	return i, last
}

// at returns the glyph at i, 0 behind the end.
func at(s string, i int) (c byte, n int) {
	if i >= len(s) {
		return 0, 0
	}
	return glyph(s, i)
}

func skip(s string, i int, set string) int {
	for i < len(s) && strings.IndexByte(set, s[i]) >= 0 {
		i++
	}
	return i
}
