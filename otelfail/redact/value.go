// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// name is a word of a text that may name a secret.
type name struct {
	begin, end int
	kind       nameKind
	quoted     bool // a quote follows
}

// value returns the bounds of the value that belongs to a name; they are equal if
// there is none. A PEM block in it belongs to it whole.
func (n name) value(s string) (from, to int) {
	if n.kind == nameScheme {
		from, to = n.credentials(s)
	} else {
		from, to = n.find(s)
	}
	if pem := strings.Index(s[from:to], "-----BEGIN"); pem >= 0 {
		to = max(to, from+pem+pemLen(s[from+pem:]))
	}
	if saysNone(s[from:to]) {
		return from, from
	}
	return from, to
}

// saysNone reports whether a value is empty or only says that there is none.
func saysNone(v string) bool {
	switch v {
	case "", "null", "nil", "<nil>", "None", "none", "<none>", "NULL", "true", "false", "undefined":
		return true
	}
	return false
}

// blanks are what stands between a name and its separator.
const blanks = "\"'`\\ \t"

func (n name) find(s string) (from, to int) {
	i, last := skipGlyphs(s, n.end, blanks)
	n.quoted = isQuote(last) || n.end < i && isQuote(s[n.end])
	if j, ok := subscript(s, i); ok { // environ["API_KEY"] = …
		i = j
	}
	if size := separatorLen(s, i); size > 0 {
		c, _ := glyph(s, i)
		return n.assigned(s, i+size, assignment{colon: c == ':', encoded: size > 1 && s[i] != '\\' && c != '-'})
	}
	if c, size := at(s, i); c == '>' && i == n.end && n.opensElement(s) { // <password>value</password>
		return n.assigned(s, i+size, assignment{})
	}
	for _, rule := range [...]func(name, string) (int, int, bool){name.attribute, name.apart, name.argument, name.stated} {
		if from, to, ok := rule(n, s); ok {
			return from, to
		}
	}
	return i, i
}

// subscript skips the bracket of a name that is an index, if "=" follows.
func subscript(s string, i int) (next int, ok bool) {
	c, size := at(s, i)
	if c != ']' {
		return i, false
	}
	i, _ = skipGlyphs(s, i+size, " ")
	c, _ = at(s, i)
	return i, c == '='
}

// separatorLen returns the length of the "=", ":" or "->" at s[i:], 0 if there
// is none.
func separatorLen(s string, i int) int {
	c, size := at(s, i)
	next, nextSize := at(s, i+size)
	switch {
	case c == '=', c == ':' && next != ':' && !strings.HasPrefix(s[i+size:], "//"):
		return size
	case c == '-' && next == '>':
		return size + nextSize
	}
	return 0
}

// assignment is how a value is written behind its name.
type assignment struct {
	colon   bool // behind ":", where a sentence may stand
	encoded bool // in a URL or in HTML, where escapes end it
	nested  bool
}

// assigned finds the value that begins at i, behind a separator.
func (n name) assigned(s string, i int, a assignment) (from, to int) {
	i, _ = skipGlyphs(s, i, ">= \t")
	if to, ok := block(s, i); ok && a.colon {
		return i, to
	}
	i = skipCall(s, skipTag(s, i))
	c, size := at(s, i)
	if c == '\n' {
		line, last := skipGlyphs(s, i, "\n \t")
		c, size = at(s, line)
		if !isBlank(last) && !isQuote(c) && !random(s[line:wordEnd(s, line, false)]) {
			return i, i
		}
		if c == '-' && isBlank(byteAt(s, line+size)) {
			return line, items(s, i)
		}
		i = line
	}
	if c == '{' || isWord(c) && !a.nested {
		if j := valueOf(s, i); j > i && (c == '{' || !a.nested) {
			return n.assigned(s, j, assignment{colon: a.colon, encoded: a.encoded, nested: true})
		}
		if opensMap(s, i) || isWord(c) && lineBegins(s, i) && mapping(s, i) {
			return i, i
		}
	}
	switch {
	case isQuote(c):
		from, to = quotedValue(s, i)
		if n.passes(s, from, to, assignment{}) {
			return from, from
		}
		return from, to
	case c == '[' && markLen(s[i:]) == 0: // a list, or a header printed as one
		from, _ = skipGlyphs(s, i+size, "\"' \t\n")
		for to = from; to < len(s) && s[to] != ']' && s[to] != '\n'; to++ {
			if m := markLen(s[to:]); m > 0 {
				to += m - 1
			}
		}
		for to > from && (isQuote(s[to-1]) || s[to-1] == '\\') {
			to--
		}
		return from, to
	}
	to = bareEnd(s, i, n.kind, a.encoded)
	if n.passes(s, i, to, a) {
		return i, i
	}
	if end, ok := passphrase(s, i); ok && n.kind == nameSecret {
		to = max(to, end)
	}
	return i, to
}

