// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"bytes"
	"cmp"
	"slices"
	"time"
)

// node is a span's place in its trace.
type node struct {
	span   *span
	parent *node
	depth  int
	end    time.Time // of the span and everything below it
	state  uint8     // of finding the depth
}

const (
	unvisited uint8 = iota
	onPath
	visited
)

// inOrder returns the spans in the order of their end, children before their
// parents: a parent that ended before a child of its counts as ended with it. It
// settles which parents there are: a parent that is in the files is local, and
// one that leads in a circle is none.
func (t *fileTrace) inOrder() []*span {
	nodes := make([]*node, 0, len(t.spans))
	byID := make(map[[8]byte]*node, len(t.spans))
	for id, s := range t.spans {
		n := &node{span: s, end: s.end}
		nodes = append(nodes, n)
		byID[id] = n
	}
	slices.SortFunc(nodes, func(a, b *node) int { return compareID(a.span, b.span) })
	for _, n := range nodes {
		n.parent = byID[n.span.parent.SpanID()]
	}
	for _, n := range nodes {
		n.place()
	}
	for _, n := range nodes {
		switch {
		case n.parent != nil:
			n.span.parent = n.span.parent.WithRemote(false)
		case byID[n.span.parent.SpanID()] != nil: // it led in a circle
			n.span.parent = n.span.parent.WithSpanID([8]byte{})
		default:
			n.span.parent = n.span.parent.WithRemote(n.span.remote)
		}
	}
	slices.SortFunc(nodes, func(a, b *node) int { return cmp.Compare(b.depth, a.depth) })
	for _, n := range nodes { // deepest first
		if p := n.parent; p != nil && p.end.Before(n.end) {
			p.end = n.end
		}
	}
	slices.SortFunc(nodes, func(a, b *node) int {
		return cmp.Or(a.end.Compare(b.end), cmp.Compare(b.depth, a.depth), a.span.end.Compare(b.span.end), compareID(a.span, b.span))
	})
	spans := make([]*span, len(nodes))
	for i, n := range nodes {
		spans[i] = n.span
	}
	return spans
}

func compareID(a, b *span) int {
	x, y := a.context.SpanID(), b.context.SpanID()
	return bytes.Compare(x[:], y[:])
}

// place finds the depth of a node, and cuts circles.
func (n *node) place() {
	var path []*node
	for at := n; at != nil && at.state != visited; at = at.parent {
		at.state = onPath
		path = append(path, at)
		if at.parent != nil && at.parent.state == onPath {
			at.parent = nil
		}
	}
	for _, at := range slices.Backward(path) {
		if at.parent != nil {
			at.depth = at.parent.depth + 1
		}
		at.state = visited
	}
}
