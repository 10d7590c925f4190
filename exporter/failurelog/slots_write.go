// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// writeSlots brings the file up to date.
func (w *worker) writeSlots(*job) error {
	s := &w.log.slots
	s.armed.Store(false)
	if s.broken {
		return nil
	}
	if s.file != nil && removed(s.file) {
		_ = s.file.Close() // with what it told of, which is written again
		s.file = nil
		for n := range s.all {
			s.all[n].written = 0
		}
	}
	s.update(func(n int, line []byte) bool {
		if s.file == nil && !w.openSlots() {
			return false
		}
		_, err := s.file.WriteAt(line, int64(n)*slotSize)
		s.broken = err != nil // it is an aid
		return err == nil
	})
	return nil
}

// update has written what has changed, until write returns false. Operations that
// have ended are made blank before those are written that started after them, so
// that the file never tells of both: what started is looked up first.
func (s *slots) update(write func(n int, line []byte) bool) {
	fresh := s.fresh[:0]
	for n := range s.all {
		slot := &s.all[n]
		slot.mu.Lock()
		if id := slot.id.Load(); id != 0 && id != slot.written {
			fresh = append(fresh, freshNote{n, id, slot.note})
		}
		slot.mu.Unlock()
	}
	defer func() {
		clear(fresh)
		s.fresh = fresh[:0]
	}()
	for n := range s.all {
		slot := &s.all[n]
		if slot.written == 0 || slot.id.Load() == slot.written {
			continue
		}
		if !write(n, blankSlot) {
			return
		}
		slot.written = 0
	}
	for i := range fresh {
		f := &fresh[i]
		slot := &s.all[f.n]
		if slot.id.Load() != f.id { // it has ended meanwhile
			continue
		}
		s.line = f.append(s.line[:0])
		if !write(f.n, s.line) {
			return
		}
		slot.written = f.id
	}
}

// openSlots makes the file of this process, and looks after those of others.
func (w *worker) openSlots() bool {
	s := &w.log.slots
	w.adoptSlots()
	var err error
	s.file, err = newSlotsFile(w.log.dir)
	s.broken = err != nil
	return err == nil
}

func newSlotsFile(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
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
		if !lockShared(f) || removed(f) {
			_ = f.Close() // another process takes it for one that is left over
			continue
		}
		if _, err := f.Write(bytes.Repeat(blankSlot, slotCount)); err != nil {
			return nil, errors.Join(err, removeOpen(f, path), f.Close())
		}
		return f, nil
	}
	return nil, fs.ErrExist
}

// removed reports whether an open file has lost its name.
func removed(f *os.File) bool {
	st, err := statOpen(f, f.Fd())
	return err == nil && st.links == 0
}

// closeSlots removes the file. Nothing is in progress any more.
func (w *worker) closeSlots() {
	s := &w.log.slots
	s.broken = true
	if s.file != nil {
		_ = errors.Join(removeOpen(s.file, s.file.Name()), s.file.Close())
		s.file = nil
	}
}

// rest checks the lines and removes the file of slots where nothing is in
// progress. What starts later makes another.
func (w *worker) rest(*job) error {
	_ = w.check(nil)
	s := &w.log.slots
	for n := range s.all {
		if s.all[n].id.Load() != 0 {
			return nil
		}
	}
	broken := s.broken
	w.closeSlots()
	s.broken = broken
	for n := range s.all {
		s.all[n].written = 0
	}
	return nil
}
