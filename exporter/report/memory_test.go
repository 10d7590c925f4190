// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// yearRuns is how many runs the failures of a year are of.
const yearRuns = 2_000

// yearOf yields so many failures, each with its outcome, of 50 groups: a year of
// them.
func yearOf(failures int) iter.Seq[*failurelog.Record] {
	return func(yield func(*failurelog.Record) bool) {
		step := 365 * 24 * time.Hour / time.Duration(failures)
		begin := time.Date(2025, 11, 24, 0, 0, 0, 0, time.UTC)
		rec := guide()[0]
		rec.Schema, rec.ErrorTraceback = failurelog.Schema, ""
		for i := range failures {
			rec.FailureID, rec.TraceID = fmt.Sprintf("%016x-1", i), fmt.Sprintf("%032x", i%yearRuns)
			rec.RunID = fmt.Sprint("run-", i%yearRuns)
			rec.Timestamp = begin.Add(time.Duration(i) * step)
			rec.Fingerprint = fmt.Sprintf("1:%016x", i%50)
			rec.ErrorMessage = fmt.Sprintf("Get \"http://api.example.com/v1/forecast?id=%d\": context deadline exceeded", i)
			rec.ToolName = fmt.Sprint("tool_", i%7)
			rec.Category = classify.Categories()[i%9]
			settled := outcome(rec, time.Second, failurelog.Recovery{
				Outcome: failurelog.Recovered, Action: "retry", Basis: failurelog.Inferred, Supersedes: failurelog.Unknown,
			})
			if !yield(&rec) || !yield(&settled) {
				return
			}
		}
	}
}

// heapOf returns what a report of so many failures holds.
func heapOf(t *testing.T, failures int) int64 {
	t.Helper()
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // what pools held goes with the second
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	r := report.New(report.Options{})
	for rec := range yearOf(failures) {
		r.AddRecord(rec)
	}
	after := heap()
	if s := r.Summary(); s.TotalFailures != failures || s.GroupCount != 50 || s.Runs.Total != yearRuns {
		t.Errorf("%d failures in %d groups, %d runs", s.TotalFailures, s.GroupCount, s.Runs.Total)
	}
	runtime.KeepAlive(r)
	return after - before
}

// TestMemoryGrowsWithGroups, not with failures: ten times as many need no more.
func TestMemoryGrowsWithGroups(t *testing.T) {
	few, many := heapOf(t, 5_000), heapOf(t, 50_000)
	t.Logf("%d KiB of 5,000 failures, %d KiB of 50,000", few>>10, many>>10)
	if many > few+few/4 {
		t.Errorf("%d bytes of 5,000 failures, %d of 50,000", few, many)
	}
}

// benchmarkLog writes a log of a million lines or so, once.
func benchmarkLog(b *testing.B, failures int) (path string, size int64) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "failures_r.jsonl")
	f, err := os.Create(path) //nolint:gosec // a temporary file
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	for rec := range yearOf(failures) {
		text, err := json.Marshal(rec)
		if err != nil {
			b.Fatal(err)
		}
		_, _ = w.Write(append(text, '\n')) // Flush tells
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path, info.Size()
}

// BenchmarkSummary: reading a log and summing it up, beside encoding/json
// decoding the same lines and nothing more.
func BenchmarkSummary(b *testing.B) {
	path, size := benchmarkLog(b, 20_000)
	b.Run("report", func(b *testing.B) {
		b.SetBytes(size)
		b.ReportAllocs()
		for b.Loop() {
			sources, err := failurelog.Sources(path)
			if err != nil {
				b.Fatal(err)
			}
			r := report.New(report.Options{Details: -1})
			r.Read(failurelog.Read(sources...), nil)
			if s := r.Summary(); s.TotalFailures != 20_000 {
				b.Fatal(s.TotalFailures)
			}
		}
	})
	b.Run("counting alone", func(b *testing.B) {
		sources, err := failurelog.Sources(path)
		if err != nil {
			b.Fatal(err)
		}
		var entries []failurelog.Entry
		for e, err := range failurelog.Read(sources...) {
			if err != nil {
				b.Fatal(err)
			}
			entries = append(entries, e)
		}
		b.SetBytes(size)
		b.ReportAllocs()
		for b.Loop() {
			r := report.New(report.Options{Details: -1})
			for i := range entries {
				r.AddRecord(entries[i].Record)
			}
			r.Summary()
		}
	})
	b.Run("encoding json", func(b *testing.B) {
		text, err := os.ReadFile(path) //nolint:gosec // just written
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(size)
		b.ReportAllocs()
		for b.Loop() {
			for line := range bytes.Lines(text) {
				var r failurelog.Record
				if err := json.Unmarshal(line, &r); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// BenchmarkMillion reads a log of a million failures.
func BenchmarkMillion(b *testing.B) {
	path, size := benchmarkLog(b, 1_000_000)
	b.SetBytes(size)
	for b.Loop() {
		sources, err := failurelog.Sources(path)
		if err != nil {
			b.Fatal(err)
		}
		r := report.New(report.Options{})
		r.Read(failurelog.Read(sources...), nil)
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MiB-held")
		if s := r.Summary(); s.TotalFailures != 1_000_000 {
			b.Fatal(s.TotalFailures)
		}
	}
}