// passes reports whether a value is no secret for what it looks like. Where that
// cannot be told it is one.
func (n name) passes(s string, from, to int, a assignment) bool {
	if isMark(s[from:to]) {
		return false
	}
	v, word := withoutMarks(s[from:to]), s[n.begin:n.end]
	bare := from == 0 || !isQuote(s[from-1])
	switch n.kind {
	case nameQuery: // ?code=404, ?key=name
		return digits(v, 4) || len(v) <= 8 && plain(v)
	case nameSession:
		return a.colon && !n.quoted || !random(v) && (len(v) < 32 || uuid(v))
	case nameError:
		if a.colon && !n.quoted && bare {
			return !random(v)
		}
	case nameWeak:
		switch {
		case !bare:
		case a.colon && syntax(v), a.colon && n.quoted && digits(v, 4), !a.colon && capitals(v):
			return true
		}
	}
	if uuid(v) && strings.EqualFold(word[max(0, len(word)-2):], "id") {
		return true // the session of an agent, not of a browser
	}
	if (word == "PWD" || word == "OLDPWD") && strings.HasPrefix(v, "/") {
		return true // the working directory of a shell
	}
	if !a.colon || !bare || n.kind == nameHeader {
		return false
	}
	if digits(v, 3) && strings.EqualFold(word[max(0, len(word)-5):], "token") {
		return true // a status
	}
	return sentence(s[from:], n.kind == nameWeak)
}

// syntax reports whether a value is a plain word, such as a parser names.
func syntax(v string) bool {
	if v != "" && strings.IndexByte("{%$", v[0]) >= 0 {
		v = v[1:]
		return v == "" || plain(v) && len(v) < 16
	}
	return len(v) <= 16 && (v == "" || plain(v))
}

// capitals reports whether a value is a short word of capitals: "token=IDENT".
func capitals(v string) bool {
	for i := range len(v) {
		if v[i] < 'A' || v[i] > 'Z' {
			return false
		}
	}
	return len(v) <= 8
}

// skipCall skips what some languages print before a quote: b'…', Some("…"),
// SecretStr('…'), Secret(value='…').
func skipCall(s string, i int) int {
	const longest = 16
	j := i
	for j < len(s) && j < i+longest && isWord(s[j]) {
		j++
	}
	if j == i || j >= len(s) {
		return i
	}
	if c, _ := at(s, j); isQuote(c) && j == i+1 && strings.IndexByte("bBuUrRfF", s[i]) >= 0 {
		return j
	}
	if s[j] != '(' {
		return i
	}
	j++
	if strings.HasPrefix(s[j:], "value=") {
		j += len("value=")
	}
	if c, _ := at(s, j); isQuote(c) {
		return j
	}
	return i
}

// skipTag skips what stands before a value in YAML and XML: &anchor, !!str,
// <![CDATA[.
func skipTag(s string, i int) int {
	const longest = 16
	c, n := at(s, i)
	if strings.HasPrefix(s[i+n:], "![CDATA[") {
		return i + n + len("![CDATA[")
	} else if c != '!' && c != '&' {
		return i
	}
	j := skip(s, i+n, "!")
	for j < len(s) && j < i+longest && isWord(s[j]) {
		j++
	}
	if j < len(s) && s[j] == ' ' {
		return skip(s, j, " ")
	}
	return i
}

// byteAt returns s[i], 0 behind the end.
func byteAt(s string, i int) byte {
	if i < len(s) {
		return s[i]
	}
	return 0
}
