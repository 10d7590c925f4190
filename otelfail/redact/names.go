// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

type nameKind uint8

const (
	nameNone    nameKind = iota
	nameSecret           // a value follows after a separator
	nameWeak             // the same, but it may be a syntax element: "token: identifier"
	nameHeader           // the value runs to the end of the line or the quotes
	nameScheme           // the value follows after a space: Bearer, Basic
	nameQuery            // secret in the query of a URL, where short words are none
	nameSession          // secret if the value looks like one: "session=f00…", not "session=morning"
	nameError            // an error or a call is named after a secret: "InvalidPassword: x"
)

// maxName is the length of the longest name that is looked at.
const maxName = 64

// secretNames are compared in lower case without separators, an "s" at the end
// and what unimportant says. A name that ends with one of them is secret too
// (OPENAI_API_KEY, dbPassword).
var secretNames = byLastLetter(
	"password", "passwd", "passphrase", "passcode", "pwd", "passwort", "kennwort", "secret",
	"apikey", "accesskey", "secretkey", "privatekey", "accountkey", "sharedkey", "signingkey", "encryptionkey", "masterkey", "clientkey", "licensekey", "licencekey", "appkey", "applicationkey", "sentrykey", "instrumentationkey", "subscriptionkey", "authkey",
	"accesstoken", "refreshtoken", "idtoken", "authtoken", "sessiontoken", "securitytoken", "bearertoken", "apitoken", "csrftoken",
	"credential", "accesskeyid", "sessionid", "phpsessid", "sessioncookie", "connectionstring", "xhoneycombteam",
	"xamzsignature", "xgoogsignature", "sharedaccesssignature", "oauthsignature",
)

func byLastLetter(names ...string) (by [256][]string) {
	for _, n := range names {
		by[n[len(n)-1]] = append(by[n[len(n)-1]], n)
	}
	return by
}

// wholeNames are secret only as the whole name.
var wholeNames = map[string]nameKind{
	"token": nameWeak, "auth": nameWeak, "pass": nameSecret, "pw": nameSecret, "xapikey": nameSecret, "xauthtoken": nameSecret, "xgoogapikey": nameSecret,
	"authorization": nameHeader, "proxyauthorization": nameHeader, "cookie": nameHeader, "setcookie": nameHeader,
	"bearer": nameScheme, "basic": nameScheme,
	"session": nameSession, "sid": nameSession,
}

// queryNames are secret in the query of a URL.
var queryNames = map[string]bool{
	"key": true, "sig": true, "sign": true, "signature": true, "hmac": true, "code": true, "jwt": true, "sas": true, "otp": true, "ticket": true, "appid": true, "sid": true, "session": true,
}

// harmlessTokens come before "token" where it is no secret: the places of a
// listing, and what models are made to read.
var harmlessTokens = map[string]bool{
	"page": true, "next": true, "previous": true, "prev": true, "continuation": true, "continue": true, "sync": true, "skip": true, "cursor": true, "marker": true,
	"eos": true, "bos": true, "pad": true, "unk": true, "sep": true, "mask": true, "cls": true, "stop": true, "special": true, "first": true, "last": true, "end": true, "start": true, "unexpected": true, "per": true, "max": true,
}

// unimportant are the last words of a name that do not change what it names:
// GITHUB_TOKEN_PROD, client-key-data, SECRET_KEY_BASE.
var unimportant = map[string]bool{
	"prod": true, "production": true, "staging": true, "stage": true, "dev": true, "development": true, "test": true, "live": true, "local": true, "base": true, "data": true, "old": true, "new": true, "main": true, "backup": true, "default": true, "primary": true, "secondary": true,
}

// errorWords begin the names of errors and of calls.
var errorWords = map[string]bool{
	"invalid": true, "missing": true, "expired": true, "bad": true, "wrong": true, "incorrect": true, "unknown": true, "malformed": true, "unauthorized": true, "unsupported": true, "no": true, "empty": true,
	"get": true, "put": true, "create": true, "list": true, "delete": true, "fetch": true, "read": true, "write": true, "load": true, "parse": true, "verify": true, "validate": true, "check": true, "decode": true, "decrypt": true, "describe": true, "rotate": true,
}

// parts are the words of a name in lower case, as one text.
type parts struct {
	buf   [maxName]byte
	begin [maxName]uint8 // of each word in buf
	words int
	n     int
}

