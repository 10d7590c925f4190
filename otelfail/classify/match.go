// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import "strings"

// maxGap is how many bytes of words the mark "…" in a pattern stands for.
const maxGap = 80

// matcher finds all patterns of the rule table in one pass over a text, in
// time linear in its length (Aho and Corasick's automaton).
//
// A pattern is a few words. "^" and "$" anchor it to the ends of the text,
// "*" at an end leaves that word open, "…" stands for up to maxGap bytes.
type matcher struct {
	class [256]uint8
	n     int      // number of byte classes
	next  []uint16 // state*n + class
	out   [][]part // by state
	parts int
	bySrc map[string]int
}

// part is one run of a pattern between two marks.
type part struct {
	pattern, slot int // slot: where the end of the run before is kept; -1 for the first
	own           int // where the end of this run is kept; -1 for the last
	size          int
}

// maxPatterns and maxParts bound the sets of one match.
const (
	maxPatterns = 2560
	maxParts    = 768
)

type found [maxPatterns / 64]uint64

func (f *found) set(i int)      { f[i>>6] |= 1 << (i & 63) }
func (f *found) has(i int) bool { return f[i>>6]&(1<<(i&63)) != 0 }

func newMatcher() *matcher { return &matcher{bySrc: map[string]int{}} }

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

// build makes the automaton of all patterns.
func (m *matcher) build() {
	type run struct {
		text string
		part part
	}
	var runs []run
	for src, i := range m.bySrc {
		slot := -1
		pieces := strings.Split(src, "…")
		for k, piece := range pieces {
			p := part{pattern: i, slot: slot, own: -1}
			if k < len(pieces)-1 {
				p.own = m.parts
				slot = m.parts
				m.parts++
			}
			text := bounded(piece)
			p.size = len(text)
			runs = append(runs, run{text, p})
			for j := range len(text) {
				if m.class[text[j]] == 0 {
					m.n++
					m.class[text[j]] = uint8(m.n)
				}
			}
		}
	}
	if m.parts > maxParts {
		panic("classify: too many gaps")
	}
	m.n++ // class 0: every other byte

	m.grow()
	for _, r := range runs {
		s := 0
		for j := range len(r.text) {
			k := s*m.n + int(m.class[r.text[j]])
			if m.next[k] == 0 {
				m.next[k] = uint16(len(m.out))
				m.grow()
			}
			s = int(m.next[k])
		}
		m.out[s] = append(m.out[s], r.part)
	}
	m.link()
}

func (m *matcher) grow() {
	if len(m.out) > 0xffff {
		panic("classify: too many states")
	}
	m.next = append(m.next, make([]uint16, m.n)...)
	m.out = append(m.out, nil)
}

// link turns the trie into an automaton: breadth first, each state takes over
// what its longest proper suffix finds.
func (m *matcher) link() {
	fail := make([]int, len(m.out))
	var queue []int
	for c := range m.n {
		if s := int(m.next[c]); s != 0 {
			queue = append(queue, s)
		}
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		for c := range m.n {
			k := s*m.n + c
			t := int(m.next[k])
			back := m.next[fail[s]*m.n+c]
			if t == 0 {
				m.next[k] = back
				continue
			}
			fail[t] = int(back)
			m.out[t] = append(m.out[t], m.out[back]...)
			queue = append(queue, t)
		}
	}
}

// match reports which patterns occur in text, the result of words.
func (m *matcher) match(text []byte) (f found) {
	var ends [maxParts]int
	s := 0
	for i, c := range text {
		s = int(m.next[s*m.n+int(m.class[c])])
		for _, p := range m.out[s] {
			if p.slot >= 0 {
				// Runs share the space between them.
				end := ends[p.slot]
				start := i + 1 - p.size
				if end == 0 || start < end-1 || start > end+maxGap {
					continue
				}
			}
			if p.own >= 0 {
				ends[p.own] = i + 1
			} else {
				f.set(p.pattern)
			}
		}
	}
	return f
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
