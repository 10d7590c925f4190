// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// output is where a command writes what it was asked for.
type output struct {
	io.Writer
	path string // of a file to make
}

// newOutput returns the output that --output asks for. It must not be one of
// the files that are read.
func newOutput(cmd *cobra.Command, path string, reads ...string) (output, error) {
	if path == "" {
		return output{Writer: cmd.OutOrStdout()}, nil
	}
	out, err := os.Stat(path)
	if err != nil {
		return output{path: path}, nil //nolint:nilerr // it does not exist yet, or making it says why not
	}
	for _, name := range reads {
		if in, err := os.Stat(name); err == nil && os.SameFile(in, out) {
			return output{}, fmt.Errorf("output %s is one of the logs to read", path)
		}
	}
	return output{path: path}, nil
}

// write makes the file, if there is one to make, and has it written.
func (o output) write(write func(output) error) error {
	if o.path == "" {
		return write(o)
	}
	file, err := os.OpenFile(o.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(write(output{Writer: file}), file.Close())
}
