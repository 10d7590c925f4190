// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

var writerLines = flag.Int("writers.lines", 1_000, "failures that each of the processes of TestManyProcesses writes")

// child says which of children the test binary is to be.
const child = "OTELFAIL_TEST_CHILD"

// children are the processes that tests start. Each gets the arguments that
// startChild was given.
var children = map[string]func(args []string) error{"write": writeMany, "beyond limit": writeBeyondLimit, "die": dieInOperation, "rotate": rotateMany}

func TestMain(m *testing.M) {
	if do := children[os.Getenv(child)]; do != nil {
		if err := do(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func startChild(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), child+"="+name)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// writeMany writes failures into a directory: those of one run, and of another
// that other processes write too.
func writeMany(args []string) error {
	dir, id := args[0], args[1]
	n, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	l, err := failurelog.Open(dir, failurelog.Options{Rotation: failurelog.Rotation{Size: 4 << 20}})
	if err != nil {
		return err
	}
	for i := range n {
		run := "shared"
		if i%2 == 0 {
			run = "run-" + id
		}
		r := failure(run, id+"-"+strconv.Itoa(i))
		r.ErrorMessage = string(make([]byte, i%700))
		if err := l.Append(&r); err != nil {
			return errors.Join(err, l.Close())
		}
	}
	return l.Close()
}

func TestManyProcesses(t *testing.T) {
	const processes = 8
	dir := t.TempDir()
	var started []*exec.Cmd
	for i := range processes {
		started = append(started, startChild(t, "write", dir, strconv.Itoa(i), strconv.Itoa(*writerLines)))
	}
	for _, cmd := range started {
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	wantOnce(t, dir, processes**writerLines)
}

// dieInOperation leaves a process without notice, in an operation.
func dieInOperation(args []string) error {
	l, err := failurelog.Open(args[0], failurelog.Options{})
	if err != nil {
		return err
	}
	if err := l.AppendRun(&failurelog.Run{Event: failurelog.RunStarted, RunID: "dead", TraceID: "t"}); err != nil {
		return err
	}
	l.Operations("dead", "t").Started(failurelog.SpanID{1}, failurelog.SpanID{}, "execute_tool deadly")
	for {
		found, err := failurelog.Sources(args[0])
		if err != nil {
			return err
		}
		for e, err := range failurelog.Read(found...) {
			if err == nil && e.Operation != nil && e.Operation.Name == "execute_tool deadly" {
				return nil
			}
		}
	}
}

func TestTheNextProcessMovesOperationsToTheLedger(t *testing.T) {
	dir := t.TempDir()
	alive := open(t, dir, failurelog.Options{}).Operations("alive", "t")
	alive.Started(failurelog.SpanID{2}, failurelog.SpanID{}, "chat alive")
	if err := startChild(t, "die", dir).Wait(); err != nil {
		t.Fatal(err)
	}
	wantInProgress(t, dir, "chat alive", "execute_tool deadly")
	next := open(t, dir, failurelog.Options{})
	next.Operations("next", "t").Started(failurelog.SpanID{3}, failurelog.SpanID{}, "chat next")
	wantInProgress(t, dir, "chat alive", "chat next", "execute_tool deadly")
	if files := operationsFiles(t, dir); len(files) != 2 {
		t.Errorf("after the next process came: %q", files)
	}
	if text := readFile(t, next.LedgerFile()); !strings.Contains(text, "execute_tool deadly") || strings.Contains(text, "chat alive") {
		t.Errorf("the ledger has %s", text)
	}
}
