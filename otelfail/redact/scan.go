// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// lookBack is how far before the place that is read a secret can still be found
// to begin.
const lookBack = 256

// scan replaces the secrets of s in one pass. At the beginning of each word it
// asks whether a secret of known shape begins there, and after a word that
// names a secret whether a value follows.
func scan(s string) string {
	var b strings.Builder
	kept := 0 // s[:kept] is in b
	hide := func(from, to int) {
		if b.Len() == 0 {
			b.Grow(min(len(s), MaxLen+lookBack))
		}
		b.WriteString(s[kept:from])
		writeMark(&b, s[from:to])
		kept = to
	}
	fresh := 0 // a word may begin here whatever stands before
	i := 0
	for i < len(s) && b.Len()+i-kept <= MaxLen+lookBack { // what is behind is cut off
		if n := escapeLen(s[i:]); n > 0 {
			i += n
			fresh = i
			continue
		}
		if n := markLen(s[i:]); n > 0 {
			i += n
			continue
		}
		c := s[i]
		switch {
		case c == '-' && strings.HasPrefix(s[i:], "-----BEGIN "):
			n := pemLen(s[i:])
			hide(i, i+n)
			i += n
			continue
		case c == ':' && strings.HasPrefix(s[i:], "://"):
			from := i + 3
			if n, to := webhook(s[from:]); to > n && markLen(s[from+n:]) != to-n {
				hide(from+n, from+to)
				i = from + to
				continue
			}
			end := authorityEnd(s, from)
			if at := strings.LastIndexByte(s[from:end], '@'); at >= 0 {
				if userInfoIsSecret(s[from : from+at]) {
					hide(from, from+at)
				}
				i = from + at + 1
			} else {
				i = from
			}
			continue
		case c == '%' && encodedSlashes(s[i:]):
			from := i + len("%3A%2F%2F")
			if to := encodedUserInfo(s[from:]); to > 0 && markLen(s[from:]) != to {
				hide(from, from+to)
				i = from + to
			} else {
				i = from
			}
			fresh = i
			continue
		case c == '-' && (i == 0 || !isWord(s[i-1]) && s[i-1] != '-'):
			if from, to := userFlag(s, i); to > from && markLen(s[from:]) != to-from {
				hide(from, to)
				i = to
				continue
			}
			i++
			continue
		case c == '@':
			if from := passwordBefore(s, kept, i); from >= 0 {
				hide(from, i)
			}
			i++
			continue
		case !isWord(c) || i != fresh && isWord(s[i-1]):
			i++
			continue
		}
		// A word begins.
		if n := shapeLen(s[i:]); n > 0 {
			hide(i, i+n)
			i += n
			continue
		}
		word := i
		for word < len(s) && word < i+maxName && (isWord(s[word]) || s[word] == '_' || s[word] == '-') {
			word++
		}
		element := i > 0 && s[i-1] == '<' && word < len(s) && s[word] == '>'
		flag := strings.HasSuffix(s[:i], "--") && word < len(s) && s[word] == ' '
		if !flag && !element && !announces(s, i, word) {
			i = nextWord(s, i)
			continue
		}
		kind := secretName(s[i:word], i > 0 && (s[i-1] == '?' || s[i-1] == '&'))
		if kind == nameNone {
			i = nextWord(s, i)
			continue
		}
		from, to := value(s, word, kind, flag, element)
		if to > from {
			hide(from, to)
			i = to
			continue
		}
		i = nextWord(s, i)
	}
	if kept == 0 {
		return s[:i]
	}
	b.WriteString(s[kept:max(i, kept)])
	return b.String()
}

// announces reports whether a value can follow the word s[i:end] at all: after
// a separator, or after the name of a scheme.
func announces(s string, i, end int) bool {
	if end < len(s) && (s[i]|0x20 == 'b') && strings.IndexByte(" +%", s[end]) >= 0 {
		return true
	}
	n, _ := separator(s, skipQuotes(s, end))
	return n > 0
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

// escapeLen returns the length of what stands for one control character at the
// beginning of s, such as \n in a quoted text, and of the colour sequence that
// it begins. The letters of an escape are no part of the word behind.
func escapeLen(s string) int {
	n := 0
	switch {
	case s[0] == 0x1b:
		n = 1
	case s[0] != '\\' || len(s) < 2:
		return 0
	case strings.IndexByte("nrtbfvae", s[1]) >= 0:
		n = 2
	case s[1] == 'x':
		n = min(len(s), 4)
	case s[1] == 'u':
		n = min(len(s), 6)
	case s[1] == '0':
		n = min(len(s), 4)
	default:
		return 0
	}
	if n < len(s) && s[n] == '[' && (s[0] == 0x1b || n > 2) {
		for n++; n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == ';'); n++ {
		}
		if n < len(s) && isWord(s[n]) {
			n++
		}
	}
	return n
}
