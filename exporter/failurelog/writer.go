// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"fmt"
	"io"
	"sync"
)

// Writer writes the lines of the failure log and of the run ledger to one
// stream: standard output that a container runtime collects, or a pipe. A line
// is one call of Write. There are no files: nothing is rotated, counted when it
// cannot be written, or noted of operations in progress. A stream that blocks
// stops whoever writes. It is safe for concurrent use.
type Writer struct {
	mu      sync.Mutex
	w       io.Writer
	encoder encoder
}

// NewWriter returns a Writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Append writes a failure, as [Log.Append] does.
func (w *Writer) Append(r *Record) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.encoder.recordLine(r)
	if err := w.write(); err != nil {
		return fmt.Errorf("append failure %s: %w", r.FailureID, err)
	}
	return nil
}

// AppendRun writes a line of the run ledger.
func (w *Writer) AppendRun(r *Run) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.encoder.runLine(r)
	if err := w.write(); err != nil {
		return fmt.Errorf("append to run ledger: %w", err)
	}
	return nil
}

// Post is [Writer.Append]: nothing is left to wait for.
func (w *Writer) Post(_ *Batch, r *Record) error { return w.Append(r) }

// PostRun is [Writer.AppendRun].
func (w *Writer) PostRun(_ *Batch, r *Run) error { return w.AppendRun(r) }

// PostEnd does nothing: there is no file to close.
func (w *Writer) PostEnd(*Batch, string) error { return nil }

// Wait does nothing: lines are written when they are posted.
func (w *Writer) Wait(Batch) error { return nil }

func (w *Writer) write() error {
	_, err := w.w.Write(w.encoder.buf)
	if !w.encoder.reset() {
		w.encoder = encoder{}
	}
	return err
}
