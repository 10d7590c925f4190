// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// DefaultDetails is the number of failures held for timeline and details where
// [Options] does not say.
const DefaultDetails = 1_000

// Options are the settings of a [Report]. The zero value is ready to use.
type Options struct {
	// RunID limits the report to one run.
	RunID string
	// Since and Until limit failures to those that happened from the one up to,
	// not including, the other, and runs to those with a ledger line within.
	Since, Until time.Time
	// Where chooses failures. Runs and operations, which are what rates are of,
	// are counted all the same.
	Where Filter
	// GroupBy is the field that groups are made by, [Fingerprint] if empty.
	GroupBy Field
	// Top is the number of groups in the summary, the most frequent ones. 0 is
	// all.
	Top int
	// Details is the number of failures, the latest ones, that are held for
	// timeline and detailed records. 0 is [DefaultDetails], less is none.
	Details int
}

// Report counts the lines of failure logs. It is made by [New].
type Report struct {
	opts    Options
	total   int
	low     int // unreadable lines
	gaps    int // lines that could not be logged, of failures or not
	dropped int // failures that the writer could not log
	missing missing
	made    time.Time
	files   fileNames
	users   tally
	nodes   tally
	tools   tally
	reasons tally
	tags    tally
	origins tally // by operation

	severities map[classify.Severity]int
	categories map[categoryKey]int
	outcomes   map[outcomeKey]int
	runs       *runs
	groups     groups
	history    histogram
	period     period
	details    failurelog.Joiner
}

type categoryKey struct {
	category classify.Category
	severity classify.Severity
}

type outcomeKey struct {
	outcome failurelog.Outcome
	basis   failurelog.Basis // empty for unknown
}

// New returns an empty report.
func New(opts Options) *Report {
	if opts.Details == 0 {
		opts.Details = DefaultDetails
	}
	opts.GroupBy = cmp.Or(opts.GroupBy, Fingerprint)
	return &Report{
		opts:       opts,
		made:       time.Now(),
		missing:    newMissing(),
		users:      tally{},
		nodes:      tally{},
		tools:      tally{},
		reasons:    tally{},
		tags:       tally{},
		origins:    tally{},
		severities: map[classify.Severity]int{},
		categories: map[categoryKey]int{},
		outcomes:   map[outcomeKey]int{},
		runs:       newRuns(),
		groups:     groups{},
		period:     period{since: opts.Since, until: opts.Until},
		details:    failurelog.Joiner{Limit: max(opts.Details, 0)},
	}
}

// Read takes in what [failurelog.Read] yields. Lines that could not be read are
// counted, and told to unreadable unless that is nil.
func (r *Report) Read(entries iter.Seq2[failurelog.Entry, error], unreadable func(error)) {
	for e, err := range entries {
		switch {
		case err != nil:
			r.AddError(err)
			if unreadable != nil {
				unreadable(err)
			}
		case e.Run != nil:
			r.AddRun(e.Run)
		case e.Dropped != nil:
			r.AddDropped(e.Dropped)
		case e.Operation != nil:
			r.AddOperation(e.Operation)
		case e.Record != nil:
			if r.AddRecord(e.Record) {
				r.files.add(e.File)
			}
			r.missing.readFrom(e.File, e.Record.RunID)
		}
	}
}

// AddError counts a line that could not be read.
func (r *Report) AddError(err error) {
	r.low++
	r.missing.unread(err)
}

// AddDropped takes in a line that stands for missing ones. It reports whether
// failures of runs that this report is about may be among them.
func (r *Report) AddDropped(d *failurelog.Dropped) bool {
	if r.opts.RunID != "" && d.RunID != "" && d.RunID != r.opts.RunID {
		return false
	}
	r.missing.drop(d)
	if !r.period.overlaps(d.Since, d.Timestamp) {
		return false
	}
	r.dropped += d.Failures
	r.gaps += d.Lines
	return true
}

// AddRun takes in a line of the run ledger. It reports whether the line is of a
// run that this report is about.
func (r *Report) AddRun(run *failurelog.Run) bool {
	r.runs.processes.add(process{run.Host, run.PID}, run.ProcessStart)
	if r.opts.RunID != "" && run.RunID != r.opts.RunID || !r.period.contains(run.Timestamp) {
		return false
	}
	r.users.add(run.UserID, 1)
	r.runs.line(run)
	if !run.Timestamp.After(r.made) { // else its failures may be in what was read before
		r.missing.told(run)
	}
	return true
}

