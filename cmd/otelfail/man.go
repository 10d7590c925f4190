// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/otelfail/otelfail-go/otelfail"
)

// newManCommand returns the command that writes the manual pages of root.
func newManCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     "man DIR",
		Short:   "Write manual pages",
		Long:    "Man writes a manual page for each command into a directory, which is made if it does\nnot exist.",
		Example: "  otelfail man ~/.local/share/man/man1 && man otelfail-report",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			header := &doc.GenManHeader{
				Title: "OTELFAIL", Section: "1", Source: "otelfail " + otelfail.Version,
				Date: new(time.Unix(0, 0).UTC()), // the same pages each time
			}
			root.DisableAutoGenTag = true
			return doc.GenManTree(root, header, args[0])
		},
	}
}
