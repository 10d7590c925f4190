// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// The rules of this file find a value that no separator joins to its name.

// apart finds the value of {"name":"PASSWORD","value":"x"}, of the same in YAML
// and of <input name="password" value="x">.
func (n name) apart(s string) (from, to int, ok bool) {
	c, _ := at(s, n.end)
	if !isQuote(c) && c != '\n' && c != ' ' && c != ',' {
		return 0, 0, false
	}
	i, _ := skipGlyphs(s, n.end, "\"'`,; \t\n")
	if j := valueWord(s, i); j > i {
		n.quoted = true
		from, to = n.assigned(s, j, assignment{nested: true})
		return from, to, true
	}
	return 0, 0, false
}

// valueWord returns where the value begins if s[i:] is the word "value" with a
// separator, else i.
func valueWord(s string, i int) int {
	for _, w := range [...]string{"value", "stringValue", "val", "content"} {
		if len(s) < i+len(w) || !strings.EqualFold(s[i:i+len(w)], w) {
			continue
		}
		j, _ := skipGlyphs(s, i+len(w), blanks)
		if n := separatorLen(s, j); n > 0 {
			return j + n
		}
	}
	return i
}

// valueOf is valueWord for a map that begins at i: {"value": …}.
func valueOf(s string, i int) int {
	j, _ := skipGlyphs(s, i, "{\"'` \t\n")
	if k := valueWord(s, j); k > j {
		return k
	}
	return i
}

// opensMap reports whether a map begins at i, whose keys are in quotes or in lines.
func opensMap(s string, i int) bool {
	c, n := at(s, i)
	next, _ := at(s, i+n)
	return c == '{' && (isQuote(next) || next == ' ' || next == '\n' || next == '}')
}

// mapping reports whether a key of a map begins at i, not a value.
func mapping(s string, i int) bool {
	const longest = maxName
	end := i
	for end < len(s) && end < i+longest && (isWord(s[end]) || s[end] == '_' || s[end] == '-') {
		end++
	}
	if random(s[i:end]) {
		return false
	}
	end, _ = skipGlyphs(s, end, "\"'")
	c, n := at(s, end)
	next, _ := at(s, end+n)
	return c == ':' && (next == ' ' || next == '\n' || next == 0)
}

// lineBegins reports whether nothing but blanks stands before i on its line.
func lineBegins(s string, i int) bool {
	for i > 0 && isBlank(s[i-1]) {
		i--
	}
	return i == 0 || s[i-1] == '\n' || i > 1 && s[i-1] == 'n' && s[i-2] == '\\'
}

// items returns where the items of a YAML list end, the lines of which begin
// at i.
func items(s string, i int) (to int) {
	for to = i; ; {
		line, last := skipGlyphs(s, to, "\n \t")
		if !isBlank(last) || byteAt(s, line) != '-' || !isBlank(byteAt(s, line+1)) {
			return to
		}
		for to = line; to < len(s); {
			c, n := glyph(s, to)
			if c == '\n' || c == '"' && s[to] == '"' {
				break
			}
			to += n
		}
	}
}

// opensElement reports whether the name is that of an XML element: <password>,
// <wsse:Password>.
func (n name) opensElement(s string) bool {
	const longest = 16
	i := n.begin - 1
	for i >= 0 && i > n.begin-longest && (isWord(s[i]) || s[i] == ':') {
		i--
	}
	return i >= 0 && (s[i] == '<' || strings.HasPrefix(s[i:], `\u003c`) || strings.HasSuffix(s[:i+1], "&lt;"))
}

// attribute finds the value of an XML element with attributes:
// <Password Type="text">x</Password>.
func (n name) attribute(s string) (from, to int, ok bool) {
	const longest = 128
	if byteAt(s, n.end) != ' ' || !n.opensElement(s) {
		return 0, 0, false
	}
	for i := n.end; i < len(s) && i < n.end+longest; {
		c, size := glyph(s, i)
		if i += size; c == '>' {
			from, to = n.assigned(s, i, assignment{nested: true})
			return from, to, true
		} else if c == '<' || c == '/' && byteAt(s, i) == '>' {
			break
		}
	}
	return 0, 0, false
}

// stated finds the value that a statement or a message has behind a name:
// ALTER USER u WITH PASSWORD 'x', invalid API key x.
func (n name) stated(s string) (from, to int, ok bool) {
	i, last := skipGlyphs(s, n.end, " \t")
	if last == 0 || n.kind == nameHeader || n.kind == nameSession || n.kind == nameQuery {
		return 0, 0, false
	}
	before := s[max(0, n.begin-48):n.begin]
	if c, _ := at(s, i); isQuote(c) {
		from, to = quotedValue(s, i)
		sql := strings.HasSuffix(before, "WITH ") || strings.HasSuffix(before, "with ") || s[n.begin:n.end] == "PASSWORD"
		if v := withoutMarks(s[from:to]); sql || isMark(s[from:to]) || random(v) || n.kind == nameSecret && !words(v) {
			return from, to, true
		}
		return 0, 0, false
	}
	commanded := strings.HasSuffix(before, "setx ") || strings.HasSuffix(before, "set -gx ") || strings.HasSuffix(before, "set -x ") ||
		strings.Contains(before, "login ") && s[n.begin:n.end] == "password" // netrc
	if !commanded {
		for _, w := range [...]string{"default ", "is ", "is: ", "was ", "provided: ", "(", "<"} {
			if len(s) >= i+len(w) && strings.EqualFold(s[i:i+len(w)], w) {
				i += len(w)
				break
			}
		}
	}
	if m := markLen(s[i:]); m > 0 {
		return i, i + m, true
	}
	if byteAt(s, i) == '-' { // another flag
		return 0, 0, false
	}
	for to = i; to < len(s) && (isToken(s[to]) && s[to] != '.' && s[to] != '/' || s[to] == '%'); to++ {
	}
	if v := s[i:to]; v != "" && (commanded && useOf(v) == 0 || random(v)) {
		return i, to, true
	}
	return 0, 0, false
}

// words reports whether a quoted text consists of words, such as the name of a
// field or a message, not of a value.
func words(v string) bool {
	for i := range len(v) {
		if c := v[i]; !isWord(c) && strings.IndexByte(" _-.,", c) < 0 || '0' <= c && c <= '9' {
			return false
		}
	}
	return true
}
