// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// lookBack is how far before the place that is read a secret can still be found
// to begin.
const lookBack = 256

// scanner replaces the secrets of a text in one pass. At the beginning of each
// word it asks whether a secret of known shape begins there, and after a word
// that names a secret whether a value follows.
type scanner struct {
	s     string
	b     strings.Builder
	kept  int // s[:kept] is in b
	done  int // s[:done] has been dealt with
	fresh int // a word may begin here whatever stands before
	query int // a parameter of a URL may begin here
}

// hide replaces a secret by its mark. A mark stays as it is: a second pass goes the
// way of the first.
func (x *scanner) hide(from, to int) {
	x.done = to
	if isMark(x.s[from:to]) {
		return
	}
	if x.b.Len() == 0 {
		x.b.Grow(min(len(x.s), MaxLen+lookBack))
	}
	x.b.WriteString(x.s[x.kept:from])
	writeMark(&x.b, x.s[from:to])
	x.kept = to
}

// kinds of characters
const (
	charPlain = iota // means nothing on its own
	charWord
	charEscape // may be another character
	charSign   // something may begin here
)

var chars = func() (kinds [256]uint8) {
	for c := range kinds {
		if isWord(byte(c)) { //nolint:gosec // a byte
			kinds[c] = charWord
		}
	}
	for _, c := range []byte{'\\', '%', '&', 0x1b} {
		kinds[c] = charEscape
	}
	for _, c := range []byte("-:@?[") {
		kinds[c] = charSign
	}
	return kinds
}()

// scan returns s without its secrets. With query it begins with the name of a
// URL's parameter.
func scan(s string, query bool) string {
	x := scanner{s: s, query: -2}
	if query {
		x.query = 0
	}
	i := 0
	for i < len(s) && x.b.Len()+i-x.kept <= MaxLen+lookBack { // what is behind is cut off
		switch chars[s[i]] {
		case charPlain:
			i++
		case charWord:
			if i > 0 && i != x.fresh && isWord(s[i-1]) {
				i = nextWord(s, i)
			} else {
				i = x.word(i)
			}
		case charEscape:
			i = x.escape(i)
		case charSign:
			i = x.sign(i)
		}
	}
	if x.kept == 0 {
		return s[:i]
	}
	x.b.WriteString(s[x.kept:max(i, x.kept)])
	return x.b.String()
}

// escape goes on behind what begins like an escape. Its letters are no part of
// the word behind.
func (x *scanner) escape(i int) (next int) {
	s := x.s
	if encodedSlashes(s[i:]) {
		from := i + len("%3A%2F%2F")
		x.fresh = from
		if to := encodedUserInfo(s[from:]); to > 0 {
			x.hide(from, from+to)
			return from + to
		}
		return from
	}
	c, n := glyph(s, i)
	if n > 1 {
		x.fresh = i + n
	}
	if c == '&' || c == '?' {
		x.query = i + n
	}
	return i + n
}

// sign goes on behind a character that may begin something.
func (x *scanner) sign(i int) (next int) {
	s := x.s
	switch s[i] {
	case '?':
		x.query = i + 1
	case '[':
		return i + max(1, markLen(s[i:]))
	case '-':
		if n := pemLen(s[i:]); n > 0 {
			x.hide(i, i+n)
			return i + n
		}
		if i == x.done || !isWord(s[i-1]) && s[i-1] != '-' {
			if from, to := userFlag(s, i); to > from {
				x.hide(from, to)
				return to
			}
			if from, to := commandFlag(s, i); to > from {
				x.hide(from, to)
				return to
			}
		}
	case ':':
		n := slashesLen(s[i:])
		if n == 0 {
			break
		}
		from := i + n
		if end := userInfoEnd(s, from); end > from {
			if userInfoIsSecret(s[from:end]) {
				x.hide(from, end)
			}
			return end + 1
		}
		return from
	case '@':
		if from, to := passwordBefore(s, x.done, i); from >= 0 {
			x.hide(from, to)
			return to
		}
	}
	return i + 1
}

