// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// processStart returns when a process started, by the clock as it is set now.
func processStart(pid int) (time.Time, bool) {
	ticks, ok := startTicks(pid)
	if !ok {
		return time.Time{}, false
	}
	system, err := os.ReadFile("/proc/stat")
	if err != nil {
		return time.Time{}, false
	}
	for line := range bytes.Lines(system) {
		if text, ok := bytes.CutPrefix(line, []byte("btime ")); ok {
			boot, err := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64)
			return time.Unix(boot, 0).Add(ticks), err == nil
		}
	}
	return time.Time{}, false
}

// startTicks returns how long after the system a process started.
func startTicks(pid int) (time.Duration, bool) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, false
	}
	const (
		startField = 19 // after the name, which may hold anything
		tick       = 10 * time.Millisecond
	)
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	if len(fields) <= startField {
		return 0, false
	}
	n, err := strconv.ParseInt(string(fields[startField]), 10, 64)
	return time.Duration(n) * tick, err == nil
}
