// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"iter"
	"slices"
)

// fewKeys is up to how many keys are looked for one by one, which is as fast as a
// map and needs less.
const fewKeys = 16

// smallMap is a map that mostly has few keys. The zero value is empty.
type smallMap[K comparable, V any] struct {
	few  []entry[K, V]
	many map[K]V // in place of few
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

func (m *smallMap[K, V]) len() int { return len(m.few) + len(m.many) }

func (m *smallMap[K, V]) get(key K) (value V, ok bool) {
	if m.many != nil {
		value, ok = m.many[key]
		return value, ok
	}
	if i := m.find(key); i >= 0 {
		return m.few[i].value, true
	}
	return value, false
}

func (m *smallMap[K, V]) find(key K) int {
	for i := range m.few {
		if m.few[i].key == key {
			return i
		}
	}
	return -1
}

func (m *smallMap[K, V]) set(key K, value V) {
	if m.many != nil {
		m.many[key] = value
		return
	}
	if i := m.find(key); i >= 0 {
		m.few[i].value = value
		return
	}
	if len(m.few) < fewKeys {
		if m.few == nil {
			m.few = make([]entry[K, V], 0, 8)
		}
		m.few = append(m.few, entry[K, V]{key, value})
		return
	}
	m.many = make(map[K]V, 2*fewKeys)
	for _, e := range m.few {
		m.many[e.key] = e.value
	}
	m.many[key] = value
	m.few = nil
}

func (m *smallMap[K, V]) delete(key K) {
	if m.many != nil {
		delete(m.many, key)
		return
	}
	if i := m.find(key); i >= 0 {
		m.few = slices.Delete(m.few, i, i+1)
	}
}

// all yields the entries. They must not be changed meanwhile.
func (m *smallMap[K, V]) all() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, e := range m.few {
			if !yield(e.key, e.value) {
				return
			}
		}
		for k, v := range m.many {
			if !yield(k, v) {
				return
			}
		}
	}
}
