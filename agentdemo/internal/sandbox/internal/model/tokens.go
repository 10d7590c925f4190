// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word or a punctuation mark of a text.
type token struct {
	text       string
	low        string // lower case
	start, end int
	word       bool
}

// tokenize splits a text. Hyphens, apostrophes and the points of abbreviations
// belong to their words.
func tokenize(s string) []token {
	var out []token
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r):
			i += size
		case inWord(r) || r == '\'' && startsWord(s[i+size:]):
			end := i + size
			for end < len(s) {
				r, size := utf8.DecodeRuneInString(s[end:])
				joins := (r == '-' || r == '\'' || r == '‐') && startsWord(s[end+size:])
				if !inWord(r) && !joins && (r != '.' || !abbreviation(s[i:end])) {
					break
				}
				end += size
			}
			out = append(out, newToken(s, i, end, true))
			i = end
		case strings.HasPrefix(s[i:], "->") || strings.HasPrefix(s[i:], "=>"):
			out = append(out, token{text: "→", low: "→", start: i, end: i + 2})
			i += 2
		default:
			out = append(out, newToken(s, i, i+size, false))
			i += size
		}
	}
	return out
}

func newToken(s string, start, end int, word bool) token {
	return token{text: s[start:end], low: strings.ToLower(s[start:end]), start: start, end: end, word: word}
}

func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// abbreviation reports whether a point after the word belongs to it: "St.", "D.C.".
func abbreviation(word string) bool {
	switch strings.ToLower(word) {
	case "st", "ste", "mt", "ft", "pt":
		return true
	}
	last := word[strings.LastIndexByte(word, '.')+1:]
	r, size := utf8.DecodeRuneInString(last)
	return size == len(last) && unicode.IsUpper(r)
}

// named reports whether the word is written like a name: with a capital, or in
// a script that has none.
func (t token) named() bool {
	for _, r := range t.text {
		if unicode.IsLetter(r) {
			return unicode.IsUpper(r) || unicode.IsTitle(r) || !unicode.IsLower(r)
		}
	}
	return false
}

// plain reports whether the word is an ordinary one.
func (t token) plain() bool {
	if !t.word || plainWords[t.low] {
		return true
	}
	_, isNumber := numberWords[t.low]
	return isNumber || !strings.ContainsFunc(t.text, unicode.IsLetter)
}

// ends reports whether no phrase goes on across the token.
func (t token) ends() bool {
	_, isRole := roleWords[t.low]
	return !t.word || isRole || linkWords[t.low] || t.low == "with" || t.low == "on" || t.low == "starting"
}
