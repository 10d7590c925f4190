// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// specialLen returns the length of a key at the beginning of s that is known by
// more than its first characters; 0 if there is none.
func specialLen(s string) int {
	if n := azureLen(s); n > 0 {
		return n
	}
	if strings.HasPrefix(s, "bot") { // in the path of a URL
		if n := botLen(s[len("bot"):]); n > 0 {
			return n + len("bot")
		}
	}
	if len(s) <= 8 || !isWord(s[7]) {
		return 0
	}
	// A run of letters and digits, by its length and what follows.
	const longest = 40
	n := 0
	for n < len(s) && n < longest && isWord(s[n]) {
		n++
	}
	switch rest := s[n:]; {
	case n < 8 || n == longest:
	case strings.HasPrefix(rest, ":"):
		return botLen(s)
	case n >= 14 && strings.HasPrefix(rest, ".atlasv1."): // Terraform
		return n + keyRun(rest)
	case n == 17 && s[0] == 'p' && strings.HasPrefix(rest, ".") && strings.HasPrefix(s, "pat") && partRun(rest[1:]) >= 30: // Airtable
		return n + 1 + partRun(rest[1:])
	case n >= 22 && strings.HasPrefix(rest, "."): // Discord
		first := partRun(rest[1:])
		if first < 5 || first > 8 || byteAt(rest, 1+first) != '.' || !keyLike(s[:n]) {
			return 0
		}
		if second := partRun(rest[2+first:]); second >= 25 {
			return n + 2 + first + second
		}
	case n == 32 && strings.HasPrefix(rest, "-us") && hexRun(s) == n: // Mailchimp
		return n + keyRun(rest)
	case n == 34 && s[0] == 'S' && s[1] == 'K' && hexRun(s[2:]) >= 32: // Twilio
		return n
	}
	return 0
}

// keyRun returns how many characters of keys s begins with, partRun how many
// without dots.
func keyRun(s string) (n int) {
	for n < len(s) && isKey(s[n]) {
		n++
	}
	return n
}

func partRun(s string) (n int) {
	for n < len(s) && n < 64 && isKey(s[n]) && s[n] != '.' {
		n++
	}
	return n
}

func hexRun(s string) (n int) {
	for n < len(s) && n < 64 {
		if _, ok := hexDigit(s[n]); !ok {
			break
		}
		n++
	}
	return n
}

// botLen returns the length of a Telegram bot's token: digits, a colon and 35
// characters.
func botLen(s string) int {
	n := 0
	for n < len(s) && n < 12 && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	if n < 8 || n >= len(s) || s[n] != ':' {
		return 0
	}
	from := n + 1
	for n = from; n < len(s) && isKey(s[n]); n++ {
	}
	if n-from < 30 {
		return 0
	}
	return n
}

// azureLen returns the length of a client secret of Microsoft Entra: three
// characters, a digit, "Q~" and about 34 more.
func azureLen(s string) int {
	if len(s) < 36 || s[4] != 'Q' || s[5] != '~' || s[3] < '0' || s[3] > '9' {
		return 0
	}
	n := 6
	for n < len(s) && (isKey(s[n]) || s[n] == '~') {
		n++
	}
	if n < 36 {
		return 0
	}
	return n
}

// jwtLen returns the length of a JSON Web Token: two or three base64url parts,
// the first of which is the JSON object that "eyJ" begins.
func jwtLen(s string) int {
	const maxHeader = 2 << 10 // a first part without an end is none
	if strings.IndexByte(s[:min(len(s), maxHeader)], '.') < 0 {
		return 0
	}
	n, dots, last := 0, 0, 0
	for ; n < len(s) && (dots > 0 || n < maxHeader); n++ {
		c := s[n]
		if c == '.' {
			if dots == 4 || n == last {
				break
			}
			dots++
			last = n + 1
			continue
		}
		if !isWord(c) && c != '_' && c != '-' && c != '=' {
			break
		}
	}
	if dots == 0 || n < 20 {
		return 0
	}
	return n
}
