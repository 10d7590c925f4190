// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// positions are words for a place in a list, counted from 1; -1 is the last.
var positions = map[string]int{
	"first": 1, "1st": 1, "one": 1, "former": 1, "yes": 1, "y": 1, "ok": 1, "default": 1,
	"second": 2, "2nd": 2, "two": 2, "third": 3, "3rd": 3, "three": 3, "fourth": 4, "4th": 4, "four": 4,
	"fifth": 5, "5th": 5, "five": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8,
	"last": -1, "latter": -1,
}

// fillers say nothing about which option is meant.
var fillers = []string{"the", "one", "option", "number", "no", "in", "of", "please", "i", "mean", "meant", "that", "it", "is", "a", "choice"}

// understand finds the option that an answer means: by its number ("2"), by its
// position ("the second"), or by words that only one option has ("London,
// Ontario", "the one in Canada"). An empty answer means the first.
func understand(answer string, options []string) (int, bool) {
	words := wordsOf(answer)
	if len(words) == 0 {
		return 0, strings.TrimSpace(answer) == ""
	}
	for i, option := range options {
		if slices.Equal(words, wordsOf(option)) {
			return i, true
		}
	}
	telling := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(fillers, w) })
	if len(telling) == 0 {
		telling = words // "one"
	}
	if len(telling) == 1 {
		n, ok := positions[telling[0]]
		if !ok {
			var err error
			n, err = strconv.Atoi(telling[0])
			ok = err == nil
		}
		if n == -1 {
			n = len(options)
		}
		if ok {
			return n - 1, n >= 1 && n <= len(options)
		}
	}
	found := -1
	for i, option := range options {
		has := wordsOf(option)
		if slices.ContainsFunc(telling, func(w string) bool { return !slices.Contains(has, w) }) {
			continue
		}
		if found >= 0 {
			return 0, false // more than one
		}
		found = i
	}
	return max(found, 0), found >= 0
}

// wordsOf splits a text into words without case and accents.
func wordsOf(text string) []string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
	return strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
