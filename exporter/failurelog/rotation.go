// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Rotation says when a log file, of a run or the ledger, goes on in another
// segment. The zero value keeps each in one file.
type Rotation struct {
	// Size is how many bytes a segment may have. A single longer line gets a
	// segment of its own.
	Size int64
	// Age is how old the first line of a segment may be when a line is added.
	Age time.Duration
	// Keep is how many closed segments of a log file are kept; the oldest are
	// removed. 0 keeps all.
	Keep int
	// Gzip has closed segments compressed, in the background.
	Gzip bool
}

// due reports whether the line of the given size belongs into another segment.
func (r Rotation) due(f *file, size int, now time.Time) bool {
	filled := f.end + f.ahead
	if filled == 0 || !f.regular {
		return false
	}
	return r.Size > 0 && filled+int64(size) > r.Size || r.Age > 0 && now.Sub(f.born) > r.Age
}

var errInUse = errors.New("segment is written to")

// whenUnused calls do with a segment that nobody writes to.
func whenUnused(path string, do func(*os.File) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // nothing was written to it
	if !lockExclusive(f) {
		return errInUse
	}
	if st, err := statOpen(f, f.Fd()); err != nil || st.links == 0 {
		return errors.Join(err, errInUse) // another process was faster
	}
	return do(f)
}

// compress replaces a segment by its gzipped copy, which appears as a whole.
// Where both are there, in between or because the plain one cannot be removed,
// readers take the plain one, unless it is empty: then somebody was about to write
// to a segment that had been compressed.
func compress(ctx context.Context, f *os.File, path string) error {
	if empty(path) && exists(path+extGzip) {
		return removeOpen(f, path)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".otelfail-*")
	if err != nil {
		return err
	}
	zw := gzip.NewWriter(tmp)
	_, err = io.Copy(zw, &untilDone{ctx, f})
	err = errors.Join(err, zw.Close(), tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path+extGzip)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return removeOpen(f, path)
}

// untilDone reads until its context is done.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}
