// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package growth

import (
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

const (
	factor = 8
	// A quadratic function takes factor*factor times as long.
	tolerated = 3 * factor
	tries     = 4
)

// Linear fails if f takes more than linear time on texts made of any of units,
// of size bytes and of factor times that.
func Linear(t *testing.T, size int, f func(string), units ...string) {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for _, unit := range units {
		short := strings.Repeat(unit, size/len(unit))
		long := strings.Repeat(unit, factor*size/len(unit))
		if a, b := spent(f, short), spent(f, long); b > tolerated*max(a, 20*time.Microsecond) {
			t.Errorf("%q: %v for %d bytes, %v for %d", unit, a, len(short), b, len(long))
		}
	}
}

// spent returns the least processor time that f took on s.
func spent(f func(string), s string) time.Duration {
	least := time.Duration(1<<63 - 1)
	for range tries {
		before := used()
		for range 2 {
			f(s)
		}
		least = min(least, (used()-before)/2)
	}
	return least
}

// used returns the processor time of this thread.
func used() time.Duration {
	const threadClock = 3 // CLOCK_THREAD_CPUTIME_ID
	var ts syscall.Timespec
	if _, _, err := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, threadClock, uintptr(unsafe.Pointer(&ts)), 0); err != 0 {
		panic(err)
	}
	return time.Duration(ts.Nano())
}
