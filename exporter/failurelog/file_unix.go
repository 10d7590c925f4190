// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package failurelog

import (
	"os"
	"syscall"
)

// fileStat is what a writer looks at after each line: allocating nothing.
type fileStat struct {
	size  int64
	links uint64
}

func statOpen(f *os.File, fd uintptr) (fileStat, error) {
	var st syscall.Stat_t
	err := syscall.Fstat(int(fd), &st)                           //nolint:gosec // a descriptor fits
	return fileStat{size: st.Size, links: uint64(st.Nlink)}, err //nolint:unconvert // narrower on other systems
}
