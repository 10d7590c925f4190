// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// slashesLen returns the length of "://" at the beginning of s, with escaped
// slashes as some JSON has them; 0 if it is something else.
func slashesLen(s string) int {
	switch {
	case strings.HasPrefix(s, "://"):
		return len("://")
	case strings.HasPrefix(s, `:\/\/`):
		return len(`:\/\/`)
	}
	return 0
}

// userInfoEnd returns where the "@" stands behind the user information of the
// URL whose authority begins at i, or i if it has none. Passwords that should
// have been escaped are found by the "@" behind them.
func userInfoEnd(s string, i int) int {
	end := authorityEnd(s, i)
	if last := i + strings.LastIndexByte(s[i:end], '@'); last >= i {
		return last
	}
	const longest = 128
	colon := colonOutside(s[i:end])
	if colon < 0 || end >= len(s) || s[i] == '[' || digits(s[i+colon+1:end], 16) || i+colon+1 == end && endsPort(s[end]) {
		return i
	}
	found := i
	for k := end; k < len(s) && k < end+longest; k++ {
		switch c := s[k]; {
		case c == '\n', c == '"', c == '`', c == ':' && slashesLen(s[k:]) > 0, c == '<':
			return found
		case c == '@' && k+1 < len(s) && s[k+1] > ' ' && !isQuote(s[k+1]):
			found = k
		case found > i && (c == '/' || c == ' '):
			return found
		}
	}
	return found
}

// endsPort reports whether c ends an authority, also one with an empty port.
func endsPort(c byte) bool { return c == '/' || c == ' ' || c == '?' || c == '#' }

func authorityEnd(s string, i int) int {
	for i < len(s) {
		switch s[i] {
		case '/', '?', '#', ' ', '\t', '\n', '\r', '"', '\'', '`', '<', '>', '\\', ')', ']', '}', ',':
			return i
		case '[':
			i += max(1, markLen(s[i:]))
		default:
			i++
		}
	}
	return i
}

// userInfoIsSecret: a user name alone is none, unless it is long enough for a
// token.
func userInfoIsSecret(s string) bool {
	if isMark(s) {
		return true
	}
	s = withoutMarks(s)
	return strings.Contains(s, ":") || len(s) >= 16
}

// passwordBefore finds the password in "user:password@host" without a scheme,
// as in a DSN. It returns its bounds, or -1.
func passwordBefore(s string, done, i int) (from, to int) {
	to = i
	for k := i + 1; k < len(s) && k < i+64; k++ { // a password with "@"
		if c := s[k]; c == '@' && k+1 < len(s) && (isWord(s[k+1]) || s[k+1] == '(') {
			to = k
		} else if c <= ' ' || strings.IndexByte("\"'`<>()[]{},;/\\?", c) >= 0 {
			break
		}
	}
	host := s[to+1:]
	ends := "\"'`<>()[]{},;/\\?"
	switch n := nextWord(host, 0); {
	case host == "":
		return -1, -1
	case byteAt(host, n) == '(': // go-sql-driver: tcp(…)
		ends = "\"`<>"
	case host[0] == '/' && len(host) > 1, host[0] == '[' && markLen(host) == 0:
	case n == 0:
		return -1, -1
	}
	colon := -1
	for k := i - 1; k >= done && k > i-128; k-- {
		c := s[k]
		if c == ':' {
			if slashesLen(s[k:]) > 0 {
				break
			}
			colon = k
		} else if c <= ' ' || strings.IndexByte(ends, c) >= 0 || c == ']' && markEnds(s, k+1) || c == '\\' && strings.IndexByte("nrt", s[k+1]) >= 0 {
			break
		}
	}
	if colon < 0 || colon+1 >= to || colon == 0 || !isWord(s[colon-1]) && !markEnds(s, colon) && colon != done ||
		strings.HasSuffix(s[:colon+1], markOpen) {
		return -1, -1
	}
	if addressee(s, colon, to) || clock(s, colon, to) || strings.HasPrefix(host, "sha256:") {
		return -1, -1
	}
	return colon + 1, to
}

// addressee reports whether "label:name@host" is the address of somebody.
func addressee(s string, colon, to int) bool {
	begin := colon
	for begin > 0 && begin > colon-16 && isWord(s[begin-1]) {
		begin--
	}
	switch strings.ToLower(s[begin:colon]) {
	case "mailto", "sip", "xmpp", "acct":
		return true
	case "user", "email", "mail", "from", "to", "cc", "bcc", "by", "author", "owner", "contact", "assignee", "account":
	default:
		return false
	}
	local, host := s[colon+1:to], s[to+1:]
	n := 0
	for n < len(host) && (isWord(host[n]) || host[n] == '.' || host[n] == '-') {
		n++
	}
	return len(local) <= 16 && plain(strings.ReplaceAll(local, ".", "")) && strings.Contains(host[:n], ".") && byteAt(host, n) != ':' && byteAt(host, n) != '/'
}

// clock reports whether s[:to] ends with figures such as 12:30:00, not with a
// user and a password.
func clock(s string, colon, to int) bool {
	begin := colon
	for begin > 0 && begin > colon-16 && isWord(s[begin-1]) {
		begin--
	}
	return digits(s[begin:colon], 4) && digits(strings.ReplaceAll(s[colon+1:to], ":", ""), 4)
}

// encodedSlashes reports whether s begins with "://" as it stands in a query.
func encodedSlashes(s string) bool {
	return len(s) >= 9 && s[0] == '%' && strings.EqualFold(s[:9], "%3A%2F%2F")
}

// encodedUserInfo returns the length of the user information at the beginning
// of s, an encoded URL without its scheme; 0 if there is none.
func encodedUserInfo(s string) int {
	last := 0
	for i := 0; i+2 < len(s); i++ {
		switch c := s[i]; {
		case c <= ' ', c == '"', c == '\'', c == '&', c == '<', c == '>':
			return last
		case c == '%' && s[i+1] == '4' && s[i+2] == '0':
			last = i
		case c == '%' && s[i+1] == '2' && (s[i+2]|0x20 == 'f'):
			return last
		}
	}
	return last
}
