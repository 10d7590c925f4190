// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageError says what is wrong with a flag in words of people, and where to
// read on.
func usageError(cmd *cobra.Command, err error) error {
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		flag := invalid.GetFlag()
		err = fmt.Errorf("--%s: %q is no %s", flag.Name, invalid.GetValue(), kindOf(flag.Value.Type()))
	}
	return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
}

// kindOf names what a flag of this type takes.
func kindOf(flagType string) string {
	switch flagType {
	case "int":
		return "whole number"
	case "float64":
		return "number"
	case "bool":
		return "truth value"
	}
	return flagType
}
