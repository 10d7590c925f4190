// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/internal/growth"
)

// TestLinear: of a text 16 KiB are read, so the growth shows below that.
func TestLinear(t *testing.T) {
	growth.Linear(t, 2<<10, func(s string) { (*classify.Chain)(nil).Classify(classify.Input{Text: s}) },
		"a ", "model ", "tool not ", "tool ", "429 ", "status 429 ", "Aa", "AA", "-", "\xff", "’", "don't ", "error code ", "must be a ", "must be a string ", "expected ", "string ", "invalid ", "url ",
		"connection connection ", "model model not found ", "could not could not ", "Code execution failed at line '", "' due to: ", " with arguments {", "}: ")
}
