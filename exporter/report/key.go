// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"slices"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// keyOf makes the key of an outcome. Where the basis is not said, as for what is
// superseded in logs of other writers, it was inferred: only programs declare.
func keyOf(outcome failurelog.Outcome, basis failurelog.Basis) outcomeKey {
	switch outcome {
	case failurelog.Recovered, failurelog.Degraded, failurelog.Failed:
		if basis != failurelog.Declared {
			basis = failurelog.Inferred
		}
		return outcomeKey{outcome, basis}
	}
	return outcomeKey{outcome: failurelog.Unknown}
}

// categoryOf keeps the set of categories closed.
func categoryOf(c classify.Category) classify.Category {
	if slices.Contains(classify.Categories(), c) {
		return c
	}
	return classify.Unknown
}

// severityOf keeps the set of severities closed. What is not known is high, as
// for failures of unknown category.
func severityOf(s classify.Severity) classify.Severity {
	if severity, ok := classify.ParseSeverity(string(s)); ok {
		return severity
	}
	return classify.High
}

// maxFiles bounds the files that are named.
const maxFiles = 10_000
