// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import "os"

// readOperations yields the operations in a file of slots. They are left
// over where nobody has the file locked any more.
func (s Source) readOperations(yield func(Entry, error) bool) bool {
	var entries []Entry
	more := s.readSlots(func(e Entry, err error) bool {
		if err != nil {
			return yield(e, err)
		}
		entries = append(entries, e)
		return true
	})
	if !more {
		return false
	}
	// What is noted there was noted under the lock, so the lock is looked at
	// afterwards.
	gone := len(entries) > 0 && abandoned(s.name)
	for _, e := range entries {
		if e.Operation != nil {
			e.Operation.Unlocked = gone
		}
		if !yield(e, nil) {
			return false
		}
	}
	return true
}

// abandoned reports whether the process that a file of slots is of has ended.
func abandoned(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }() // it was not even read
	return ownerGone(f)
}
