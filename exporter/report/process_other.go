// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !unix

package report

import "os"

// processExists reports whether a process has this id.
func processExists(pid int) bool {
	if pid <= 0 {
		return false
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	_ = p.Release() // only a handle was taken
	return true
}
