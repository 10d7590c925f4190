// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strings"
	"unicode/utf8"
)

const (
	// MaxLen is the length in bytes of the longest text that String returns.
	MaxLen = 16 << 10
	// maxRead is how much of a text is read at all. What is cut off begins
	// beyond MaxLen whatever was redacted before it, unless marks shortened
	// the text to less; then the text just ends earlier.
	maxRead = 4 * MaxLen

	// maxPasses bounds the scans of a text. One finds what there is, nearly always,
	// and a second one that it was all.
	maxPasses = 8

	cutMark  = "…[cut]"
	withheld = "[REDACTED: the redactor failed]"
)

// Redactor takes secrets out of texts. A nil or zero Redactor applies the
// built-in rules. It is safe for concurrent use if its extra function is.
type Redactor struct {
	extra func(string) string
}

// New returns a Redactor that hands the result of the built-in rules to extra,
// which may be nil. If extra panics, the text is withheld altogether.
func New(extra func(string) string) *Redactor { return &Redactor{extra: extra} }

// String returns s without secrets, as valid UTF-8 of at most [MaxLen] bytes.
func (r *Redactor) String(s string) string { return r.finish(clean(prepare(s), false)) }

// clean scans s until nothing more is found: in texts without sense a mark may
// make a name of what stands beside it. It withholds a text that it cannot read, or
// that does not settle: nothing may get out, and nothing may stop the program, for
// a mistake in here.
func clean(s string, query bool) (out string) {
	defer func() {
		if recover() != nil {
			out = withheld
		}
	}()
	for range maxPasses {
		out = scan(s, query)
		if out == s {
			return out
		}
		s = out
	}
	return withheld
}

// prepare makes s a text that is not too long.
func prepare(s string) string {
	if len(s) > maxRead {
		s = withoutLastWord(clip(s, maxRead))
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return s
}

func (r *Redactor) finish(s string) string {
	if r != nil && r.extra != nil {
		s = strings.ToValidUTF8(contain(r.extra, s), "\uFFFD")
	}
	if len(s) > MaxLen {
		s = clip(s, MaxLen-len(cutMark)) + cutMark
	}
	return s
}

// withoutLastWord leaves out what stands at the end of a text that was cut: it
// may be the front of a secret whose shape cannot be seen any more.
func withoutLastWord(s string) string {
	const longest = 4 << 10
	end := len(s)
	for end > 0 && end > len(s)-longest && s[end-1] > ' ' {
		end--
	}
	return s[:end]
}

func contain(f func(string) string, s string) (out string) {
	defer func() {
		if recover() != nil {
			out = withheld
		}
	}()
	return f(s)
}

// clip cuts s to at most n bytes, before the rune or the mark that does not fit.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	if i := strings.LastIndex(s[max(0, n-markSize):n], markOpen[:1]); i >= 0 {
		if at := max(0, n-markSize) + i; markLen(s[at:]) > n-at {
			n = at
		}
	}
	return s[:n]
}
