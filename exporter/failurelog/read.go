// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"strings"
)

// Entry is one line read. One of the pointers is set.
type Entry struct {
	File      string
	Line      int
	Record    *Record    // a failure line
	Run       *Run       // a ledger line
	Dropped   *Dropped   // a line that stands for missing ones
	Operation *Operation // an operation in progress
}

func (e *Entry) empty() bool {
	return e.Record == nil && e.Run == nil && e.Dropped == nil && e.Operation == nil
}

// Read streams the lines of sources, one after the other: JSON Lines, plain or
// gzipped, or one array; the content tells which. The failure logs of the Python
// system that the format comes from, and the failures in its combined logs, are
// read too, each failure once and its recovery once, in however many sources they
// are repeated. What cannot be read is yielded as a [*LineError], and reading goes
// on. Memory is bounded by the longest line accepted, 16 MiB, and the 65,536
// failures of that system that are remembered.
func Read(sources ...Source) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		d := decoder{originals: &originals{}}
		for _, s := range sources {
			if !s.read(&d, yield) {
				return
			}
		}
	}
}

// Records is [Read] for the failure lines alone.
func Records(sources ...Source) iter.Seq2[Record, error] {
	return pick(sources, func(e Entry) *Record { return e.Record })
}

// Runs is [Read] for the ledger lines alone.
func Runs(sources ...Source) iter.Seq2[Run, error] {
	return pick(sources, func(e Entry) *Run { return e.Run })
}

func pick[T any](sources []Source, part func(Entry) *T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		for e, err := range Read(sources...) {
			if err != nil {
				if !yield(none, err) {
					return
				}
			} else if v := part(e); v != nil && !yield(*v, nil) {
				return
			}
		}
	}
}

var (
	gzipMagic = []byte{0x1f, 0x8b}
	bom       = []byte("\xef\xbb\xbf")
)

// read reports whether to go on with the next source.
func (s Source) read(d *decoder, yield func(Entry, error) bool) bool {
	fail := func(line int, err error) bool {
		return yield(Entry{}, &LineError{File: s.name, Line: line, Err: err})
	}
	r := s.reader
	if r == nil && isOperationsFile(s.name) {
		return s.readOperations(yield)
	}
	ledger := r == nil && isLedgerFile(s.name)
	compressed := strings.HasSuffix(s.name, extGzip) // or since it was found
	if r == nil {
		f, err := os.Open(s.name)
		if errors.Is(err, fs.ErrNotExist) && strings.HasSuffix(s.name, extJSONL) {
			if zipped, zipErr := os.Open(s.name + extGzip); zipErr == nil { // compressed since it was found
				s.name, f, err = s.name+extGzip, zipped, nil
				compressed = true
			}
		}
		if err != nil {
			return fail(0, cause(err))
		}
		defer func() { _ = f.Close() }() // nothing was written
		r = f
	}
	if s.count != nil {
		r = countingReader{r, s.count}
	}
	br := bufio.NewReaderSize(r, 64<<10)
	until := s.until
	if head, _ := br.Peek(len(gzipMagic)); bytes.Equal(head, gzipMagic) {
		zr, err := gzip.NewReader(br)
		if err != nil {
			return fail(0, fmt.Errorf("gzip: %w", err))
		}
		br = bufio.NewReaderSize(zr, 64<<10)
		if !compressed {
			until = 0 // which is of what was there compressed
		}
	}
	if head, _ := br.Peek(len(bom)); bytes.Equal(head, bom) {
		_, _ = br.Discard(len(bom)) // just seen
	}
	cut := newLines(br)
	cut.until = until
	next := cut.next
	if startsArray(br) {
		next = newElements(br).next
	}
	for {
		text, line, err := next()
		if err == io.EOF { //nolint:errorlint // the bare value is the end; a wrapped one is a cause
			return true
		}
		if err != nil {
			if !fail(line, err) {
				return false
			}
			continue
		}
		e, err := d.parse(text)
		if err != nil {
			if !fail(line, err) {
				return false
			}
			continue
		}
		if e.empty() {
			continue
		}
		e.File, e.Line = s.name, line
		if e.Operation != nil {
			e.Operation.Adopted = ledger // processes note theirs elsewhere
		}
		if !yield(e, nil) {
			return false
		}
	}
}

// startsArray reports whether r begins with an array of objects, or an empty one.
// Other text may begin with a bracket too.
func startsArray(r *bufio.Reader) bool {
	for n := 512; ; n = r.Size() {
		head, err := r.Peek(n)
		rest, ok := bytes.CutPrefix(bytes.TrimSpace(head), []byte("["))
		if rest = bytes.TrimSpace(rest); len(rest) > 0 {
			return ok && (rest[0] == '{' || rest[0] == ']')
		}
		if err != nil || n == r.Size() {
			return false
		}
	}
}

var errNoID = fmt.Errorf("%w: it has no failure_id", ErrEvent)

// usualFailure is how this package's own writer starts failure lines.
var usualFailure = []byte(`{"event":"failure_re`)

// parse reads a line in the fastest way that can.
func (d *decoder) parse(text []byte) (Entry, error) {
	if r, ok := d.record(text); ok && (r.Event == FailureRecorded || r.Event == FailureRecovered || r.Event == FailureRevised) {
		return Entry{Record: r}, nil
	}
	e, original, err := parseAny(text)
	if err != nil {
		return Entry{}, shorten(err)
	}
	if original && e.Record != nil && d.originals != nil && d.originals.repeats(e.Record) {
		return Entry{}, nil
	}
	return e, nil
}

// parse reads a line of whatever kind.
func parse(text []byte) (Entry, error) {
	e, _, err := parseAny(text)
	return e, shorten(err)
}

// parseAny reports too whether the line is one of the original system's.
func parseAny(text []byte) (e Entry, original bool, err error) {
	var head struct {
		Event        Event           `json:"event"`
		Schema       int             `json:"schema"`
		WasRecovered *bool           `json:"was_recovered"`
		EventGroup   json.RawMessage `json:"event_group"`
		SpanPayload  json.RawMessage `json:"span_payload"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return Entry{}, false, err
	}
	if head.Schema > Schema {
		return Entry{}, false, fmt.Errorf("%w: %d", ErrSchema, head.Schema)
	}
	switch {
	case head.Event == "" && head.WasRecovered != nil:
		e, err = parseOriginal(text)
		return e, true, err
	case head.SpanPayload != nil || head.EventGroup != nil:
		e, err = parseCombined(text)
		return e, true, err
	}
	switch head.Event {
	case FailureRecorded, FailureRecovered, FailureRevised:
		var r Record
		if err := json.Unmarshal(text, &r); err != nil {
			return Entry{}, false, err
		}
		if r.FailureID == "" {
			return Entry{}, false, errNoID
		}
		return Entry{Record: &r}, false, nil
	case RunStarted, RunEnded:
		var r Run
		if err := json.Unmarshal(text, &r); err != nil {
			return Entry{}, false, err
		}
		return Entry{Run: &r}, false, nil
	case LogDropped:
		var d Dropped
		if err := json.Unmarshal(text, &d); err != nil {
			return Entry{}, false, err
		}
		return Entry{Dropped: &d}, false, nil
	case OperationStarted:
		var o Operation
		if err := json.Unmarshal(text, &o); err != nil {
			return Entry{}, false, err
		}
		return Entry{Operation: &o}, false, nil
	}
	return Entry{}, false, fmt.Errorf("%w: event %.40q", ErrEvent, head.Event)
}
