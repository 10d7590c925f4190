// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"golang.org/x/sys/unix"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
)

// unsynced writes where fsync fails, and prints what is wrong.
func unsynced(args []string) error {
	dir := args[0]
	synced, err := failurelog.Open(filepath.Join(dir, "synced"), failurelog.Options{Sync: true})
	if err != nil {
		return err
	}
	plain, err := failurelog.Open(filepath.Join(dir, "plain"), failurelog.Options{})
	if err != nil {
		return err
	}
	if err := refuse(unix.SYS_FSYNC, syscall.EIO); err != nil {
		fmt.Println("skip:", err)
		return nil
	}
	for i := range 2 {
		r := failurelog.Record{Event: failurelog.FailureRecorded, FailureID: fmt.Sprint(i), RunID: "r"}
		err := synced.Append(&r)
		if !errors.Is(err, failurelog.ErrNotSynced) || !errors.Is(err, syscall.EIO) || !strings.Contains(err.Error(), "failures_r.jsonl") {
			fmt.Println("with Sync:", err)
		}
		// The name of a new file is forced to the disk once.
		if named := strings.Contains(fmt.Sprint(err), "sync "+filepath.Join(dir, "synced")+":"); named != (i == 0) {
			fmt.Printf("line %d: the directory is forced to the disk: %v, error %v\n", i, named, err)
		}
		if err := plain.Append(&r); err != nil {
			fmt.Println("without Sync:", err)
		}
	}
	if err := errors.Join(synced.Close(), plain.Close()); err != nil {
		fmt.Println("close:", err)
	}
	if l, err := failurelog.Open(filepath.Join(dir, "new", "below"), failurelog.Options{Sync: true}); err == nil {
		fmt.Println("the name of a new directory is not forced to the disk:", l.LedgerFile())
	}
	return nil
}

func TestLinesThatCannotBeForcedToTheDisk(t *testing.T) {
	dir := t.TempDir()
	out, err := childCommand(t, "unsynced", dir).CombinedOutput()
	if why, skip := strings.CutPrefix(string(out), "skip: "); skip && err == nil {
		t.Skip(why)
	}
	if err != nil || len(out) > 0 {
		t.Errorf("error %v\n%s", err, out)
	}
	// They are in the files all the same, and none is said to be missing.
	for _, name := range []string{"synced", "plain"} {
		lines := 0
		for e, err := range failurelog.Read(mustSources(t, filepath.Join(dir, name))...) {
			if lines++; err != nil || e.Record == nil {
				t.Errorf("%s: %+v, error %v", name, e, err)
			}
		}
		if lines != 2 {
			t.Errorf("%s: %d lines, want 2", name, lines)
		}
	}
}

// TestSyncedDirectWrites: both options together change nothing about what is
// written.
func TestSyncedDirectWrites(t *testing.T) {
	for _, opts := range [][]exporter.Option{{exporter.WithSync()}, {exporter.WithDirectWrites()}, {exporter.WithSync(), exporter.WithDirectWrites()}} {
		p := newPipeline(t, func(e *exporter.Exporter) []sdktrace.TracerProviderOption {
			return []sdktrace.TracerProviderOption{sdktrace.WithSpanProcessor(e.Processor())}
		}, opts...)
		if err := trip(t.Context(), p.tracker); err == nil || err.Error() != "no answer" {
			t.Errorf("the agent's error is %v", err)
		}
		var events []string
		seen := map[string]bool{}
		for e, err := range failurelog.Read(mustSources(t, p.exporter.LogFile("run-1"))...) { // before anything is flushed
			if err != nil || e.Record == nil {
				t.Fatalf("%+v, error %v", e, err)
			}
			events = append(events, string(e.Record.Event))
			if e.Record.Event == failurelog.FailureRecorded {
				seen[e.Record.FailureID] = true
			} else if !seen[e.Record.FailureID] {
				t.Errorf("the outcome of %s is before its failure", e.Record.FailureID)
			}
		}
		if len(seen) != 3 || len(events) != 6 {
			t.Errorf("%d failures in %q, want 3 with an outcome each", len(seen), events)
		}
		_, run := otelfail.New(otelfail.WithTracerProvider(p.provider)).Start(context.Background(), otelfail.Agent("a"))
		run.End(nil)
		p.close(t)
		if _, err := os.Stat(p.exporter.LedgerFile()); err != nil {
			t.Error(err)
		}
	}
}
