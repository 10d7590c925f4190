// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// An error can say itself what kind of failure it is: by any of these methods
// on any error of its chain. Of several errors the outermost counts, for each
// method alone. The methods may return a plain string instead of the type, so
// that an error's package need not import this one:
//
//	func (e *SoldOutError) FailureCategory() string { return "tool" }
type (
	// Categorized is an error that knows its category. A word outside the nine
	// is ignored.
	Categorized interface{ FailureCategory() Category }
	// Reasoned is an error that knows its reason.
	Reasoned interface{ FailureReason() Reason }
	// Graded is an error that knows its severity.
	Graded interface{ FailureSeverity() Severity }
	// Retrier is an error that knows whether a retry can help. If it does not
	// know either, the built-in rules decide.
	Retrier interface {
		FailureRetryable() (retryable, known bool)
	}
	// Grouped is an error that names the group it belongs to.
	Grouped interface{ FailureFingerprint() string }
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

//nolint:errorlint // the chain is walked by hand
func wordOf(err error) (v Verdict) {
	defer func() {
		if recover() != nil {
			v = Verdict{}
		}
	}()
	switch e := err.(type) {
	case Categorized:
		v.Category = e.FailureCategory()
	case interface{ FailureCategory() string }:
		v.Category = Category(e.FailureCategory())
	}
	switch e := err.(type) {
	case Reasoned:
		v.Reason = e.FailureReason()
	case interface{ FailureReason() string }:
		v.Reason = Reason(e.FailureReason())
	}
	switch e := err.(type) {
	case Graded:
		v.Severity = e.FailureSeverity()
	case interface{ FailureSeverity() string }:
		v.Severity = Severity(e.FailureSeverity())
	}
	if e, ok := err.(Retrier); ok {
		if yes, known := e.FailureRetryable(); known && yes {
			v.Retryable = RetryYes
		} else if known {
			v.Retryable = RetryNo
		}
	}
	if e, ok := err.(Grouped); ok {
		v.Fingerprint = e.FailureFingerprint()
	}
	return clean(v)
}
