// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Command otelfail answers questions about failures from the failure log alone:
// what failed, why, and whether it recovered.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/redact"
)

const (
	exitFailed  = 1 // a check does not hold
	exitTrouble = 2 // wrong usage, or input or output that does not work
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// shown returns what an error or a file's name says as one line for a terminal,
// without credentials.
func shown(s string) string { return report.SafeText((*redact.Redactor)(nil).String(s)) }

// run executes the command line and returns the exit code.
func run(args []string, in io.Reader, out, errOut io.Writer) int {
	root := newRootCommand()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	err := root.Execute()
	// A reader that has seen enough, such as head, is no trouble.
	if err == nil || errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		return 0
	}
	if errors.Is(err, errCheckFailed) {
		return exitFailed
	}
	_, _ = fmt.Fprintf(errOut, "otelfail: %s\n", shown(err.Error()))
	return exitTrouble
}
