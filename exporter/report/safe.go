// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// SafeText returns s as one line that a terminal shows and does not obey.
// Escape sequences are removed whole; line breaks and other control characters
// become single spaces; formatting characters that reorder or hide text are
// removed. What a CI system would take for a command of a log line is broken up
// by a space: "::" at the beginning, and "##[" or "##vso[" anywhere.
func SafeText(s string) string {
	if !plain(s) {
		s = showable(s)
	}
	return defuse(s)
}

// defuse breaks up what is a command to a CI system.
func defuse(s string) string {
	if head := strings.TrimLeft(s, " "); strings.HasPrefix(head, "::") {
		s = s[:len(s)-len(head)] + ": " + head[1:]
	}
	if strings.Contains(s, "##") {
		s = strings.NewReplacer("##[", "## [", "##vso[", "## vso[").Replace(s)
	}
	return s
}

func showable(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for len(s) > 0 {
		if n := escapeLen(s); n > 0 {
			s = s[n:]
			continue
		}
		r, n := utf8.DecodeRuneInString(s) // bytes that are no UTF-8 become U+FFFD
		s = s[n:]
		switch {
		case unicode.IsControl(r), unicode.IsSpace(r):
			space = true
		case hides(r):
		default:
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plain reports whether s is printable ASCII with single spaces within: most
// texts are.
func plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

// hides reports whether r is invisible or changes the direction or order of
// what is around it. The zero width joiner is among them: emoji fall apart into
// their parts, which is harmless.
func hides(r rune) bool {
	switch {
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Cs, r):
		return true
	case 0xfe00 <= r && r <= 0xfe0f, 0xe0100 <= r && r <= 0xe01ef: // variation selectors
		return true
	case r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0, r == 0x034f, r == 0x17b4, r == 0x17b5: // blank letters
		return true
	}
	return false
}

// escapeLen returns the length of the escape sequence that s starts with, 0 if
// it starts with none: ESC or a C1 introducer and what belongs to it. A sequence
// that does not end takes only its introducer with it, so that it cannot hide
// the text behind it.
func escapeLen(s string) int {
	kind, body := introducer(s)
	switch kind {
	case 0:
		return 0
	case '[': // CSI: parameters, intermediates, one final byte
		for i := body; i < len(s); i++ {
			switch c := s[i]; {
			case '@' <= c && c <= '~':
				return i + 1
			case c < ' ' || c > '~':
				return body
			}
		}
		return body
	case ']', 'P', 'X', '^', '_': // OSC and other strings, up to BEL or ST
		for i := body; i < len(s); i++ {
			switch {
			case s[i] == '\a':
				return i + 1
			case strings.HasPrefix(s[i:], "\x1b\\"), strings.HasPrefix(s[i:], "\u009c"):
				return i + 2
			case s[i] == '\n', s[i] == '\x1b':
				return body
			}
		}
	}
	return body
}

// introducer returns the letter of the sequence that s starts with, and where
// its body starts.
func introducer(s string) (kind byte, body int) {
	switch {
	case len(s) >= 2 && s[0] == 0x1b && ' ' < s[1] && s[1] <= '~':
		return s[1], 2
	case len(s) >= 2 && s[0] == 0xc2 && 0x80 <= s[1] && s[1] <= 0x9f: // C1 in UTF-8
		return s[1] - 0x40, 2
	}
	return 0, 0
}
