// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// lines cuts a stream into lines.
type lines struct {
	r     *bufio.Reader
	buf   []byte // joins what is longer than the reader's buffer
	line  int
	ended bool

	offset int64 // of the next line
	until  int64 // lines that begin here or later are left out, unless it is 0
}

func newLines(r *bufio.Reader) *lines { return &lines{r: r} }

// next returns the next line that is not blank, valid until the following call,
// and its number. The end is a bare [io.EOF]; other errors are about that line.
func (l *lines) next() ([]byte, int, error) {
	for !l.ended && (l.until == 0 || l.offset < l.until) {
		text, tooLong, err := l.read()
		if err != nil {
			l.ended = true
			if err != io.EOF { //nolint:errorlint // a wrapped one is a cause, not the end
				return nil, l.line + 1, err
			}
			if len(text) == 0 && !tooLong {
				break
			}
		}
		l.line++
		if tooLong {
			return nil, l.line, ErrTooLong
		}
		text = bytes.TrimSpace(text)
		if len(text) == 0 {
			continue
		}
		if err != nil && !json.Valid(text) {
			return nil, l.line, ErrTorn
		}
		return text, l.line, nil
	}
	return nil, 0, io.EOF
}

// read returns one line without keeping more than maxLine of it.
func (l *lines) read() (text []byte, tooLong bool, err error) {
	l.buf = l.buf[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		l.offset += int64(len(part))
		if err == nil && len(l.buf) == 0 && !tooLong {
			return part, false, nil
		}
		if len(l.buf)+len(part) > maxLine {
			tooLong = true
			l.buf = nil // let the memory go
		}
		if !tooLong {
			l.buf = append(l.buf, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return l.buf, tooLong, err
		}
	}
}

// elements cuts a stream of arrays, usually one, into their elements.
type elements struct {
	in     *meter
	dec    *json.Decoder
	within bool // an array
	ended  bool
}

func newElements(r io.Reader) *elements {
	in := &meter{r: r}
	return &elements{in: in, dec: json.NewDecoder(in)}
}

// next returns the next element and the line on which it ends. A stream that is
// no array, or ends within it, cannot be read further.
func (e *elements) next() ([]byte, int, error) {
	if e.ended {
		return nil, 0, io.EOF
	}
	e.in.left = maxLine
	text, err := e.decode()
	if err == nil {
		return text, e.in.lineAt(e.dec.InputOffset()), nil
	}
	e.ended = true
	if err == io.EOF { //nolint:errorlint // torn has wrapped or replaced others
		return nil, 0, io.EOF
	}
	// The decoder stands at the end of the last good token; what it could not
	// read starts after separators.
	rest, _ := io.ReadAll(io.LimitReader(e.dec.Buffered(), 4<<10))
	separators := len(rest) - len(bytes.TrimLeft(rest, " \t\r\n,"))
	return nil, e.in.lineAt(e.dec.InputOffset() + int64(separators)), err
}

func (e *elements) decode() ([]byte, error) {
	for {
		if !e.within {
			switch token, err := e.dec.Token(); {
			case err != nil:
				return nil, err
			case token != json.Delim('['):
				return nil, fmt.Errorf("%w: not an array", ErrEvent)
			}
			e.within = true
		}
		if e.dec.More() {
			var raw json.RawMessage
			err := e.dec.Decode(&raw)
			return raw, torn(err)
		}
		if _, err := e.dec.Token(); err != nil {
			return nil, torn(err)
		}
		e.within = false
	}
}

func torn(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrTorn
	}
	return err
}

// meter bounds how much is read for one element, and knows where lines end.
type meter struct {
	r        io.Reader
	left     int // bytes that may still be read
	offset   int64
	newlines []int64 // offsets read and not yet asked for
	line     int
}

func (m *meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, ErrTooLong
	}
	n, err := m.r.Read(p[:min(len(p), m.left)])
	m.left -= n
	for i, b := range p[:n] {
		if b == '\n' {
			m.newlines = append(m.newlines, m.offset+int64(i))
		}
	}
	m.offset += int64(n)
	return n, err
}

func (m *meter) lineAt(offset int64) int {
	i := 0
	for i < len(m.newlines) && m.newlines[i] < offset {
		i++
	}
	m.newlines = append(m.newlines[:0], m.newlines[i:]...)
	m.line += i
	return m.line + 1
}
