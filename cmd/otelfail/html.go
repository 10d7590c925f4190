// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/exporter/report/page"
)

const formatHTML = "html"

// pageFlags are those of the report as a page.
type pageFlags struct {
	open      bool
	jaegerURL string
}

func (p *pageFlags) register(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&p.open, "open", false, "write a page (--format html) and open it in the browser")
	cmd.Flags().StringVar(&p.jaegerURL, "jaeger-url", "", "link failures of the page to their traces at this `address`, such as http://localhost:16686")
}

// settle takes --open for --format html, and tells flags that do not fit.
func (f *reportFlags) settle(cmd *cobra.Command) error {
	if f.page.open && !cmd.Flags().Changed("format") {
		f.format = formatHTML
	}
	if f.format == formatHTML {
		for _, name := range []string{"group-by", "top", "verbose", "details", "no-details"} {
			if cmd.Flags().Changed(name) {
				return fmt.Errorf("a page has groups and details of its own: --%s is not for --format html", name)
			}
		}
		return nil
	}
	for _, name := range []string{"open", "jaeger-url"} {
		if cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s is for --format html", name)
		}
	}
	return nil
}

// writePage reads the input and writes it as a page.
func (f *reportFlags) writePage(cmd *cobra.Command, in *input, out output, opts report.Options, unreadable func(error)) error {
	// Traces that come from a Jaeger are looked at there.
	p, err := page.New(page.Options{Report: opts, JaegerURL: cmp.Or(f.page.jaegerURL, f.jaeger.url)})
	if err != nil {
		return fmt.Errorf("--jaeger-url: %w", err)
	}
	readInto(p, in, unreadable)
	if f.run != "" && p.Summary().Runs.Total == 0 {
		return fmt.Errorf("no line is about run %q", f.run)
	}
	if out.path == "" && f.page.open {
		if out.path, err = newPagePath(); err != nil {
			return err
		}
		_, _ = fmt.Fprintf(cmd.ErrOrStderr(), "otelfail: writing %s\n", shown(out.path))
	}
	if out.path == "" && isTerminal(out.Writer) {
		return errors.New("a page is not for a terminal: give a file by -o, or --open")
	}
	if err := out.write(func(w output) error { return p.Write(w) }); err != nil || !f.page.open {
		return err
	}
	return openInBrowser(out.path)
}

// newPagePath makes a file that stays for the browser. Only its owner can read
// it.
func newPagePath() (string, error) {
	file, err := os.CreateTemp("", "otelfail-*.html")
	if err != nil {
		return "", err
	}
	return file.Name(), file.Close()
}

// openInBrowser has the desktop open a file.
func openInBrowser(name string) error {
	command := []string{"xdg-open", name}
	switch runtime.GOOS {
	case "darwin":
		command = []string{"open", name}
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler", name}
	}
	cmd := exec.Command(command[0], command[1:]...) //nolint:noctx // it outlives this program
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("open %s yourself, the desktop cannot: %w", name, err)
	}
	return cmd.Process.Release()
}
