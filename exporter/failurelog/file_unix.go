// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package failurelog

import (
	"errors"
	"io/fs"
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

// syncDir forces the names in a directory to the disk. File systems that know no
// such thing are no obstacle, nor are directories that may not be read.
func syncDir(path string) error {
	d, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }() // nothing was written to it
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) || errors.Is(err, syscall.EBADF) {
		return nil
	}
	return err
}
