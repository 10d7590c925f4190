// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

var errVanished = errors.New("the file is removed again and again")

const (
	// checkName is how often a writer looks whether its file still has its name.
	checkName = time.Second

	// maxRewrites bounds the tries to get a line into a file that others remove,
	// or tear lines in.
	maxRewrites = 8
)

// ErrNotSynced is returned with Options.Sync where the system could not force a
// line to the disk. The line is in its file, where readers find it, and is not
// counted as dropped; but it may not survive a power cut.
var ErrNotSynced = errors.New("written, but not forced to the disk")

// line is a line to be written.
type line struct {
	text    []byte // starts with a newline, for use after a torn line
	ledger  bool   // it belongs to the ledger, else to
	runID   string
	id      string   // of its failure
	failure bool     // it is a failure's own line
	stands  *Dropped // what it stands for: it is a count itself
}

// file is a log file of lines, of which one segment is open. It belongs to the
// worker of its Log.
type file struct {
	base string // path without extension
	opts *Options
	tidy func(base string)      // called when a segment was closed
	lose func(l *line, e error) // called for a line found missing later

	f       *os.File
	n       int // number of the segment
	regular bool
	fd      uintptr
	torn    bool // the last line does not end
	born    time.Time
	named   time.Time // when its name was last checked
	nameErr error     // its name may not survive a power cut
	unchecked
}

// openFile opens the last segment for appending. A directory that was removed
// meanwhile is made again.
func openFile(base string, opts *Options, now time.Time, tidy func(string), lose func(*line, error)) (*file, error) {
	f := &file{base: base, opts: opts, tidy: tidy, lose: lose}
	if err := f.open(false, now); err != nil {
		return nil, err
	}
	return f, nil
}

// open opens the last segment, or the next one after it where that is the one
// that is open, which is closed only then.
func (f *file) open(next bool, now time.Time) error {
	for range maxRewrites {
		n, err := lastSegment(f.base, f.opts.Rotation.Keep > 0)
		if err != nil {
			return err
		}
		if next && n == f.n {
			n++
		}
		opened, nameErr, err := openSegment(segmentPath(f.base, n), f.opts.Sync)
		if err != nil {
			return err
		}
		if opened == nil {
			continue
		}
		f.nameErr = nameErr
		if f.f != nil {
			_ = f.f.Close() // every line was written with its own call
		}
		f.f, f.n = opened, n
		f.look(now)
		return nil
	}
	return fmt.Errorf("%s: %w", segmentPath(f.base, 1), errVanished)
}

// openSegment returns no file, and no error, where the segment is being removed, or
// was compressed: it is closed then. A name that it made and could not force to the
// disk is nameErr.
func openSegment(path string, sync bool) (f *os.File, nameErr, err error) {
	const flags = os.O_APPEND | os.O_RDWR // read: for what others wrote
	f, err = os.OpenFile(path, flags, 0)
	created := errors.Is(err, fs.ErrNotExist)
	if created {
		if exists(path + extGzip) { // before the plain one is removed
			return nil, nil, nil
		}
		if nameErr, err = makeDir(filepath.Dir(path), sync); err != nil {
			return nil, nil, err
		}
		f, err = os.OpenFile(path, flags|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
			return nil, nil, nil // somebody was faster
		}
		if err == nil && sync {
			nameErr = errors.Join(nameErr, syncDir(filepath.Dir(path)))
		}
	}
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return f, nil, nil // a pipe or a device: there is nothing to look at
	}
	closed := exists(path + extGzip)
	if !closed && lockShared(f) && !removed(f) {
		return f, nameErr, nil
	}
	_ = f.Close()
	if closed && created { // it was closed, and its plain file removed, meanwhile
		_ = os.Remove(path)
	}
	return nil, nil, nil
}

// look learns about the segment just opened.
func (f *file) look(now time.Time) {
	f.born, f.named, f.torn = now, now, false
	f.checkedTo(0, now)
	info, err := f.f.Stat()
	f.regular = err == nil && info.Mode().IsRegular()
	if !f.regular {
		return
	}
	f.fd = f.f.Fd()
	f.checkedTo(info.Size(), now)
	if info.Size() == 0 {
		return
	}
	f.torn = endsTorn(f.f, info.Size())
	if f.opts.Rotation.Age > 0 {
		f.born = firstTime(f.f, info.ModTime())
	}
}

// endsTorn reports whether a file of this size ends within a line: a writer
// crashed. If that cannot be told it says yes, for an empty line does no harm.
func endsTorn(f *os.File, size int64) bool {
	if size == 0 {
		return false
	}
	var last [1]byte
	_, err := f.ReadAt(last[:], size-1)
	return err != nil || last[0] != '\n'
}

// write appends a line. It returns once the line is in the file, and whole; in
// a burst the file is checked a little later, see [unchecked].
func (f *file) write(l *line, now time.Time) error {
	if f.regular {
		f.refresh(now)
		f.rotate(len(l.text)-1, now)
	}
	err := f.put(l.text)
	switch {
	case !f.regular:
		return err
	case err != nil:
		f.check(now)
		if st, statErr := statOpen(f.f, f.fd); statErr != nil || st.links > 0 {
			return err
		}
		if f.open(false, now) != nil { // its disk may be gone with its name
			return err
		}
		if err := f.put(l.text); err != nil {
			return err
		}
	}
	f.keep(l)
	if f.opts.Sync || f.checkNow(now) {
		err = f.checkLast(now)
	}
	if err == nil && f.opts.Sync {
		err = f.sync()
	}
	return err
}

// sync forces what was written to the disk.
func (f *file) sync() error {
	err := errors.Join(f.nameErr, f.f.Sync())
	f.nameErr = nil // told
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotSynced, err)
	}
	return nil
}

// put appends text[1:] in one call, or all of text after a torn line.
func (f *file) put(text []byte) error {
	if !f.torn {
		text = text[1:]
	}
	n, err := f.f.Write(text)
	f.ahead += int64(n)
	f.torn = err != nil && (f.torn || n > 0)
	return err
}

// rotate opens the next segment where it is time for it, or the file anew where
// it has lost its name. If that fails the old one serves on.
func (f *file) rotate(size int, now time.Time) {
	if now.Sub(f.named) >= checkName {
		f.named = now
		if !f.hasName() {
			f.check(now)
			_ = f.open(false, now)
		}
	}
	for range maxRewrites { // another process may have filled the next one too
		if !f.opts.Rotation.due(f, size, now) {
			return
		}
		f.check(now)
		n := f.n
		if f.open(true, now) != nil || f.n == n {
			return
		}
		f.tidy(f.base)
	}
}

func (f *file) hasName() bool {
	byName, err := os.Stat(segmentPath(f.base, f.n))
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	open, err := f.f.Stat()
	return err != nil || os.SameFile(byName, open)
}

func (f *file) close(now time.Time) error {
	f.check(now)
	return f.f.Close()
}

// firstTime returns the time of the first line of a file, or the one given.
func firstTime(f *os.File, otherwise time.Time) time.Time {
	head := make([]byte, 4<<10)
	n, _ := f.ReadAt(head, 0)
	const key = `"timestamp":"`
	_, rest, ok := bytes.Cut(head[:n], []byte(key))
	text, _, ok2 := bytes.Cut(rest, []byte(`"`))
	if t, err := time.Parse(time.RFC3339Nano, string(text)); ok && ok2 && err == nil {
		return t
	}
	return cmp.Or(otherwise, time.Now())
}
