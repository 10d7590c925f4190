// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

func TestAppendAllocatesLittle(t *testing.T) {
	l := open(t, t.TempDir(), failurelog.Options{})
	r := example()
	r.ContextData = map[string]any{"destination": "Paris", "days": int64(4)}
	appendAll(t, l, r)
	// The path of the run's file is two strings.
	if n := testing.AllocsPerRun(100, func() { _ = l.Append(&r) }); n > 3 {
		t.Errorf("%v allocations a record, want at most 3", n)
	}
}

// BenchmarkAppend is one failure to disk; its peers are a bare write of the same
// bytes to a file opened in the same way, by whoever has the line and by another
// goroutine that is waited for.
func BenchmarkAppend(b *testing.B) {
	r, _ := usual()
	for name, opts := range map[string]failurelog.Options{
		"log": {}, "direct": {Direct: true}, "rotating": {Rotation: failurelog.Rotation{Size: 64 << 20, Keep: 1}}, "sync": {Sync: true},
	} {
		b.Run(name, func(b *testing.B) {
			l, err := failurelog.Open(b.TempDir(), opts)
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = l.Close() }()
			b.ReportAllocs()
			for b.Loop() {
				if err := l.Append(&r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	line := lineOf(b, r)
	bare := func(b *testing.B) *os.File {
		f, err := os.OpenFile(filepath.Join(b.TempDir(), "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = f.Close() })
		b.ReportAllocs()
		return f
	}
	b.Run("peer=write elsewhere", func(b *testing.B) {
		lines, errs := make(chan []byte), make(chan error)
		go writeElsewhere(bare(b), lines, errs)
		defer close(lines)
		for b.Loop() {
			lines <- line
			if err := <-errs; err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("peer=write", func(b *testing.B) {
		f := bare(b)
		for b.Loop() {
			if _, err := f.Write(line); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// writeElsewhere writes lines as a goroutine gets them.
func writeElsewhere(f *os.File, lines <-chan []byte, errs chan<- error) {
	for line := range lines {
		_, err := f.Write(line)
		errs <- err
	}
}

// lineOf returns the line that a record makes.
func lineOf(b *testing.B, r failurelog.Record) []byte {
	b.Helper()
	l, err := failurelog.Open(b.TempDir(), failurelog.Options{})
	if err != nil {
		b.Fatal(err)
	}
	if err := l.Append(&r); err != nil {
		b.Fatal(err)
	}
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	return bytes.TrimPrefix([]byte(readFile(b, l.RunFile(r.RunID))), []byte("\n"))
}

// BenchmarkOperation is the note of an operation that starts and ends.
func BenchmarkOperation(b *testing.B) {
	l, err := failurelog.Open(b.TempDir(), failurelog.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	ops := l.Operations("run-1708000245", "4bf92f3577b34da6a3ce929d0e0e4736")
	span, parent := failurelog.SpanID{1}, failurelog.SpanID{2}
	b.ReportAllocs()
	for b.Loop() {
		ops.Started(span, parent, "execute_tool weather_summary")
		ops.Ended(span)
	}
}
