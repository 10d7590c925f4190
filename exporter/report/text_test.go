// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// several returns guide's run and two more, one without a ledger's end.
func several() ([]failurelog.Record, []failurelog.Run) {
	records, runs := guide(), ledger()
	ok := failurelog.Run{Event: failurelog.RunStarted, Timestamp: at("09:00:00"), RunID: "run-ok", TraceID: "t1", Host: "elsewhere", PID: 1}
	end := ok
	end.Event, end.Status, end.DurationMS = failurelog.RunEnded, failurelog.RunOK, 1500
	end.Operations = map[string]failurelog.OperationCount{"step executor": {Calls: 1}}
	lost := failurelog.Run{
		Event: failurelog.RunStarted, Timestamp: at("12:00:00").AddDate(0, 0, 1), RunID: "run-lost", UserID: "user-2",
		TraceID: "t2", Host: "elsewhere", PID: 7,
	}
	failure := failurelog.Record{
		Event: failurelog.FailureRecorded, FailureID: "1", RunID: "run-lost", UserID: "user-2", TraceID: "t2",
		Timestamp: lost.Timestamp.Add(time.Second), Category: classify.Memory, Severity: classify.Low, Reason: classify.Locked,
		ErrorMessage: "database is locked",
	}
	return append(records, failure), append(runs, ok, end, lost)
}

func TestWriteText(t *testing.T) {
	manyRecords, manyRuns := several()
	tests := map[string]struct {
		level   report.Level
		opts    report.Options
		records []failurelog.Record
		runs    []failurelog.Run
	}{
		"one_run":         {report.Details, report.Options{}, guide(), ledger()},
		"verbose":         {report.Verbose, report.Options{}, guide(), ledger()},
		"without_ledger":  {report.Summarized, report.Options{}, guide(), nil},
		"several_runs":    {report.Details, report.Options{}, manyRecords, manyRuns},
		"one_of_several":  {report.Summarized, report.Options{RunID: "run-lost"}, manyRecords, manyRuns},
		"limited":         {report.Details, report.Options{Details: 1}, guide(), ledger()},
		"figures_alone":   {report.Details, report.Options{Details: -1}, guide(), ledger()},
		"no_failures":     {report.Details, report.Options{RunID: "run-ok"}, nil, manyRuns},
		"no_failures_all": {report.Details, report.Options{}, nil, manyRuns},
		"nothing":         {report.Details, report.Options{}, nil, nil},
		"no_failures_run": {report.Details, report.Options{RunID: "run-lost"}, nil, manyRuns},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			golden(t, name, write(t, build(tt.opts, tt.records, tt.runs...), tt.level))
		})
	}
}

func TestOrderOfLinesDoesNotMatter(t *testing.T) {
	records, runs := several()
	want := write(t, build(report.Options{}, records, runs...), report.Verbose)
	rng := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		rng.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		rng.Shuffle(len(runs), func(i, j int) { runs[i], runs[j] = runs[j], runs[i] })
		if got := write(t, build(report.Options{}, records, runs...), report.Verbose); got != want {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	}
}

func TestInterruptedAndRunningRunsAreTold(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Skip(err)
	}
	gone := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	runs := []failurelog.Run{
		{Event: failurelog.RunStarted, RunID: "dead", TraceID: "1", Host: host, PID: gone.Process.Pid},
		{Event: failurelog.RunStarted, RunID: "alive", TraceID: "2", Host: host, PID: os.Getpid()},
	}
	r := build(report.Options{}, nil, runs...)
	got := write(t, r, report.Details)
	for _, want := range []string{
		"No failures.\n",
		fmt.Sprintf("Run dead: interrupted (process %d is gone).\n", gone.Process.Pid),
		fmt.Sprintf("Run alive: running (process %d).\n", os.Getpid()),
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if counts := r.Summary().Runs; counts != (report.Runs{Total: 2, Interrupted: 1, Running: 1}) {
		t.Errorf("runs %+v", counts)
	}
	r.AddRecord(&failurelog.Record{Event: failurelog.FailureRecorded, FailureID: "1", RunID: "dead", TraceID: "1"})
	if got := write(t, r, report.Details); !strings.Contains(got, "Runs: 2 (1 interrupted, 1 running)\n") {
		t.Errorf("not told in\n%s", got)
	}
}

