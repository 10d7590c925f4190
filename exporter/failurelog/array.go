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
)

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
	e := newEncoder()
	defer e.free()
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
