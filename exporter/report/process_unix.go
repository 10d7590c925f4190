// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package report

import (
	"errors"
	"syscall"
)

// processExists reports whether a process has this id. A zombie counts: its
// parent has yet to learn of its end.
func processExists(pid int) bool {
	if pid <= 0 {
		return false
	}
	err := syscall.Kill(pid, 0) // 0 only asks
	return err == nil || errors.Is(err, syscall.EPERM)
}
