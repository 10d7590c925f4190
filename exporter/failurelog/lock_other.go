// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package failurelog

import (
	"os"
	"runtime"
)

func lockShared(*os.File) bool { return true }

// lockExclusive relies on Windows not to remove a file that is open elsewhere.
// Where nothing tells whether a segment is written to, none is removed.
func lockExclusive(*os.File) bool { return runtime.GOOS == "windows" }

// ownerGone cannot tell here.
func ownerGone(*os.File) bool { return false }

// removeOpen removes a file that f has open, which has to be closed first.
func removeOpen(f *os.File, path string) error {
	_ = f.Close() // nothing was written to it
	return os.Remove(path)
}
