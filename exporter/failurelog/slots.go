// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
)

// A file of slots holds one line for each operation in progress, in a place of
// its own that is blank otherwise. Lines have one length, so that each can be
// written without regard to the others.
const (
	operationsPrefix = "operations_"

	slotSize   = 512 // bytes of a line
	slotCount  = 256 // operations that can be noted at a time
	slotProbes = 8   // places in which one may be
	maxSlotIDs = 200 // bytes of run and trace id
)

var blankSlot = append(bytes.Repeat([]byte{' '}, slotSize-1), '\n')

// slots is the file of a process that is alive.
type slots struct {
	file   *os.File
	memory []byte                   // of the file; nil where files cannot be mapped
	used   [slotCount]atomic.Uint64 // by the spans with these ids
	length [slotCount]int           // of the lines; belongs to who uses the slot
	broken atomic.Bool              // somebody cut the file
}

// newSlots makes the file of this process.
func newSlots(dir string) (*slots, error) {
	const most = 1000 // of one process id
	for n := 1; n <= most; n++ {
		path := filepath.Join(dir, fmt.Sprintf("%s%d-%d%s", operationsPrefix, os.Getpid(), n, extJSONL))
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if st, err := statOpen(f, f.Fd()); !lockShared(f) || err == nil && st.links == 0 {
			_ = f.Close() // another process takes it for one that is left over
			continue
		}
		// Blocks are reserved by writing to them: a full disk must not be found
		// out by writing to memory.
		if _, err := f.Write(bytes.Repeat(blankSlot, slotCount)); err != nil {
			return nil, errors.Join(err, removeOpen(f, path), f.Close())
		}
		s := &slots{file: f}
		if memory, err := mapFile(f, slotSize*slotCount); err == nil {
			s.memory = memory
			runtime.AddCleanup(s, unmap, memory) // not before the last writer has gone
		}
		return s, nil
	}
	return nil, fs.ErrExist
}

// take writes a line, which has no newline, into a slot.
func (s *slots) take(span SpanID, line []byte) {
	id := binary.LittleEndian.Uint64(span[:])
	if id == 0 || s.broken.Load() {
		return
	}
	for i := range uint64(slotProbes) {
		n := (id + i) % slotCount
		if s.used[n].CompareAndSwap(0, id) {
			s.store(n, line)
			return
		}
	}
}

// clear makes the slot of an operation blank.
func (s *slots) clear(span SpanID) {
	id := binary.LittleEndian.Uint64(span[:])
	if id == 0 || s.broken.Load() {
		return
	}
	for i := range uint64(slotProbes) {
		n := (id + i) % slotCount
		if s.used[n].Load() == id {
			s.store(n, nil)
			s.used[n].Store(0)
			return
		}
	}
}

// store writes a line, or blanks. The first byte of a line is written last, and
// blanked first: what starts with a bracket is whole. Where somebody has cut the
// file short, or the disk has no room after all, the memory is not there.
func (s *slots) store(n uint64, line []byte) {
	at := n * slotSize
	if s.memory == nil {
		_, err := s.file.WriteAt(append(append([]byte(nil), line...), blankSlot[len(line):]...), int64(at)) //nolint:gosec // it is small
		if err != nil {
			s.broken.Store(true)
		}
		return
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if recover() != nil {
			s.broken.Store(true)
		}
	}()
	slot := s.memory[at : at+slotSize]
	if len(line) == 0 {
		slot[0] = ' '
		copy(slot[1:s.length[n]], blankSlot[1:])
		return
	}
	s.length[n] = len(line)
	copy(slot[1:], line[1:])
	slot[0] = line[0]
}

// remove removes the file. Writers that come late write to what is left of it.
func (s *slots) remove() { _ = errors.Join(removeOpen(s.file, s.file.Name()), s.file.Close()) }

// openSlots makes the file of this process, and looks after those of others.
func (w *worker) openSlots() (*slots, error) {
	if err := os.MkdirAll(w.log.dir, 0o700); err != nil {
		return nil, err
	}
	w.adoptSlots()
	s, err := newSlots(w.log.dir)
	w.slots = s
	return s, err
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
