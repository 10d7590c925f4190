// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/ingest"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

const standardInput = "(standard input)"

// maxPeek is how much of standard input is looked at to tell what it holds.
const maxPeek = 64 << 10

// input is what a command reads: failure logs, and traces of others.
type input struct {
	logs   []failurelog.Source
	traces []ingest.Source
	spool  string // a file to be removed
	errOut io.Writer

	judge   ingest.Options // how failures in traces are judged
	entries int            // that were read
}

// judgeTraces says how failures in traces are judged: with the operator's word on
// severity.
func judgeTraces() (ingest.Options, error) {
	severity, err := classify.SeverityOverrideFromEnv()
	return ingest.Options{Severity: severity}, err
}

// openInput finds the files that args stand for, with standard input for "-", and
// tells by their content what they are.
func openInput(cmd *cobra.Command, args []string) (*input, error) {
	stdin := cmd.InOrStdin()
	if len(args) == 0 {
		args = []string{defaultLogs}
		if _, err := os.Stat(defaultLogs); err != nil {
			return nil, fmt.Errorf("no failure log here: %s is missing; name a file or a directory", defaultLogs)
		}
	}
	in := &input{errOut: cmd.ErrOrStderr()}
	paths := make([]string, 0, len(args))
	for _, arg := range args {
		if arg != "-" {
			paths = append(paths, arg)
		} else if stdin != nil {
			if err := in.addStream(stdin); err != nil {
				return nil, err
			}
			stdin = nil // it can be read but once
		}
	}
	files, err := failurelog.Sources(paths...)
	if err != nil {
		in.close()
		return nil, err
	}
	for _, source := range files {
		if isTraces(source.Name()) {
			in.traces = append(in.traces, ingest.File(source.Name()))
		} else {
			in.logs = append(in.logs, source)
		}
	}
	if len(in.logs)+len(in.traces) == 0 {
		return nil, fmt.Errorf("no failure log in %s", strings.Join(args, ", "))
	}
	if len(in.traces) > 0 {
		if in.judge, err = judgeTraces(); err != nil {
			in.close()
			return nil, err
		}
	}
	return in, nil
}

// isTraces says whether a file holds traces. Reading one that cannot be opened
// as a log says why not.
func isTraces(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }() // it was only read
	return ingest.IsOTLP(f)
}

// addStream adds a stream. Traces are read twice, so they go to a file first.
func (in *input) addStream(r io.Reader) error {
	br := bufio.NewReaderSize(r, maxPeek)
	head, _ := br.Peek(maxPeek) // what there is tells
	if !ingest.IsOTLP(bytes.NewReader(head)) {
		in.logs = append(in.logs, failurelog.FromReader(standardInput, br))
		return nil
	}
	f, err := os.CreateTemp("", "otelfail-*") // with mode 0600
	if err != nil {
		return err
	}
	in.spool = f.Name()
	_, err = io.Copy(f, br)
	if err = errors.Join(err, f.Close()); err != nil {
		in.close()
		return fmt.Errorf("%s: %w", standardInput, err)
	}
	source := ingest.File(in.spool)
	source.Name = standardInput
	in.traces = append(in.traces, source)
	return nil
}

// counting counts the entries that could be read.
func (in *input) counting(entries iter.Seq2[failurelog.Entry, error]) iter.Seq2[failurelog.Entry, error] {
	return func(yield func(failurelog.Entry, error) bool) {
		for e, err := range entries {
			if err == nil {
				in.entries++
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// names returns the names of all files.
func (in *input) names() []string {
	var names []string
	for _, s := range in.logs {
		names = append(names, s.Name())
	}
	for _, s := range in.traces {
		names = append(names, s.Name)
	}
	return names
}

// again says whether the input can be read once more.
func (in *input) again() bool {
	return !slices.ContainsFunc(in.logs, func(s failurelog.Source) bool { return s.Name() == standardInput })
}

func (in *input) close() {
	if in.spool != "" {
		_ = os.Remove(in.spool) // the system's own cleaning takes what is left
	}
}
