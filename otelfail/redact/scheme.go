// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// credentials finds what follows the name of a scheme: Bearer x, Basic x.
func (n name) credentials(s string) (from, to int) {
	from, last := skipGlyphs(s, n.end, " \t+\"'<:=\\")
	if last == 0 || slashesLen(s[n.end:]) > 0 {
		return n.end, n.end
	}
	for to = from; to < len(s); {
		if m := atomLen(s[to:]); m > 0 {
			to += m
			continue
		}
		if c := s[to]; !isToken(c) && c != '~' && c != ':' && c != '%' {
			break
		}
		to++
	}
	if to > from && s[to-1] == ':' {
		to-- // "Basic usage: …"
	}
	if isMark(s[from:to]) {
		return from, to
	}
	v := withoutMarks(s[from:to])
	// "basic authentication", "bearer token" are words.
	if len(v) < 6 || plain(strings.TrimRight(v, ".:")) && len(v) < 20 || digits(v, 6) {
		return from, from
	}
	return from, to
}
