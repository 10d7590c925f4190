// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/exporter/report"
)

// summaryOf returns the figures of one argument: of logs, or those that report
// --format json wrote. It adds the names of what it reads to names.
func summaryOf(cmd *cobra.Command, arg string, opts report.Options, names *[]string) (report.Summary, error) {
	if s, ok, err := savedSummary(arg); ok || err != nil {
		*names = append(*names, arg)
		if err == nil && chooses(&opts) {
			err = fmt.Errorf("%s holds figures, which cannot be filtered", arg)
		}
		return s, err
	}
	in, err := openInput(cmd, []string{arg})
	if err != nil {
		return report.Summary{}, err
	}
	defer in.close()
	*names = append(*names, in.names()...)
	unreadable := unreadableLines{w: cmd.ErrOrStderr()}
	r := read(in, opts, unreadable.add)
	unreadable.end()
	return r.Summary(), nil
}

func chooses(opts *report.Options) bool {
	return opts.RunID != "" || len(opts.Where) > 0 || !opts.Since.IsZero() || !opts.Until.IsZero()
}

// savedSummary reads a file that report --format json wrote. It reports whether
// the file is one.
func savedSummary(path string) (s report.Summary, ok bool, err error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return s, false, nil //nolint:nilerr // who reads it as a log says why not
	}
	f, err := os.Open(path)
	if err != nil {
		return s, false, nil //nolint:nilerr // the same
	}
	defer func() { _ = f.Close() }() // it was only read
	head := make([]byte, 1024)
	n, _ := io.ReadFull(f, head)
	if head = bytes.TrimLeft(head[:n], " \r\n\t"); !bytes.HasPrefix(head, []byte("{")) ||
		!bytes.Contains(head, []byte(`"total_failures"`)) || bytes.Contains(head, []byte(`"event"`)) {
		return s, false, nil
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return s, true, err
	}
	if err := json.NewDecoder(f).Decode(&s); err != nil {
		return s, true, fmt.Errorf("%s: %w", path, err)
	}
	if s.Version > report.Version {
		return s, true, fmt.Errorf("%s: its version %d is newer than this program's, %d", path, s.Version, report.Version)
	}
	return s, true, nil
}
