// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

const (
	// maxFailures bounds the failures that are held, the latest ones. Figures
	// count all.
	maxFailures = 200_000

	// maxDetails bounds those of which everything is held, the most telling ones.
	maxDetails = 20_000

	// maxWaiting bounds the outcomes held whose failure has not been seen.
	maxWaiting = 50_000

	maxMessage   = 4_000  // runes
	maxTitle     = 300    // runes of a message that is held without details
	maxTraceback = 16_000 // runes
	maxContext   = 4_000  // runes
)

// failure is what the page knows of a failure.
type failure struct {
	key      failureKey
	recorded bool // false while only an outcome was seen
	at       time.Time
	run      *run
	kind     *kind
	message  string
	latency  float64 // ms
	attempt  int
	detail   *detail // nil where it was let go

	recovery failurelog.Recovery // its outcome is one of the closed set
	settled  time.Time

	row int // in the page that is being written
}

type failureKey struct{ traceID, id string }

// kind is what many failures have in common, held once.
type kind struct {
	group                   string
	category                classify.Category
	reason                  classify.Reason
	severity                classify.Severity
	retryable               classify.Retryable
	operation, node         string
	tool, model             string
	errorType, path, tags   string // path and tags joined by separator
	stepType, service, user string
}

const separator = "\x1f"

// detail is what only the view of one failure shows.
type detail struct {
	message              string // whole, where the failure's own is cut
	traceback            string
	context              map[string]any
	stepID, stepTitle    string
	spanID               string
	causeID, causeSpanID string
	cost                 failurelog.Cost
}

// failures holds failures with their latest outcome, in whatever order the
// lines come.
type failures struct {
	opts     report.Options
	byKey    map[failureKey]*failure
	kinds    map[kind]*kind
	waiting  []failureKey
	outcome  report.Filter // by outcome alone
	recorded int
	detailed []*failure // those held with details, and of a few that were let go
}

func newFailures(opts report.Options) failures {
	where := maps.Clone(opts.Where)
	delete(where, report.Outcome) // known at the end only
	fs := failures{opts: opts, byKey: map[failureKey]*failure{}, kinds: map[kind]*kind{}}
	fs.opts.Where = where
	if outcomes := opts.Where[report.Outcome]; len(outcomes) > 0 {
		fs.outcome = report.Filter{report.Outcome: outcomes}
	}
	return fs
}

// line takes in a line of the failure log.
func (fs *failures) line(rec *failurelog.Record, runs *runs) {
	if !fs.opts.Where.Match(rec, failurelog.Unknown) || fs.opts.RunID != "" && fs.opts.RunID != rec.RunID {
		return
	}
	key := failureKey{rec.TraceID, rec.FailureID}
	f := fs.byKey[key]
	if rec.Event != failurelog.FailureRecorded {
		fs.outcomeLine(f, key, rec)
		return
	}
	if f != nil && f.recorded || !within(&fs.opts, rec.RunID, rec.Timestamp) {
		return
	}
	if f == nil {
		f = &failure{key: key, settled: rec.Timestamp}
		f.settle(rec)
		fs.byKey[key] = f
	}
	f.recorded, f.at = true, rec.Timestamp
	f.run = runs.get(rec.RunID, rec.TraceID)
	f.run.saw(rec.Timestamp)
	f.kind = fs.kindOf(rec)
	f.message = cut(rec.ErrorMessage, maxTitle)
	f.latency, f.attempt = rec.LatencyMS, rec.AttemptNumber
	f.detail = detailOf(rec)
	fs.recorded++
	fs.detailed = append(fs.detailed, f)
	fs.bound()
}

func (fs *failures) outcomeLine(f *failure, key failureKey, rec *failurelog.Record) {
	switch {
	case rec.Recovery == nil:
		return
	case f == nil:
		f = &failure{key: key, recovery: failurelog.Recovery{Outcome: failurelog.Unknown}}
		fs.byKey[key] = f
		fs.wait(key)
	case !f.supersededBy(rec):
		return
	}
	f.settle(rec)
}

