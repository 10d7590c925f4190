// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

// OperationStarted is the event of a line that tells of an operation in progress.
const OperationStarted Event = "operation_started"

// Operation is an operation that was in progress when the line was read, or when
// its process died. Its line is gone when the operation ends.
type Operation struct {
	Event        Event  `json:"event"`
	Schema       int    `json:"schema"`
	RunID        string `json:"run_id"`
	TraceID      string `json:"trace_id"`
	SpanID       string `json:"span_id"`
	ParentSpanID string `json:"parent_span_id"` // all zeros without
	Name         string `json:"name"`           // of its span
}

// SpanID is the id of a span.
type SpanID [8]byte

// Operations notes which operations of one run are in progress, so that after a
// crash readers can tell in which it happened. A nil Operations notes nothing.
// Its methods may be called concurrently; they write to memory that the system
// keeps when the process dies, on systems that map files into memory, and to a
// file on others.
type Operations struct {
	slots *slots
	head  []byte // of the lines, the same for all of the run
}

// Operations returns the notes of a run. It returns nil where the run's id is too
// long for them, or they cannot be kept.
func (l *Log) Operations(runID, traceID string) *Operations {
	s := l.operations()
	if s == nil || len(runID)+len(traceID) > maxSlotIDs {
		return nil
	}
	head := appendHead(nil, OperationStarted, Schema)
	head = appendField(head, `,"run_id":`, runID)
	head = appendField(head, `,"trace_id":`, traceID)
	if len(head) > slotSize/2 {
		return nil
	}
	return &Operations{s, append(head, `,"span_id":"`...)}
}

// operations returns the slots of the log, which it makes when they are asked
// for the first time. Where that fails there are none: they are an aid.
func (l *Log) operations() *slots {
	l.slotsOnce.Do(func() {
		var made *slots
		j := newJob()
		j.do = func(w *worker, _ *job) (err error) {
			made, err = w.openSlots()
			return err
		}
		if err := l.queue.put(j); err == nil {
			l.slots = made
		}
	})
	return l.slots
}

// Started notes that an operation has started.
func (o *Operations) Started(span, parent SpanID, name string) {
	if o == nil {
		return
	}
	var line [slotSize]byte
	b := append(line[:0], o.head...)
	b = appendHex(b, span)
	b = append(b, `","parent_span_id":"`...)
	b = appendHex(b, parent)
	b = append(b, `","name":`...)
	before := len(b)
	name = name[:min(len(name), slotSize)]
	for b = appendString(b, name); len(b) > slotSize-len("}\n"); b = appendString(b[:before], name) {
		name = name[:len(name)/2]
	}
	o.slots.take(span, append(b, '}'))
}

// Ended notes that an operation has ended.
func (o *Operations) Ended(span SpanID) {
	if o != nil {
		o.slots.clear(span)
	}
}

func appendHex(b []byte, id SpanID) []byte {
	for _, x := range id {
		b = append(b, hexDigits[x>>4], hexDigits[x&0xf])
	}
	return b
}
