// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Failure describes failures; empty fields stand for anything.
type Failure struct {
	Operation string // where it began, such as "execute_tool weather"
	Message   string // part of the error's text
	Category  classify.Category
	Reason    classify.Reason
	Severity  classify.Severity
	Outcome   failurelog.Outcome
	Action    string
	Basis     failurelog.Basis
}

// Matches says whether rec is such a failure.
func (f Failure) Matches(rec failurelog.Record) bool {
	got := describe(rec)
	return (f.Operation == "" || f.Operation == got.Operation) &&
		strings.Contains(rec.ErrorMessage, f.Message) &&
		(f.Category == "" || f.Category == got.Category) &&
		(f.Reason == "" || f.Reason == got.Reason) &&
		(f.Severity == "" || f.Severity == got.Severity) &&
		(f.Outcome == "" || f.Outcome == got.Outcome) &&
		(f.Action == "" || f.Action == got.Action) &&
		(f.Basis == "" || f.Basis == got.Basis)
}

func describe(rec failurelog.Record) Failure {
	f := Failure{
		Message: rec.ErrorMessage, Category: rec.Category, Reason: rec.Reason, Severity: rec.Severity,
		Outcome: failurelog.Unknown,
	}
	if len(rec.Path) > 0 {
		f.Operation = rec.Path[0]
	}
	if out := rec.Recovery; out != nil {
		f.Outcome, f.Action, f.Basis = out.Outcome, out.Action, out.Basis
	}
	return f
}

// String returns the failure on one line, without the fields that are empty.
func (f Failure) String() string {
	var b strings.Builder
	if f.Message != "" {
		fmt.Fprintf(&b, "%q ", f.Message)
	}
	if f.Operation != "" {
		fmt.Fprintf(&b, "@ %s ", f.Operation)
	}
	for _, s := range []string{
		string(f.Category), string(f.Reason), string(f.Severity), string(f.Outcome), f.Action, string(f.Basis),
	} {
		if s != "" {
			b.WriteString(s + " ")
		}
	}
	if b.Len() == 0 {
		return "any failure"
	}
	return strings.TrimSpace(b.String())
}

// AssertFailure fails the test unless exactly one failure matches want. It
// returns the record.
func AssertFailure(tb testing.TB, r *Recorder, want Failure) failurelog.Record {
	tb.Helper()
	var found []failurelog.Record
	all := r.Failures()
	for _, rec := range all {
		if want.Matches(rec) {
			found = append(found, rec)
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	tb.Errorf("%d failures match %v, want one; recorded are:%s", len(found), want, list(all))
	return failurelog.Record{}
}

// AssertRecovered fails the test unless exactly one failure matches want and it
// was recovered; degraded is not recovered. It returns the record.
func AssertRecovered(tb testing.TB, r *Recorder, want Failure) failurelog.Record {
	tb.Helper()
	rec := AssertFailure(tb, r, want)
	if got := describe(rec); rec.FailureID != "" && got.Outcome != failurelog.Recovered {
		tb.Errorf("the failure was not recovered: %v", got)
	}
	return rec
}

// AssertNoFailures fails the test if anything failed.
func AssertNoFailures(tb testing.TB, r *Recorder) {
	tb.Helper()
	if all := r.Failures(); len(all) > 0 {
		tb.Errorf("%d failures:%s", len(all), list(all))
	}
}

func list(records []failurelog.Record) string {
	if len(records) == 0 {
		return " none"
	}
	var b strings.Builder
	for _, rec := range records {
		fmt.Fprintf(&b, "\n\t%v", describe(rec))
	}
	return b.String()
}
