// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"maps"
	"strings"
	"sync/atomic"

	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// maxName is the length of a name in bytes, and maxNames bounds the cache: names
// that a model makes up must not fill memory, nor every line of a log.
const (
	maxName  = 256
	maxNames = 256
)

// nameKey is an operation's kind and name as the program gave it.
type nameKey struct {
	kind Kind
	name string
}

// opName is an operation's name as it is recorded.
type opName struct {
	span  string // such as "execute_tool weather_summary"
	plain string // such as "weather_summary"
}

// clipName cuts a name that is too long.
func clipName(name string) string {
	if len(name) <= maxName {
		return name
	}
	return strings.ToValidUTF8(name[:maxName-len("…")], "") + "…"
}

// nameCache saves redacting and joining names on every call. It is copied on
// write; look-ups take no lock.
type nameCache struct {
	m atomic.Pointer[map[nameKey]opName]
}

func (c *nameCache) get(kind Kind, name string, r *redact.Redactor) opName {
	key := nameKey{kind, name}
	m := c.m.Load()
	if m != nil {
		if n, ok := (*m)[key]; ok {
			return n
		}
	}
	n := opName{plain: clipName(r.String(name))}
	n.span = strings.TrimSuffix(kinds[kind].prefix+n.plain, " ")
	if len(name) > maxName || m != nil && len(*m) >= maxNames {
		return n
	}
	next := map[nameKey]opName{}
	if m != nil {
		next = maps.Clone(*m)
	}
	next[key] = n
	c.m.CompareAndSwap(m, &next)
	return n
}
