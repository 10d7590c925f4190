// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// visible returns s with every character shown that could hide or reorder text,
// or be obeyed: control characters as their pictures, such as ␛, others as
// ⟨U+202E⟩. Line breaks and tabs stay.
func visible(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	var before rune
	for i, n := 0, 0; i < len(s); i += n {
		var r rune
		r, n = utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, "⟨%02X⟩", s[i])
		case r == '\n', r == '\t':
			b.WriteRune(r)
		case r == '\r' && strings.HasPrefix(s[i+n:], "\n"):
			// a line break of two characters
		case r < ' ':
			b.WriteRune('␀' + r)
		case r == 0x7f:
			b.WriteRune('␡')
		case r == 0xfe0f && unicode.Is(unicode.So, before): // an emoji in colour
			b.WriteRune(r)
		case hidden(r):
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

// plain reports whether s is ASCII that is seen as it is: most texts are.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c > '~' {
			return false
		}
	}
	return true
}

// hidden reports whether r is not seen, or changes how its surroundings are.
func hidden(r rune) bool {
	switch {
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp):
		return true
	case r != ' ' && unicode.Is(unicode.Zs, r):
		return r != 0xa0 && r != 0x3000 // no-break and ideographic space
	case unicode.Is(unicode.Variation_Selector, r):
		return true
	}
	switch r {
	case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0: // blank letters
		return true
	}
	return false
}

// cut shortens s to limit runes and says how many are left out.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	left := utf8.RuneCountInString(s) - limit
	if left <= 0 {
		return s
	}
	end := 0
	for range limit {
		_, n := utf8.DecodeRuneInString(s[end:])
		end += n
	}
	return fmt.Sprintf("%s… (%d characters more)", s[:end], left)
}
