// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cause_test

import (
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/internal/cause"
)

func TestOf(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain",
		"Code execution failed at line 'print(x)\nraise' due to: NameError: x": "Code execution failed at line '' due to: NameError: x",
		"Error executing tool f with arguments {'q': {}}: TimeoutError: late":  "Error executing tool f with arguments {}: TimeoutError: late",
		"bad input\nYou should only use this tool with a correct input.\nmore": "bad input",
		"Code execution failed at line 'cut off":                               "Code execution failed at line 'cut off",
	} {
		if got := cause.Of(in); got != want {
			t.Errorf("Of(%q) = %q, want %q", in, got, want)
		}
	}
}