// word goes on behind the word that begins at i, or behind its value.
func (x *scanner) word(i int) (next int) {
	s := x.s
	if n := shapeLen(s[i:]); n > 0 {
		x.hide(i, i+n)
		return i + n
	}
	end := i
	for end < len(s) && end < i+maxName && (isWord(s[end]) || s[end] == '_' || s[end] == '-') {
		end++
	}
	if end == len(s) {
		return nextWord(s, i)
	}
	if s[end] == '.' {
		if from, to := webhook(s[i:]); to > from {
			x.hide(i+from, i+to)
			return i + to
		}
	}
	if !mayName(s, i, end) {
		return nextWord(s, i)
	}
	n := name{begin: i, end: end}
	if from := twoWords(s, i, end); from < i {
		n.begin, n.kind = from, secretName(s[from:end], false)
	}
	if n.kind == nameNone {
		n.begin = i
		n.kind = secretName(s[i:end], i == x.query || i == x.query+1 && s[i-1] == '_')
	}
	if n.kind == nameNone {
		if from, to := phrase(s, i, end); to > from {
			x.hide(from, to)
			return to
		}
		return nextWord(s, i)
	}
	from, to := n.value(s)
	if to > from && from >= x.done {
		x.hideKeys(nextWord(s, i), end)
		x.hide(from, to)
		return to
	}
	return nextWord(s, i)
}

// hideKeys hides the keys of known shape within the name s[i:end].
func (x *scanner) hideKeys(i, end int) {
	for i < end {
		if !isWord(x.s[i]) {
			i++
		} else if n := shapeLen(x.s[i:end]); n > 0 {
			x.hide(i, i+n)
			i += n
		} else {
			i = nextWord(x.s, i)
		}
	}
}

// mayName says quickly whether a value can follow the word s[i:end] at all: after
// a separator or a quote, or else where the word ends like the name of a secret.
func mayName(s string, i, end int) bool {
	if end-i < 2 {
		return false
	}
	switch s[end] {
	case '=', ':', '"', '\'', '`', '\\', '%', '&', '>', ']', '+', 0x1b, 0xc2, 0xef:
		return true
	case ' ', '\t', '\n', ',', '<':
		if s[end] == ' ' && end+2 < len(s) && (s[end+1] == '=' || s[end+1] == ':') {
			return true
		}
	default:
		return false
	}
	switch s[end-1] | 0x20 {
	case 'd': // password, passwd, pwd
		c := s[end-2] | 0x20
		return end-i > 2 && (c == 'r' || c == 'w')
	case 't', 'n', 'y': // secret, port; token; key, identified by
		c := s[max(i, end-2)] | 0x20
		return c == 'e' || c == 'r' || c == 'b'
	case 'e': // passphrase, passcode
		return end-i > 7
	case 'r', 'c': // bearer, basic
		return s[i]|0x20 == 'b'
	case 'h': // auth
		return end-i == 4
	default: // PASSWORD2
		return s[end] != ' ' || s[end-1] <= '9'
	}
}

// twoWords returns where the name begins that ends with "key" at s[i:end] and
// has a blank in it: "API key", "secret access key".
func twoWords(s string, i, end int) int {
	const longest = 12
	if w := s[i:end]; len(w) != 3 || !strings.EqualFold(w, "key") || i < 2 || s[i-1] != ' ' {
		return i
	}
	from := i - 1
	for from > 0 && i-from < longest && isWord(s[from-1]) {
		from--
	}
	return from
}

// nextWord skips the letters and digits at s[i:]: what follows a hyphen or an
// underscore is looked at again.
func nextWord(s string, i int) int {
	for i < len(s) && isWord(s[i]) {
		i++
	}
	return i
}

func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// isToken reports whether c occurs in keys and tokens.
func isToken(c byte) bool {
	return isWord(c) || c == '_' || c == '-' || c == '.' || c == '/' || c == '+' || c == '='
}
