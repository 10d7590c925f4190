// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// group is what the spans of one scope share. It may be filled in after the
// spans have been read: the order of JSON keys is free.
type group struct {
	resource *wireResource
	scope    *wireScope
}

// visitor is told what is in a source.
type visitor struct {
	span    func(*wireSpan, *group) error
	outline func(*outline)   // in place of span
	fail    func(error) bool // returns false to stop; may be nil
	after   func() bool      // after the spans of each resource, and
	done    func() bool      // after each line, or object of a document; both return false to stop, and may be nil
}

var errStopped = errors.New("stopped")

// visit reads one source. Spans and lines that cannot be read are skipped.
func (v *visitor) visit(src Source) error {
	f, err := src.Open()
	if err != nil {
		return v.failed(&failurelog.LineError{File: src.Name, Err: err})
	}
	defer func() { _ = f.Close() }() // it was only read
	r, err := unzipped(f)
	if err != nil {
		return v.failed(&failurelog.LineError{File: src.Name, Err: err})
	}
	if isDocument(r) {
		return v.document(src.Name, r)
	}
	return v.lines(src.Name, r)
}

// isDocument tells one document from lines: neither the first nor the second
// line of a document is a whole object. It waits for no more of a stream than it
// needs.
func isDocument(r *bufio.Reader) bool {
	for want := 1; ; want = r.Buffered() + 1 {
		_, err := r.Peek(want)
		head, _ := r.Peek(r.Buffered())
		if document, sure := looksLikeDocument(head, err != nil || want >= maxPeek); sure {
			return document
		}
	}
}

// looksLikeDocument says whether head is the beginning of a document, and
// whether that is sure. With all there is no more to be seen: lines that are
// longer are taken for lines unless they end in the middle of an object's
// beginning.
func looksLikeDocument(head []byte, all bool) (document, sure bool) {
	first, rest, found := bytes.Cut(bytes.TrimLeft(head, "\ufeff \t\r\n"), []byte("\n"))
	if !found {
		return false, all // a document on one line is a line
	}
	if json.Valid(bytes.TrimSpace(first)) {
		return false, true
	}
	second, _, whole := bytes.Cut(bytes.TrimLeft(rest, " \t\r\n"), []byte("\n"))
	switch {
	case whole || all && len(head) < maxPeek:
		return !json.Valid(bytes.TrimSpace(second)) || !bytes.HasPrefix(second, []byte(`{"`)), true
	case all:
		return !bytes.HasPrefix(second, []byte(`{"resourceSpans"`)), true
	}
	return false, false
}

// lines reads one object per line.
func (v *visitor) lines(name string, r *bufio.Reader) error {
	for n := 1; ; n++ {
		line, err := readLine(r)
		switch {
		case err == io.EOF: //nolint:errorlint // a wrapped one is a cause, not the end
			return nil
		case errors.Is(err, errTooLong):
			if err := v.failed(&failurelog.LineError{File: name, Line: n, Err: err}); err != nil {
				return err
			}
			continue
		case err != nil:
			return v.failed(&failurelog.LineError{File: name, Line: n, Err: err})
		}
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
		if len(line) == 0 {
			continue
		}
		if err := check(line); err != nil {
			if err := v.failed(&failurelog.LineError{File: name, Line: n, Err: err}); err != nil {
				return err
			}
			continue
		}
		w := walker{visitor: v, dec: json.NewDecoder(bytes.NewReader(line)), name: name, line: func(int64) int { return n }}
		for err == nil && !w.broken { // files without a last line end may have been joined
			err = w.value()
		}
		if v.done != nil && !v.done() {
			return errStopped
		}
		if err != nil && err != io.EOF { //nolint:errorlint // a wrapped one is a cause, not the end
			return err
		}
	}
}

// check keeps spans of a line that breaks off from being counted.
func check(line []byte) error {
	if json.Valid(line) {
		return nil
	}
	for dec := json.NewDecoder(bytes.NewReader(line)); ; {
		var any json.RawMessage
		if err := dec.Decode(&any); err == io.EOF { //nolint:errorlint // a wrapped one is a cause, not the end
			return nil
		} else if err != nil {
			return err
		}
	}
}

// document reads objects that are spread over lines.
func (v *visitor) document(name string, r *bufio.Reader) error {
	if head, _ := r.Peek(3); string(head) == "\ufeff" {
		_, _ = r.Discard(len(head))
	}
	in := &lineCounter{r: r}
	w := walker{visitor: v, dec: json.NewDecoder(in), name: name, line: in.at}
	for {
		if err := w.value(); err == io.EOF { //nolint:errorlint // a wrapped one is a cause, not the end
			return nil
		} else if err != nil {
			return err
		}
		if v.done != nil && !v.done() {
			return errStopped
		}
		if w.broken {
			return nil
		}
	}
}

// lineCounter knows on which line of a stream an offset is.
type lineCounter struct {
	r      io.Reader
	read   int64
	passed int     // lines before those in ends
	ends   []int64 // offsets of line ends
}

func (c *lineCounter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			c.ends = append(c.ends, c.read+int64(i))
		}
	}
	c.read += int64(n)
	return n, err
}

// at returns the line of an offset, which must not be less than the last one.
func (c *lineCounter) at(offset int64) int {
	i, _ := slices.BinarySearch(c.ends, offset)
	c.ends = append(c.ends[:0], c.ends[i:]...)
	c.passed += i
	return c.passed + 1
}

func (v *visitor) failed(err error) error {
	if v.fail != nil && !v.fail(err) {
		return errStopped
	}
	return nil
}
