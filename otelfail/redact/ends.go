// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// The functions of this file say where a value ends.

// quotedValue returns the bounds of what stands in the quote at i.
func quotedValue(s string, i int) (from, to int) {
	quote, n := glyph(s, i)
	from = i + n
	if s[from-1] != quote { // &quot; %22 \u0022
		if to := strings.Index(s[from:], s[i:from]); to >= 0 {
			return from, from + to
		}
		return from, len(s)
	}
	for _, times := range [...]int{3, 2} { // """ of TOML and Python, "" of CSV
		if end := i + times*n; repeats(s, i, n, times) && (times == 3 || end < len(s) && (isWord(s[end]) || s[end] == '[')) {
			if to := strings.Index(s[end:], s[i:end]); to >= 0 {
				return end, end + to
			}
			return end, len(s)
		}
	}
	return from, closing(s, from, quote, n-1)
}

// repeats reports whether the n bytes at s[i:] stand there several times.
func repeats(s string, i, n, times int) bool {
	for k := 1; k < times; k++ {
		if !strings.HasPrefix(s[min(i+k*n, len(s)):], s[i:i+n]) {
			return false
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

// bareEnd returns where the value without quotes ends that begins at i.
func bareEnd(s string, i int, kind nameKind, encoded bool) (to int) {
	if kind == nameHeader {
		return headerEnd(s, i)
	}
	to = wordEnd(s, i, encoded)
	for to > i+1 && (s[to-1] == ':' || s[to-1] == '.') { // of the sentence
		to--
	}
	return to
}

func wordEnd(s string, i int, encoded bool) (to int) {
	for to = i; to < len(s); {
		switch c := s[to]; c {
		case '\n', '\r', ' ', '\t', ';', '<', '>', 0x1b:
			return to
		case '[', '-':
			m := atomLen(s[to:])
			if to += max(1, m); c == '[' && ofURL(s, i, to) {
				return to
			}
		case ',', ')', ']', '}', '"', '\'', '`':
			if !goesOn(s, to+1) {
				return to
			}
			to++
		case '%':
			g, n := glyph(s, to)
			if encoded && n > 1 && strings.IndexByte("&\"'`,;}<> \n", g) >= 0 {
				return to
			}
			to += n
		case '&', '\\':
			g, n := glyph(s, to)
			if g == '\\' {
				n = skip(s, to, `\`) - to
			}
			switch {
			case isToken(g), !encoded && (g == other || g < ' ' && g != '\n' && g != '\t'):
			case encoded, g != '&' && g != '\\' && !isQuote(g), !goesOn(s, to+n):
				return to
			}
			to += n
		default:
			to++
		}
	}
	return to
}

// goesOn reports whether a value goes on at i, behind a character that ends most
// values: unless a blank follows, or another name with its separator.
func goesOn(s string, i int) bool {
	begin := i
	if i >= len(s) || !isWord(s[i]) {
		return false
	}
	for i < len(s) && (isWord(s[i]) || s[i] == '_' || s[i] == '-' || s[i] == '.' || s[i] == '[') {
		if s[i] == '[' && markLen(s[i:]) > 0 {
			return false
		}
		i++
	}
	if random(s[begin:i]) {
		return true
	}
	c, _ := at(s, i)
	if c == ' ' {
		i, _ = skipGlyphs(s, i, " ")
		c, _ = at(s, i)
	}
	return c != '=' && c != ':' && (c != ']' || separatorLen(s, i+1) <= 0)
}

// ofURL reports whether s[i:to] was hidden as the password of a URL.
func ofURL(s string, i, to int) bool { return byteAt(s, to) == '@' && isMark(s[i:to]) }

// headerEnd returns where a header ends: with its line, or with the quotes that
// it stands in. Quotes behind "=" are its own, and it goes on in the next line if
// only a scheme stands in the first.
func headerEnd(s string, i int) (to int) {
	for to = i; to < len(s); {
		c, n := glyph(s, to)
		switch {
		case c == '\n':
			next, last := skipGlyphs(s, to, "\n \t")
			if !isBlank(last) || !plain(s[i:to]) {
				return to
			}
			to = next
			continue
		case c == '<' || c == '>' || c == '}' || c == '\\' && n == 1:
			return to
		case c == '[' || c == '-':
			if n = max(n, atomLen(s[to:])); ofURL(s, i, to+n) {
				return to + n
			}
		case isQuote(c):
			end := -1
			if to > i && s[to-1] == '=' && s[to+n-1] == c {
				end = closing(s, to+n, c, n-1)
			}
			if end < 0 {
				return to
			}
			if line := strings.IndexByte(s[to:end], '\n'); line >= 0 {
				end = to + line
			} else if end < len(s) {
				_, n = glyph(s, end)
				end += n
			}
			to = end
			continue
		}
		to += n
	}
	return to
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
	if s == "" || s[0] != '\n' && s[0] != '\r' && s[0] != '\\' {
		return 0
	}
	switch c, n := glyph(s, 0); {
	case s[0] == '\r':
		return 1 + newlineLen(s[1:])
	case c == '\n':
		return n
	}
	return 0
}
