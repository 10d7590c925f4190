// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/ingest"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// TestReportFromJaeger makes the report of some runs from Jaeger, and again from
// the failure logs that the runs wrote: but for the names of the files they are
// the same.
func TestReportFromJaeger(t *testing.T) {
	const runs = 4
	j := startJaeger(t)
	dir, began := t.TempDir(), time.Now()
	for seed := range runs {
		cmd := demoCommand(t, seed+1, "--otlp-endpoint", j.otlp, "--run-id", fmt.Sprintf("run-%d", seed))
		var stdout, stderr bytes.Buffer
		cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &stdout, &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		waitDemo(t, cmd, time.Now(), &stdout, &stderr)
	}

	sources, err := failurelog.Sources(filepath.Join(dir, "logs"))
	if err != nil {
		t.Fatal(err)
	}
	local := report.New(report.Options{})
	local.Read(failurelog.Read(sources...), func(err error) { t.Error(err) })
	if s := local.Summary(); s.TotalFailures == 0 || s.Runs.Total != runs {
		t.Fatalf("the logs have %d failures in %d runs", s.TotalFailures, s.Runs.Total)
	}

	spool := filepath.Join(dir, "traces.jsonl")
	eventually(t, "Jaeger has all runs", func(ctx context.Context) error {
		f, err := os.OpenFile(spool, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // a report of half of it would differ
		n, err := ingest.Jaeger{URL: j.url}.Fetch(ctx, f, "agentdemo", began, time.Now().Add(time.Minute))
		if err == nil && n < runs {
			err = fmt.Errorf("%d of %d traces", n, runs)
		}
		return err
	})
	remote := report.New(report.Options{})
	remote.Read(ingest.Read(ingest.File(spool)), func(err error) { t.Error(err) })

	if diff := cmp.Diff(local.Summary(), remote.Summary(), cmpopts.IgnoreFields(report.Summary{}, "LogFile", "LogFiles")); diff != "" {
		t.Errorf("figures (-logs +Jaeger):\n%s", diff)
	}
	for _, level := range []report.Level{report.Details, report.Verbose} {
		var fromLogs, fromJaeger bytes.Buffer
		if err := local.WriteText(&fromLogs, level); err != nil {
			t.Fatal(err)
		}
		if err := remote.WriteText(&fromJaeger, level); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(fromLogs.String(), fromJaeger.String()); diff != "" {
			t.Errorf("report at level %v (-logs +Jaeger):\n%s", level, diff)
		}
	}
}
