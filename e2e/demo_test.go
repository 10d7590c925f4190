// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"bytes"
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

const question = "Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London"

// demo is a run of the demo agent that has ended.
type demo struct {
	answer   string // standard output up to the report
	stderr   string
	exit     int
	took     time.Duration
	records  []failurelog.Record // the failures, each with its outcome
	outcomes []failurelog.Record // the outcome lines
}

// quiet is the seed of a run without faults.
const quiet = 0

// runDemo asks the demo agent, with faults by seed.
func runDemo(t *testing.T, seed int, args ...string) demo {
	t.Helper()
	cmd := demoCommand(t, seed, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return waitDemo(t, cmd, begin, &stdout, &stderr)
}

// demoCommand keeps its logs in the command's folder.
func demoCommand(t *testing.T, seed int, args ...string) *exec.Cmd {
	t.Helper()
	dir := t.TempDir()
	if seed != quiet {
		args = append([]string{"--chaos-mode", "--seed", strconv.Itoa(seed)}, args...)
	}
	args = append([]string{"chat", "--runtime-dir", ".", "--run-id", "run", "--no-show-failures"}, args...)
	cmd := exec.CommandContext(t.Context(), peer(t, "demo"), append(args, question)...)
	cmd.Env = environment()
	cmd.Dir = dir
	return cmd
}

func waitDemo(t *testing.T, cmd *exec.Cmd, begin time.Time, stdout, stderr *bytes.Buffer) demo {
	t.Helper()
	var d demo
	if err := cmd.Wait(); err != nil {
		exit := (*exec.ExitError)(nil)
		if !errors.As(err, &exit) {
			t.Fatal(err)
		}
		d.exit = exit.ExitCode()
	}
	d.took = time.Since(begin)
	d.answer, d.stderr = stdout.String(), stderr.String()
	if d.exit > 1 {
		t.Fatalf("exit code %d: %s", d.exit, d.stderr)
	}
	d.records, d.outcomes = readLog(t, filepath.Join(cmd.Dir, "logs"))
	return d
}

// readLog returns the failures, each with its outcome, and the outcome lines.
func readLog(t *testing.T, dir string) (records, outcomes []failurelog.Record) {
	t.Helper()
	sources, err := failurelog.Sources(dir)
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range failurelog.Records(sources...) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Event != failurelog.FailureRecorded {
			outcomes = append(outcomes, r)
		}
	}
	for r, err := range failurelog.Join(failurelog.Records(sources...)) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records, outcomes
}
