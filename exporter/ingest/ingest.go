// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/internal/recorder"
)

// Read returns the failures in the traces that sources hold, and what became of
// them, one trace after the other. A trace may be spread over several sources.
// A line, or a span in it, that cannot be read is yielded as a
// [*failurelog.LineError] and skipped.
//
// The run of a failure is that of otelfail's operation around it, if there is
// one, else its trace.
func Read(sources ...Source) iter.Seq2[failurelog.Entry, error] {
	return func(yield func(failurelog.Entry, error) bool) {
		failing := failingTraces(sources)
		traces := map[trace.TraceID]*fileTrace{}
		for _, src := range sources {
			v := visitor{
				fail: func(err error) bool { return yield(failurelog.Entry{File: src.Name}, err) },
				span: func(w *wireSpan, g *group) error {
					id, _, _, err := w.ids()
					if _, ok := failing[id]; err != nil || !ok {
						return err
					}
					s, err := newSpan(w, g)
					if err != nil {
						return err
					}
					t := traces[id]
					if t == nil {
						t = &fileTrace{file: src.Name, spans: map[trace.SpanID]*span{}}
						traces[id] = t
					}
					t.add(s)
					return nil
				},
			}
			if v.visit(src) != nil {
				return
			}
		}
		order := make([]*fileTrace, 0, len(traces))
		for _, t := range traces {
			order = append(order, t)
		}
		slices.SortFunc(order, func(a, b *fileTrace) int {
			return cmp.Or(a.start.Compare(b.start), bytes.Compare(a.id[:], b.id[:]))
		})
		for _, t := range order {
			for _, e := range t.entries() {
				if !yield(e, nil) {
					return
				}
			}
			t.spans = nil
		}
	}
}

// failingTraces returns the traces in which something failed.
func failingTraces(sources []Source) map[trace.TraceID]struct{} {
	failing := map[trace.TraceID]struct{}{}
	v := visitor{
		skip: allWell,
		span: func(w *wireSpan, g *group) error {
			s, err := newSpan(w, g)
			if err == nil && recorder.Failed(s) {
				failing[s.context.TraceID()] = struct{}{}
			}
			return nil //nolint:nilerr // the second pass reports it
		},
	}
	for _, src := range sources {
		_ = v.visit(src) // never stops, and the second pass reports
	}
	return failing
}

// allWell says of a line, without decoding it, that it holds no failure.
func allWell(line []byte) bool {
	for _, sign := range []string{"exception", "rror", "RROR"} {
		if bytes.Contains(line, []byte(sign)) {
			return false
		}
	}
	for rest := line; ; {
		_, after, found := bytes.Cut(rest, []byte(`"code"`))
		if !found {
			return true
		}
		if bytes.HasPrefix(bytes.TrimLeft(after, " \t:\""), []byte("2")) {
			return false
		}
		rest = after
	}
}

// fileTrace is one failing trace.
type fileTrace struct {
	file  string // where it was seen first
	id    trace.TraceID
	start time.Time
	spans map[trace.SpanID]*span
}

// add adds a span; of several with one id the first counts.
func (t *fileTrace) add(s *span) {
	id := s.context.SpanID()
	if _, ok := t.spans[id]; ok {
		return
	}
	t.id = s.context.TraceID()
	if len(t.spans) == 0 || s.start.Before(t.start) {
		t.start = s.start
	}
	t.spans[id] = s
}

// entries returns the lines that the trace makes.
func (t *fileTrace) entries() []failurelog.Entry {
	lines := &collector{file: t.file}
	r := recorder.New(lines, recorder.Options{Complete: true})
	for _, s := range t.inOrder() {
		r.Ended(s, false)
	}
	r.Shutdown()
	return lines.entries
}

// collector is a log in memory.
type collector struct {
	file    string
	entries []failurelog.Entry
}

func (c *collector) Append(rec *failurelog.Record) error {
	line := *rec
	c.entries = append(c.entries, failurelog.Entry{File: c.file, Record: &line})
	return nil
}

func (c *collector) AppendRun(run *failurelog.Run) error {
	c.entries = append(c.entries, failurelog.Entry{File: c.file, Run: run})
	return nil
}

func (c *collector) FinishRun(string) error { return nil }
