// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// TestALedgerIsReadAsItWasFound: runs that end later may have failures in files
// that were not found.
func TestALedgerIsReadAsItWasFound(t *testing.T) {
	const run = `{"event":"run_ended","schema":1,"run_id":"%d"}` + "\n"
	line := func(n int) string { return fmt.Sprintf(run, n) }
	later := func(t *testing.T, dir string) {
		f, err := os.OpenFile(filepath.Join(dir, failurelog.LedgerFile), os.O_WRONLY|os.O_APPEND, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(line(2)[20:] + line(3) + "garbage"); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	compress := func(t *testing.T, dir string) {
		later(t, dir)
		path := filepath.Join(dir, failurelog.LedgerFile)
		writeFile(t, dir, failurelog.LedgerFile+".gz", zip(t, readFile(t, path)))
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	for name, tt := range map[string]struct {
		ledger string
		then   func(*testing.T, string)
		want   string
	}{
		"a line that is being written": {line(1) + line(2)[:20], later, "1 2"},
		"grown and compressed":         {line(1) + line(2)[:20], compress, "1 2"},
		"empty as it was found":        {"", later, ""},
		"ends within a line":           {line(1) + line(2)[:20], func(*testing.T, string) {}, "1 torn"},
		"gzip without being called so": {zip(t, strings.Repeat(line(1), 100)+line(2)), func(*testing.T, string) {}, strings.Repeat("1 ", 100) + "2"},
		"gone": {line(1), func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, failurelog.LedgerFile)); err != nil {
				t.Fatal(err)
			}
		}, "gone"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeFile(t, dir, failurelog.LedgerFile, tt.ledger)
			found := sources(t, dir)
			tt.then(t, dir)
			var got []string
			for r, err := range failurelog.Runs(found...) {
				switch {
				case errors.Is(err, failurelog.ErrTorn):
					got = append(got, "torn")
				case errors.Is(err, fs.ErrNotExist):
					got = append(got, "gone")
				case err != nil:
					t.Error(err)
				default:
					got = append(got, r.RunID)
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("read %q, want %q", got, tt.want)
			}
		})
	}
}

// TestCounted: all bytes of a file and of a stream are counted once.
func TestCounted(t *testing.T) {
	const text = "\n\n{\"event\":\"run_started\"}\ngarbage"
	path := filepath.Join(t.TempDir(), "runs.jsonl")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := failurelog.Sources(path)
	if err != nil {
		t.Fatal(err)
	}
	var n atomic.Int64
	for _, err := range failurelog.Read(files[0].Counted(&n), failurelog.FromReader("in", strings.NewReader(text)).Counted(&n)) {
		_ = err // the garbage
	}
	if want := int64(2 * len(text)); n.Load() != want {
		t.Errorf("%d bytes counted, want %d", n.Load(), want)
	}
}
