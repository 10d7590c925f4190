// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

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
