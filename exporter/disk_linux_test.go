// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail"
)

// brokenDisk has agents run: well, with the disk broken, and with the disk mended.
// What it prints is what is wrong, or "skip: " and why.
func brokenDisk(args []string) error {
	dir, d := args[0], disks[args[1]]
	if d.prepare != nil {
		if err := d.prepare(dir); err != nil {
			fmt.Println("skip:", err)
			return nil
		}
	}
	var reports atomic.Int32
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) { reports.Add(1) }))
	var opts []exporter.Option
	if args[2] == "direct" {
		opts = append(opts, exporter.WithDirectWrites())
	}
	e, err := exporter.New(dir, opts...)
	if err != nil {
		return err
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(e.Processor()))
	tracker := otelfail.New(otelfail.WithTracerProvider(provider))
	if err := d.goesBad(dir, tracker); err != nil {
		fmt.Println("skip:", err)
		return nil
	}
	if err := errors.Join(e.Shutdown(context.Background()), provider.Shutdown(context.Background())); err != nil {
		return err
	}
	checkDisk(dir, d, int(reports.Load()))
	return nil
}

// goesBad has the disk go bad and get well within a run, which goes on, and others
// start and end meanwhile. It prints what programs get that is not what the
// functions that they call return.
func (d disk) goesBad(dir string, tracker *otelfail.Tracker) error {
	errAgent := errors.New("no answer to all of it")
	agent := otelfail.Agent("open")
	agent.RunID = "run-1"
	var skip, mend error
	answer, err := otelfail.Do(context.Background(), tracker, agent, func(ctx context.Context) (string, error) {
		for i := range 3 {
			if i == 1 {
				if skip = d.spoil(dir); skip != nil {
					return "", skip
				}
			} else if i == 2 && d.mend != nil {
				if mend = d.mend(dir); mend != nil {
					return "", mend
				}
			}
			if err := trip(context.Background(), tracker); err == nil || err.Error() != "no answer" {
				fmt.Printf("the agent's error is %v\n", err)
			}
			failed := func(context.Context) (int, error) { return i, errTimeout }
			if n, err := otelfail.Do(ctx, nil, otelfail.Tool("flights"), failed); n != i || err != errTimeout { //nolint:errorlint // the very same
				fmt.Printf("a tool that fails returns %d and %v\n", n, err)
			}
			works := func(context.Context) ([]int, error) { return []int{i}, nil }
			if n, err := otelfail.Do(ctx, nil, otelfail.Tool("trains"), works); len(n) != 1 || n[0] != i || err != nil {
				fmt.Printf("a tool that works returns %v and %v\n", n, err)
			}
		}
		return "half an answer", errAgent
	})
	if mend != nil {
		fmt.Println("the disk cannot be mended:", mend)
	} else if skip == nil && (answer != "half an answer" || err != errAgent) { //nolint:errorlint // the very same
		fmt.Printf("the agent returns %q and %v\n", answer, err)
	}
	return skip
}

func checkDisk(dir string, d disk, reports int) {
	wantReports := 0
	if d.drops || d.hangs {
		wantReports = 1
	}
	if reports != wantReports {
		fmt.Printf("%d reports to the error handler, want %d\n", reports, wantReports)
	}
	sources, err := failurelog.Sources(dir)
	if err != nil {
		fmt.Println(err)
	}
	r := report.New(report.Options{})
	torn := 0
	r.Read(failurelog.Read(sources...), func(error) { torn++ })
	s := r.Summary()
	// Three of a trip and one of the open run each time, and the open run's own.
	const each, all = 4, 13
	removed, missing := 0, 0
	if d.removes {
		removed, missing = each, each
	}
	if d.ledger {
		missing = 1 // of the open run, whose end is in the new ledger
	}
	if (s.Dropped > 0) != d.drops || s.Missing != missing || s.TotalFailures+s.Dropped+removed != all {
		fmt.Printf("%d failures in the log, %d counted as dropped and %d missing, of %d\n", s.TotalFailures, s.Dropped, s.Missing, all)
	}
	lower := d.drops || missing > 0
	var text bytes.Buffer
	if err := s.WriteJSON(&text); err != nil {
		fmt.Println(err)
	}
	if strings.Contains(text.String(), `"lower_bound": true`) != lower || s.LowerBound != lower || torn > 1 {
		fmt.Printf("%d torn lines; the summary: %s\n", torn, &text)
	}
}

func TestBrokenDisks(t *testing.T) {
	for name, d := range disks {
		t.Run(name, func(t *testing.T) { testDisk(t, name, "") })
		if !d.hangs { // who writes itself is held up for as long as that takes
			t.Run(name+", direct writes", func(t *testing.T) { testDisk(t, name, "direct") })
		}
	}
}

func testDisk(t *testing.T, name, how string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "logs")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	out, err := ownMounts(childCommand(t, "disk", dir, name, how)).CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		out, err = childCommand(t, "disk", dir, name, how).CombinedOutput()
	}
	if why, skip := strings.CutPrefix(string(out), "skip: "); skip && err == nil {
		t.Skip(why)
	}
	if err != nil || len(out) > 0 {
		t.Errorf("error %v\n%s", err, out)
	}
}

// ownMounts lets a process mount what nobody else sees.
func ownMounts(cmd *exec.Cmd) *exec.Cmd {
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}},
			AmbientCaps: []uintptr{21}, // CAP_SYS_ADMIN, within its own user namespace
		}
	}
	return cmd
}
