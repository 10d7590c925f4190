// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest_test

import (
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/ingest"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// at is a span of a numbered trace, with times in seconds.
func at(traceNo, id, parent, start, end int, more string) string {
	return within(time.Second, traceNo, id, parent, start, end, more)
}

func within(unit time.Duration, traceNo, id, parent, start, end int, more string) string {
	return request(fmt.Sprintf(`{"traceId":"%032x","spanId":"%016x","parentSpanId":"%016x","name":"s%d","startTimeUnixNano":"%d","endTimeUnixNano":"%d"%s}`,
		traceNo, id, parent, id, int64(start)*int64(unit), int64(end)*int64(unit), more))
}

func summary(t *testing.T, entries iter.Seq2[failurelog.Entry, error]) report.Summary {
	t.Helper()
	r := report.New(report.Options{})
	r.Read(entries, nil)
	return r.Summary()
}

// Healthy traces are what failures are a part of.
func TestRunsAndCalls(t *testing.T) {
	lines := []string{
		at(1, 1, 0, 0, 3, ""), at(1, 2, 1, 1, 2, ""), at(1, 3, 1, 2, 3, ""),
		at(2, 1, 0, 0, 3, failed), at(2, 2, 1, 1, 2, failed),
		at(3, 2, 1, 1, 2, ""), // its root is elsewhere
		at(4, 1, 0, 0, 3, ""), at(4, 2, 1, 1, 2, failed), at(4, 2, 1, 1, 2, failed),
	}
	for name, entries := range map[string]iter.Seq2[failurelog.Entry, error]{
		"file":   ingest.Read(stream("f", strings.Join(lines, "\n"))),
		"stream": ingest.Stream(stream("f", strings.Join(lines, "\n"))),
		"two files, in another order": ingest.Read(
			stream("a", strings.Join([]string{lines[8], lines[1], lines[4], lines[0]}, "\n")),
			stream("b", strings.Join([]string{lines[5], lines[3], lines[6], lines[2], lines[7]}, "\n"))),
	} {
		t.Run(name, func(t *testing.T) {
			s := summary(t, entries)
			wantRuns := report.Runs{Total: 4, WithFailures: 2, OK: 2, OKDegraded: 1, Error: 1, Unknown: 1}
			if diff := cmp.Diff(wantRuns, s.Runs); diff != "" {
				t.Errorf("runs (-want +got):\n%s", diff)
			}
			half := 50.0
			zero := 0.0
			want := map[string]report.Calls{
				"s1": {Calls: 3, Failed: 1, FailureRate: &zero},
				"s2": {Calls: 4, Failed: 2, Failures: 2, FailureRate: &half},
				"s3": {Calls: 1, FailureRate: &zero},
			}
			if diff := cmp.Diff(want, s.ByOperation); diff != "" || s.TotalFailures != 2 || s.Operations != 8 {
				t.Errorf("%d failures in %d operations (-want +got):\n%s", s.TotalFailures, s.Operations, diff)
			}
		})
	}
}

// The runs of the trace files: every trace is one, and every span is a call.
func TestRunsOfRealTraces(t *testing.T) {
	for name, want := range map[string]struct {
		runs  report.Runs
		spans int
	}{
		"trail.jsonl.gz":           {report.Runs{Total: 20, WithFailures: 12, OK: 17, OKDegraded: 9, Error: 3}, 311},
		"robotframework.jsonl.gz":  {report.Runs{Total: 168, WithFailures: 1, OK: 167, Error: 1}, 1066},
		"highlight-traces.json.gz": {report.Runs{Total: 28, WithFailures: 5, OK: 25, OKDegraded: 3, Error: 2, Unknown: 1}, 512},
		"highlight-fs.json.gz":     {report.Runs{Total: 2, WithFailures: 2, OK: 1, OKDegraded: 1, Error: 1}, 218},
	} {
		for kind, read := range map[string]func(ingest.Source) iter.Seq2[failurelog.Entry, error]{
			"file": func(s ingest.Source) iter.Seq2[failurelog.Entry, error] { return ingest.Read(s) }, "stream": ingest.Stream,
		} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				s := summary(t, read(ingest.File(filepath.Join("testdata", name))))
				if s.Operations != want.spans || s.TotalFailures != counts[name] || s.LowerBound {
					t.Errorf("%d failures in %d spans, want %d in %d", s.TotalFailures, s.Operations, counts[name], want.spans)
				}
				if diff := cmp.Diff(want.runs, s.Runs); diff != "" {
					t.Errorf("runs (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// A stream tells of a trace once it is over, not at its own end.
func TestAStreamGoesOn(t *testing.T) {
	r, w := io.Pipe()
	next, stop := iter.Pull2(ingest.Stream(ingest.Source{Name: "f", Open: func() (io.ReadCloser, error) { return r, nil }}))
	defer stop()
	read := make(chan struct{})
	go func() {
		// The child comes last, and a span of a later time lets the trace be over.
		for _, line := range []string{at(1, 1, 0, 0, 3, failed), at(1, 2, 1, 1, 2, failed), at(2, 1, 0, 8, 9, ""), at(3, 1, 0, 30, 31, "")} {
			_, _ = io.WriteString(w, line+"\n") // an error is told to the reader
		}
		<-read
		_ = w.Close()
	}()
	e, err, _ := next()
	if err != nil || e.Record == nil || e.Record.SpanID != "0000000000000002" {
		t.Fatalf("first line %+v, error %v", e, err)
	}
	close(read)
	var rest []string
	for {
		e, err, ok := next()
		if !ok {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e.Record != nil {
			rest = append(rest, string(e.Record.Event)+" "+string(e.Record.Recovery.Outcome))
		} else {
			rest = append(rest, string(e.Run.Event)+" "+e.Run.TraceID[31:]+" "+string(e.Run.Status))
		}
	}
	slices.Sort(rest)
	want := []string{"failure_revised failed", "run_ended 1 error", "run_ended 2 ok", "run_ended 3 ok", "run_started 1 ", "run_started 2 ", "run_started 3 "}
	if diff := cmp.Diff(want, rest); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestLateSpansOfAStream(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"a child after its root, from another process", []string{
			at(1, 1, 0, 0, 3, failed), at(2, 1, 0, 4, 5, ""), at(1, 2, 1, 1, 2, failed),
		}, []string{"s2 failed/"}},
		{"a child long after its root, which failed too", []string{
			at(1, 1, 0, 0, 3, failed), at(2, 1, 0, 40, 50, ""), at(1, 2, 1, 1, 2, failed),
		}, []string{"s1 failed/"}},
		{"a root long after its child", []string{
			at(1, 2, 1, 1, 2, failed), at(2, 1, 0, 40, 50, ""), at(3, 1, 0, 80, 90, ""), at(1, 1, 0, 0, 99, failed),
		}, []string{"s2 failed/"}},
		{"a span long after its trace was taken, that comes twice", []string{
			at(1, 2, 1, 1, 2, failed), at(2, 1, 0, 40, 50, ""), at(3, 1, 0, 80, 90, ""), at(1, 2, 1, 1, 2, failed), at(1, 1, 0, 0, 99, ""),
		}, []string{"s2 degraded/handled"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			last := map[string]string{}
			recorded := 0
			for e, err := range ingest.Stream(stream("f", strings.Join(tt.lines, "\n"))) {
				if err != nil {
					t.Fatal(err)
				}
				if r := e.Record; r != nil {
					if r.Event == failurelog.FailureRecorded {
						recorded++
					} else {
						last[r.SpanID] = fmt.Sprintf("s%s %s/%s", strings.TrimLeft(r.SpanID, "0"), r.Recovery.Outcome, r.Recovery.Action)
					}
				}
			}
			var got []string
			for _, text := range last {
				got = append(got, text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || recorded != 1 {
				t.Errorf("%d failures (-want +got):\n%s", recorded, diff)
			}
		})
	}
}

// Beyond the memory that there is for spans, traces are taken as they are, which
// is told.
func TestBoundedMemory(t *testing.T) {
	const traces, each = 20, 50
	var lines []string
	for i := range each {
		for n := range traces { // far spread
			parent := 0
			if i < each-1 {
				parent = each
			}
			lines = append(lines, at(n+1, i+1, parent, i, i+1, failed))
		}
	}
	text := strings.Join(lines, "\n")
	for name, read := range map[string]func(limit int) iter.Seq2[failurelog.Entry, error]{
		"file": func(limit int) iter.Seq2[failurelog.Entry, error] { return ingest.ReadWithin(limit, stream("f", text)) },
		"stream": func(limit int) iter.Seq2[failurelog.Entry, error] {
			return ingest.StreamWithin(limit, stream("f", text))
		},
	} {
		t.Run(name, func(t *testing.T) {
			for limit, tight := range map[int]bool{1 << 20: false, 100_000: true} {
				s := summary(t, read(limit))
				if s.TotalFailures != traces*(each-1) || s.Runs.Total != traces || s.Runs.Error != traces || s.Operations != traces*each {
					t.Errorf("limit %d: %d failures, %+v, %d operations", limit, s.TotalFailures, s.Runs, s.Operations)
				}
				if (s.UnreadableLines == 1) != tight {
					t.Errorf("limit %d: %d errors", limit, s.UnreadableLines)
				}
			}
		})
	}
}
