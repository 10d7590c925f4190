// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

// chain is a list whose links are part of what it holds: of runs and traces there
// are many, and each costs one allocation less.
type chain[T any, P linked[T]] struct {
	first, last P
	n           int
}

type links[T any] struct{ prev, next *T }

type linked[T any] interface {
	*T
	links() *links[T]
}

func (c *chain[T, P]) pushBack(x P) {
	*x.links() = links[T]{prev: c.last}
	if c.last != nil {
		c.last.links().next = x
	} else {
		c.first = x
	}
	c.last = x
	c.n++
}

func (c *chain[T, P]) remove(x P) {
	l := x.links()
	if prev := P(l.prev); prev != nil {
		prev.links().next = l.next
	} else {
		c.first = l.next
	}
	if next := P(l.next); next != nil {
		next.links().prev = l.prev
	} else {
		c.last = l.prev
	}
	*l = links[T]{}
	c.n--
}
