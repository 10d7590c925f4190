// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/otelfail"
)

// newRootCommand returns the command that all others belong to. Commands return
// their errors; run prints them.
func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "otelfail",
		Short: "What failed, why, and did it recover?",
		Long: "otelfail reads failure logs, written by agents that are instrumented with otelfail,\n" +
			"and says what failed, why, and whether it recovered.",
		Version:       otelfail.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("unknown command %q; see %s --help", args[0], cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(usageError)
	root.AddCommand(newReportCommand(), newTailCommand(), newDiffCommand(), newCheckCommand(), newClassifyCommand(), newManCommand(root))
	return root
}
