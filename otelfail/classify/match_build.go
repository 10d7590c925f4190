// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import (
	"slices"
	"strings"
)

// run is one piece of a pattern as it stands in texts, and what follows from
// it when it is found.
type run struct {
	text string
	part part
}

// runs takes a pattern apart at its marks.
func (m *matcher) runs(pattern string, id int) []run {
	var all []run
	slot, gap, far := -1, 0, false
	add := func(texts []string, last bool) {
		own := -1
		if !last {
			own = m.slots
			m.slots++
			if m.slots > maxSlots {
				panic("classify: too many gaps")
			}
		}
		for _, t := range texts {
			b := bounded(t)
			if len(b) > 255 {
				panic("classify: pattern too long")
			}
			all = append(all, run{b, part{
				pattern: uint16(id), slot: int16(slot), own: int16(own), gap: uint8(gap), size: uint8(len(b)), far: far,
			}})
		}
		slot = own
	}
	pieces := strings.Split(pattern, "…")
	for k, piece := range pieces {
		if piece == ":" {
			far = true
			continue
		}
		end := k == len(pieces)-1
		if before, rest, ok := strings.Cut(piece, "<"); ok {
			list, after, _ := strings.Cut(rest, ">")
			before, after = strings.TrimSpace(before), strings.TrimSpace(after)
			if before != "" {
				add([]string{before}, false)
				gap = 0
			}
			add(m.lists[list], end && after == "")
			if after != "" {
				gap = 0
				add([]string{after}, end)
			}
		} else {
			add([]string{piece}, end)
		}
		gap, far = maxGap, m.far
	}
	return all
}

// trie is the automaton while it is being made: each state knows its first
// child and its next sibling.
type trie struct {
	child, sibling []uint32
	label          []byte
}

func (t *trie) add() uint32 {
	t.child, t.sibling, t.label = append(t.child, 0), append(t.sibling, 0), append(t.label, 0)
	return uint32(len(t.label) - 1)
}

// insert returns the state of a text.
func (t *trie) insert(text string) (s uint32) {
	for _, b := range []byte(text) {
		c := t.child[s]
		for c != 0 && t.label[c] != b {
			c = t.sibling[c]
		}
		if c == 0 {
			c = t.add()
			t.label[c], t.sibling[c], t.child[s] = b, t.child[s], c
		}
		s = c
	}
	return s
}

// build makes the automaton of all patterns.
func (m *matcher) build() {
	var t trie
	t.add()
	type ending struct {
		state uint32
		part  part
	}
	var endings []ending
	for src, id := range m.bySrc {
		for _, r := range m.runs(src, id) {
			endings = append(endings, ending{t.insert(r.text), r.part})
		}
	}
	slices.SortFunc(endings, func(a, b ending) int { return int(a.state) - int(b.state) })
	m.nodes = make([]node, len(t.label))
	m.edges = make([]edge, 0, len(t.label))
	m.parts = make([]part, 0, len(endings))
	for s := range m.nodes {
		n := &m.nodes[s]
		n.from = uint32(len(m.parts))
		for len(endings) > 0 && int(endings[0].state) == s {
			m.parts = append(m.parts, endings[0].part)
			endings = endings[1:]
		}
		n.to = uint32(len(m.parts))
		n.first = uint32(len(m.edges))
		for c := t.child[s]; c != 0; c = t.sibling[c] {
			m.edges = append(m.edges, edge{t.label[c], c})
			if s == 0 {
				m.root[t.label[c]] = c
			}
		}
		n.end = uint32(len(m.edges))
	}
	m.link()
}

// link finds the failure links, breadth first.
func (m *matcher) link() {
	queue := []uint32{0}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		for _, e := range m.edges[m.nodes[s].first:m.nodes[s].end] {
			n := &m.nodes[e.to]
			if s != 0 {
				n.fail = m.step(m.nodes[s].fail, e.b)
			}
			if f := &m.nodes[n.fail]; f.from < f.to {
				n.more = n.fail
			} else {
				n.more = f.more
			}
			queue = append(queue, e.to)
		}
	}
}
