// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package follow

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// window is how much of a file's end is read at first.
const window = 256 << 10

// start takes in the files that are there, and passes on their latest lines.
// Files are read from their ends, the latest first, as far as needed.
func (f *follower) start() {
	there := f.find()
	keys := slices.SortedFunc(maps.Keys(there), func(a, b string) int {
		return there[b].info.ModTime().Compare(there[a].info.ModTime())
	})
	var latest []failurelog.Entry
	for _, key := range keys {
		at := there[key]
		s := &file{info: at.info, path: at.path, lines: -1}
		need := f.opts.Lines
		if len(latest) >= need && need > 0 && at.info.ModTime().Before(timeOf(&latest[0])) {
			need = 0 // no line is later than its file
		}
		lines, err := s.tail(at, need, f.opts.Match)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			f.fail(&failurelog.LineError{File: at.path, Err: err})
		}
		f.files[key] = s
		latest = append(latest, lines...)
		slices.SortStableFunc(latest, func(a, b failurelog.Entry) int { return timeOf(&a).Compare(timeOf(&b)) })
		latest = slices.Delete(latest, 0, max(len(latest)-f.opts.Lines, 0))
	}
	for _, e := range latest {
		f.entry(e)
	}
}

func timeOf(e *failurelog.Entry) time.Time {
	switch {
	case e.Record != nil:
		return e.Record.Timestamp
	case e.Run != nil:
		return e.Run.Timestamp
	case e.Dropped != nil:
		return e.Dropped.Timestamp
	}
	return time.Time{}
}

// tail returns the last lines of a file that match, at most n, and takes all
// that it holds as read.
func (s *file) tail(at found, n int, match func(*failurelog.Entry) bool) ([]failurelog.Entry, error) {
	r, err := open(at.path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // it was only read
	if r.gzipped() {
		return s.tailGzip(r, n, match)
	}
	s.head = make([]byte, min(headSize, r.size))
	if _, err := io.ReadFull(r.file, s.head); err != nil {
		return nil, err
	}
	var out []failurelog.Entry
	for size := int64(window); ; size *= 4 {
		start := max(r.size-size, 0)
		text, end, err := section(r.file, start, r.size)
		if err != nil {
			return nil, err
		}
		if s.offset = end; end < int64(len(s.head)) {
			s.head = s.head[:end]
		}
		if end == start && start > 0 { // not one whole line
			continue
		}
		if n > 0 {
			out = lastOf(at.path, bytes.NewReader(text), n, match)
		}
		if start == 0 || len(out) >= n {
			return out, nil
		}
	}
}

// tailGzip reads a file that is closed and can only be read from its beginning.
func (s *file) tailGzip(r *reader, n int, match func(*failurelog.Entry) bool) ([]failurelog.Entry, error) {
	if n == 0 {
		s.closed()
		return nil, nil
	}
	in := &wholeLines{r: r}
	out := lastOf(s.path, in, n, match)
	s.offset, s.head = in.passed, in.head
	return out, nil
}

// closed takes all as read of a file that is compressed already: nothing is
// appended to it.
func (s *file) closed() { s.offset = 1 << 62 }

// section reads the whole lines between two offsets, without the one that start
// may be within, and says where they end.
func section(file *os.File, start, end int64) (text []byte, wholeEnd int64, err error) {
	text = make([]byte, end-start)
	n, err := file.ReadAt(text, start)
	if err != nil && err != io.EOF { //nolint:errorlint // the bare value is the end
		return nil, 0, err
	}
	text = text[:n]
	last := bytes.LastIndexByte(text, '\n') + 1
	text = text[:last]
	if start > 0 {
		text = text[bytes.IndexByte(text, '\n')+1:]
	}
	return text, start + int64(last), nil
}

// lastOf returns the last n lines that match.
func lastOf(name string, r io.Reader, n int, match func(*failurelog.Entry) bool) []failurelog.Entry {
	var out []failurelog.Entry
	for e, err := range failurelog.Read(failurelog.FromReader(name, r)) {
		if err != nil || !match(&e) { // of the past, only what can be read is shown
			continue
		}
		if len(out) == n {
			copy(out, out[1:])
			out = out[:n-1]
		}
		out = append(out, e)
	}
	return out
}
