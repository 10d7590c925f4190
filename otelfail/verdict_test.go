// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// judged returns what a failure's event says of its kind.
func judged(t *testing.T, spec otelfail.Spec, opts ...otelfail.Option) map[string]any {
	t.Helper()
	tracker, spans := newTracker(t, opts...)
	_, _ = otelfail.Do(t.Context(), tracker, spec, func(context.Context) (int, error) { return 0, context.DeadlineExceeded })
	event := toMap(spans.Ended()[0].Events()[0].Attributes)
	got := map[string]any{}
	for _, key := range []string{"category", "reason", "severity", "retryable", "fingerprint"} {
		if v, ok := event["failure."+key]; ok {
			got[key] = v
		}
	}
	return got
}

// TestTheProgramsVerdict: a program sets every field of the verdict for one
// failure; what it leaves open its classifiers, then the built-in rules decide.
func TestTheProgramsVerdict(t *testing.T) {
	group := judged(t, otelfail.Tool("t"))["fingerprint"]
	mine := otelfail.WithClassifier(classifierFunc(func(classify.Input) (classify.Verdict, bool) {
		return classify.Verdict{Category: classify.State, Severity: classify.Medium}, true
	}))
	tests := []struct {
		name    string
		verdict classify.Verdict
		opts    []otelfail.Option
		want    map[string]any
	}{
		{"nothing", classify.Verdict{}, nil, map[string]any{
			"category": "network", "reason": "timeout", "severity": "high", "retryable": true, "fingerprint": group,
		}},
		{"all", classify.Verdict{
			Category: classify.Tool, Reason: "sold_out", Severity: classify.Low, Retryable: classify.RetryNo, Fingerprint: "sold-out",
		}, []otelfail.Option{mine}, map[string]any{
			"category": "tool", "reason": "sold_out", "severity": "low", "retryable": false, "fingerprint": "sold-out",
		}},
		{"a retry is not settled", classify.Verdict{Retryable: classify.RetryUnsettled}, nil, map[string]any{
			"category": "network", "reason": "timeout", "severity": "high", "fingerprint": group,
		}},
		{"the classifier fills in", classify.Verdict{Severity: classify.Critical}, []otelfail.Option{mine}, map[string]any{
			"category": "state", "reason": "timeout", "severity": "critical", "retryable": true, "fingerprint": group,
		}},
		{"the operator has the last word on severity", classify.Verdict{Severity: classify.Low}, []otelfail.Option{
			otelfail.WithSeverityOverride(severities(t, "network/timeout=medium")),
		}, map[string]any{
			"category": "network", "reason": "timeout", "severity": "medium", "retryable": true, "fingerprint": group,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spec := otelfail.Tool("t")
			spec.Verdict = tt.verdict
			if diff := cmp.Diff(tt.want, judged(t, spec, tt.opts...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSeverityFromTheEnvironment(t *testing.T) {
	tests := []struct {
		env     string
		opts    []otelfail.Option
		want    string
		reports int32
	}{
		{"", nil, "high", 0},
		{"low", nil, "low", 0},
		{"tool=low, network/timeout=critical", nil, "critical", 0},
		{"tool/not_found=critical", nil, "high", 0},
		{"network=dreadful", nil, "high", 1},
		{"low", []otelfail.Option{otelfail.WithSeverityOverride(severities(t, "network=medium"))}, "medium", 0},
		{"network=dreadful", []otelfail.Option{otelfail.WithSeverityOverride(classify.SeverityOverride{})}, "high", 0},
	}
	for _, tt := range tests {
		t.Run(tt.env, func(t *testing.T) {
			t.Setenv("FAILURE_SEVERITY_OVERRIDE", tt.env)
			reports := countReports(t)
			if got := judged(t, otelfail.Tool("t"), tt.opts...)["severity"]; got != tt.want {
				t.Errorf("severity %v, want %s", got, tt.want)
			}
			if n := reports.Load(); n != tt.reports {
				t.Errorf("%d reports to the error handler, want %d", n, tt.reports)
			}
		})
	}
}

// TestNumbersInNamesMakeNoGroups: a tool of the same name but for a number, or
// a secret, has the same group.
func TestNumbersInNamesMakeNoGroups(t *testing.T) {
	group := func(name string) any { return judged(t, otelfail.Tool(name))["fingerprint"] }
	if a, b := group("Step 1"), group("Step 2"); a != b {
		t.Errorf("fingerprints %v and %v", a, b)
	}
	if a, b := group("login password=wintermute"), group("login password=neuromancer"); a != b {
		t.Errorf("fingerprints %v and %v", a, b)
	}
	if group("search") == group("book") {
		t.Error("two tools have one group")
	}
}
