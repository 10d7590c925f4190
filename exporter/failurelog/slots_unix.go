// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package failurelog

import (
	"os"
	"syscall"
)

// mapFile maps a file into memory. What is written there is in the file when the
// process dies.
func mapFile(f *os.File, size int) ([]byte, error) {
	return syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED) //nolint:gosec // a descriptor fits
}

func unmap(memory []byte) { _ = syscall.Munmap(memory) }
