// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"runtime"
	"time"
)

// Soak is what the process needs early and late.
type Soak struct {
	EarlyRuns int    `json:"early_runs"`
	LateRuns  int    `json:"late_runs"`
	Early     Sample `json:"early"`
	Late      Sample `json:"late"`
}

// Sample is what the process needs while nothing runs.
type Sample struct {
	Heap       uint64 `json:"heap_bytes"` // after a garbage collection
	Goroutines int    `json:"goroutines"`
}

// What may be more late than early: caches that fill slowly, not something per
// run.
const (
	heapRoom = 4 << 20
	heapGrow = 0.25
)

// Flat reports whether the process needs no more late than early.
func (s Soak) Flat() bool {
	return float64(s.Late.Heap) <= float64(s.Early.Heap)*(1+heapGrow)+heapRoom && s.Late.Goroutines <= s.Early.Goroutines
}

// earlyRuns is how many runs fill what is filled once.
func earlyRuns(runs, parallel int) int { return min(max(runs/10, 2*parallel), max(1, runs/2)) }

// settleLimit is how long goroutines of ended runs may take to end.
const settleLimit = 5 * time.Second

// measure waits until no more goroutines are there than before, as connections
// that were closed take a moment to be gone.
func measure(before Sample) Sample {
	deadline := time.Now().Add(settleLimit)
	last := -1
	for time.Now().Before(deadline) {
		n := runtime.NumGoroutine()
		if n == last && (before.Goroutines == 0 || n <= before.Goroutines) {
			break
		}
		last = n
		time.Sleep(20 * time.Millisecond)
	}
	runtime.GC()
	runtime.GC() // what finalizers of the first one let go
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return Sample{Heap: m.HeapAlloc, Goroutines: runtime.NumGoroutine()}
}
