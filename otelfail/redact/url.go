// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

func authorityEnd(s string, i int) int {
	for ; i < len(s); i++ {
		switch s[i] {
		case '/', '?', '#', ' ', '\t', '\n', '\r', '"', '\'', '`', '<', '>', '\\', ')', ']', '}', ',':
			return i
		}
	}
	return i
}

// userInfoIsSecret: a user name alone is none, unless it is long enough for a
// token.
func userInfoIsSecret(s string) bool {
	if markLen(s) == len(s) {
		return false
	}
	return strings.Contains(s, ":") || len(s) >= 16
}

// passwordBefore finds the password in "user:password@host" without a scheme,
// as in a DSN. It returns where the password begins, or -1.
func passwordBefore(s string, kept, at int) int {
	colon := -1
	for k := at - 1; k >= kept && k > at-128; k-- {
		c := s[k]
		if c == ':' {
			colon = k
			continue
		}
		if c <= ' ' || strings.IndexByte("\"'`<>()[]{},;/\\", c) >= 0 {
			break
		}
	}
	if colon <= kept || colon+1 >= at || !isWord(s[colon-1]) || at+1 >= len(s) || !isWord(s[at+1]) {
		return -1
	}
	return colon + 1
}

// encodedSlashes reports whether s begins with "://" as it stands in a query.
func encodedSlashes(s string) bool {
	return len(s) >= 9 && strings.EqualFold(s[:9], "%3A%2F%2F")
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

// webhooks are the addresses whose path is a secret itself.
var webhooks = [...]string{
	"hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/",
	"discord.com/api/webhooks/", "discordapp.com/api/webhooks/", "api.telegram.org/bot",
	"hooks.zapier.com/hooks/catch/", "chat.googleapis.com/v1/spaces/",
}

// webhook returns the bounds of the secret path in s, a URL without its scheme.
func webhook(s string) (from, to int) {
	for _, w := range webhooks {
		if !strings.HasPrefix(s, w) {
			continue
		}
		to = len(w)
		for to < len(s) && (isToken(s[to]) || s[to] == ':' || s[to] == '?' || s[to] == '&' || s[to] == '%') {
			to++
		}
		return len(w), to
	}
	return 0, 0
}

// userFlag returns the bounds of the password in "-u user:password", as curl
// takes it.
func userFlag(s string, i int) (from, to int) {
	for _, f := range [...]string{"-u ", "--user ", "--proxy-user ", "-U "} {
		if !strings.HasPrefix(s[i:], f) {
			continue
		}
		from = skip(s, i+len(f), " \"'")
		to = from
		colon := 0
		for to < len(s) && s[to] > ' ' && s[to] != '"' && s[to] != '\'' {
			if s[to] == ':' && colon == 0 {
				colon = to + 1
			}
			to++
		}
		if colon == 0 {
			return 0, 0
		}
		return colon, to
	}
	return 0, 0
}
