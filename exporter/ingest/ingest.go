// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"iter"

	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/internal/recorder"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Read returns the failures in the traces that sources hold, what became of
// them, and the runs, one trace after the other. A trace may be spread over
// several sources. A line, or a span in it, that cannot be read is yielded as a
// [*failurelog.LineError] and skipped.
//
// A run is otelfail's where it made spans of an agent; else each trace is one
// run, with its id, which ended as its outermost span did.
//
// Sources are read twice. Memory is needed for about 50 bytes a trace, and for
// the traces of which spans have come and more will: a few hundred bytes for
// each healthy one, for others their spans, of which 256 MiB are held. Beyond
// that the trace that began first is taken as it is, and an error at the end
// says of how many traces failures may count twice.
func Read(sources ...Source) iter.Seq2[failurelog.Entry, error] { return Options{}.Read(sources...) }

// Options say how the failures of spans are judged that other instrumentation
// than otelfail made. The zero value leaves it to the built-in rules.
type Options struct {
	Classifiers []classify.Classifier     // are asked before the built-in rules, in this order
	Severity    classify.SeverityOverride // has the last word on severity
}

// Read is the function [Read] with options.
func (o Options) Read(sources ...Source) iter.Seq2[failurelog.Entry, error] {
	return o.read(maxHeld, sources)
}

func (o Options) read(limit int, sources []Source) iter.Seq2[failurelog.Entry, error] {
	return func(yield func(failurelog.Entry, error) bool) {
		to := newAssembly(yield, limit, recorder.Options{Complete: true, Classifiers: o.Classifiers, Severity: o.Severity})
		expected := count(sources)
		for _, src := range sources {
			to.file = src.Name
			v := visitor{
				fail: to.fail,
				span: func(w *wireSpan, g *group) error {
					s, err := newSpan(w, g)
					if err != nil {
						return err
					}
					id := s.context.TraceID()
					want, known := expected[id] // not known where the source has changed meanwhile
					t := to.trace(id)
					to.add(t, s, want.notable || !known)
					if want.spans--; !known || want.spans > 0 {
						expected[id] = want
					} else {
						delete(expected, id)
						to.ready = append(to.ready, t)
					}
					return nil
				},
				after: to.takeComplete,
			}
			if v.visit(src) != nil {
				return
			}
		}
		to.finish()
	}
}

// expectation is what a first look tells of a trace.
type expectation struct {
	spans   int32
	notable bool
}

// count looks at all spans.
func count(sources []Source) map[trace.TraceID]expectation {
	expected := map[trace.TraceID]expectation{}
	v := visitor{outline: func(o *outline) {
		id, _, err := o.ids()
		if err != nil {
			return // the second pass reports it
		}
		x := expected[id]
		x.spans++
		x.notable = x.notable || o.notable()
		expected[id] = x
	}}
	for _, src := range sources {
		_ = v.visit(src) // never stops, and the second pass reports
	}
	return expected
}
