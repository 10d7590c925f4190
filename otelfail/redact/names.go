// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

type nameKind uint8

const (
	nameNone   nameKind = iota
	nameSecret          // a value follows after a separator
	nameHeader          // the value runs to the end of the line or the quotes
	nameScheme          // the value follows after a space: Bearer, Basic
)

// maxName is the length of the longest name that is looked at.
const maxName = 64

// secretNames are compared in lower case without hyphens and underscores. A
// name that ends with one of them is secret too (OPENAI_API_KEY, dbPassword).
var secretNames = [...]string{
	"password", "passwd", "passphrase", "pwd", "secret", "apikey", "accesskey", "secretkey", "privatekey", "accountkey", "sharedaccesskey", "signingkey", "encryptionkey",
	"accesstoken", "refreshtoken", "idtoken", "authtoken", "sessiontoken", "securitytoken", "bearertoken", "apitoken", "clientsecret", "credential", "credentials", "subscriptionkey",
	"authkey", "accesskeyid", "sessionid", "jsessionid", "phpsessid", "connectionstring", "xamzsignature", "xamzcredential", "sharedaccesssignature",
}

// wholeNames are secret only as the whole name.
var wholeNames = map[string]nameKind{
	"token": nameSecret, "pass": nameSecret, "auth": nameSecret, "pw": nameSecret, "xapikey": nameSecret, "xauthtoken": nameSecret, "xgoogapikey": nameSecret,
	"authorization": nameHeader, "proxyauthorization": nameHeader, "cookie": nameHeader, "setcookie": nameHeader,
	"bearer": nameScheme, "basic": nameScheme,
}

// queryNames are secret in the query of a URL.
var queryNames = map[string]bool{"key": true, "sig": true, "signature": true, "code": true, "token": true, "jwt": true, "apikey": true, "sas": true}

func secretName(word string, query bool) nameKind {
	if len(word) < 2 || len(word) >= maxName {
		return nameNone
	}
	var buf [maxName]byte
	n := 0
	for i := range len(word) {
		switch c := word[i]; {
		case c == '_' || c == '-':
		case 'A' <= c && c <= 'Z':
			buf[n] = c | 0x20
			n++
		default:
			buf[n] = c
			n++
		}
	}
	name := string(buf[:n])
	if k, ok := wholeNames[name]; ok {
		return k
	}
	if query && queryNames[name] {
		return nameSecret
	}
	if strings.HasSuffix(name, "token") && !strings.HasSuffix(name, "tokens") && len(name) > 5 && strings.ContainsAny(word, "_-") {
		return nameSecret
	}
	for _, s := range secretNames {
		if strings.HasSuffix(name, s) {
			return nameSecret
		}
	}
	return nameNone
}

// value returns the bounds of the value that belongs to the name ending at i;
// they are equal if there is none. A PEM block in it belongs to it whole.
func value(s string, i int, kind nameKind, flag bool) (from, to int) {
	from, to = bounds(s, i, kind, flag)
	if pem := strings.Index(s[from:to], "-----BEGIN"); pem >= 0 {
		to = max(to, from+pem+pemLen(s[from+pem:]))
	}
	return from, to
}

func bounds(s string, i int, kind nameKind, flag bool) (from, to int) {
	if kind == nameScheme {
		if i >= len(s) || s[i] != ' ' && s[i] != '+' && s[i] != '%' {
			return i, i
		}
		from = skip(s, i, " +")
		if strings.HasPrefix(s[from:], "%20") {
			from += 3
		}
		to = from
		digits := false
		for to < len(s) && (isToken(s[to]) || s[to] == '~' || s[to] == ':' || s[to] == '%') {
			digits = digits || s[to] < 'a' || s[to] > 'z'
			to++
		}
		// "basic authentication", "bearer token" are words.
		if to-from < 6 || !digits && to-from < 20 || markLen(s[from:]) > 0 {
			return i, i
		}
		return from, to
	}
	from = skip(s, i, `"'\ `+"`")
	if from >= len(s) || s[from] != '=' && s[from] != ':' || strings.HasPrefix(s[from:], "://") {
		if !flag || from == i || s[i] != ' ' {
			return i, i
		}
		from-- // --token value
	}
	from = skip(s, from+1, ">= ")
	slashes := skip(s, from, `\`) - from
	if from += slashes; from >= len(s) {
		return i, i
	}
	if q := s[from]; q == '"' || q == '\'' || q == '`' {
		from++
		return unmarked(s, from, closing(s, from, q, slashes))
	}
	from -= slashes
	if s[from] == '[' && markLen(s[from:]) == 0 {
		from = skip(s, from+1, `"'`) // a header printed as a list
		to = from
		for to < len(s) && s[to] != ']' && s[to] != '"' && s[to] != '\n' {
			to++
		}
		return unmarked(s, from, to)
	}
	to = from
	for to < len(s) && !ends(s[to], kind) {
		to++
	}
	return unmarked(s, from, to)
}

// closing returns where the value from i ends: at a quote that is not escaped
// deeper than the opening one was, or with the text.
func closing(s string, i int, quote byte, slashes int) int {
	run := 0
	for to := i; to < len(s); to++ {
		switch s[to] {
		case '\\':
			run++
			continue
		case quote:
			if run <= slashes {
				return to - run
			}
		}
		run = 0
	}
	return len(s)
}

// unmarked leaves a value alone that is empty or a mark already, or that only
// says that there is none.
func unmarked(s string, from, to int) (int, int) {
	v := s[from:to]
	switch n := markLen(s[from:]); {
	case n > 0, v == "", v == "null", v == "nil", v == "None", v == "true", v == "false", v == "undefined":
		return from, from
	}
	return from, to
}

func ends(c byte, kind nameKind) bool {
	switch c {
	case '\n', '\r', '"', '\'', '`', '<', '>', '}', '\\':
		return true
	case ' ', '\t', ',', ';', '&', ')', ']':
		return kind != nameHeader
	}
	return false
}

func skip(s string, i int, set string) int {
	for i < len(s) && strings.IndexByte(set, s[i]) >= 0 {
		i++
	}
	return i
}
