// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail"
)

var crashKills = flag.Int("crash.kills", 50, "processes that TestCrashLosesNothing ends")

// crash records failures, acknowledges each once its operation has ended, and
// ends without notice. It is told the directory, a number, how to end, and who
// writes.
func crash(args []string) error {
	dir, number, how := args[0], args[1], args[2]
	var opts []exporter.Option
	if args[3] == "direct" {
		opts = append(opts, exporter.WithDirectWrites())
	}
	e, err := exporter.New(dir, opts...)
	if err != nil {
		return err
	}
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(e.Processor()))
	agent := otelfail.Agent("a")
	n, err := strconv.Atoi(number)
	if err != nil {
		return err
	}
	agent.RunID = fmt.Sprintf("run-%d", n%8) // several crashes go into one file
	tracker := otelfail.New(otelfail.WithTracerProvider(tp))
	ctx, _ := tracker.Start(context.Background(), agent)
	ctx, _ = tracker.Start(ctx, otelfail.Spec{Kind: otelfail.KindStep, Name: "executor"})
	if how == "memory at work" {
		if err := limitMemory(); err != nil {
			return err
		}
		go useUp(time.Millisecond)
	}
	endless := how == "kill" || how == "early kill" || how == "memory at work"
	for i := 0; ; i++ {
		if i >= n%40 && !endless {
			tracker.Start(ctx, otelfail.Tool("last"))
			if err := waitForNote(dir, "execute_tool last"); err != nil {
				return err
			}
			return end(how)
		}
		_, op := tracker.Start(ctx, otelfail.Tool("t"))
		err := fmt.Errorf("failure %s/%d %s", number, i, strings.Repeat("x", i%5000))
		op.End(&err)
		if _, err := fmt.Fprintf(os.Stdout, "%d\n", i); err != nil {
			return err
		}
	}
}

// waitForNote waits until this process has noted an operation: that takes some
// milliseconds.
func waitForNote(dir, name string) error {
	for {
		files, err := filepath.Glob(filepath.Join(dir, fmt.Sprintf("operations_%d-*", os.Getpid())))
		if err != nil {
			return err
		}
		for _, file := range files {
			if text, err := os.ReadFile(file); err == nil && strings.Contains(string(text), name) {
				return nil
			}
		}
	}
}

// end ends the process from within.
func end(how string) error {
	switch how {
	case "exit":
		os.Exit(3)
	case "panic":
		panic("the program's own")
	case "stack":
		debug.SetMaxStack(1 << 20)
		_ = overflow(0) //nolint:staticcheck // the stack is what it is called for
	case "memory":
		if err := limitMemory(); err != nil {
			return err
		}
		useUp(0)
	}
	return errors.New("it goes on")
}

func limitMemory() error {
	limit := syscall.Rlimit{Cur: 1 << 30, Max: 1 << 30}
	return syscall.Setrlimit(syscall.RLIMIT_AS, &limit)
}

// useUp takes memory until there is none left, all at once or bit by bit.
func useUp(pause time.Duration) {
	size := 64 << 20
	if pause > 0 {
		size = 8 << 20
	}
	var all [][]byte
	for ; ; time.Sleep(pause) {
		all = append(all, make([]byte, size))
		all[len(all)-1][0] = 1
	}
}

func overflow(n int) int { return overflow(n+1) + n } //nolint:staticcheck // without end on purpose

func TestCrashLosesNothing(t *testing.T) {
	dir := t.TempDir()
	acknowledged := map[string]bool{}
	crashes := map[string]int{} // of processes that wrote to a file
	fromWithin, early := 0, 0
	for n := range *crashKills {
		how := []string{"kill", "kill", "kill", "kill", "early kill", "memory at work", "exit", "panic", "stack", "memory"}[n%10]
		who := []string{"worker", "direct"}[n/10%2]
		if n%10 >= 6 {
			fromWithin++
		}
		crashes[fmt.Sprintf("failures_run-%d.jsonl", n%8)]++
		cmd := childCommand(t, "crash", dir, strconv.Itoa(n), how, who)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := func() { _ = cmd.Process.Kill() }
		if how == "early kill" { // before or after it has acknowledged something
			time.AfterFunc(time.Duration(rand.N(30_000))*time.Microsecond, kill)
		}
		lines := bufio.NewScanner(out)
		first := true
		for ; lines.Scan(); first = false {
			acknowledged[fmt.Sprintf("%d/%s", n, lines.Text())] = true
			if how == "kill" && first {
				time.AfterFunc(time.Duration(rand.N(20_000))*time.Microsecond, kill)
			}
		}
		if first && how == "early kill" {
			early++
		}
		if exit, ok := errors.AsType[*exec.ExitError](cmd.Wait()); !ok || exit.Success() {
			t.Fatalf("%s, %s: it did not end as it should", how, who)
		}
	}

	sources, err := failurelog.Sources(dir)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	torn, started := 0, 0
	tornIn := map[string]int{}
	r := report.New(report.Options{Details: -1})
	for e, err := range failurelog.Read(sources...) {
		switch {
		case err != nil:
			torn++
			if lineErr, ok := errors.AsType[*failurelog.LineError](err); ok {
				tornIn[filepath.Base(lineErr.File)]++
			}
		case e.Run != nil:
			r.AddRun(e.Run)
			started++
		case e.Operation != nil:
			r.AddOperation(e.Operation)
		case e.Record != nil && e.Record.Event == failurelog.FailureRecorded:
			id := strings.Fields(e.Record.ErrorMessage)[1]
			if seen[id] {
				t.Errorf("failure %s is there twice", id)
			}
			seen[id] = true
		}
	}
	for id := range acknowledged {
		if !seen[id] {
			t.Errorf("failure %s was acknowledged and is not in the log", id)
		}
	}
	crashes[failurelog.LedgerFile] = *crashKills
	for file, n := range tornIn {
		if n > crashes[file] {
			t.Errorf("%s: %d lines are torn after %d crashes", file, n, crashes[file])
		}
	}
	// Who is killed early may not have come to start a run.
	if runs := r.Summary().Runs; runs.Interrupted != started || started > *crashKills || started < *crashKills-early {
		t.Errorf("runs %+v, want %d interrupted, less %d at most", runs, *crashKills, early)
	}
	var text strings.Builder
	if err := r.WriteText(&text, report.Verbose); err != nil {
		t.Fatal(err)
	}
	where := map[string]int{}
	for _, m := range regexp.MustCompile(`interrupted in (\w+ \w+) \(process`).FindAllStringSubmatch(text.String(), -1) {
		where[m[1]]++
	}
	within := 0
	for name, n := range where {
		if within += n; name != "execute_tool last" && name != "execute_tool t" && name != "step executor" && name != "invoke_agent a" {
			t.Errorf("%d were interrupted in %q", n, name)
		}
	}
	// The report names the latest runs of many.
	const listed = 50
	if *crashKills <= listed && where["execute_tool last"] != fromWithin || within < min(*crashKills, listed)/2 {
		t.Errorf("interrupted in %v, want %d in \"execute_tool last\":\n%s", where, fromWithin, &text)
	}
	t.Logf("%d crashes, %d before anything was acknowledged; %d failures acknowledged, %d in the log, %d lines torn; interrupted in %v",
		*crashKills, early, len(acknowledged), len(seen), torn, where)
}
