// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"container/list"
	"fmt"
	"maps"

	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/internal/recorder"
	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// maxHeld is how many bytes of spans wait for the rest of their traces.
const maxHeld = 256 << 20

// assembly puts traces together, and yields what they tell.
type assembly struct {
	yield    func(failurelog.Entry, error) bool
	file     string // that is being read
	recorder *recorder.Recorder
	lines    collector
	names    names

	traces  map[trace.TraceID]*fileTrace
	held    list.List // of *fileTrace with spans, in the order of their first
	ready   []*fileTrace
	size    int // of the spans that are held
	limit   int
	evicted int
	stopped bool
}

func newAssembly(yield func(failurelog.Entry, error) bool, limit int, opts recorder.Options) *assembly {
	a := &assembly{yield: yield, traces: map[trace.TraceID]*fileTrace{}, limit: limit}
	a.names.redactor = redact.New(nil)
	opts.Offline = true
	a.recorder = recorder.New(&a.lines, opts)
	return a
}

// trace returns what is known of a trace, which is made where it is not known.
func (a *assembly) trace(id trace.TraceID) *fileTrace {
	t := a.traces[id]
	if t == nil {
		t = &fileTrace{id: id, file: a.file, seen: map[trace.SpanID]struct{}{}}
		a.traces[id] = t
	}
	return t
}

// add adds a span to its trace; of several with one id the first counts. Spans
// of traces that are not notable are counted and let go.
func (a *assembly) add(t *fileTrace, s *span, notable bool) {
	if !t.saw(s, &a.names) || !notable {
		return
	}
	if t.spans == nil {
		t.spans = map[trace.SpanID]*span{}
		t.element = a.held.PushBack(t)
	}
	t.spans[s.context.SpanID()] = s
	t.size += s.size
	a.size += s.size
}

// takeComplete takes the traces that have become complete, and those for which
// there is no room. It returns false to stop.
func (a *assembly) takeComplete() bool {
	for _, t := range a.ready {
		a.close(t)
	}
	a.ready = a.ready[:0]
	for a.size > a.limit {
		a.evict(a.held.Front().Value.(*fileTrace))
	}
	return !a.stopped
}

// evict takes a trace as it is, for which there is no room.
func (a *assembly) evict(t *fileTrace) {
	if !t.evicted {
		t.evicted = true
		a.evicted++
	}
	a.feed(t)
}

// feed gives the spans that are held of a trace to the recorder.
func (a *assembly) feed(t *fileTrace) {
	if t.spans == nil {
		return
	}
	for _, s := range t.inOrder() {
		a.recorder.Ended(s, false)
	}
	a.held.Remove(t.element)
	a.size -= t.size
	t.spans, t.size, t.element = nil, 0, nil
	a.tell(t)
}

// tell yields the lines that the recorder has made, most likely of trace t; it
// may have let another one go.
func (a *assembly) tell(t *fileTrace) {
	for _, e := range a.lines.entries {
		e.File = t.file
		if of := a.owner(t, e); of != nil {
			e.File = of.file
			of.count(e)
		}
		a.emit(e)
	}
	a.lines.entries = a.lines.entries[:0]
}

// owner returns the trace that a line is about, which may be forgotten.
func (a *assembly) owner(t *fileTrace, e failurelog.Entry) *fileTrace {
	text := ""
	if e.Record != nil {
		text = e.Record.TraceID
	} else if e.Run != nil {
		text = e.Run.TraceID
	}
	if id, err := trace.TraceIDFromHex(text); err == nil && id != t.id {
		return a.traces[id]
	}
	return t
}

// close yields the rest of what there is to tell of a trace, and forgets it.
func (a *assembly) close(t *fileTrace) {
	a.feed(t)
	a.recorder.Forget(t.id)
	a.tell(t)
	for _, e := range t.ledger(&a.names) {
		a.emit(e)
	}
	delete(a.traces, t.id)
}

// finish takes all traces that are left.
func (a *assembly) finish() {
	for e := a.held.Front(); e != nil; e = a.held.Front() {
		a.close(e.Value.(*fileTrace))
	}
	for _, t := range a.traces {
		a.close(t)
	}
	if a.evicted > 0 {
		a.fail(&failurelog.LineError{File: a.file, Err: fmt.Errorf(
			"%d traces were too large, or too far spread, to be held whole: their failures may count more than once", a.evicted)})
	}
}

func (a *assembly) emit(e failurelog.Entry) {
	a.stopped = a.stopped || !a.yield(e, nil)
}

func (a *assembly) fail(err error) bool {
	a.stopped = a.stopped || !a.yield(failurelog.Entry{File: a.file}, err)
	return !a.stopped
}

// collector is a log in memory.
type collector struct{ entries []failurelog.Entry }

func (c *collector) Post(_ *failurelog.Batch, rec *failurelog.Record) error {
	line := *rec // whose parts that change are the recorder's own
	if rec.Recovery != nil {
		recovery := *rec.Recovery
		line.Recovery = &recovery
	}
	c.entries = append(c.entries, failurelog.Entry{Record: &line})
	return nil
}

func (c *collector) PostRun(_ *failurelog.Batch, run *failurelog.Run) error {
	line := *run
	line.Operations, line.Failures = maps.Clone(run.Operations), maps.Clone(run.Failures)
	c.entries = append(c.entries, failurelog.Entry{Run: &line})
	return nil
}

func (c *collector) PostEnd(*failurelog.Batch, string) error { return nil }

func (c *collector) Wait(failurelog.Batch) error { return nil }

// names holds the names of spans as they are recorded. Redacting one takes
// longer than decoding its span.
type names struct {
	redactor *redact.Redactor
	safe     map[string]string
}

// maxNames bounds the names that are known: some programs put ids into them.
const maxNames = 10_000

func (n *names) get(name string) string {
	if safe, ok := n.safe[name]; ok {
		return safe
	}
	safe := n.redactor.String(name)
	if n.safe == nil || len(n.safe) >= maxNames {
		n.safe = map[string]string{}
	}
	n.safe[name] = safe
	return safe
}
