// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// Value returns s without secrets, where s stands under a name, such as that of
// an attribute: under password, openai.api_key or
// http.request.header.authorization it is a secret as a whole, and under
// url.query it is the query of a URL.
func (r *Redactor) Value(name, s string) string {
	s = prepare(s)
	switch kind := kindOf(name); {
	case kind == nameNone, s == "":
		return r.finish(clean(s, strings.HasSuffix(name, "query")))
	case harmless(kind, s):
		return r.finish(clean(s, false))
	}
	return r.finish(hidden(s))
}

// Values returns values without secrets, where they stand under a name or are
// the arguments of a command: of "--token", "x" the second is a secret.
func (r *Redactor) Values(name string, values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		v = prepare(v)
		if i > 0 && follows(values[i-1], v) {
			out[i] = r.finish(hidden(v))
			continue
		}
		out[i] = r.Value(name, v)
	}
	return out
}

// hidden returns what stands for s, which is a secret as a whole.
func hidden(s string) string {
	if isMark(s) {
		return s
	}
	return mark(s)
}

// kindOf looks at the last part of a name with dots, and at the last two where
// they say together what it is: openai.api.key.
func kindOf(name string) nameKind {
	last := strings.LastIndexByte(name, '.')
	kind := secretName(name[last+1:], false)
	if kind == nameNone && last > 0 && strings.EqualFold(name[last+1:], "key") {
		kind = secretName(name[strings.LastIndexByte(name[:last], '.')+1:], false)
	}
	switch {
	case kind == nameSession && strings.HasSuffix(name, "connect.sid"):
		return nameSecret
	case kind == nameScheme:
		return nameSecret
	case kind == nameError:
		return nameNone
	}
	return kind
}

// harmless reports whether a value is none under a name of some kind.
func harmless(kind nameKind, v string) bool {
	switch {
	case saysNone(v), uuid(v):
		return true
	case kind == nameSession:
		return !random(v)
	case kind == nameWeak:
		return syntax(v) || digits(v, 4)
	}
	return false
}

// follows reports whether v is the secret argument of the flag before it, or the
// value of the header.
func follows(before, v string) bool {
	const longest = maxName
	if v == "" || len(before) >= longest {
		return false
	}
	flag := strings.TrimLeft(before, "-")
	switch {
	case flag == "", strings.HasPrefix(v, "-"):
		return false
	case before == "-u" || before == "-U" || before == "--user" || before == "--proxy-user":
		from, to := userFlag(before+" "+v, 0)
		return from < to
	}
	switch kindOf(flag) {
	case nameNone, nameSession, nameWeak:
		return len(before) > len(flag) && strings.EqualFold(flag, "token")
	}
	return len(before) > len(flag) || !words(v)
}
