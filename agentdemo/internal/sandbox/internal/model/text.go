// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// taken replaces words that a reader has understood. It ends a phrase like a
// full stop does.
const taken = " | "

// text is a query of which readers take parts.
type text struct{ s string }

// longestQuery bounds the work for one query, in bytes.
const longestQuery = 4000

func newText(query string) *text {
	if len(query) > longestQuery {
		query = strings.ToValidUTF8(query[:longestQuery], "")
	}
	s := norm.NFC.String(query)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '|' || unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		case r == '’' || r == '‘' || r == 'ʼ' || r == '`':
			return '\''
		default:
			return r
		}
	}, s)
	return &text{s: strings.Join(strings.Fields(s), " ")}
}

// match is one match of an expression: where it was, and its groups.
type match struct {
	at     int
	before string // the text before it, in lower case
	after  string // the text after it, in lower case
	groups []string
}

// take removes every match that stands between word boundaries. A match for
// which use returns false stays.
func (t *text) take(re *regexp.Regexp, use func(match) bool) {
	var b strings.Builder
	rest := 0
	for from := 0; from <= len(t.s); {
		loc := re.FindStringSubmatchIndex(t.s[from:])
		if loc == nil {
			break
		}
		for i := range loc {
			if loc[i] >= 0 {
				loc[i] += from
			}
		}
		start, end := loc[0], loc[1]
		m := match{at: start, before: strings.ToLower(t.s[:start]), after: strings.ToLower(t.s[end:])}
		for i := 0; i < len(loc); i += 2 {
			group := ""
			if loc[i] >= 0 {
				group = strings.ToLower(t.s[loc[i]:loc[i+1]])
			}
			m.groups = append(m.groups, group)
		}
		if end > start && t.bounded(start, end) && use(m) {
			b.WriteString(t.s[rest:start])
			b.WriteString(taken)
			rest, from = end, end
			continue
		}
		_, size := utf8.DecodeRuneInString(t.s[start:])
		from = start + max(1, size)
	}
	b.WriteString(t.s[rest:])
	t.s = b.String()
}

// bounded reports whether no word goes on across the ends of the range. Scripts
// without spaces have no such boundaries.
func (t *text) bounded(start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(t.s[:start])
	first, _ := utf8.DecodeRuneInString(t.s[start:])
	last, _ := utf8.DecodeLastRuneInString(t.s[:end])
	after, _ := utf8.DecodeRuneInString(t.s[end:])
	joined := func(a, b rune) bool { return inWord(a) && inWord(b) && !unspaced(a) && !unspaced(b) }
	return !joined(before, first) && !joined(last, after)
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// unspaced reports whether the script of r is written without spaces.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

// anyNumber matches what number reads.
const anyNumber = `\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty-one|twenty one|twenty|thirty`

var numberWords = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
	"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15,
	"twenty": 20, "twenty one": 21, "twenty-one": 21, "thirty": 30,
}

func number(s string) int {
	if n, ok := numberWords[s]; ok {
		return n
	}
	n, _ := strconv.Atoi(s) // not a number: 0, "not said"
	return n
}

// titled writes each word of a lower-case name with a capital.
func titled(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if i > 0 && particles[w] {
			continue
		}
		parts := strings.Split(w, "-")
		for j, part := range parts {
			if rs := []rune(part); len(rs) > 0 && (j == 0 || !particles[part]) {
				rs[0] = unicode.ToTitle(rs[0])
				parts[j] = string(rs)
			}
		}
		words[i] = strings.Join(parts, "-")
	}
	return strings.Join(words, " ")
}
