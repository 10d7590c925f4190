// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// maxMissing bounds the runs whose failures are compared with the ledger one by
// one, and those that log_dropped lines tell of.
const maxMissing = 50_000

// maxMissingRuns bounds the runs that a summary names.
const maxMissingRuns = 20

// missing compares the failures that the ledger counts with the failure lines
// that were read: what never came into the log, or was taken out of it, is seen
// nowhere else. Lines come in any order.
type missing struct {
	// more is how many failures of a run the ledger counts beyond the lines read.
	// Where there are too many runs, those that come later are counted together:
	// then lines of one may hide that those of another are missing.
	more   map[runKey]int
	others int
	full   bool

	// Lines of one run mostly follow one another.
	latest  runKey
	pending int // lines of it that are not in more yet

	dropped map[string]int // failures that log_dropped lines stand for, by run id
	shared  int            // those of no one run

	// Rotation removes the first segments of a log file: of its runs nothing can
	// be said.
	logs    map[string]string // the log file of each run id
	first   map[string]int    // the first segment of each that was read
	removed map[string]bool   // log files of which a segment was removed before it was read
	file    fileSegment
}

// fileSegment is the file, and the run in it, that the latest line was of.
type fileSegment struct{ name, log, runID string }

func newMissing() missing {
	return missing{
		more: map[runKey]int{}, dropped: map[string]int{},
		logs: map[string]string{}, first: map[string]int{}, removed: map[string]bool{},
	}
}

func (m *missing) add(key runKey, n int) {
	now, known := m.more[key]
	switch {
	case known && now+n == 0:
		delete(m.more, key)
	case known:
		m.more[key] = now + n
	case m.full || len(m.more) >= maxMissing:
		m.full = true // from now on, or the two sides of a run would be apart
		m.others += n
	default:
		m.more[key] = n
	}
}

// recorded takes in a line of a failure.
func (m *missing) recorded(rec *failurelog.Record) {
	if key := (runKey{rec.RunID, rec.TraceID}); key != m.latest {
		m.settle()
		m.latest = key
	}
	m.pending++
}

// settle takes in the lines of the latest run.
func (m *missing) settle() {
	if m.pending > 0 {
		m.add(m.latest, -m.pending)
		m.pending = 0
	}
}

// told takes in a line of the ledger.
func (m *missing) told(run *failurelog.Run) {
	sum := 0
	for _, n := range run.Failures {
		sum += max(n, 0)
	}
	if sum > 0 {
		m.add(runKey{run.RunID, run.TraceID}, sum)
	}
}

// drop takes in a line that stands for missing ones.
func (m *missing) drop(d *failurelog.Dropped) {
	if _, ok := m.dropped[d.RunID]; d.RunID == "" || !ok && len(m.dropped) >= maxMissing {
		m.shared += d.Failures
		return
	}
	m.dropped[d.RunID] += d.Failures
}

// readFrom notes in which file a line of a run stood.
func (m *missing) readFrom(file, runID string) {
	if m.file.name == file && m.file.runID == runID {
		return
	}
	if m.file.name != file {
		log, n := segmentOf(file)
		if first, ok := m.first[log]; (!ok || n < first) && (ok || len(m.first) < maxMissing) {
			m.first[log] = n
		}
		m.file.name, m.file.log = file, log
	}
	m.file.runID = runID
	if _, ok := m.logs[runID]; !ok && len(m.logs) < maxMissing {
		m.logs[runID] = m.file.log
	}
}

// unread takes in why something was not read.
func (m *missing) unread(err error) {
	line, ok := errors.AsType[*failurelog.LineError](err)
	if !ok || !errors.Is(err, fs.ErrNotExist) || len(m.removed) >= maxMissing {
		return
	}
	log, _ := segmentOf(line.File)
	m.removed[log] = true
}

// rotated reports whether lines of a run may have been removed by rotation.
func (m *missing) rotated(runID string) bool {
	log, ok := m.logs[runID]
	return ok && (m.first[log] > 1 || m.removed[log])
}

// segmentOf returns a log file's name without the number of its segment, and that
// number.
func segmentOf(file string) (log string, n int) {
	log, name := filepath.Split(file)
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".jsonl")
	base, digits, ok := strings.Cut(name, "~")
	if i := strings.LastIndexByte(name, '~'); ok {
		base, digits = name[:i], name[i+1:]
	}
	if n, err := strconv.Atoi(digits); err == nil && n > 1 && len(digits) < 10 {
		return log + base, n
	}
	return log + name, 1
}

// failures returns how many failures are missing for which no line stands, and
// the ids of their runs.
func (m *missing) failures() (n int, runIDs []string) {
	m.settle()
	byRun := map[string]int{}
	for key, more := range m.more {
		if more > 0 && !m.rotated(key.runID) {
			byRun[key.runID] += more
		}
	}
	for runID, more := range byRun {
		if more -= m.dropped[runID]; more > 0 {
			n += more
			runIDs = append(runIDs, runID)
		}
	}
	slices.Sort(runIDs)
	if n = max(n+max(m.others, 0)-m.shared, 0); n == 0 {
		return 0, nil
	}
	return n, runIDs
}
