// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint_test

import (
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/fingerprint"
	"github.com/otelfail/otelfail-go/otelfail/internal/growth"
)

func TestLinear(t *testing.T) {
	growth.Linear(t, 2<<10, func(s string) { fingerprint.Of("execute_tool weather", "*net.OpError", s) },
		"'", "\\'", "\"", "\\\"", "`a", "'a' ", "\"a\":", "/", "[::", "[::1", "::", ":::", "*", "*, ", "C:\\", "1", "1,", "1,1 ", "-1 ", "a.", "a_", " with arguments {", " with arguments {}: ", "[REDACTED", "[REDACTED:1f3a]", "://", "status 1 ",
		"“", "“a", "«", "lookup * on ", "lookup 1 on 2 ", "Mon ", "Mon 1 ", "0x", "\xff", "ü", "Code execution failed at line '", "' due to: ", "~/", "..")
}