// AddOperation takes in an operation in progress: where a run was interrupted.
func (r *Report) AddOperation(o *failurelog.Operation) {
	if r.opts.RunID == "" || o.RunID == r.opts.RunID {
		r.runs.inProgress.add(o)
	}
}

// AddRecord takes in a failure line. It reports whether the line is of a failure
// that this report is about.
func (r *Report) AddRecord(rec *failurelog.Record) bool {
	if r.opts.RunID != "" && rec.RunID != r.opts.RunID {
		return false
	}
	if rec.Event == failurelog.FailureRecorded {
		r.missing.recorded(rec)
	}
	if !r.period.includes(rec) {
		return false
	}
	now, changed := outcomeKey{outcome: failurelog.Unknown}, 0
	if rec.Recovery != nil {
		now = keyOf(rec.Recovery.Outcome, rec.Recovery.Basis)
	}
	recorded := rec.Event == failurelog.FailureRecorded
	if !recorded {
		if rec.Recovery == nil {
			return false // says nothing new
		}
		changed = r.count(rec, keyOf(rec.Recovery.Supersedes, rec.Recovery.SupersedesBasis), -1)
	}
	n := r.count(rec, now, 1)
	entered := recorded && n > 0 || len(r.opts.Where[Outcome]) > 0 && changed+n > 0
	if entered {
		r.see(rec)
	}
	if entered || n > 0 && r.opts.GroupBy == Outcome {
		for _, g := range r.groupsOf(rec, now.outcome) {
			g.see(rec)
		}
	}
	if n > 0 && r.opts.Details > 0 {
		r.details.Add(rec)
	}
	return n > 0
}

// count adds n, which is 1, or -1 for the outcome that a line takes back, and
// returns n if the failure is one that this report is about, else 0. So every
// figure is right in bounded memory, also those of chosen outcomes.
func (r *Report) count(rec *failurelog.Record, key outcomeKey, n int) int {
	if !r.opts.Where.Match(rec, key.outcome) {
		return 0
	}
	r.total += n
	r.outcomes[key] += n
	r.nodes.add(rec.GraphNode, n)
	if rec.ToolName != "" {
		r.tools.add(rec.ToolName, n)
	}
	r.reasons.add(string(rec.Reason), n)
	for _, tag := range rec.Tags {
		r.tags.add(tag, n)
	}
	r.origins.add(operationOf(rec), n)
	severity := severityOf(rec.Severity)
	r.severities[severity] += n
	r.categories[categoryKey{categoryOf(rec.Category), severity}] += n
	run := r.runs.get(rec.RunID, rec.TraceID)
	run.failures += n
	run.outcomes[key.outcome] += n
	for _, g := range r.groupsOf(rec, key.outcome) {
		g.tally(rec, key.outcome, n)
	}
	return n
}

// see takes in when and where a failure happened.
func (r *Report) see(rec *failurelog.Record) {
	r.users.add(rec.UserID, 1)
	r.history.add(rec.Timestamp, 1)
	r.runs.get(rec.RunID, rec.TraceID).first(rec.Timestamp)
}

func (r *Report) groupsOf(rec *failurelog.Record, outcome failurelog.Outcome) []*group {
	if r.opts.GroupBy != Tag {
		return []*group{r.groups.get(r.opts.GroupBy.Of(rec, outcome))}
	}
	var out []*group
	for _, tag := range rec.Tags {
		if g := r.groups.get(tag); !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// fileNames holds each name once.
type fileNames struct {
	names []string
	seen  map[string]struct{}
}

func (f *fileNames) add(name string) {
	if _, ok := f.seen[name]; ok || len(f.names) >= maxFiles {
		return
	}
	if f.seen == nil {
		f.seen = map[string]struct{}{}
	}
	f.seen[name] = struct{}{}
	f.names = append(f.names, name)
}

// SoleRun returns the id of the run that has all the failures, where there is
// exactly one.
func (r *Report) SoleRun() (runID string, ok bool) {
	sole := r.runs.sole()
	if sole == nil {
		return "", false
	}
	return sole.runID, true
}
