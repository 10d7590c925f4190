// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !unix

package failurelog

import "os"

// fileStat is what a writer looks at after each line.
type fileStat struct {
	size  int64
	links uint64
}

// statOpen says that the file has a name: where this is used, open files cannot
// be removed.
func statOpen(f *os.File, _ uintptr) (fileStat, error) {
	info, err := f.Stat()
	if err != nil {
		return fileStat{}, err
	}
	return fileStat{size: info.Size(), links: 1}, nil
}

// syncDir does nothing: here directories cannot be opened for that.
func syncDir(string) error { return nil }
