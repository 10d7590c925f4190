// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"sync"
	"time"
)

// Surfaced says whether the caller noticed a fault.
type Surfaced string

// The answers. A changed answer is noticed only by who reads what was changed;
// the wrapper of the call sees that, the transport alone does not.
const (
	Yes     Surfaced = "yes"     // the call ended with an error because of it
	No      Surfaced = "no"      // the call ended well, or its caller had gone
	Unknown Surfaced = "unknown" // the call has not ended, or nobody watched it end
)

// The events of the truth log. Each is a whole line; the last one of an id
// counts.
const (
	EventInjected = "fault_injected"
	EventEnded    = "fault_ended"
)

// Injection is one fault that was injected: a line of the truth log.
type Injection struct {
	Event     string    `json:"event"`
	ID        int       `json:"id"` // from 1, within one Injector
	Time      time.Time `json:"time"`
	Seed      uint64    `json:"seed"`
	Scenario  string    `json:"scenario"`
	RunID     string    `json:"run_id"`
	Rule      int       `json:"rule"` // from 1
	Operation string    `json:"operation"`
	Kind      Kind      `json:"kind"`
	At        Layer     `json:"at"`
	Call      int       `json:"call"`      // of the operation, from 1
	Arguments string    `json:"arguments"` // a hash; equal arguments have equal ones
	Attempt   int       `json:"attempt"`   // of a call with these arguments, from 1
	Fault     Fault     `json:"fault"`
	Detail    string    `json:"detail"` // what exactly was done
	// Expected is how the fault is to be recorded if it surfaced.
	Expected Expectation `json:"expected"`
	TraceID  string      `json:"trace_id"` // of the caller's span; empty without one
	SpanID   string      `json:"span_id"`
	Surfaced Surfaced    `json:"surfaced"`
	Error    string      `json:"error"` // what the caller got
}

// ReadTruth reads a truth log. Each injection comes once, in the order of
// injection, as its last line has it. A line that is none gives an error with
// its number; reading goes on after it.
func ReadTruth(r io.Reader) iter.Seq2[Injection, error] {
	return func(yield func(Injection, error) bool) {
		type key struct {
			seed          uint64
			run, scenario string
			id            int
		}
		var all []Injection
		index := map[key]int{}
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, maxFile)
		number := 0
		for lines.Scan() {
			number++
			if len(lines.Bytes()) == 0 {
				continue
			}
			var in Injection
			err := json.Unmarshal(lines.Bytes(), &in)
			if err == nil && in.Event != EventInjected && in.Event != EventEnded {
				err = fmt.Errorf("no such event: %q", in.Event)
			}
			if err != nil {
				if !yield(Injection{}, fmt.Errorf("chaos: truth log, line %d: %w", number, err)) {
					return
				}
				continue
			}
			k := key{in.Seed, in.RunID, in.Scenario, in.ID}
			if i, ok := index[k]; ok {
				all[i] = in
				continue
			}
			index[k] = len(all)
			all = append(all, in)
		}
		for _, in := range all {
			if !yield(in, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(Injection{}, fmt.Errorf("chaos: truth log, after line %d: %w", number, err))
		}
	}
}

// truth keeps the injections and writes the log.
type truth struct {
	mu  sync.Mutex
	all []Injection
	out io.Writer // nil: none
	err error     // of the first line that could not be written
}

// begin notes an injection and returns its id.
func (t *truth) begin(in Injection) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	in.Event, in.ID, in.Surfaced = EventInjected, len(t.all)+1, Unknown
	t.all = append(t.all, in)
	t.write(in)
	return in.ID
}

// end notes what became of an injection. What is already known stays.
func (t *truth) end(id int, surfaced Surfaced, got string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	in := &t.all[id-1]
	if in.Event == EventEnded {
		return
	}
	in.Event, in.Surfaced, in.Error = EventEnded, surfaced, got
	t.write(*in)
}

func (t *truth) detail(id int, detail string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all[id-1].Detail = detail
}

func (t *truth) write(in Injection) {
	if t.out == nil {
		return
	}
	line, err := json.Marshal(in)
	if err == nil {
		_, err = t.out.Write(append(line, '\n'))
	}
	if err != nil && t.err == nil {
		t.err = fmt.Errorf("chaos: write truth log: %w", err)
	}
}

func (t *truth) list() []Injection {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.all)
}

// close ends what has not ended, so that the log says of each fault that it is
// over.
func (t *truth) close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.all {
		if in := &t.all[i]; in.Event != EventEnded {
			in.Event = EventEnded
			t.write(*in)
		}
	}
	return errors.Join(t.err)
}
