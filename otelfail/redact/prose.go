// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// What follows a name and a colon may be its value or a sentence about it:
// "password: hunter2", "password: field required". A sentence is known by the
// words that error messages are made of.

// wordUse says how much a word tells.
type wordUse uint8

const (
	inSentence wordUse = iota + 1 // other words make the sentence
	onItsOwn                      // tells enough on its own
)

var errorTexts = vocabulary(
	"a an the is are was were be been has have had does do did can could should would will may might in on at of to for from by with within without as and or if than that this it its you your we our please "+
		"field flag option value string number input argument parameter header variable environment context deadline exceeded connection connect dial tcp udp unix i/o request response server client service permission access operation "+
		"line column char character byte bytes position after before end while during when x509 tls http https json yaml xml rpc grpc net lookup read write open parse strconv oauth2 syntax type format length size validation certificate signature error fetched token key secret password credentials authentication authorization",
	"yes eof required missing invalid expired empty unset denied unauthorized unauthenticated forbidden timeout timed incorrect wrong malformed revoked rejected unexpected unknown unsupported unavailable refused failed failure not no none cannot must got expected too unable bad null nil undefined optional redacted",
)

func vocabulary(sentence, alone string) map[string]wordUse {
	words := map[string]wordUse{}
	for _, w := range strings.Fields(sentence) {
		words[w] = inSentence
	}
	for _, w := range strings.Fields(alone) {
		words[w] = onItsOwn
	}
	return words
}

// sentence reports whether s begins with a sentence about a name, not with its
// value. Its first word must be one of errorTexts unless any will do. A value
// that is such a word itself is taken for a sentence.
func sentence(s string, any bool) bool {
	const enough = 4
	for n := range enough {
		word, rest := firstWord(s)
		if word == "" {
			return false
		}
		use := useOf(word)
		switch {
		case use == onItsOwn, use == inSentence && n > 0:
			return true
		case use == inSentence:
			if next, _ := firstWord(rest); next != "" {
				return true
			}
			return false
		case !any || !plain(word):
			return false
		}
		s = rest
	}
	return false
}

// useOf looks a word up in any letter case.
func useOf(word string) wordUse {
	var buf [16]byte
	if len(word) > len(buf) {
		return 0
	}
	for i := range len(word) {
		c := word[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	return errorTexts[string(buf[:len(word)])]
}

// firstWord returns the first word of the line s without the punctuation around
// it, and what follows.
func firstWord(s string) (word, rest string) {
	const longest = 32
	i := skip(s, 0, " \t(")
	end := i
	for end < len(s) && end < i+longest && s[end] > ' ' && s[end] != '\\' && !isQuote(s[end]) {
		end++
	}
	return strings.TrimRight(s[i:end], ".,:;!?)}]"), s[end:]
}

// plain reports whether a word consists of letters, a capital at most the first.
func plain(word string) bool {
	for i := range len(word) {
		if c := word[i]; (c < 'a' || c > 'z') && (i > 0 || c < 'A' || c > 'Z') {
			return false
		}
	}
	return word != ""
}

// passphrase returns where the words from i end if there are several, up to the
// end of the line, that make no sentence: "password: correct horse battery".
func passphrase(s string, i int) (to int, ok bool) {
	const longest = 128
	words := 0
	for to = i; to < len(s) && to < i+longest; {
		begin := to
		for to < len(s) && isWord(s[to]) {
			to++
		}
		if w := s[begin:to]; !plain(w) || useOf(w) != 0 {
			return i, false
		}
		words++
		c, _ := at(s, to)
		if c == 0 || c == '\n' || isQuote(c) && s[to] != '%' {
			return to, words > 1
		}
		if s[to] != ' ' {
			return i, false
		}
		to++
	}
	return i, false
}

// random reports whether a text looks like nothing that people write: long, with
// digits, capitals and small letters.
func random(s string) bool {
	const enough = 16
	var digit, upper, lower bool
	for i := range len(s) {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			digit = true
		case 'A' <= c && c <= 'Z':
			upper = true
		case 'a' <= c && c <= 'z':
			lower = true
		case c != '_' && c != '-' && c != '+' && c != '=' && c != '%' && c != ',':
			return false
		}
	}
	return len(s) >= enough && digit && upper && lower
}

// digits reports whether s consists of digits, at most limit of them.
func digits(s string, limit int) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != "" && len(s) <= limit
}

// uuid reports whether s has the form 7321d3c5-0972-4705-a4d4-3b15cd2df22e.
func uuid(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return false
			}
		} else if _, ok := hexDigit(s[i]); !ok {
			return false
		}
	}
	return true
}
