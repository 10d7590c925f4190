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
	slot, gap := -1, 0
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
				pattern: uint16(id), slot: int16(slot), own: int16(own), gap: uint8(gap), size: uint8(len(b)),
			}})
		}
		slot = own
	}
	pieces := strings.Split(pattern, "…")
	for k, piece := range pieces {
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
		gap = maxGap
	}
	return all
}

// build makes the automaton of all patterns.
func (m *matcher) build() {
	type state struct {
		next  map[byte]uint32
		parts []part
		depth int
	}
	states := []*state{{next: map[byte]uint32{}}}
	sources := make([]string, len(m.bySrc))
	for src, id := range m.bySrc {
		sources[id] = src
	}
	for id, src := range sources {
		for _, r := range m.runs(src, id) {
			s := uint32(0)
			for _, b := range []byte(r.text) {
				t, ok := states[s].next[b]
				if !ok {
					t = uint32(len(states))
					states = append(states, &state{next: map[byte]uint32{}, depth: states[s].depth + 1})
					states[s].next[b] = t
				}
				s = t
			}
			states[s].parts = append(states[s].parts, r.part)
		}
	}
	m.nodes = make([]node, len(states))
	for i, st := range states {
		n := &m.nodes[i]
		n.from = uint32(len(m.parts))
		m.parts = append(m.parts, st.parts...)
		n.to = uint32(len(m.parts))
		n.first = uint32(len(m.edges))
		for b, t := range st.next {
			m.edges = append(m.edges, edge{b, t})
			if i == 0 {
				m.root[b] = t
			}
		}
		n.end = uint32(len(m.edges))
		slices.SortFunc(m.edges[n.first:n.end], func(x, y edge) int { return int(x.b) - int(y.b) })
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
