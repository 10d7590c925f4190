// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// pemStyles are the dashes around the lines of a block: PEM, and SSH2.
var pemStyles = [...]struct{ begin, end, dashes string }{
	{"-----BEGIN", "-----END", "-----"},
	{"---- BEGIN", "---- END", "----"},
}

// pemLen returns the length of the block at the beginning of s: to the end line
// with the same label, or all of s where that was cut off. It is 0 if no block
// begins there, or if a text only mentions its first line. Public material is no
// exception.
func pemLen(s string) int {
	const longest = 80 // of a label
	for _, style := range pemStyles {
		if !strings.HasPrefix(s, style.begin) {
			continue
		}
		n := len(style.begin)
		if c, _ := at(s, n); c != ' ' && c != '+' {
			return 0
		}
		label := strings.Index(s[n:min(len(s), n+longest)], style.dashes)
		if label < 0 {
			if len(s) < n+longest || strings.Contains(s[n:n+longest], "KEY") {
				return len(s) // cut in its first line
			}
			return 0
		}
		n += label + len(style.dashes)
		if !pemBody(s, n) {
			return 0
		}
		last := style.end + s[len(style.begin):n]
		if end := strings.Index(s[n:], last); end >= 0 {
			return n + end + len(last)
		}
		return len(s)
	}
	return 0
}

// pemBody reports whether the content of a block begins at i: in a new line, or
// at least with characters that are no words.
func pemBody(s string, i int) bool {
	const enough = 16
	next, last := skipGlyphs(s, i, " \n\t\"'+,")
	if i >= len(s) || last == '\n' {
		return true
	}
	if c, _ := at(s, i); c == '\n' {
		return true
	}
	n := next
	for n < len(s) && n < next+enough && isToken(s[n]) {
		n++
	}
	return n-next == enough
}
