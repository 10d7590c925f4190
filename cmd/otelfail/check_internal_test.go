// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	for name, tt := range map[string]struct {
		in   string
		args []string
		code int
		want string // in standard output, or standard error for trouble
	}{
		"none failed":        {"", []string{"--max-failed", "0"}, 0, "pass  max-failed: 0 ended their run, 0 allowed\n"},
		"recovery":           {"", []string{"--min-recovery", "50"}, 0, "pass  min-recovery: 50.0%, 50% demanded\n"},
		"too little":         {"", []string{"--min-recovery", "51"}, 1, "FAIL  min-recovery: 50.0%, 51% demanded\n"},
		"rate":               {"", []string{"--max-rate", "30"}, 0, "pass  max-rate: 2 failures in 7 operations, 28.57%, 30% allowed\n"},
		"too often":          {"", []string{"--max-rate", "28"}, 1, "FAIL  max-rate: "},
		"severity":           {"", []string{"--max-severity", "high"}, 0, "pass  max-severity: 0 failures above high\n"},
		"too severe":         {"", []string{"--max-severity", "medium"}, 1, "FAIL  max-severity: 1 failures above medium\n"},
		"filtered":           {"", []string{"--max-severity", "medium", "--category", "!network"}, 0, "pass"},
		"one of two":         {"", []string{"--max-failed", "0", "--max-severity", "low"}, 1, "pass  max-failed"},
		"no ledger":          {second, []string{"-", "--max-rate", "1"}, 2, "run ledger"},
		"nothing":            {"", []string{"-", "--max-failed", "0"}, 2, "nothing to check"},
		"unreadable":         {ledger + "x\n", []string{"-", "--max-failed", "0"}, 2, "there may have been more failures"},
		"no limit":           {"", nil, 2, "at least one of the flags"},
		"misspelt severity":  {"", []string{"--max-severity", "hihg"}, 2, `unknown severity "hihg"`},
		"no failures at all": {ledger, []string{"-", "--min-recovery", "99"}, 0, "min-recovery: no failures\n"},
	} {
		t.Run(name, func(t *testing.T) {
			logs(t)
			code, out, errOut := execute(tt.in, append([]string{"check"}, tt.args...)...)
			text := out
			if tt.code == 2 {
				text = errOut
			}
			if code != tt.code || !strings.Contains(text, tt.want) || tt.code == 1 && errOut != "" {
				t.Errorf("exit %d, stdout %q, stderr %q", code, out, errOut)
			}
		})
	}
}
