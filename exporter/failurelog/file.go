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
	"sync"
	"time"
)

var (
	// errEvicted means that the file was closed to make room for others.
	errEvicted = errors.New("file was closed")

	errVanished = errors.New("the file is removed again and again")
)

const (
	// checkName is how often a writer looks whether its file still has its name.
	// A removed file is noticed at once.
	checkName = time.Second

	// maxRewrites bounds the tries to get a line into a file that others remove,
	// or tear lines in.
	maxRewrites = 8
)

// file is a log file of lines, of which one segment is open.
type file struct {
	base string // path without extension
	opts *Options
	tidy func(base string) // called when a segment was closed

	mu      sync.Mutex
	f       *os.File // nil when closed
	n       int      // number of the segment
	regular bool
	fd      uintptr
	end     int64 // size when last looked at
	torn    bool  // the last line does not end
	born    time.Time
	checked time.Time // when its name was last checked
	buf     []byte
}

// openFile opens the last segment for appending. A directory that was removed
// meanwhile is made again.
func openFile(base string, opts *Options, tidy func(string)) (*file, error) {
	f := &file{base: base, opts: opts, tidy: tidy}
	if err := f.open(false); err != nil {
		return nil, err
	}
	return f, nil
}

// open opens the last segment, or the next one after it where that is the one
// that is open, which is closed only then.
func (f *file) open(next bool) error {
	for range maxRewrites {
		n, err := lastSegment(f.base, f.opts.Rotation.Keep > 0)
		if err != nil {
			return err
		}
		if next && n == f.n {
			n++
		}
		opened, err := openSegment(segmentPath(f.base, n))
		if err != nil {
			return err
		}
		if opened == nil {
			continue
		}
		if f.f != nil {
			_ = f.f.Close() // every line was written with its own call
		}
		f.f, f.n = opened, n
		f.look()
		return nil
	}
	return fmt.Errorf("%s: %w", segmentPath(f.base, 1), errVanished)
}

// openSegment returns nil, and no error, where the segment is being removed.
func openSegment(path string) (*os.File, error) {
	const flags = os.O_APPEND | os.O_RDWR // read: for the last byte
	f, err := os.OpenFile(path, flags, 0)
	created := errors.Is(err, fs.ErrNotExist)
	if created {
		if err = os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		f, err = os.OpenFile(path, flags|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
			return nil, nil // somebody was faster
		}
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return f, nil // a pipe or a device: there is nothing to look at
	}
	st, err := statOpen(f, f.Fd())
	switch {
	case !lockShared(f), err == nil && st.links == 0:
	case created && exists(path+extGzip): // it was closed while we were about to open it
		_ = os.Remove(path)
	default:
		return f, nil
	}
	_ = f.Close()
	return nil, nil
}

// look learns about the segment just opened.
func (f *file) look() {
	now := time.Now()
	f.born, f.checked, f.end, f.torn = now, now, 0, false
	info, err := f.f.Stat()
	f.regular = err == nil && info.Mode().IsRegular()
	if !f.regular {
		return
	}
	f.fd, f.end = f.f.Fd(), info.Size()
	if f.end == 0 {
		return
	}
	f.torn = endsTorn(f.f, f.end)
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

// write appends line[1:] in one call, or all of line after a torn one. It
// returns once the line is whole in a file that has a name.
func (f *file) write(line []byte, sync bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.f == nil {
		return errEvicted
	}
	f.rotate(len(line) - 1)
	for range maxRewrites {
		done, err := f.append(line)
		if err != nil {
			return err
		}
		if !done {
			continue
		}
		if sync {
			return f.f.Sync()
		}
		return nil
	}
	return errVanished
}

// rotate opens the next segment where it is time for it, or the file anew where
// it has lost its name. If that fails the old one serves on.
func (f *file) rotate(size int) {
	if !f.regular {
		return
	}
	if now := time.Now(); now.Sub(f.checked) >= checkName {
		f.checked = now
		if !f.hasName() {
			_ = f.open(false)
		}
	}
	for range maxRewrites { // another process may have filled the next one too
		n := f.n
		if !f.opts.Rotation.due(f, size) || f.open(true) != nil || f.n == n {
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

// append returns false where the line has to be written again.
func (f *file) append(line []byte) (bool, error) {
	data := line
	if !f.torn {
		data = line[1:]
	}
	n, err := f.f.Write(data)
	if err != nil {
		f.torn = f.torn || n > 0
		if st, statErr := statOpen(f.f, f.fd); f.regular && statErr == nil {
			f.end = st.size
			f.torn = endsTorn(f.f, st.size)
			if st.links == 0 {
				return false, f.open(false) // its disk may be gone with it
			}
		}
		return false, err
	}
	if !f.regular {
		f.torn = false
		return true, nil
	}
	st, err := statOpen(f.f, f.fd)
	switch {
	case err != nil:
		return true, nil //nolint:nilerr // it was written, that is all that is known
	case st.links == 0:
		return false, f.open(false)
	case st.size == f.end+int64(n):
		f.end, f.torn = st.size, false
		return true, nil
	}
	return f.find(line[1:], st.size), nil
}

// find reports whether a line just written is whole and starts a line of its
// own. Another process may have been killed within its line, or have truncated
// the file.
func (f *file) find(line []byte, size int64) bool {
	from := f.end
	if size < from {
		from = 0 // truncated
	}
	f.end, f.torn = size, endsTorn(f.f, size)
	step := max(64<<10, 2*len(line))
	defer func() {
		if cap(f.buf) > maxPooled*2 {
			f.buf = nil
		}
	}()
	for to := size; to > from; {
		// One byte more at the front; parts overlap by a line.
		start := max(0, from-1, to-int64(step))
		f.buf = append(f.buf[:0], make([]byte, to-start)...)
		if _, err := f.f.ReadAt(f.buf, start); err != nil {
			return true // it was written, that is all that is known
		}
		if i := bytes.Index(f.buf, line); i >= 0 {
			fresh := i == 0 && start == 0 || i > 0 && f.buf[i-1] == '\n'
			f.torn = f.torn || !fresh
			return fresh
		}
		if start <= from {
			break
		}
		to = start + int64(len(line)) + 1
	}
	f.torn = true
	return false
}

func (f *file) close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.f == nil {
		return nil
	}
	err := f.f.Close()
	f.f, f.buf = nil, nil
	return err
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
