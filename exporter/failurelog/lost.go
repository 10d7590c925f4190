// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"sync"
	"sync/atomic"
)

// lostFailures are failures whose own line is not in the log: an outcome line
// would tell of something that readers have never seen.
type lostFailures struct {
	any atomic.Bool // for a look without the lock

	mu    sync.Mutex
	known recentFailures[struct{}]
}

func (l *lostFailures) add(runID, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known.set(failureKey{runID, id}, struct{}{})
	l.any.Store(true)
}

func (l *lostFailures) has(runID, id string) bool {
	if !l.any.Load() {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, ok := l.known.get(failureKey{runID, id})
	return ok
}
