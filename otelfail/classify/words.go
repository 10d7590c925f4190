// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import "strings"

// Of a long text only the ends are read: the message comes first, the cause of
// a stack or a chain last.
const (
	maxHead = 12 << 10
	maxTail = 4 << 10
)

// words appends text to dst as lower-case words with one space around each, so
// that wordings which differ in case, punctuation or joining come out alike:
// "RateLimitError", "rate_limit_error" and "Rate limit: error" are the same.
// The first byte is '^' and the last '$', which patterns use as anchors.
func words(dst []byte, text string) []byte {
	dst = append(dst, '^', ' ')
	if len(text) > maxHead+maxTail {
		dst = appendWords(dst, text[:maxHead])
		dst = appendWords(dst, text[len(text)-maxTail:])
	} else {
		dst = appendWords(dst, text)
	}
	return append(dst, '$')
}

func appendWords(dst []byte, text string) []byte {
	text = strings.TrimSpace(text)
	const (
		gap = iota
		lower
		upper
		digit
	)
	prev := gap
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == 0xe2 && strings.HasPrefix(text[i:], "’"):
			if i += len("’") - 1; prev == lower && possessive(text, i+1) {
				i++
			}
		case 'a' <= c && c <= 'z' || c >= 0x80:
			// HTTPServer: the last capital begins the word; IDs is one.
			if prev == upper && !plural(text, i) && len(dst) > 1 && isLower(dst[len(dst)-2]) && i > 1 && isUpper(text[i-2]) {
				last := dst[len(dst)-1]
				dst = append(dst[:len(dst)-1], ' ', last)
			}
			dst = append(dst, c)
			prev = lower
		case 'A' <= c && c <= 'Z':
			// 402Insufficient: the capital begins the word.
			if prev == lower || prev == digit && i+2 < len(text) && isLower(text[i+1]) && isLower(text[i+2]) {
				dst = endWord(dst)
			}
			dst = append(dst, c|0x20)
			prev = upper
		case '0' <= c && c <= '9':
			dst = append(dst, c)
			prev = digit
		case c == '\'' && prev == lower && i+1 < len(text) && isLower(text[i+1]):
			// don't, doesn't; of the model's no more than the model
			if possessive(text, i+1) {
				i++
			}
		case c == ':' && clauseEnds(text, i):
			if dst = endWord(dst); len(dst) > 2 {
				dst[len(dst)-1] = colon
			}
			prev = gap
		default:
			dst = endWord(dst)
			prev = gap
		}
	}
	return endWord(dst)
}

// colon stands in place of the space behind a word that ends a clause: what comes
// before it is whoever passes a failure on, or what the failure is about.
const colon = 0x1f

// clauseEnds reports whether the colon at i ends a clause, and not the name of a
// field or the scheme of an address.
func clauseEnds(text string, i int) bool {
	return i > 0 && text[i-1] != '"' && text[i-1] != '\'' && i+1 < len(text) && text[i+1] == ' '
}

func isSpace(c byte) bool { return c == ' ' || c == colon }

// twoWords are such names by their last letter.
var twoWords = [256][]string{
	't': {" web socket", " time out"}, 's': {" web sockets"}, 'l': {" graph ql"}, 'c': {" json rpc"},
	'e': {" hugging face"}, 'h': {" o auth"}, 'g': {" f fmpeg"}, 'i': {" open ai"},
}

// endWord ends the word at the end of dst. Names that some write as one word and
// some as two become one.
func endWord(dst []byte) []byte {
	if isSpace(dst[len(dst)-1]) {
		return dst
	}
	for _, name := range twoWords[dst[len(dst)-1]] {
		if n := len(dst) - len(name); n >= 0 && isSpace(dst[n]) && string(dst[n+1:]) == name[1:] {
			_, second, _ := strings.Cut(name[1:], " ")
			dst = append(dst[:len(dst)-len(second)-1], second...)
			break
		}
	}
	return append(dst, ' ')
}

// possessive reports whether the text from i on is the s of "model's".
func possessive(text string, i int) bool {
	return i < len(text) && text[i] == 's' && (i+1 == len(text) || !isLower(text[i+1]))
}

// plural reports whether the s at i ends a word of capitals, as in URLs.
func plural(text string, i int) bool {
	return text[i] == 's' && (i+1 == len(text) || !isLower(text[i+1]) && !isUpper(text[i+1]))
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
