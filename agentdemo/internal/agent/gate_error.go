// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"fmt"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// GateError is an answer, or a result, that does not meet a gate. It says itself
// what kind of failure that is.
type GateError struct{ Gate, Problem string }

func (e *GateError) Error() string {
	return fmt.Sprintf("evaluation gate %s not met: %s", e.Gate, e.Problem)
}

// FailureCategory implements [classify.Categorized].
func (*GateError) FailureCategory() classify.Category { return classify.Evaluation }

// FailureReason implements [classify.Reasoned].
func (*GateError) FailureReason() classify.Reason { return classify.Gate }

// ScoreError says that the answer's scores are below the threshold.
type ScoreError struct{ Mean, Threshold float64 }

func (e *ScoreError) Error() string {
	return fmt.Sprintf("evaluation score %.1f is below the threshold %.1f", e.Mean, e.Threshold)
}

// FailureCategory implements [classify.Categorized].
func (*ScoreError) FailureCategory() classify.Category { return classify.Evaluation }

// FailureReason implements [classify.Reasoned].
func (*ScoreError) FailureReason() classify.Reason { return classify.Gate }
