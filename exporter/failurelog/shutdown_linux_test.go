// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// TestShutdownOfALogThatHangs: the log of a run is a pipe that nobody reads.
func TestShutdownOfALogThatHangs(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	l, err := failurelog.Open(t.TempDir(), failurelog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	path := l.RunFile("r")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	const lines = 40
	for i := range lines {
		r := failure("r", fmt.Sprint(i))
		r.ErrorMessage = strings.Repeat("x", 4_000)
		if err := l.Append(&r); err != nil && !errors.Is(err, failurelog.ErrDelayed) {
			t.Fatal(err)
		}
	}
	for range 2 {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		begin := time.Now()
		if err := l.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Shutdown: %v, want it to give up", err)
		}
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("Shutdown took %v", took)
		}
		cancel()
	}
	ended := make(chan error, 1)
	go func() { ended <- l.Shutdown(t.Context()) }()
	select {
	case err := <-ended:
		t.Errorf("Shutdown returned %v before the lines are written", err)
	case <-time.After(50 * time.Millisecond):
	}
	pipe, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pipe.Close() }()
	records, errs := collect(failurelog.Records(failurelog.FromReader("pipe", pipe)))
	if len(records) != lines || len(errs) != 0 {
		t.Errorf("%d lines were written, errors %v, want %d", len(records), errs, lines)
	}
	if err := errors.Join(<-ended, l.Shutdown(t.Context())); err != nil {
		t.Errorf("Shutdown when everything is written: %v", err)
	}
}

// TestShutdownGoesOnWithWhatWasCutOff: what the first call had no time for, the
// second does.
func TestShutdownGoesOnWithWhatWasCutOff(t *testing.T) {
	dir := t.TempDir()
	l, err := failurelog.Open(dir, failurelog.Options{Format: failurelog.JSON, Rotation: failurelog.Rotation{Size: 2_000, Gzip: true}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		appendAll(t, l, failure("r", fmt.Sprint(i)))
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Shutdown(done); !errors.Is(err, context.Canceled) {
		t.Errorf("Shutdown: %v", err)
	}
	if err := l.Shutdown(t.Context()); err != nil {
		t.Errorf("Shutdown again: %v", err)
	}
	wantOnce(t, dir, 50)
	plain, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(plain) != 1 {
		t.Errorf("not compressed: %q, error %v", plain, err)
	}
	if records, errs := collect(failurelog.Records(sources(t, filepath.Join(dir, "failures_r.json"))...)); len(records) != 50 || len(errs) != 0 {
		t.Errorf("the array has %d, errors %v", len(records), errs)
	}
}
