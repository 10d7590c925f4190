// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// An error can say itself what kind of failure it is: by any of these methods
// on any error of its chain. The outermost word counts.
type (
	// Categorized is an error that knows its category.
	Categorized interface{ FailureCategory() Category }
	// Reasoned is an error that knows its reason.
	Reasoned interface{ FailureReason() Reason }
	// Graded is an error that knows its severity.
	Graded interface{ FailureSeverity() Severity }
	// Retrier is an error that knows whether a retry can help.
	Retrier interface {
		FailureRetryable() (retryable, known bool)
	}
)

// ownWord collects what the errors of a chain say about themselves.
func ownWord(chain []error) (v Verdict, ok bool) {
	for _, err := range chain {
		if w := wordOf(err); w != (Verdict{}) {
			v, ok = fill(v, w), true
		}
	}
	if ok {
		v.Rule = "error"
	}
	return v, ok
}

func wordOf(err error) (v Verdict) {
	defer func() {
		if recover() != nil {
			v = Verdict{}
		}
	}()
	if e, ok := err.(Categorized); ok { //nolint:errorlint // the chain is walked by hand
		v.Category = e.FailureCategory()
	}
	if e, ok := err.(Reasoned); ok { //nolint:errorlint // the chain is walked by hand
		v.Reason = e.FailureReason()
	}
	if e, ok := err.(Graded); ok { //nolint:errorlint // the chain is walked by hand
		v.Severity = e.FailureSeverity()
	}
	if e, ok := err.(Retrier); ok { //nolint:errorlint // the chain is walked by hand
		if yes, known := e.FailureRetryable(); known && yes {
			v.Retryable = RetryYes
		} else if known {
			v.Retryable = RetryNo
		}
	}
	return clean(v)
}
