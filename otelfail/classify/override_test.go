// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

func ExampleParseSeverityOverride() {
	o, err := classify.ParseSeverityOverride("llm/quota=critical, */timeout=low")
	if err != nil {
		fmt.Println(err)
		return
	}
	v := classify.New().Classify(classify.Input{Text: "insufficient_quota", Operation: classify.OpModel})
	fmt.Println(v.Severity, o.Apply(v).Severity)
	// Output: high critical
}

func TestSeverityOverride(t *testing.T) {
	const table = "LLM/quota=critical,network=medium, */timeout = low ,*=High"
	for _, tt := range []struct {
		table    string
		category classify.Category
		reason   classify.Reason
		want     classify.Severity
	}{
		{"", classify.Tool, classify.Schema, classify.Medium},
		{" , ", classify.Tool, classify.Schema, classify.Medium},
		{"low", classify.Tool, classify.Schema, classify.Low},
		{"tool/*=low", classify.Tool, classify.Schema, classify.Low},
		{table, classify.LLM, classify.Quota, classify.Critical},
		{table, classify.Network, classify.DNS, classify.Medium},
		{table, classify.Network, classify.Timeout, classify.Low},
		{table, classify.Tool, "sold_out", classify.High},
	} {
		o, err := classify.ParseSeverityOverride(tt.table)
		if err != nil {
			t.Fatal(err)
		}
		v := classify.Verdict{Category: tt.category, Reason: tt.reason, Severity: classify.Medium, Rule: "x"}
		got := o.Apply(v)
		if got.Severity != tt.want {
			t.Errorf("%q over %s/%s: %s, want %s", tt.table, tt.category, tt.reason, got.Severity, tt.want)
		}
		if got.Severity = v.Severity; got != v {
			t.Errorf("%q changed more than the severity: %+v", tt.table, got)
		}
	}
}

func TestSeverityOverrideErrors(t *testing.T) {
	for table, want := range map[string]string{
		"worst":             `no severity "worst"; there are low, medium, high, critical`,
		"weather=low":       `no category "weather"`,
		"llm=":              `no severity ""`,
		"=low":              `no category ""`,
		"llm/=low":          "no reason after the slash",
		"llm=low, llm=high": "occurs twice",
		"low,worst,llm=no":  `no severity "no"`,
	} {
		o, err := classify.ParseSeverityOverride(table)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", table, err, want)
		}
		if v := (classify.Verdict{Severity: classify.High}); o.Apply(v) != v {
			t.Errorf("%q: a table with an error is applied", table)
		}
	}
}

func FuzzParseSeverityOverride(f *testing.F) {
	f.Add("llm/quota=critical, network=medium, */timeout=low")
	f.Add("=,/,*=")
	f.Fuzz(func(t *testing.T, s string) {
		o, err := classify.ParseSeverityOverride(s)
		v := o.Apply(classify.Verdict{Category: classify.LLM, Reason: classify.Quota, Severity: classify.High})
		if _, ok := classify.ParseSeverity(string(v.Severity)); !ok || err != nil && v.Severity != classify.High {
			t.Errorf("%q: severity %q, error %v", s, v.Severity, err)
		}
	})
}
