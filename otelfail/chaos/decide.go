// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"encoding/binary"
	"hash/fnv"
	"slices"
)

// decider says which call meets which fault. It counts calls and is guarded by
// its Injector's lock.
type decider struct {
	seed   uint64
	rules  []*rule
	scopes map[scope]*tally
}

// rule is a Rule made ready.
type rule struct {
	Rule
	index  int
	calls  []span
	layers map[Layer][]Fault
	chosen string // the operation of OneOf
}

// scope is what calls are numbered within.
type scope struct {
	at        Layer
	operation string
	key       string // of the arguments; empty: of all calls
}

// tally counts the calls of a scope and how often each rule would have fired.
type tally struct {
	calls int
	hits  []int
}

// call is what a decision is about.
type call struct {
	kind      Kind
	operation string
	key       string
}

func newDecider(s Scenario, seed uint64) (*decider, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	d := &decider{seed: seed, scopes: map[scope]*tally{}}
	for i, r := range s.Rules {
		ready := &rule{Rule: r, index: i, layers: map[Layer][]Fault{}}
		ready.calls, _ = parseCalls(r.Calls) // validated above
		for _, f := range r.Faults {
			at := f.layer(r.At, r.Kind)
			ready.layers[at] = append(ready.layers[at], f)
		}
		if !d.chance("run", i, call{}, 0, r.RunProbability) {
			ready.Off = true
		}
		if r.OneOf {
			names := slices.Sorted(slices.Values(r.Operations))
			ready.chosen = names[d.roll("operation", i, call{}, 0)%uint64(len(names))]
		}
		d.rules = append(d.rules, ready)
	}
	return d, nil
}

// needs reports whether a rule has faults of that layer.
func (d *decider) needs(at Layer) bool {
	return slices.ContainsFunc(d.rules, func(r *rule) bool { return len(r.layers[at]) > 0 })
}

// next numbers a call and returns the rule and the fault that it meets, if any.
// The numbers are those within the operation and within equal arguments.
func (d *decider) next(at Layer, c call) (r *rule, f Fault, number, attempt int) {
	whole := d.tally(scope{at: at, operation: c.operation})
	equal := d.tally(scope{at, c.operation, "=" + c.key})
	whole.calls++
	equal.calls++
	for _, candidate := range d.rules {
		if len(candidate.layers[at]) == 0 || !candidate.concerns(c) {
			continue
		}
		t, counted := whole, call{c.kind, c.operation, ""}
		if candidate.PerArguments {
			t, counted = equal, c
		}
		// Asked even where an earlier rule has won: a rule's own count must not
		// depend on the others.
		if d.fires(candidate, t, counted) && r == nil {
			r = candidate
			faults := candidate.layers[at]
			f = faults[d.roll("fault", candidate.index, counted, t.calls)%uint64(len(faults))]
		}
	}
	return r, f, whole.calls, equal.calls
}

func (d *decider) tally(s scope) *tally {
	t := d.scopes[s]
	if t == nil {
		t = &tally{hits: make([]int, len(d.rules))}
		d.scopes[s] = t
	}
	return t
}

func (r *rule) concerns(c call) bool {
	switch {
	case r.Off, r.Kind != "" && r.Kind != c.kind:
		return false
	case r.OneOf:
		return r.chosen == c.operation
	case len(r.Operations) == 0:
		return true
	}
	return slices.ContainsFunc(r.Operations, func(pattern string) bool { return matches(pattern, c.operation) })
}

func (d *decider) fires(r *rule, t *tally, c call) bool {
	if r.Count > 0 && t.hits[r.index] >= r.Count || !scheduled(r.calls, t.calls) {
		return false
	}
	if !d.chance("call", r.index, c, t.calls, r.Probability) {
		return false
	}
	t.hits[r.index]++
	return true
}

// chance is true with probability p, where 0 stands for 1.
func (d *decider) chance(what string, index int, c call, n int, p float64) bool {
	const unit = 1 << 53
	return p <= 0 || p >= 1 || float64(d.roll(what, index, c, n)>>11) < p*unit
}

// roll is a number that follows from the seed and what is asked.
func (d *decider) roll(what string, index int, c call, n int) uint64 {
	h := fnv.New64a()
	var b [24]byte
	binary.LittleEndian.PutUint64(b[:8], d.seed)
	binary.LittleEndian.PutUint64(b[8:16], uint64(index))
	binary.LittleEndian.PutUint64(b[16:], uint64(n))
	_, _ = h.Write(b[:])
	_, _ = h.Write([]byte(what + "\x00" + c.operation + "\x00" + c.key))
	// FNV alone leaves neighbours alike; this is the finalizer of MurmurHash3.
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