// split takes a name apart at hyphens, underscores, dots, blanks and capitals.
func (p *parts) split(name string) {
	boundary := true
	for i := range len(name) {
		c := name[i]
		upper := 'A' <= c && c <= 'Z'
		switch {
		case c == '_' || c == '-' || c == '.' || c == ' ':
			boundary = true
			continue
		case upper && i > 0 && ('a' <= name[i-1] && name[i-1] <= 'z' || isWord(name[i-1]) && i+1 < len(name) && 'a' <= name[i+1] && name[i+1] <= 'z'):
			boundary = true
		}
		if boundary {
			p.begin[p.words] = uint8(p.n) //nolint:gosec // less than maxName
			p.words++
			boundary = false
		}
		if upper {
			c |= 0x20
		}
		p.buf[p.n] = c
		p.n++
	}
}

func (p *parts) word(i int) []byte {
	if i+1 < p.words {
		return p.buf[p.begin[i]:p.begin[i+1]]
	}
	return p.buf[p.begin[i]:p.n]
}

// trim leaves out numbers and unimportant words at the end, and the "s" of the
// plural. It reports whether there was one.
func (p *parts) trim() (plural bool) {
	for p.words > 0 {
		last := p.word(p.words - 1)
		n := len(last)
		for n > 0 && '0' <= last[n-1] && last[n-1] <= '9' {
			n--
		}
		if p.words > 1 && (n == 0 || n == 1 && n < len(last) && last[0] == 'v' || unimportant[string(last)]) {
			p.n -= len(last)
			p.words--
			continue
		}
		p.n -= len(last) - n
		break
	}
	if p.n > 3 && p.buf[p.n-1] == 's' && p.buf[p.n-2] != 's' {
		p.n--
		return true
	}
	return false
}

// endings are the last two letters of secretNames and of their plurals, ends the
// first and the last of wholeNames, and trimmed the last two of unimportant.
var endings, ends, trimmed = func() (endings, ends, trimmed [256][256]bool) {
	for last, names := range secretNames {
		for _, n := range names {
			endings[n[len(n)-2]][last] = true
			endings[last]['s'] = true
		}
	}
	endings['e']['n'], endings['n']['s'] = true, true // token
	for n := range wholeNames {
		ends[n[0]][n[len(n)-1]] = true
	}
	for n := range unimportant {
		trimmed[n[len(n)-2]][n[len(n)-1]] = true
	}
	return endings, ends, trimmed
}()

// maySecret says quickly that most words name no secret.
func maySecret(word string) bool {
	last, before := word[len(word)-1], word[len(word)-2]|0x20
	if last|0x20 < 'a' || last|0x20 > 'z' {
		return true // PASSWORD2
	}
	last |= 0x20
	if endings[before][last] || ends[word[0]|0x20][last] {
		return true
	}
	if !trimmed[before][last] {
		return false
	}
	for i := 1; i < len(word); i++ {
		if c := word[i]; c < 'a' || c > 'z' {
			return true
		}
	}
	return false
}

func secretName(word string, query bool) nameKind {
	if len(word) < 2 || len(word) >= maxName || !query && !maySecret(word) {
		return nameNone
	}
	var p parts
	p.split(word)
	if p.n == 0 {
		return nameNone
	}
	if k, ok := wholeNames[string(p.buf[:p.n])]; ok {
		if query && k == nameSession {
			return nameQuery
		}
		return k
	}
	if query && queryNames[string(p.buf[:p.n])] {
		return nameQuery
	}
	if environmentKey(word) {
		return nameSecret
	}
	plural := p.trim()
	if p.n == 0 {
		return nameNone
	}
	name := p.buf[:p.n]
	for _, s := range secretNames[name[len(name)-1]] {
		if strings.HasSuffix(string(name), s) {
			return p.kind()
		}
	}
	if string(p.word(p.words-1)) != "token" {
		return nameNone
	}
	if plural {
		return nameSession // of a model, unless they look like others
	}
	if p.words == 1 {
		return nameWeak
	}
	if harmlessTokens[string(p.word(p.words-2))] {
		return nameNone
	}
	return p.kind()
}

// kind tells a secret from an error that is named after one.
func (p *parts) kind() nameKind {
	if p.words > 1 && errorWords[string(p.word(0))] {
		return nameError
	}
	return nameSecret
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
