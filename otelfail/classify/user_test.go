// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

func ExampleNewTable() {
	table, err := classify.NewTable(
		classify.Row{
			Name: "sold_out", Operation: classify.OpTool, Any: []string{"sold out", "no seats…left"},
			Verdict: classify.Verdict{Category: classify.Tool, Reason: "sold_out", Severity: classify.Low, Retryable: classify.RetryNo},
		},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	v := classify.New(table).Classify(classify.Input{Err: errors.New("BA304: SoldOut"), Operation: classify.OpTool})
	fmt.Println(v.Category, v.Reason, v.Severity, v.Rule)
	// Output: tool sold_out low user:sold_out
}

func says(v classify.Verdict) classify.Classifier {
	return classify.ClassifierFunc(func(classify.Input) (classify.Verdict, bool) { return v, true })
}

// TestUserForces lets a classifier set each field of the verdict and leaves the
// others to the built-in rules.
func TestUserForces(t *testing.T) {
	in := classify.Input{Text: "429 Too Many Requests", Operation: classify.OpModel}
	built := classify.Verdict{Category: classify.LLM, Reason: classify.RateLimit, Severity: classify.High, Retryable: classify.RetryYes, Rule: "text:rate_limit"}
	if v := classify.New().Classify(in); v != built {
		t.Fatalf("built in: %+v", v)
	}
	for _, tt := range []struct {
		name   string
		say    classify.Verdict
		change func(*classify.Verdict)
	}{
		{"nothing", classify.Verdict{}, func(*classify.Verdict) {}},
		{"category", classify.Verdict{Category: classify.Memory}, func(v *classify.Verdict) { v.Category, v.Severity = classify.Memory, classify.Medium }},
		{"reason", classify.Verdict{Reason: "busy_hour"}, func(v *classify.Verdict) { v.Reason, v.Retryable = "busy_hour", classify.RetryUnknown }},
		{"severity", classify.Verdict{Severity: "Low"}, func(v *classify.Verdict) { v.Severity = classify.Low }},
		{"retryable", classify.Verdict{Retryable: classify.RetryNo}, func(v *classify.Verdict) { v.Retryable = classify.RetryNo }},
		{"retryable unsettled", classify.Verdict{Retryable: classify.RetryUnsettled}, func(v *classify.Verdict) { v.Retryable = classify.RetryUnknown }},
		{"fingerprint", classify.Verdict{Fingerprint: "busy"}, func(v *classify.Verdict) { v.Fingerprint = "busy" }},
		{"rule", classify.Verdict{Rule: "mine"}, func(v *classify.Verdict) { v.Rule = "mine" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := built
			want.Rule = "user"
			tt.change(&want)
			if v := classify.New(says(tt.say)).Classify(in); v != want {
				t.Errorf("got %+v, want %+v", v, want)
			}
		})
	}
}

func TestUserClassifier(t *testing.T) {
	bad := classify.ClassifierFunc(func(classify.Input) (classify.Verdict, bool) { panic("bad") })
	mute := classify.ClassifierFunc(func(classify.Input) (classify.Verdict, bool) { return classify.Verdict{}, false })
	odd := says(classify.Verdict{Category: "weather", Severity: "HIGH", Retryable: 17})
	v := classify.New(bad, nil, mute, odd).Classify(classify.Input{Err: context.Canceled})
	want := classify.Verdict{Category: classify.Unknown, Reason: classify.Cancelled, Severity: classify.High, Retryable: classify.RetryNo, Rule: "user"}
	if v != want {
		t.Errorf("got %+v, want %+v", v, want)
	}
}

// plainWordError says its words as plain strings: its package need not import
// classify.
type plainWordError struct{ error }

func (plainWordError) FailureCategory() string        { return "tool" }
func (plainWordError) FailureReason() string          { return "sold_out" }
func (plainWordError) FailureSeverity() string        { return "low" }
func (plainWordError) FailureRetryable() (bool, bool) { return false, true }
func (plainWordError) FailureFingerprint() string     { return "sold-out" }

func TestOwnWord(t *testing.T) {
	plain := plainWordError{errors.New("BA304")}
	for _, tt := range []struct {
		name string
		err  error
		user []classify.Classifier
		want classify.Verdict
	}{
		{"wrapped", fmt.Errorf("book: %w", plain), nil,
			classify.Verdict{Category: classify.Tool, Reason: "sold_out", Severity: classify.Low, Retryable: classify.RetryNo, Rule: "error", Fingerprint: "sold-out"}},
		{"outermost counts", errors.Join(wordError{}, plain), nil,
			classify.Verdict{Category: classify.Evaluation, Reason: classify.Gate, Severity: classify.Low, Retryable: classify.RetryYes, Rule: "error", Fingerprint: "sold-out"}},
		{"after the user", plain, []classify.Classifier{says(classify.Verdict{Reason: classify.Quota, Retryable: classify.RetryUnsettled})},
			classify.Verdict{Category: classify.Tool, Reason: classify.Quota, Severity: classify.Low, Rule: "user", Fingerprint: "sold-out"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if v := classify.New(tt.user...).Classify(classify.Input{Err: tt.err, Operation: classify.OpModel}); v != tt.want {
				t.Errorf("got %+v, want %+v", v, tt.want)
			}
		})
	}
}

func TestTable(t *testing.T) {
	table, err := classify.NewTable(
		classify.Row{Name: "weather", Any: []string{"storm*"}, And: []string{"flight*", "#5xx"}, Not: []string{"brainstorm*"}, Verdict: classify.Verdict{Category: classify.Tool}},
		classify.Row{Name: "teapot", Operation: classify.OpTool, Any: []string{"#418"}, Verdict: classify.Verdict{Category: classify.Validation, Reason: classify.Unsupported}},
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		in   classify.Input
		want string
	}{
		{classify.Input{Text: "flights: Storms ahead"}, "user:weather"},
		{classify.Input{Text: "storm", HTTPStatus: 503}, "user:weather"},
		{classify.Input{Text: "flight storm after a brainstorming"}, "none"},
		{classify.Input{Text: "storm"}, "none"},
		{classify.Input{Err: &apiError{StatusCode: 418, text: "I'm a teapot"}, Operation: classify.OpTool}, "user:teapot"},
		{classify.Input{Err: &apiError{StatusCode: 418, text: "I'm a teapot"}, Operation: classify.OpModel}, "http:418"},
	} {
		if v := classify.New(table).Classify(tt.in); v.Rule != tt.want {
			t.Errorf("%+v: got %s, want %s", tt.in, v.Rule, tt.want)
		}
	}
	var none *classify.Table
	if _, ok := none.Classify(classify.Input{Text: "x"}); ok {
		t.Error("a nil table has a verdict")
	}
}

func TestTableErrors(t *testing.T) {
	ok := []string{"x"}
	many := make([]string, 13000)
	for i := range many {
		many[i] = fmt.Sprint("w", i)
	}
	for want, row := range map[string]classify.Row{
		"no name":              {Any: ok},
		"no pattern in Any":    {Name: "r"},
		"has no word":          {Name: "r", Any: []string{"a…!"}},
		"a status is":          {Name: "r", Any: []string{"#200"}},
		`no category "sea"`:    {Name: "r", Any: ok, Verdict: classify.Verdict{Category: "sea"}},
		`no severity "wet"`:    {Name: "r", Any: ok, Verdict: classify.Verdict{Severity: "wet"}},
		"too many patterns":    {Name: "r", Any: many},
		`row "r": pattern "?"`: {Name: "r", Any: ok, Not: []string{"?"}},
	} {
		if _, err := classify.NewTable(row); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add("sold out", "no…left", "flight SOLD-OUT")
	f.Add("^ x $", "*y*", "x")
	f.Add("#4xx", "<kind>", "429")
	f.Fuzz(func(t *testing.T, any, not, text string) {
		table, err := classify.NewTable(classify.Row{Name: "r", Any: []string{any}, Not: []string{not}})
		if err == nil {
			table.Classify(classify.Input{Text: text})
		}
	})
}
