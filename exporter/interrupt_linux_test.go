// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"golang.org/x/sys/unix"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
)

// interrupted runs an agent whose writes to files another process decides about.
// It prints the descriptor for that, then what is wrong.
func interrupted(args []string) error {
	dir, direct := args[0], args[1] == "true"
	var opts []exporter.Option
	if direct {
		opts = append(opts, exporter.WithDirectWrites())
	}
	var reports atomic.Int32
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) { reports.Add(1) }))
	e, err := exporter.New(dir, opts...)
	if err != nil {
		return err
	}
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(e.Processor()))
	tracker := otelfail.New(otelfail.WithTracerProvider(tp))
	listener, err := askAboutWrites()
	if err != nil {
		fmt.Println("skip:", err)
		return nil
	}
	fmt.Println(listener)
	for range 10 {
		if err := trip(context.Background(), tracker); err == nil || err.Error() != "no answer" {
			fmt.Printf("the agent's error is %v\n", err)
		}
	}
	if err := errors.Join(tp.Shutdown(context.Background()), e.Shutdown(context.Background())); err != nil {
		return err
	}
	if n := reports.Load(); n != 0 {
		fmt.Printf("%d reports to the error handler\n", n)
	}
	return nil
}

// TestInterruptedWrites: every other write returns EINTR, as those to some network
// file systems do when a signal comes.
func TestInterruptedWrites(t *testing.T) {
	for _, direct := range []bool{false, true} {
		t.Run(fmt.Sprintf("direct=%v", direct), func(t *testing.T) {
			dir := t.TempDir()
			cmd := childCommand(t, "interrupted", dir, strconv.FormatBool(direct))
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(out)
			if !lines.Scan() {
				t.Fatal(cmd.Wait(), &stderr)
			}
			if why, skip := strings.CutPrefix(lines.Text(), "skip: "); skip {
				t.Skip(why, cmd.Wait())
			}
			calls := serve(t, cmd.Process.Pid, lines.Text())
			for lines.Scan() {
				t.Error(lines.Text())
			}
			if err := cmd.Wait(); err != nil {
				t.Errorf("error %v\n%s", err, &stderr)
			}
			if n := <-calls; n < 50 {
				t.Errorf("%d writes were interrupted", n)
			}
			recorded, ended := 0, 0
			for e, err := range failurelog.Read(mustSources(t, dir)...) {
				switch {
				case err != nil || e.Dropped != nil:
					t.Errorf("%+v, error %v", e, err)
				case e.Record != nil && e.Record.Event == failurelog.FailureRecorded:
					recorded++
				case e.Run != nil && e.Run.Event == failurelog.RunEnded:
					ended++
				}
			}
			if recorded != 30 || ended != 10 {
				t.Errorf("%d failures and %d ends of runs are in the log, want 30 and 10", recorded, ended)
			}
		})
	}
}

// serve decides about the writes of a process until it ends.
func serve(t *testing.T, pid int, descriptor string) (calls chan int) {
	t.Helper()
	calls = make(chan int, 1)
	n, err := strconv.Atoi(descriptor)
	if err != nil {
		t.Fatal(err)
	}
	process, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		t.Skip(err)
	}
	defer func() { _ = unix.Close(process) }()
	listener, err := unix.PidfdGetfd(process, n, 0)
	if err != nil {
		t.Skip(err) // the context of the test ends the process
	}
	go func() {
		defer func() { _ = unix.Close(listener) }()
		n, err := decideWrites(listener)
		if err != nil {
			t.Error(err)
		}
		calls <- n
	}()
	return calls
}
