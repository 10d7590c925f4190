// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// TestSamplingKeepsEveryFailure: of the traces with a failure all are kept, of
// the others about the share that was asked for.
func TestSamplingKeepsEveryFailure(t *testing.T) {
	file := filepath.Join(t.TempDir(), "traces.jsonl")
	c := startCollector(t, "gateway.yaml", []string{"KEEP_PERCENT=10", "DECISION_WAIT=500ms", "TRACES_FILE=" + file})
	s := newSender(t, c.grpc, 64)
	const runs = 1000
	for n := range runs {
		if n%10 == 1 {
			s.run(t.Context(), n) // fails
		} else {
			s.run(t.Context(), 0)
		}
	}
	failing := traceIDs(s.close(t))
	if len(failing) != runs/10 {
		t.Fatalf("%d traces with failures", len(failing))
	}
	var kept map[string]bool
	eventually(t, "every trace with a failure is in the file", func(context.Context) error {
		var err error
		if kept, err = tracesIn(file); err != nil {
			return err
		}
		for id := range failing {
			if !kept[id] {
				return fmt.Errorf("%d traces, not %s", len(kept), id)
			}
		}
		return nil
	})
	c.stop() // decides on what is waiting
	kept, err := tracesIn(file)
	if err != nil {
		t.Fatal(err)
	}
	// The share is drawn by trace id: 90 of 900 are expected, 45 to 150 are
	// within five standard deviations.
	if others := len(kept) - len(failing); others < 45 || others > 150 {
		t.Errorf("%d of %d traces without failure were kept", others, runs-len(failing))
	}
}

func traceIDs(records []failurelog.Record) map[string]bool {
	ids := map[string]bool{}
	for _, r := range records {
		ids[r.TraceID] = true
	}
	return ids
}

// tracesIn returns the ids of the traces in a file of the Collector's.
func tracesIn(file string) (map[string]bool, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	ids := map[string]bool{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(lines.Bytes())
		if err != nil {
			return nil, err
		}
		for _, rs := range traces.ResourceSpans().All() {
			for _, ss := range rs.ScopeSpans().All() {
				for _, s := range ss.Spans().All() {
					ids[s.TraceID().String()] = true
				}
			}
		}
	}
	return ids, lines.Err()
}
