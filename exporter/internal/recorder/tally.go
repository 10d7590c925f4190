// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"sync"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

const (
	// maxNames is how many names of operations a run counts apart. A program that
	// makes names up, from ids say, must not make its ledger line grow without end.
	maxNames = 1000

	// fewNames is up to how many names are looked for one by one: comparing a name
	// with itself is cheaper than hashing it.
	fewNames = 16
)

// tally counts the operations of a run by name. It has a lock of its own, so that
// operations which succeed do not wait for the log.
type tally struct {
	mu     sync.Mutex
	over   bool // the run has ended: nothing is added
	counts []nameCount
	index  map[string]int // of counts, where there are many
}

type nameCount struct {
	name string
	failurelog.OperationCount
}

// add counts an operation that ended, unless it stands for a soft failure. It
// returns false where the run has ended.
func (t *tally) add(op *operation) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return false
	}
	if op.soft() {
		return true
	}
	c := t.of(op.name)
	c.Calls++
	if op.failed {
		c.Failed++
	}
	if op.attempt > 1 {
		c.Attempts++
	}
	return true
}

func (t *tally) of(name string) *nameCount {
	for i := range t.counts[:min(len(t.counts), fewNames)] {
		if t.counts[i].name == name {
			return &t.counts[i]
		}
	}
	if len(t.counts) >= fewNames {
		if t.index == nil {
			t.index = map[string]int{}
		}
		if i, ok := t.index[name]; ok {
			return &t.counts[i]
		}
		if len(t.counts) >= maxNames {
			name = semconv.Other
			if i, ok := t.index[name]; ok {
				return &t.counts[i]
			}
		}
		t.index[name] = len(t.counts)
	}
	if t.counts == nil {
		t.counts = make([]nameCount, 0, 4)
	}
	t.counts = append(t.counts, nameCount{name: name})
	return &t.counts[len(t.counts)-1]
}

// end has nothing added any more.
func (t *tally) end() {
	t.mu.Lock()
	t.over = true
	t.mu.Unlock()
}

func (t *tally) ended() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.over
}
