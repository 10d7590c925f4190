// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// argument returns the bounds of the argument behind a flag that ends at i:
// behind a blank or "=", or as the next element of a printed list.
func argument(s string, i int) (from, to int) {
	from, quote, ok := gap(s, i)
	if !ok || from >= len(s) {
		return i, i
	}
	for to = from; to < len(s); {
		c, n := glyph(s, to)
		if m := atomLen(s[to:]); m > 0 {
			n = m
		} else if quote != 0 && c == quote || quote == 0 && (c <= ' ' || isQuote(c)) || c == '\n' {
			break
		}
		to += n
	}
	return from, to
}

// gap skips what stands between a flag and its argument, and returns the quote
// in which the argument stands, 0 if none.
func gap(s string, i int) (next int, quote byte, ok bool) {
	for range maxBlanks {
		c, n := at(s, i)
		switch {
		case isQuote(c):
			if quote != 0 {
				return i, quote, ok
			}
			if ok {
				quote = c
			}
		case isBlank(c) || c == ',' || c == '=':
			if quote != 0 {
				return i, quote, ok
			}
			ok = true
		default:
			return i, quote, ok
		}
		i += n
	}
	return i, quote, ok
}

// argument finds the value of a flag, and that of a name in a printed list or
// tuple: --token x, ['--token', 'x'], ('x-api-key', 'x').
func (n name) argument(s string) (from, to int, ok bool) {
	flag := n.begin > 0 && s[n.begin-1] == '-' && n.kind != nameSession
	c, _ := at(s, n.end)
	if !flag && (!isQuote(c) || n.begin == 0 || !isQuote(s[n.begin-1])) {
		return 0, 0, false
	}
	i, quote, ok := gap(s, n.end)
	call := skipCall(s, i)
	if !ok || isQuote(c) && quote == 0 && call == i {
		return 0, 0, false
	}
	if call > i {
		from, to = quotedValue(s, call)
	} else if from, to = argument(s, n.end); byteAt(s, from) == '-' && quote == 0 {
		return 0, 0, false
	}
	switch v := withoutMarks(s[from:to]); {
	case isMark(s[from:to]):
		return from, to, true
	case flag && (quote != 0 || call > i), flag && !sentence(s[from:], false):
		return from, to, true
	case !flag && strings.Contains(s[n.end:i], ",") && !words(v), !flag && n.kind != nameWeak && !words(v):
		return from, to, true
	}
	return 0, 0, false
}

// userFlag returns the bounds of "user:password" behind -u, as curl takes it. The
// user is hidden as well: it may be the key, and the password empty.
func userFlag(s string, i int) (from, to int) {
	end := i
	for end < len(s) && s[end] == '-' {
		end++
	}
	flag := end
	for end < len(s) && end < flag+16 && (isWord(s[end]) || s[end] == '-') {
		end++
	}
	switch word := s[flag:end]; {
	case flag-i == 2 && (word == "user" || word == "proxy-user"):
	case flag-i == 1 && len(word) > 1 && word[0] == 'u' && byteAt(s, end) == ':' && commandBefore(s, i, "curl"): // -uuser:password
		from, to = flag+1, end
		for to < len(s) && s[to] > ' ' && !isQuote(s[to]) {
			to += max(1, markLen(s[to:]))
		}
		return from, to
	case flag-i == 1 && (word == "u" || word == "U") && (commandBefore(s, i, "curl") || !commandBefore(s, i, otherUsers...)):
	case flag-i == 1 && word != "" && len(word) < 6 && word[len(word)-1] == 'u' && commandBefore(s, i, "curl"): // -sSu
	case flag-i == 1 && word == "a" && commandBefore(s, i, "http", "https"):
	default:
		return 0, 0
	}
	from, to = argument(s, end)
	colon := from + colonOutside(s[from:to])
	// docker run -u 1000:1000
	if colon <= from || digits(s[from:colon], 10) && digits(s[colon+1:to], 10) {
		return 0, 0
	}
	return from, to
}

// otherUsers are the commands to which -u and a colon mean something else.
var otherUsers = []string{"docker", "podman", "git", "grep", "sort", "date", "rsync", "tar"}

// commandFlags are the short flags with which commands take a password.
var commandFlags = [...]struct {
	flag     byte
	attached bool // mysql -pPASSWORD
	commands []string
}{
	{'p', true, []string{"mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "mariadb-dump", "sshpass"}},
	{'p', false, []string{"sshpass", "login", "mongo", "mongosh", "mongodump", "mongorestore", "clickhouse-client"}},
	{'P', false, []string{"sqlcmd", "bcp"}},
	{'a', false, []string{"redis-cli", "valkey-cli"}},
	{'w', false, []string{"ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami", "ldap"}},
}

// commandFlag returns the bounds of the password behind the flag at i, if a
// command that takes one there stands before.
func commandFlag(s string, i int) (from, to int) {
	if i+2 >= len(s) {
		return 0, 0
	}
	for _, f := range commandFlags {
		if s[i+1] != f.flag || f.attached != (isWord(s[i+2]) || s[i+2] == '[' || s[i+2] == '$') || !commandBefore(s, i, f.commands...) {
			continue
		}
		if end := nextWord(s, i+1); f.attached && end < len(s) && (secretName(s[i+1:end], false) != nameNone || s[i+1:end] == "port") {
			continue // -password
		}
		if !f.attached {
			from, to = argument(s, i+2)
		} else {
			from, to = i+2, bareEnd(s, i+2, nameSecret, false)
		}
		if from < to && s[from] != '-' {
			return from, to
		}
		return 0, 0
	}
	return 0, 0
}

// commandBefore reports whether one of the commands stands on the line before i.
func commandBefore(s string, i int, commands ...string) bool {
	line := s[max(0, i-lookBack/2):i]
	line = line[strings.LastIndexByte(line, '\n')+1:]
	line = line[max(0, strings.LastIndex(line, `\n`)):]
	for _, c := range commands {
		for from := 0; ; {
			k := strings.Index(line[from:], c)
			if k < 0 {
				break
			}
			begin, end := from+k, from+k+len(c)
			if (begin == 0 || begin > 1 && line[begin-2] == '\\' || !isWord(line[begin-1]) && line[begin-1] != '-' && line[begin-1] != '_') && end < len(line) && strings.IndexByte(" \"'`\\", line[end]) >= 0 {
				return true
			}
			from = end
		}
	}
	return false
}

// phrase finds the secret behind words that name none by themselves.
func phrase(s string, i, end int) (from, to int) {
	before := s[max(0, i-16):i]
	blank, last := skipGlyphs(s, end, " \t")
	if last == 0 {
		return 0, 0
	}
	c, _ := at(s, blank)
	switch word := s[i:end]; {
	case strings.EqualFold(word, "by") && len(before) > 10 && strings.EqualFold(before[len(before)-11:], "identified ") && isQuote(c): // SQL
		from, to = quotedValue(s, blank)
	case word == "port" && strings.HasSuffix(before, "invalid ") && isQuote(c): // url.Parse quotes the password
		from, to = quotedValue(s, blank)
		if digits(strings.TrimPrefix(s[from:to], ":"), 16) {
			return 0, 0
		}
	}
	return from, to
}
