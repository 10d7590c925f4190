// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// TestAProcessWithTheSameIDIsNotTheSame: a container that was started again after
// a crash has the host name and the process id that it had before.
func TestAProcessWithTheSameIDIsNotTheSame(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Skip(err)
	}
	now := time.Now().UTC()
	start := func(host string, began time.Time) failurelog.Run {
		return failurelog.Run{
			Event: failurelog.RunStarted, RunID: "r", TraceID: "t", Timestamp: began, Host: host, PID: os.Getpid(),
		}
	}
	op := failurelog.Operation{Event: failurelog.OperationStarted, RunID: "r", TraceID: "t", SpanID: "s", Name: "step s"}
	adopted, unlocked := op, op
	adopted.Adopted, unlocked.Unlocked = true, true
	tests := map[string]struct {
		run  failurelog.Run
		ops  []failurelog.Operation
		ends bool
		want report.Runs
	}{
		"alive":                        {start(host, now), []failurelog.Operation{op}, false, report.Runs{Total: 1, Running: 1}},
		"left over":                    {start(host, now), []failurelog.Operation{unlocked}, false, report.Runs{Total: 1, Interrupted: 1}},
		"moved to the ledger":          {start(host, now), []failurelog.Operation{adopted}, false, report.Runs{Total: 1, Interrupted: 1}},
		"both":                         {start(host, now), []failurelog.Operation{op, adopted}, false, report.Runs{Total: 1, Interrupted: 1}},
		"both, other order":            {start(host, now), []failurelog.Operation{adopted, op}, false, report.Runs{Total: 1, Interrupted: 1}},
		"ended all the same":           {start(host, now), []failurelog.Operation{adopted}, true, report.Runs{Total: 1, OK: 1}},
		"elsewhere":                    {start("elsewhere", now), []failurelog.Operation{op}, false, report.Runs{Total: 1, Unknown: 1}},
		"elsewhere, copied":            {start("elsewhere", now), []failurelog.Operation{unlocked}, false, report.Runs{Total: 1, Unknown: 1}},
		"elsewhere, found by the next": {start("elsewhere", now), []failurelog.Operation{adopted}, false, report.Runs{Total: 1, Interrupted: 1}},
	}
	if runtime.GOOS == "linux" {
		tests["older than the process"] = struct {
			run  failurelog.Run
			ops  []failurelog.Operation
			ends bool
			want report.Runs
		}{start(host, now.Add(-time.Hour)), nil, false, report.Runs{Total: 1, Interrupted: 1}}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := build(report.Options{}, nil, tt.run)
			for i := range tt.ops {
				r.AddOperation(&tt.ops[i])
			}
			if tt.ends {
				end := tt.run
				end.Event, end.Status = failurelog.RunEnded, failurelog.RunOK
				r.AddRun(&end)
			}
			if got := r.Summary().Runs; got != tt.want {
				t.Errorf("runs %+v, want %+v", got, tt.want)
			}
		})
	}
}

// TestAnInterruptedRunIsToldFromItsFiles: what a crash leaves behind, with the id
// of a process that lives.
func TestAnInterruptedRunIsToldFromItsFiles(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Skip(err)
	}
	const op = `{"event":"operation_started","schema":1,"run_id":"r","trace_id":"t","span_id":"s","parent_span_id":"0","name":"step s"}`
	slot := op + strings.Repeat(" ", 511-len(op)) + "\n"
	for name, file := range map[string]string{"left over": "operations_1-1.jsonl", "moved": failurelog.LedgerFile} {
		t.Run(name, func(t *testing.T) {
			if file != failurelog.LedgerFile && runtime.GOOS == "windows" {
				t.Skip("who has locked a file is not known")
			}
			dir := t.TempDir()
			log, err := failurelog.Open(dir, failurelog.Options{})
			if err != nil {
				t.Fatal(err)
			}
			run := failurelog.Run{
				Event: failurelog.RunStarted, RunID: "r", TraceID: "t", Timestamp: time.Now(), Host: host, PID: os.Getpid(),
			}
			if err := log.AppendRun(&run); err != nil {
				t.Fatal(err)
			}
			if err := log.Close(); err != nil {
				t.Fatal(err)
			}
			read := func() string {
				sources, err := failurelog.Sources(dir)
				if err != nil {
					t.Fatal(err)
				}
				r := report.New(report.Options{})
				r.Read(failurelog.Read(sources...), func(err error) { t.Error(err) })
				return write(t, r, report.Details)
			}
			if got := read(); !strings.Contains(got, "Run r: running (process") {
				t.Errorf("before:\n%s", got)
			}
			f, err := os.OpenFile(filepath.Join(dir, file), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
			if err != nil {
				t.Fatal(err)
			}
			if _, err = f.WriteString(slot); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			if got := read(); !strings.Contains(got, "Run r: interrupted in step s (process") {
				t.Errorf("after:\n%s", got)
			}
		})
	}
}
