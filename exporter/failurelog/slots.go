// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A file of slots holds one line for each operation in progress, in a place of
// its own that is blank otherwise. Lines have one length, so that each can be
// written without regard to the others.
const (
	operationsPrefix = "operations_"

	slotSize   = 512 // bytes of a line
	slotCount  = 256 // operations that can be noted at a time
	slotProbes = 8   // places in which one may be

	// noteAfter is how soon what is in progress is in the file. Memory that the
	// system shares with the file would be sooner, but a disk that does not answer
	// then stops whoever writes to it.
	noteAfter = 5 * time.Millisecond
)

var blankSlot = append(bytes.Repeat([]byte{' '}, slotSize-1), '\n')

// slots are the operations in progress of this process.
type slots struct {
	all   [slotCount]slot
	armed atomic.Bool // a flush is on its way
	timer *time.Timer

	// What follows belongs to the worker.
	file   *os.File
	broken bool // there is no file, or it cannot be written to
	fresh  []freshNote
	line   []byte
}

// freshNote is a note that is not in the file yet.
type freshNote struct {
	n  int // of the slot
	id uint64
	note
}

type slot struct {
	id      atomic.Uint64 // of the span; 0 if nothing is noted. It is set under the lock
	mu      sync.Mutex
	note    note   // the latest
	written uint64 // the id in the file; belongs to the worker
}

// take notes an operation, if there is room.
func (s *slots) take(n *note) {
	id := binary.LittleEndian.Uint64(n.span[:])
	if id == 0 {
		return
	}
	for i := range uint64(slotProbes) {
		if s.all[(id+i)%slotCount].set(id, n) {
			s.arm()
			return
		}
	}
}

// clear makes the slot of an operation blank.
func (s *slots) clear(span SpanID) {
	id := binary.LittleEndian.Uint64(span[:])
	if id == 0 {
		return
	}
	for i := range uint64(slotProbes) {
		if slot := &s.all[(id+i)%slotCount]; slot.id.Load() == id && slot.id.CompareAndSwap(id, 0) {
			s.arm()
			return
		}
	}
}

// has reports whether an operation is noted.
func (s *slots) has(span SpanID) bool {
	id := binary.LittleEndian.Uint64(span[:])
	for i := range uint64(slotProbes) {
		if s.all[(id+i)%slotCount].id.Load() == id && id != 0 {
			return true
		}
	}
	return false
}

// set fills the slot if it is empty.
func (s *slot) set(id uint64, n *note) bool {
	if s.id.Load() != 0 {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.id.Load() != 0 {
		return false
	}
	s.note = *n
	s.id.Store(id)
	return true
}

func (s *slots) arm() {
	if !s.armed.Load() && s.armed.CompareAndSwap(false, true) {
		s.timer.Reset(noteAfter)
	}
}

// adoptSlots moves what processes that are gone have left to the run ledger.
func (w *worker) adoptSlots() {
	entries, err := os.ReadDir(w.log.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if path := filepath.Join(w.log.dir, e.Name()); isOperationsFile(path) && e.Type().IsRegular() {
			w.adoptFile(path)
		}
	}
}

func (w *worker) adoptFile(path string) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }() // nothing was written to it
	if !ownerGone(f) {
		return
	}
	text, err := readSlots(f)
	if err != nil {
		return
	}
	for slot := range bytes.Lines(text) {
		if slot[0] != '{' {
			continue
		}
		whole := append(append([]byte{'\n'}, bytes.TrimRight(slot, " \n")...), '\n')
		if w.append(&line{text: whole, ledger: true}) != nil {
			return // the next process tries again
		}
	}
	_ = removeOpen(f, path)
}

func isOperationsFile(path string) bool {
	name := filepath.Base(path)
	return strings.HasPrefix(name, operationsPrefix) && strings.HasSuffix(name, extJSONL)
}

// readSlots yields the operations in a file of slots. Its process may be changing
// it, so that a line that does not read well is read again.
func (s Source) readSlots(yield func(Entry, error) bool) bool {
	fail := func(line int, err error) bool {
		return yield(Entry{}, &LineError{File: s.name, Line: line, Err: err})
	}
	f, err := os.Open(s.name)
	if errors.Is(err, fs.ErrNotExist) {
		return true // its process has ended well since it was found
	}
	if err != nil {
		return fail(0, cause(err))
	}
	defer func() { _ = f.Close() }() // nothing was written
	text, err := readSlots(f)
	if err != nil && err != io.EOF { //nolint:errorlint // the bare value is the end
		return fail(0, cause(err))
	}
	for n := 0; n*slotSize < len(text); n++ {
		slot := text[n*slotSize : min(len(text), (n+1)*slotSize)]
		e, err := Entry{}, error(nil)
		for range 3 {
			if slot[0] != '{' {
				break
			}
			if e, err = parse(bytes.TrimRight(slot, " \n\x00")); err == nil {
				break
			}
			if _, again := f.ReadAt(slot, int64(n)*slotSize); again != nil {
				break
			}
		}
		if slot[0] == '{' && err != nil {
			if !fail(n+1, err) {
				return false
			}
			continue
		}
		if e.File, e.Line = s.name, n+1; !e.empty() && !yield(e, nil) {
			return false
		}
	}
	return true
}

// readSlots reads a file of slots, of which it expects no more than there are.
func readSlots(f *os.File) ([]byte, error) {
	text := make([]byte, slotSize*slotCount)
	n, err := f.ReadAt(text, 0)
	if n < len(text) && n > 0 { // cut short
		err = nil
	}
	return text[:n], err
}
