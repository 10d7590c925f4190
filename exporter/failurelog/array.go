// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// arrays are the arrays of a log, written beside its files.
type arrays struct {
	mu       sync.Mutex
	outdated map[string]struct{} // run ids
	writing  sync.WaitGroup
	late     []error // of those that nobody waited for
}

// outdate says that the array of a run has to be written.
func (a *arrays) outdate(runID string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.outdated == nil {
		a.outdated = map[string]struct{}{}
	}
	a.outdated[runID] = struct{}{}
}

// write writes the array of a run if it is out of date. It waits for [maxWait]
// at most; afterwards that goes on.
func (a *arrays) write(runID string, base func(runID string) string) error {
	a.mu.Lock()
	_, outdated := a.outdated[runID]
	delete(a.outdated, runID)
	a.mu.Unlock()
	if !outdated {
		return nil
	}
	done := make(chan error)
	tooLate := make(chan struct{})
	a.writing.Go(func() {
		err := writeArray(context.Background(), base(runID))
		select {
		case done <- err:
		case <-tooLate:
			a.mu.Lock()
			defer a.mu.Unlock()
			a.late = append(a.late, err)
		}
	})
	select {
	case err := <-done:
		return err
	case <-time.After(maxWait):
		close(tooLate)
		return nil
	}
}

// finish writes all arrays that are out of date.
func (a *arrays) finish(ctx context.Context, base func(runID string) string) error {
	written := make(chan struct{})
	go func() {
		a.writing.Wait()
		close(written)
	}()
	select {
	case <-written:
	case <-ctx.Done():
		return ctx.Err()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	errs := a.late
	a.late = nil
	for runID := range a.outdated {
		if ctx.Err() != nil {
			break
		}
		errs = append(errs, writeArray(ctx, base(runID)))
		if ctx.Err() == nil {
			delete(a.outdated, runID)
		}
	}
	return errors.Join(errs...)
}

// writeArray writes the failures of a log file as one array beside it. The array
// appears as a whole or, also when ctx is done before, not at all.
func writeArray(ctx context.Context, base string) (err error) {
	source, err := baseSources(base)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(base), ".otelfail-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}()
	err = errors.Join(encodeArray(ctx, tmp, Join(Records(source...))), tmp.Close())
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), base+extJSON)
}

// encodeArray skips what could not be read: the lines remain in their own file.
func encodeArray(ctx context.Context, w io.Writer, records iter.Seq2[Record, error]) error {
	out := bufio.NewWriter(w)
	var e encoder
	var indented bytes.Buffer
	sep := "[\n  "
	for r, err := range records {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			continue
		}
		e.buf = e.buf[:0]
		e.recordLine(&r)
		indented.Reset()
		if err := json.Indent(&indented, bytes.TrimSuffix(e.buf, []byte("\n")), "  ", "  "); err != nil {
			return err
		}
		_, _ = out.WriteString(sep) // Flush reports errors
		_, _ = out.Write(indented.Bytes())
		sep = ",\n  "
	}
	if sep[0] == '[' {
		_, _ = out.WriteString("[")
	}
	_, _ = out.WriteString("\n]\n")
	return out.Flush()
}