// wait bounds the outcomes whose failure was not seen, and may never be.
func (fs *failures) wait(key failureKey) {
	fs.waiting = append(fs.waiting, key)
	if len(fs.waiting) > maxWaiting {
		if f := fs.byKey[fs.waiting[0]]; f != nil && !f.recorded {
			delete(fs.byKey, f.key)
		}
		fs.waiting = fs.waiting[1:]
	}
}

// supersededBy reports whether rec has a later outcome. Of two written at the
// same time, the one that the other supersedes is earlier.
func (f *failure) supersededBy(rec *failurelog.Record) bool {
	if !rec.Timestamp.Equal(f.settled) {
		return rec.Timestamp.After(f.settled)
	}
	return f.recovery.Supersedes != rec.Recovery.Outcome || rec.Recovery.Supersedes == f.recovery.Outcome
}

func (f *failure) settle(rec *failurelog.Record) {
	f.settled = rec.Timestamp
	f.recovery = failurelog.Recovery{Outcome: failurelog.Unknown}
	if rec.Recovery == nil {
		return
	}
	f.recovery = *rec.Recovery
	if !slices.Contains(failurelog.Outcomes(), f.recovery.Outcome) {
		f.recovery.Outcome = failurelog.Unknown
	}
	if f.recovery.Basis != failurelog.Declared { // only programs declare
		f.recovery.Basis = failurelog.Inferred
	}
	f.recovery.Detail = cut(f.recovery.Detail, maxTitle)
}

func (fs *failures) kindOf(rec *failurelog.Record) *kind {
	k := kind{
		group:     report.Fingerprint.Of(rec, failurelog.Unknown),
		category:  classify.Category(report.Category.Of(rec, failurelog.Unknown)),
		reason:    rec.Reason,
		severity:  classify.Severity(report.Severity.Of(rec, failurelog.Unknown)),
		retryable: rec.Retryable,
		operation: report.Operation.Of(rec, failurelog.Unknown),
		node:      rec.GraphNode, tool: rec.ToolName, model: rec.LLMModel,
		errorType: cut(rec.ErrorType, maxTitle),
		path:      strings.Join(rec.Path, separator), tags: strings.Join(rec.Tags, separator),
		stepType: rec.StepType, service: rec.Service, user: rec.UserID,
	}
	known := fs.kinds[k]
	if known == nil {
		known = &k
		fs.kinds[k] = known
	}
	return known
}

func detailOf(rec *failurelog.Record) *detail {
	d := &detail{
		traceback: cut(strings.TrimSpace(rec.ErrorTraceback), maxTraceback),
		stepID:    rec.StepID, stepTitle: rec.StepTitle, spanID: rec.SpanID,
		causeID: rec.CauseID, causeSpanID: rec.CauseSpanID, context: rec.ContextData,
	}
	if message := cut(rec.ErrorMessage, maxMessage); len(message) > len(cut(rec.ErrorMessage, maxTitle)) {
		d.message = message
	}
	if rec.Cost != nil {
		d.cost = *rec.Cost
	}
	return d
}

// bound lets go of what is beyond the limits, a good part at once.
func (fs *failures) bound() {
	if fs.recorded > maxFailures*5/4 {
		list := fs.sorted(func(f *failure) bool { return f.recorded })
		for _, f := range list[:len(list)-maxFailures] {
			delete(fs.byKey, f.key)
			f.detail = nil
		}
		fs.recorded = maxFailures
	}
	if len(fs.detailed) > maxDetails*3/2 {
		list := mostTelling(fs.detailed)
		for _, f := range list[maxDetails:] {
			f.detail = nil
		}
		fs.detailed = list[:maxDetails:maxDetails]
	}
}

// list returns the failures that the options choose, oldest first.
func (fs *failures) list() []*failure {
	return fs.sorted(func(f *failure) bool {
		return f.recorded && fs.outcome.Match(&failurelog.Record{}, f.recovery.Outcome)
	})
}

func (fs *failures) sorted(wanted func(*failure) bool) []*failure {
	list := make([]*failure, 0, len(fs.byKey))
	for _, f := range fs.byKey {
		if wanted(f) {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b *failure) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.key.traceID, b.key.traceID), cmp.Compare(a.key.id, b.key.id))
	})
	return list
}
