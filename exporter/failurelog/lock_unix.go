// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package failurelog

import (
	"errors"
	"os"
	"syscall"
)

// lockShared marks a segment as being written to. It returns false where
// somebody is about to remove it. File systems without locks are no obstacle.
func lockShared(f *os.File) bool { return !errors.Is(lock(f, syscall.LOCK_SH), syscall.EWOULDBLOCK) }

// lockExclusive reports whether nobody writes to a segment, and keeps it so
// until f is closed.
func lockExclusive(f *os.File) bool { return lock(f, syscall.LOCK_EX) == nil }

// ownerGone reports whether the process that marked a file with lockShared has
// ended, and keeps others from finding the same until f is closed.
func ownerGone(f *os.File) bool { return lockExclusive(f) }

func lock(f *os.File, how int) error {
	for {
		err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB) //nolint:gosec // a descriptor fits
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// removeOpen removes a file that f has open, while its lock is held.
func removeOpen(_ *os.File, path string) error { return os.Remove(path) }
