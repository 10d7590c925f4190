// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import "errors"

// OperationStarted is the event of a line that tells of an operation in progress.
const OperationStarted Event = "operation_started"

// Operation is an operation that was in progress when the line was read, or when
// its process died. Its line is gone when the operation has ended.
type Operation struct {
	Event        Event  `json:"event"`
	Schema       int    `json:"schema"`
	RunID        string `json:"run_id"`
	TraceID      string `json:"trace_id"`
	SpanID       string `json:"span_id"`
	ParentSpanID string `json:"parent_span_id"` // all zeros without
	Name         string `json:"name"`           // of its span

	// What follows is no part of the line; reading sets it.
	Adopted  bool `json:"-"` // a later process has moved the line to the ledger: its own is gone
	Unlocked bool `json:"-"` // its process is gone, if that was one of this host
}

// SpanID is the id of a span.
type SpanID [8]byte

// Operations notes which operations of one run are in progress, so that after a
// crash readers can tell in which it happened. Noting costs some writes to
// memory; a few milliseconds later what is in progress is in a file. A nil
// Operations notes nothing. Its methods may be called concurrently.
type Operations struct {
	slots *slots
	head  []byte // of the lines, the same for all of the run
}

// Operations returns the notes of a run. It returns nil where the ids are too
// long for them.
func (l *Log) Operations(runID, traceID string) *Operations {
	head := appendHead(nil, OperationStarted, Schema)
	head = appendField(head, `,"run_id":"`, runID)
	head = appendField(head, `,"trace_id":"`, traceID)
	if len(head) > slotSize/2 {
		return nil
	}
	return &Operations{&l.slots, append(head, `,"span_id":"`...)}
}

// Rest leaves the files to themselves: lines that nobody has looked after are
// checked now, and the file that notes operations in progress is removed, unless
// there are some. The Log stays usable.
func (l *Log) Rest() {
	j := newJob()
	j.do = (*worker).rest
	if err := l.queue.post(j); err != nil || !errors.Is(l.queue.wait(j), ErrDelayed) {
		j.free()
	}
}

// Started notes that an operation has started.
func (o *Operations) Started(span, parent SpanID, name string) {
	if o != nil {
		o.slots.take(&note{o.head, span, parent, name})
	}
}

// Has reports whether an operation is noted, of any run of the same log: there is
// room for some only.
func (o *Operations) Has(span SpanID) bool { return o != nil && o.slots.has(span) }

// Ended notes that an operation has ended, of any run of the same log.
func (o *Operations) Ended(span SpanID) {
	if o != nil {
		o.slots.clear(span)
	}
}

// note is what is known of an operation in progress.
type note struct {
	head         []byte
	span, parent SpanID
	name         string
}

// append appends the line of the note, of [slotSize] bytes.
func (n *note) append(b []byte) []byte {
	start := len(b)
	b = appendHex(append(b, n.head...), n.span)
	b = appendHex(append(b, `","parent_span_id":"`...), n.parent)
	b = append(b, `","name":`...)
	before, name := len(b), n.name[:min(len(n.name), slotSize)]
	for b = appendString(b, name); len(b)-start > slotSize-len("}\n"); b = appendString(b[:before], name) {
		name = name[:len(name)/2]
	}
	b = append(b, '}')
	return append(b, blankSlot[len(b)-start:]...)
}

func appendHex(b []byte, id SpanID) []byte {
	for _, x := range id {
		b = append(b, hexDigits[x>>4], hexDigits[x&0xf])
	}
	return b
}
