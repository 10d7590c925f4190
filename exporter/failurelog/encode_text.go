// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// Texts are looked at, and copied, in words of eight bytes; a word that is copied
// may reach beyond the end of what is appended, into room for it.
const wordSize = 8

const hexDigits = "0123456789abcdef"

// appendString appends s as a JSON string.
func appendString(b []byte, s string) []byte { return appendField(b, `"`, s) }

// appendField appends a key, with what stands around it up to the quote that
// opens its string, and s as a JSON string. A line has many of them, most of them
// short and plain: those cost one look at the room, no call, and no loop over s,
// of which words overlap instead.
func appendField(b []byte, key, s string) []byte {
	if cap(b)-len(b) < len(key)+len(s)+wordSize {
		return appendField(grow(b, len(key)+len(s)+wordSize), key, s)
	}
	at := len(b)
	if last := len(key) - wordSize; last >= 0 {
		for i := 0; i < last; i += wordSize {
			putWord(b, at+i, word(key, i))
		}
		putWord(b, at+last, word(key, last))
	} else {
		putWord(b, at, shortWord(key))
	}
	at += len(key)
	switch last := len(s) - wordSize; {
	case s == "":
	case last < 0:
		w := shortWord(s)
		if notPlain(w) != 0 {
			return appendText(b[:at], s)
		}
		putWord(b, at, w)
	case last <= wordSize:
		w, x := word(s, 0), word(s, last)
		if notPlain(w)|notPlain(x) != 0 {
			return appendText(b[:at], s)
		}
		putWord(b, at, w)
		putWord(b, at+last, x)
	case last <= 3*wordSize:
		w, x, y, z := word(s, 0), word(s, wordSize), word(s, last-wordSize), word(s, last)
		if notPlain(w)|notPlain(x)|notPlain(y)|notPlain(z) != 0 {
			return appendText(b[:at], s)
		}
		putWord(b, at, w)
		putWord(b, at+wordSize, x)
		putWord(b, at+last-wordSize, y)
		putWord(b, at+last, z)
	default:
		return appendText(b[:at], s)
	}
	at += len(s)
	b = b[:at+1]
	b[at] = '"'
	return b
}

// grow returns b with room for n more bytes. Inlined, it would have its callers
// save registers that they need not save.
//
//go:noinline
func grow(b []byte, n int) []byte { return slices.Grow(b, n) }

// word returns eight bytes of s.
func word(s string, i int) uint64 {
	s = s[i : i+wordSize]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// shortWord returns the bytes of s, of which there are less than eight, and
// spaces.
func shortWord(s string) uint64 {
	const spaces = 0x2020202020202020
	w := uint64(spaces)
	i := len(s) - 1
	if i >= 3 {
		w = w<<32 | uint64(s[i-3]) | uint64(s[i-2])<<8 | uint64(s[i-1])<<16 | uint64(s[i])<<24
		i -= 4
	}
	for ; i >= 0; i-- {
		w = w<<8 | uint64(s[i])
	}
	return w
}

// putWord sets eight bytes of b, within its capacity.
func putWord(b []byte, i int, w uint64) { binary.LittleEndian.PutUint64(b[i:i+wordSize], w) }

// notPlain has the high bit set of each byte of w that may need an escape: those
// below ' ' and above '~', '"' and '\'. Carries may set more, above the lowest.
func notPlain(w uint64) uint64 {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	control := w ^ ones*2 - ones*('"'-1) // ^2 exchanges ' ' and '"'
	return ((w + ones) | control | (w ^ ones*'\\' - ones)) & high
}

// appendText appends s, which is long or has bytes that may need an escape, and a
// quote.
func appendText(b []byte, s string) []byte {
	for {
		if cap(b)-len(b) < len(s)+wordSize {
			b = grow(b, len(s)+len(s)/8+wordSize)
		}
		n := copyPlain(b[len(b):len(b)+len(s)+wordSize], s)
		b, s = b[:len(b)+n], s[n:]
		switch {
		case s == "":
			return append(b, '"')
		case s[0] >= utf8.RuneSelf:
			b, n = appendForeign(b, s)
			s = s[n:]
		default:
			b = appendEscape(b, s[0])
			for s = s[1:]; s != "" && s[0] < ' '; s = s[1:] { // after a line break, often a tab
				b = appendEscape(b, s[0])
			}
		}
	}
}

// copyPlain copies s up to the first byte that may need an escape, and returns
// how many bytes that are. It may also change the eight bytes after them.
func copyPlain(to []byte, s string) int {
	i := 0
	for ; i <= len(s)-wordSize; i += wordSize {
		w := word(s, i)
		putWord(to, i, w)
		if odd := notPlain(w); odd != 0 {
			return i + bits.TrailingZeros64(odd)/8
		}
	}
	w := shortWord(s[i:])
	putWord(to, i, w)
	return min(i+bits.TrailingZeros64(notPlain(w))/8, len(s))
}

func appendEscape(b []byte, c byte) []byte {
	if short := shortEscapes[c%utf8.RuneSelf]; short != 0 {
		return append(b, '\\', short)
	}
	return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
}

// shortEscapes has the letters of the characters that have a short escape.
var shortEscapes = [utf8.RuneSelf]byte{'"': '"', '\\': '\\', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't'}

// appendForeign appends the characters beyond ASCII that s starts with, and
// returns how many bytes of s they are.
func appendForeign(b []byte, s string) (_ []byte, size int) {
	from, i := 0, 0
	for i < len(s) && s[i] >= utf8.RuneSelf {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(append(b, s[from:i]...), `\ufffd`...)
			from = i + n
		case steersTerminal(r):
			b = append(b, s[from:i]...)
			b = append(b, '\\', 'u', hexDigits[r>>12&0xf], hexDigits[r>>8&0xf], hexDigits[r>>4&0xf], hexDigits[r&0xf])
			from = i + n
		}
		i += n
	}
	return append(b, s[from:i]...), i
}

// steersTerminal reports whether a terminal would obey r rather than show it:
// C1 controls, line and paragraph separators, bidirectional controls, the byte
// order mark. All are in the basic plane.
func steersTerminal(r rune) bool {
	switch {
	case 0x80 <= r && r <= 0x9f,
		r == 0x061c,
		r == 0x200e, r == 0x200f,
		0x2028 <= r && r <= 0x202e,
		0x2066 <= r && r <= 0x2069,
		r == 0xfeff:
		return true
	}
	return false
}
