// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bytes"
	"slices"
	"testing"
	"time"
)

// slotsFile is a file of slots, of which every state is looked at.
type slotsFile struct {
	names  [slotCount]string
	states [][]string
}

func (f *slotsFile) write(t *testing.T, n int, line []byte) {
	t.Helper()
	f.names[n] = ""
	if line[0] == '{' {
		e, err := parse(bytes.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		f.names[n] = e.Operation.Name
	}
	var state []string
	for _, name := range f.names {
		if name != "" {
			state = append(state, name)
		}
	}
	slices.Sort(state)
	f.states = append(f.states, state)
}

func TestSlotsNeverTellOfAnOperationAndOfOneAfterIt(t *testing.T) {
	s := &slots{timer: time.AfterFunc(time.Hour, func() {})}
	defer s.timer.Stop()
	ops := &Operations{s, []byte(`{"event":"operation_started","schema":1,"run_id":"r","trace_id":"t","span_id":"`)}
	var f slotsFile
	update := func(meanwhile func()) {
		s.update(func(n int, line []byte) bool {
			f.write(t, n, line)
			if meanwhile != nil {
				meanwhile()
				meanwhile = nil
			}
			return true
		})
	}
	high, low, other := SpanID{9}, SpanID{3}, SpanID{3, 1}

	ops.Started(high, SpanID{}, "before, in a higher slot")
	update(nil)
	ops.Ended(high)
	ops.Started(low, SpanID{}, "after it")
	update(nil)

	ops.Ended(low) // and in the same slot another
	ops.Started(other, SpanID{}, "third")
	update(func() { // while the file is written to
		ops.Ended(other)
		ops.Started(high, SpanID{}, "fourth")
	})
	update(nil)
	ops.Ended(high)
	ops.Started(low, SpanID{}, "fifth")
	update(nil)

	for _, state := range f.states {
		if len(state) > 1 {
			t.Errorf("the file told of %q at once", state)
		}
		if slices.Contains(state, "third") {
			t.Error("the file told of an operation that had ended before it was written")
		}
	}
	if last := f.states[len(f.states)-1]; !slices.Equal(last, []string{"fifth"}) {
		t.Errorf("in the end it tells of %q", last)
	}
}

func TestSlotsThatCannotBeWrittenAreTriedAgain(t *testing.T) {
	s := &slots{timer: time.AfterFunc(time.Hour, func() {})}
	defer s.timer.Stop()
	ops := &Operations{s, []byte(`{"event":"operation_started","span_id":"`)}
	ops.Started(SpanID{1}, SpanID{}, "a")
	s.update(func(int, []byte) bool { return false })
	var f slotsFile
	for range 2 {
		s.update(func(n int, line []byte) bool {
			f.write(t, n, line)
			return true
		})
	}
	if len(f.states) != 1 || !slices.Equal(f.states[0], []string{"a"}) {
		t.Errorf("written: %q", f.states)
	}
}
