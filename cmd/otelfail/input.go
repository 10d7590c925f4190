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
	spools []string   // files to be removed
	pipes  []*os.File // that were opened
	once   bool       // some of it can be read but once
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
// tells by their content what they are. Pipes can be named too.
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
		var err error
		switch {
		case isPipe(arg):
			err = in.addPipe(arg)
		case arg != "-":
			paths = append(paths, arg)
		case stdin != nil:
			err = in.addStream(standardInput, stdin)
			stdin = nil // it can be read but once
		}
		if err != nil {
			in.close()
			return nil, err
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

// isPipe says whether a path names what can be read but once, such as <(command)
// in a shell.
func isPipe(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&(os.ModeNamedPipe|os.ModeSocket|os.ModeCharDevice) != 0
}

func (in *input) addPipe(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	in.pipes = append(in.pipes, f)
	return in.addStream(path, f)
}

// addStream adds a stream. Traces are read twice, so they go to a file first.
func (in *input) addStream(name string, r io.Reader) error {
	br := bufio.NewReaderSize(r, maxPeek)
	head, _ := br.Peek(maxPeek) // what there is tells
	if !ingest.IsOTLP(bytes.NewReader(head)) {
		in.logs, in.once = append(in.logs, failurelog.FromReader(name, br)), true
		return nil
	}
	f, err := os.CreateTemp("", "otelfail-*") // with mode 0600
	if err != nil {
		return err
	}
	in.spools = append(in.spools, f.Name())
	_, err = io.Copy(f, br)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	source := ingest.File(f.Name())
	source.Name = name
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
func (in *input) again() bool { return !in.once }

func (in *input) close() {
	for _, f := range in.pipes {
		_ = f.Close() // it was only read
	}
	for _, name := range in.spools {
		_ = os.Remove(name) // the system's own cleaning takes what is left
	}
}
