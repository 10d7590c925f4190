// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/fingerprint"
)

// Field is something that failures are chosen or grouped by.
type Field string

// The fields. Failures are not grouped by Text, for no two need be alike.
const (
	Category    Field = "category"
	Severity    Field = "severity"
	Reason      Field = "reason"
	Node        Field = "node"
	Tool        Field = "tool"
	Model       Field = "model"
	Operation   Field = "operation" // the span that failed, such as "execute_tool search"
	Outcome     Field = "outcome"
	Tag         Field = "tag" // a failure counts for each of its tags
	Fingerprint Field = "fingerprint"
	Run         Field = "run"
	User        Field = "user"
	Day         Field = "day"  // 2006-01-02, UTC
	Hour        Field = "hour" // 2006-01-02 15:00, UTC
	Text        Field = "text" // part of the error's type or message, in any letter case
)

// GroupFields lists the fields that failures are grouped by.
func GroupFields() []Field {
	return []Field{
		Fingerprint, Category, Severity, Reason, Node, Tool, Model, Operation, Outcome, Tag, Run, User, Day, Hour,
	}
}

// Filter chooses failures: of each field one of the values must fit, and none of
// those that begin with an exclamation mark.
type Filter map[Field][]string

// ErrFilter means that a filter asks for something that there is not.
var ErrFilter = errors.New("unknown value")

// Check returns an error that wraps [ErrFilter] if a value is not in the closed
// set of its field.
func (f Filter) Check() error {
	closed := map[Field][]string{
		Category: words(classify.Categories()),
		Severity: words(classify.Severities()),
		Outcome:  words(failurelog.Outcomes()),
	}
	for field, known := range closed {
		for _, value := range f[field] {
			if word := strings.TrimPrefix(value, "!"); !slices.Contains(known, word) {
				return fmt.Errorf("%w %q of %s: %s", ErrFilter, word, field, strings.Join(known, ", "))
			}
		}
	}
	return nil
}

func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, word := range list {
		out[i] = string(word)
	}
	return out
}

// Match reports whether the filter chooses a failure that has this outcome now.
func (f Filter) Match(rec *failurelog.Record, outcome failurelog.Outcome) bool {
	for field, wanted := range f {
		if !matchField(wanted, field, rec, outcome) {
			return false
		}
	}
	return true
}

func matchField(wanted []string, field Field, rec *failurelog.Record, outcome failurelog.Outcome) bool {
	positive, hit := false, false
	for _, want := range wanted {
		want, not := strings.CutPrefix(want, "!")
		fits := has(rec, outcome, field, want)
		if not && fits {
			return false
		}
		positive = positive || !not
		hit = hit || !not && fits
	}
	return hit || !positive
}

func has(rec *failurelog.Record, outcome failurelog.Outcome, field Field, want string) bool {
	switch field {
	case Text:
		want = strings.ToLower(want)
		return strings.Contains(strings.ToLower(rec.ErrorMessage), want) || strings.Contains(strings.ToLower(rec.ErrorType), want)
	case Tag:
		return slices.Contains(rec.Tags, want)
	}
	return field.Of(rec, outcome) == want
}

// Of returns what a failure that has this outcome now has in the field, as
// reports count it: words of closed sets only, and a fingerprint also where the
// writer made none. Of Tag and Text, of which there are many or parts, it
// returns the fingerprint.
func (f Field) Of(rec *failurelog.Record, outcome failurelog.Outcome) string {
	switch f {
	case Category:
		return string(categoryOf(rec.Category))
	case Severity:
		return string(severityOf(rec.Severity))
	case Reason:
		return string(rec.Reason)
	case Node:
		return rec.GraphNode
	case Tool:
		return rec.ToolName
	case Model:
		return rec.LLMModel
	case Operation:
		return operationOf(rec)
	case Outcome:
		return string(outcome)
	case Run:
		return rec.RunID
	case User:
		return rec.UserID
	case Day:
		return instant(rec.Timestamp, time.DateOnly)
	case Hour:
		return instant(rec.Timestamp, "2006-01-02 15:00")
	}
	return fingerprintOf(rec)
}

func instant(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}

// operationOf returns the name of the span that failed, as the ledger counts it.
// Logs of other writers do not say; it is put together from what was called.
func operationOf(rec *failurelog.Record) string {
	switch {
	case len(rec.Path) > 0:
		return rec.Path[0]
	case rec.ToolName != "":
		return "execute_tool " + rec.ToolName
	case rec.LLMModel != "":
		return "chat " + rec.LLMModel
	case rec.GraphNode != "":
		return "step " + rec.GraphNode
	}
	return ""
}

// fingerprintOf returns the fingerprint, made here where the writer made none.
func fingerprintOf(rec *failurelog.Record) string {
	if rec.Fingerprint != "" {
		return rec.Fingerprint
	}
	return fingerprint.Of(cmp.Or(operationOf(rec), none), rec.ErrorType, rec.ErrorMessage)
}
