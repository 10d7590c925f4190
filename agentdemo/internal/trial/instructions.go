// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// CountInstructions runs a program under an instruction counter and returns how
// many instructions it executed in user space: those of perf's hardware counter
// where the machine lets us, else those that valgrind's callgrind collects,
// which executes the program step by step and is much slower.
func CountInstructions(ctx context.Context, program string, args ...string) (n uint64, tool string, err error) {
	n, perfErr := underPerf(ctx, program, args)
	if perfErr == nil {
		return n, "perf", nil
	}
	n, grindErr := underCallgrind(ctx, program, args)
	if grindErr == nil {
		return n, "callgrind", nil
	}
	return 0, "", fmt.Errorf("perf: %w; callgrind: %w", perfErr, grindErr)
}

func underPerf(ctx context.Context, program string, args []string) (uint64, error) {
	perf, err := exec.LookPath("perf")
	if err != nil {
		return 0, fmt.Errorf("it is not installed")
	}
	probe, err := output(ctx, perf, "stat", "-x,", "-e", "instructions:u", program, "--version")
	if err != nil {
		return 0, err
	}
	if _, err := perfCount(probe); err != nil {
		return 0, err
	}
	out, err := output(ctx, perf, append([]string{"stat", "-x,", "-e", "instructions:u", program}, args...)...)
	if err != nil {
		return 0, err
	}
	return perfCount(out)
}

// perfCount reads a line such as "12345,,instructions:u,…".
func perfCount(out string) (uint64, error) {
	for line := range strings.Lines(out) {
		value, rest, _ := strings.Cut(line, ",")
		if !strings.Contains(rest, "instructions") {
			continue
		}
		n, err := strconv.ParseUint(value, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("the machine does not count instructions: %s", value)
		}
		return n, nil
	}
	return 0, fmt.Errorf("it printed no count")
}

var collected = regexp.MustCompile(`Collected : (\d+)`)

func underCallgrind(ctx context.Context, program string, args []string) (uint64, error) {
	valgrind, err := exec.LookPath("valgrind")
	if err != nil {
		return 0, fmt.Errorf("valgrind is not installed")
	}
	dir, err := os.MkdirTemp("", "agentdemo-callgrind-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	out, err := output(ctx, valgrind, append([]string{
		"--tool=callgrind", "--callgrind-out-file=" + filepath.Join(dir, "out"), program,
	}, args...)...)
	if err != nil {
		return 0, err
	}
	m := collected.FindStringSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("it printed no count")
	}
	return strconv.ParseUint(m[1], 10, 64)
}

// output runs a command and returns what it wrote to its error output.
func output(ctx context.Context, name string, args ...string) (string, error) {
	var errs bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	// The signals by which Go preempts goroutines are more than callgrind can take;
	// idle processors that look for work would be counted.
	cmd.Env = append(os.Environ(), "GODEBUG=asyncpreemptoff=1", "GOMAXPROCS=1")
	cmd.Stderr = &errs
	if err := cmd.Run(); err != nil {
		last := strings.TrimSpace(errs.String())
		if i := strings.LastIndexByte(last, '\n'); i >= 0 {
			last = last[i+1:]
		}
		return "", fmt.Errorf("%w: %s", err, last)
	}
	return errs.String(), nil
}