// TestRunsOfAnEarlierProcessOfTheSameID: a container that is started again has the
// same name, and in it the same process id.
func TestRunsOfAnEarlierProcessOfTheSameID(t *testing.T) {
	here, err := os.Hostname()
	if err != nil {
		t.Skip(err)
	}
	first := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, host := range []string{here, "another"} {
		run := func(id string, pid int, start time.Time) failurelog.Run {
			return failurelog.Run{Event: failurelog.RunStarted, RunID: id, TraceID: id, Host: host, PID: pid, ProcessStart: start}
		}
		runs := []failurelog.Run{
			run("killed", os.Getpid(), first), run("same process", os.Getpid(), first.Add(time.Second)),
			run("latest", os.Getpid(), first.Add(time.Second)), run("not told", os.Getpid(), time.Time{}),
			run("other id", os.Getpid()+1, first.Add(time.Hour)),
		}
		for _, only := range []string{"", "killed"} {
			for range 2 {
				r := build(report.Options{RunID: only}, nil, runs...)
				if counts := r.Summary().Runs; counts.Interrupted != 1 && host != here {
					t.Errorf("on host %s, run %q: %+v", host, only, counts)
				}
				got := write(t, r, report.Details)
				if want := fmt.Sprintf("Run killed: interrupted (process %d is gone).\n", os.Getpid()); !strings.Contains(got, want) ||
					strings.Contains(got, "latest: interrupted") || strings.Contains(got, "same process: interrupted") || strings.Contains(got, "not told: interrupted") {
					t.Errorf("on host %s, run %q: got\n%s", host, only, got)
				}
				slices.Reverse(runs) // the order of lines does not matter
			}
		}
	}
}

func TestUnreadableLinesAreTold(t *testing.T) {
	for _, records := range [][]failurelog.Record{nil, guide()} {
		r := build(report.Options{}, records)
		r.AddError(errors.New("bad"))
		if got := write(t, r, report.Details); !strings.Contains(got, "Unreadable Lines: 1 (") {
			t.Errorf("not told in\n%s", got)
		}
	}
}

const attack = "\x1b[2J\x1b]0;owned\a\u009b31mred\r\nFAKE: 1\u202etxt\u200b\x00\x7f\xff"

func TestTextIsSafeWhateverTheRecordsSay(t *testing.T) {
	rec := failurelog.Record{
		Event: failurelog.FailureRecorded, FailureID: attack, RunID: attack, UserID: attack, TraceID: attack,
		Category: attack, Severity: attack, Reason: attack, GraphNode: attack, StepID: attack, StepTitle: attack,
		ToolName: attack, LLMModel: attack, ErrorType: attack, ErrorMessage: attack, ErrorTraceback: attack,
		Fingerprint: attack, Path: []string{attack}, RecoveryAction: attack, ContextData: map[string]any{attack: attack},
		Tags: []string{attack}, CauseID: attack,
		Recovery: &failurelog.Recovery{Outcome: attack, Action: attack, Basis: attack, Detail: attack, Supersedes: attack},
	}
	revised := rec
	revised.Event = failurelog.FailureRevised
	another := rec
	another.RunID = "another"
	run := failurelog.Run{Event: failurelog.RunStarted, RunID: attack, UserID: attack, TraceID: attack, Host: attack}
	for _, r := range []*report.Report{
		build(report.Options{}, []failurelog.Record{rec, revised, another}, run),
		build(report.Options{}, []failurelog.Record{rec}, run),
		build(report.Options{}, nil, run),
	} {
		got := write(t, r, report.Verbose)
		for _, c := range got {
			if c != '\n' && report.SafeText("a"+string(c)+"a") != "a"+string(c)+"a" {
				t.Errorf("%U in %q", c, got)
			}
		}
		if strings.Contains(got, "\nFAKE") {
			t.Errorf("a record made a line of its own: %q", got)
		}
	}
}

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestWriteTextReturnsTheWritersError(t *testing.T) {
	if err := build(report.Options{}, guide()).WriteText(closed{}, report.Details); !errors.Is(err, os.ErrClosed) {
		t.Errorf("error %v", err)
	}
}
