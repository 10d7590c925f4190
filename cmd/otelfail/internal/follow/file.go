// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package follow

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

const (
	// headSize is how much of a file's beginning tells that it is still the
	// same: lines hold ids and times.
	headSize = 256

	// maxLine bounds the memory for one line; a longer one is reported.
	maxLine = 16 << 20
)

// file is what was read of a file, whether it is compressed by now or not.
type file struct {
	info    os.FileInfo // at the last look
	path    string
	offset  int64 // what was read, without compression
	lines   int   // how many lines that was; less than 0 if that is not known
	head    []byte
	missing int // looks
}

func (s *file) changed(at found) bool {
	return s.info == nil || s.path != at.path || s.info.Size() != at.info.Size() ||
		!s.info.ModTime().Equal(at.info.ModTime()) || !os.SameFile(s.info, at.info)
}

// read passes on the lines after what was read before.
func (s *file) read(at found, f *follower) {
	r, err := open(at.path)
	if err != nil {
		if !errors.Is(err, os.ErrNotExist) {
			f.fail(&failurelog.LineError{File: at.path, Err: err})
		}
		return
	}
	defer func() { _ = r.Close() }() // it was only read
	if !s.isContinued(r) {
		s.offset, s.lines, s.head = 0, 0, nil
	}
	if err := r.skipTo(s.offset); err != nil {
		f.fail(&failurelog.LineError{File: at.path, Err: err})
		return
	}
	s.info, s.path = at.info, at.path
	s.pass(r, f)
}

// pass passes on the lines of r. What could not be read is tried again when the
// file changes.
func (s *file) pass(r io.Reader, f *follower) {
	in := &wholeLines{r: r}
	for e, err := range failurelog.Read(failurelog.FromReader(s.path, in)) {
		if bad, ok := errors.AsType[*failurelog.LineError](err); ok {
			if s.lines < 0 {
				bad.Line = 0
			} else {
				bad.Line += s.lines
			}
		}
		if err != nil {
			f.fail(err)
		} else {
			if e.Line += s.lines; s.lines < 0 {
				e.Line = 0
			}
			f.entry(e)
		}
		if f.stopped {
			return
		}
	}
	s.offset += in.passed
	if s.lines >= 0 {
		s.lines += in.lines
	}
	if missing := headSize - len(s.head); missing > 0 && int64(len(s.head)) < s.offset {
		s.head = append(s.head, in.head[:min(missing, len(in.head))]...)
	}
}

// isContinued reports whether r begins with what was read before, and leaves r
// at its beginning.
func (s *file) isContinued(r *reader) bool {
	if s.offset == 0 {
		return true
	}
	head := make([]byte, len(s.head))
	n, err := io.ReadFull(r, head)
	same := err == nil && bytes.Equal(head[:n], s.head) && (r.gzipped() || r.size >= s.offset)
	return r.rewind() == nil && same
}

// reader reads a file, decompressed if its name says so.
type reader struct {
	file *os.File
	size int64
	zr   *gzip.Reader
}

func open(path string) (*reader, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) && !strings.HasSuffix(path, ".gz") {
		path += ".gz" // compressed since it was found
		file, err = os.Open(path)
	}
	if err != nil {
		return nil, err
	}
	r := &reader{file: file}
	if info, err := file.Stat(); err == nil {
		r.size = info.Size()
	}
	if strings.HasSuffix(path, ".gz") {
		if r.zr, err = gzip.NewReader(file); err != nil {
			return nil, errors.Join(err, file.Close())
		}
	}
	return r, nil
}

func (r *reader) gzipped() bool { return r.zr != nil }

func (r *reader) Read(p []byte) (int, error) {
	if r.zr != nil {
		return r.zr.Read(p)
	}
	return r.file.Read(p)
}

func (r *reader) Close() error { return r.file.Close() }

func (r *reader) rewind() error {
	if _, err := r.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if r.zr != nil {
		return r.zr.Reset(r.file)
	}
	return nil
}

// skipTo goes from the beginning to an offset.
func (r *reader) skipTo(offset int64) error {
	if r.zr != nil {
		_, err := io.CopyN(io.Discard, r.zr, offset)
		if errors.Is(err, io.EOF) {
			return nil // it held less than was read of it before it was closed
		}
		return err
	}
	_, err := r.file.Seek(offset, io.SeekStart)
	return err
}

// wholeLines passes on the lines of r that are finished.
type wholeLines struct {
	r      io.Reader
	buf    []byte // read, not passed on
	whole  int    // bytes of buf that are whole lines
	passed int64
	lines  int
	head   []byte // of what was passed on
	err    error
}

func (w *wholeLines) Read(p []byte) (int, error) {
	for w.whole == 0 {
		if w.err != nil {
			return 0, w.err
		}
		w.fill()
	}
	n := copy(p, w.buf[:w.whole])
	w.lines += bytes.Count(p[:n], []byte{'\n'})
	if missing := headSize - len(w.head); missing > 0 {
		w.head = append(w.head, p[:min(n, missing)]...)
	}
	w.buf = w.buf[n:]
	w.whole -= n
	w.passed += int64(n)
	return n, nil
}

// fill reads more, and sees how much of it is whole lines.
func (w *wholeLines) fill() {
	const step = 64 << 10
	old := len(w.buf)
	w.buf = slices.Grow(w.buf, step)
	n, err := w.r.Read(w.buf[old : old+step])
	w.buf, w.err = w.buf[:old+n], err
	switch i := bytes.LastIndexByte(w.buf[old:], '\n'); {
	case i >= 0:
		w.whole = old + i + 1
	case len(w.buf) > maxLine:
		w.whole = len(w.buf) // its reader says that it is too long
	}
}
