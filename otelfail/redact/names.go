// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

type nameKind uint8

const (
	nameNone   nameKind = iota
	nameSecret          // a value follows after a separator
	nameWeak            // the same, but prose may follow a colon: "token: unexpected end"
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
	"token": nameWeak, "pass": nameWeak, "auth": nameWeak, "pw": nameWeak, "credential": nameWeak, "credentials": nameWeak, "secret": nameWeak, "xapikey": nameSecret, "xauthtoken": nameSecret, "xgoogapikey": nameSecret,
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
	if environmentKey(word) {
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

// environmentKey reports whether word is an environment variable such as
// GROQ_KEY. The keys of tables and caches are no secrets.
func environmentKey(word string) bool {
	rest, ok := strings.CutSuffix(word, "_KEY")
	if !ok || strings.ToUpper(rest) != rest {
		return false
	}
	switch rest[strings.LastIndexByte(rest, '_')+1:] {
	case "PUBLIC", "PRIMARY", "FOREIGN", "PARTITION", "SORT", "CACHE", "UNIQUE", "DUPLICATE", "ROUTING", "MISSING", "ROW", "IDEMPOTENCY":
		return false
	}
	return true
}
