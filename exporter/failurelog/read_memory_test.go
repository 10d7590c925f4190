// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// TestReadHoldsOneLine: a log of many MiB needs no more memory than a short one,
// plain, gzipped, as an array and in the original's format.
func TestReadHoldsOneLine(t *testing.T) {
	const lines = 16_000
	const most = 4 << 20
	record := failure("r", "")
	record.ErrorMessage = strings.Repeat("no answer ", 80)
	usual, err := json.Marshal(&record)
	if err != nil {
		t.Fatal(err)
	}
	number := func(text []byte, i int) []byte {
		return bytes.Replace(text, []byte(`"failure_id":""`), fmt.Appendf(nil, `"failure_id":"%d"`, i), 1)
	}
	original := fmt.Appendf(nil, `{"failure_id":"","run_id":"r","was_recovered":false,"error_message":%q}`, record.ErrorMessage)
	write := func(w io.Writer, text []byte, head, separator, tail string) error {
		_, err := io.WriteString(w, head)
		for i := 0; i < lines && err == nil; i++ {
			if i > 0 {
				_, err = io.WriteString(w, separator)
			}
			if err == nil {
				_, err = w.Write(number(text, i))
			}
		}
		_, tailErr := io.WriteString(w, tail)
		return errors.Join(err, tailErr)
	}
	tests := map[string]func(io.Writer) error{
		"lines":    func(w io.Writer) error { return write(w, usual, "", "\n", "\n") },
		"array":    func(w io.Writer) error { return write(w, usual, "[\n", ",\n", "\n]\n") },
		"original": func(w io.Writer) error { return write(w, original, "", "\n", "\n") },
		"gzip": func(w io.Writer) error {
			zw := gzip.NewWriter(w)
			return errors.Join(write(zw, usual, "", "\n", "\n"), zw.Close())
		},
		"one long line": func(w io.Writer) error {
			return errors.Join(write(w, append(usual[:len(usual):len(usual)], usual...), "", "", "\n"), write(w, usual, "", "\n", "\n"))
		},
		"no line at all": func(w io.Writer) error { return write(w, make([]byte, 2<<10), "", "", "") },
	}
	for name, content := range tests {
		t.Run(name, func(t *testing.T) {
			pr, pw := io.Pipe()
			go func() {
				w := bufio.NewWriterSize(pw, 1<<20)
				_ = pw.CloseWithError(errors.Join(content(w), w.Flush()))
			}()
			var size atomic.Int64
			heap := func() int64 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				return int64(m.HeapAlloc)
			}
			before, n, errs, held := heap(), 0, 0, int64(0)
			for _, err := range failurelog.Read(failurelog.FromReader("in", pr).Counted(&size)) {
				if n++; err != nil {
					errs++
				}
				if n%(lines/4) == 0 || err != nil {
					held = max(held, heap()-before)
				}
			}
			unread := map[string]int{"one long line": 1, "no line at all": 1}[name]
			if errs != unread || name != "no line at all" && n-errs != lines {
				t.Errorf("%d entries, %d errors", n-errs, errs)
			}
			if name != "gzip" && size.Load() < 12<<20 {
				t.Errorf("only %d bytes were read", size.Load())
			}
			t.Logf("%d KiB held of %d MiB", held>>10, size.Load()>>20)
			if held > most {
				t.Errorf("%d MiB held of a log of %d MiB", held>>20, size.Load()>>20)
			}
		})
	}
}
