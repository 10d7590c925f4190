// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"sync"
	"sync/atomic"
)

// maxLost is how many failures are known not to be in the log.
const maxLost = 1 << 16

// lostFailures are failures whose own line is not in the log: an outcome line
// would tell of something that readers have never seen.
type lostFailures struct {
	any atomic.Bool // for a look without the lock

	mu    sync.Mutex
	known map[failureKey]struct{}
	ring  []failureKey
	next  int
}

type failureKey struct{ runID, id string }

func (l *lostFailures) add(runID, id string) {
	key := failureKey{runID, id}
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := l.known[key]; ok {
		return
	}
	if l.known == nil {
		l.known = map[failureKey]struct{}{}
	}
	l.known[key] = struct{}{}
	l.any.Store(true)
	if len(l.ring) < maxLost {
		l.ring = append(l.ring, key)
		return
	}
	delete(l.known, l.ring[l.next])
	l.ring[l.next] = key
	l.next = (l.next + 1) % maxLost
}

func (l *lostFailures) has(runID, id string) bool {
	if !l.any.Load() {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, ok := l.known[failureKey{runID, id}]
	return ok
}
