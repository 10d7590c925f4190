// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import (
	"math/bits"
	"strings"
)

// maxGap is how many bytes of words the mark "…" in a pattern stands for.
const maxGap = 80

// matcher finds all patterns of the rule table in one pass over a text, in
// time linear in its length (Aho and Corasick's automaton, followed by failure
// links: at most two steps a byte).
//
// A pattern is a few words. "^" and "$" anchor it to the ends of the text,
// "*" at an end leaves that word open, "…" stands for up to maxGap bytes of one
// clause, "…:…" for up to maxGap bytes of whatever clauses, and "<kind>" for any of
// the words that lists has under "kind".
type matcher struct {
	lists map[string][]string
	far   bool // "…" is "…:…"
	bySrc map[string]int
	slots int

	nodes []node
	root  [256]uint32
	edges []edge
	parts []part
}

// node is a state: a text read so far.
type node struct {
	fail       uint32 // the state of its longest proper suffix
	more       uint32 // the longest proper suffix that ends a run; 0 if none
	first, end uint32 // its edges
	from, to   uint32 // its parts: the runs that end here
}

type edge struct {
	b  byte
	to uint32
}

// part is one run of a pattern between two marks.
type part struct {
	pattern uint16
	slot    int16 // where the end of the run before is kept; -1 for the first
	own     int16 // where the end of this run is kept; -1 for the last
	gap     uint8 // bytes between the run before and this one, at most
	size    uint8
	far     bool // the gap may reach over the end of a clause
}

// maxPatterns and maxSlots bound the sets of one match.
const (
	maxPatterns = 12288
	maxSlots    = 2560
)

type found [maxPatterns / 64]uint64

func (f *found) set(i uint16)   { f[i>>6] |= 1 << (i & 63) }
func (f *found) has(i int) bool { return f[i>>6]&(1<<(i&63)) != 0 }

// each calls do with every pattern that was found.
func (f *found) each(do func(i int)) {
	for k, word := range f {
		for ; word != 0; word &= word - 1 {
			do(k<<6 + bits.TrailingZeros64(word))
		}
	}
}

func newMatcher(lists map[string][]string) *matcher {
	return &matcher{bySrc: map[string]int{}, lists: lists}
}

// id returns the number of a pattern, adding it if it is new.
func (m *matcher) id(pattern string) int {
	if i, ok := m.bySrc[pattern]; ok {
		return i
	}
	i := len(m.bySrc)
	if i >= maxPatterns {
		panic("classify: too many patterns")
	}
	m.bySrc[pattern] = i
	return i
}

// match reports which patterns occur in text, the result of words.
func (m *matcher) match(text []byte) (f found) {
	var ends [maxSlots]uint32
	var over colons
	s := uint32(0)
	for i, c := range text {
		if c == colon {
			c = ' '
			over.add(uint32(i))
		}
		s = m.step(s, c)
		for o := s; o != 0; o = m.nodes[o].more {
			n := &m.nodes[o]
			for k := n.from; k < n.to; k++ {
				p := &m.parts[k]
				end := uint32(i + 1)
				if p.slot >= 0 {
					// Runs share the space between them.
					before, start := ends[p.slot], end-uint32(p.size)
					if before == 0 || start+1 < before || start > before+uint32(p.gap) || p.gap > 0 && !p.far && over.between(before-1, start) {
						continue
					}
				}
				if p.own >= 0 {
					ends[p.own] = end
				} else {
					f.set(p.pattern)
				}
			}
		}
	}
	return f
}

// colons are where the last clauses ended. There are never more than maxColons in a
// run, which is of 255 bytes at most.
type colons struct {
	at [maxColons]uint32
	n  uint32
}

const maxColons = 128

func (c *colons) add(i uint32) {
	c.at[c.n%maxColons] = i
	c.n++
}

// between reports whether a clause ended in [from, to).
func (c *colons) between(from, to uint32) bool {
	n := c.n
	for n > 0 && c.at[(n-1)%maxColons] >= to {
		n--
	}
	return n > 0 && c.at[(n-1)%maxColons] >= from
}

// step returns the state after s on the byte c.
func (m *matcher) step(s uint32, c byte) uint32 {
	for s != 0 {
		n := &m.nodes[s]
		for _, e := range m.edges[n.first:n.end] {
			if e.b == c {
				return e.to
			}
		}
		s = n.fail
	}
	return m.root[c]
}

// bounded returns the words of a run as they stand in a text.
func bounded(s string) string {
	left, right := " ", " "
	if strings.HasPrefix(s, "*") {
		left = ""
	}
	if strings.HasSuffix(s, "*") {
		right = ""
	}
	if strings.HasPrefix(s, "^") {
		left = "^ "
	}
	if strings.HasSuffix(s, "$") {
		right = " $"
	}
	w := appendWords([]byte{' '}, s)
	return left + strings.TrimSpace(string(w)) + right
}
