// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io"
	"os"

	"golang.org/x/term"

	"github.com/otelfail/otelfail-go/exporter/report"
)

// styleOf returns how texts look on w: as wide as the terminal and in colour,
// or plain where w is none. Any NO_COLOR keeps colour out.
func styleOf(w io.Writer) report.Style {
	file, ok := terminal(w)
	if !ok {
		return report.Style{}
	}
	style := report.Style{Color: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
	if width, _, err := term.GetSize(int(file.Fd())); err == nil {
		style.Width = width
	}
	return style
}

// terminal returns w if it is one.
func terminal(w io.Writer) (file *os.File, ok bool) {
	file, ok = w.(*os.File)
	return file, ok && term.IsTerminal(int(file.Fd()))
}

func isTerminal(w io.Writer) bool {
	_, ok := terminal(w)
	return ok
}
