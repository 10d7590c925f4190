// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
)

// maxLine is the length of the longest line that is read as one. A longer first
// line is read as a document.
const maxLine = 64 << 20

// Source is something to read twice.
type Source struct {
	Name string // in errors and entries
	Open func() (io.ReadCloser, error)
}

// File returns the source that a file is.
func File(path string) Source {
	return Source{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// maxPeek is how much of a source is looked at to tell what it is.
const maxPeek = 64 << 10

// IsOTLP reports whether r, read from its beginning, holds OTLP JSON. It reads
// no further than it needs to.
func IsOTLP(r io.Reader) bool {
	zr, err := unzipped(r)
	if err != nil {
		return false
	}
	head, _ := zr.Peek(maxPeek) // what there is tells
	for len(head) > 0 {
		at := bytes.TrimLeft(head, "\ufeff[ \t\r\n")
		if rest, ok := bytes.CutPrefix(at, []byte("{")); ok {
			rest = bytes.TrimLeft(rest, " \t\r\n")
			for _, key := range []string{`"resourceSpans"`, `"resource_spans"`, `"result"`} {
				if bytes.HasPrefix(rest, []byte(key)) && (key != `"result"` || bytes.Contains(rest, []byte(`esource`))) {
					return true
				}
			}
			if bytes.HasPrefix(rest, []byte(`"event"`)) { // a failure log
				return false
			}
		}
		i := bytes.IndexByte(at, '\n') // a torn line may come first
		if i < 0 {
			break
		}
		head = at[i+1:]
	}
	return false
}

// unzipped returns r, decompressed if it is gzipped.
func unzipped(r io.Reader) (*bufio.Reader, error) {
	br := bufio.NewReaderSize(r, maxPeek)
	if head, _ := br.Peek(2); !bytes.Equal(head, []byte{0x1f, 0x8b}) {
		return br, nil
	}
	zr, err := gzip.NewReader(br)
	if err != nil {
		return nil, err
	}
	return bufio.NewReaderSize(zr, maxPeek), nil
}

var errTooLong = errors.New("line is too long")

// readLine returns the next line, without its end. A line that is longer than
// maxLine is skipped with errTooLong; up to keep bytes of it are returned.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	tooLong := false
	for {
		part, err := r.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(part) > maxLine; !tooLong {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (len(line) == 0 && !tooLong || !errors.Is(err, io.EOF)):
			return nil, err
		case tooLong:
			return nil, errTooLong
		}
		return bytes.TrimSpace(line), nil
	}
}
