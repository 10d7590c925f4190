// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"iter"
	"slices"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/internal/recorder"
)

// How long a trace in a stream is waited for, and remembered, by the time of
// the spans that have come since.
const (
	maxLate   = 5 * time.Second  // after its outermost span has come, for what comes from other processes
	maxOpen   = 30 * time.Second // without it
	maxIdle   = 10 * time.Minute // what comes later is taken for another trace
	maxTraces = 50_000           // that are waited for or remembered
)

// Stream is [Read] for what can be read but once, such as a pipe or a file that
// a Collector is writing. It yields what a trace tells 5 seconds after its
// outermost span ended, or 30 seconds after its first one if that does not come:
// seconds by the clock of the spans in the stream. Spans that come later still
// count, those that come within 10 minutes with what was known of their trace.
// It holds 256 MiB of spans, and remembers 50,000 traces; an error at the end
// says how many did not fit.
func Stream(src Source) iter.Seq2[failurelog.Entry, error] { return Options{}.Stream(src) }

// Stream is the function [Stream] with options.
func (o Options) Stream(src Source) iter.Seq2[failurelog.Entry, error] {
	return o.streamed(maxHeld, src)
}

func (o Options) streamed(limit int, src Source) iter.Seq2[failurelog.Entry, error] {
	return func(yield func(failurelog.Entry, error) bool) {
		s := stream{}
		s.assembly = newAssembly(yield, limit, recorder.Options{
			Now: func() time.Time { return s.now }, Classifiers: o.Classifiers, Severity: o.Severity,
		})
		s.file = src.Name
		v := visitor{
			fail: s.fail,
			span: func(w *wireSpan, g *group) error {
				x, err := newSpan(w, g)
				if err != nil {
					return err
				}
				s.take(x)
				return nil
			},
			after: s.takeComplete,
			done:  s.settle,
		}
		if v.visit(src) == nil {
			s.finish()
		}
	}
}

// stream is an assembly in which nobody knows how many spans a trace has.
type stream struct {
	*assembly
	now     time.Time // the latest end of a span
	settled time.Time // when traces were last looked at
}

func (s *stream) take(x *span) {
	if x.end.After(s.now) {
		s.now = x.end
	}
	t := s.trace(x.context.TraceID())
	if t.spans == nil {
		t.due = s.now.Add(maxOpen)
	}
	t.touched = s.now
	s.add(t, x, true)
	if due := s.now.Add(maxLate); t.root != nil && due.Before(t.due) {
		t.due = due
	}
}

// settle takes what is due. It looks no more than once a second, or when there
// is no room.
func (s *stream) settle() bool {
	if s.size <= s.limit && len(s.traces) <= maxTraces && s.now.Sub(s.settled) < time.Second {
		return !s.stopped
	}
	s.settled = s.now
	for e := s.held.Front(); e != nil; {
		t := e.Value.(*fileTrace)
		if e = e.Next(); s.now.After(t.due) {
			s.feed(t)
			s.ledgerOnce(t)
		}
	}
	s.forget()
	for len(s.traces) > maxTraces {
		t := s.held.Front().Value.(*fileTrace)
		s.evict(t)
		s.close(t)
	}
	return s.takeComplete()
}

// forget drops the traces that nothing has come of for long, and, where there
// are too many, more of those that wait for nothing, the oldest first.
func (s *stream) forget() {
	var idle []*fileTrace
	for _, t := range s.traces {
		if t.spans == nil {
			idle = append(idle, t)
		}
	}
	slices.SortFunc(idle, func(a, b *fileTrace) int { return a.touched.Compare(b.touched) })
	tooMany := 0
	if len(s.traces) > maxTraces {
		tooMany = len(s.traces) - maxTraces*3/4
	}
	for i, t := range idle {
		if i >= tooMany && s.now.Sub(t.touched) < maxIdle {
			break
		}
		s.close(t)
	}
}

// ledgerOnce writes the run that a trace is to the ledger as soon as its
// outermost span has come.
func (s *stream) ledgerOnce(t *fileTrace) {
	if t.root == nil {
		return
	}
	for _, e := range t.ledger(&s.names) {
		s.emit(e)
	}
}
