// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/otelfail/chaos"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

const full = `
name: weather-down
title: The forecast is down
description: |
  Calls 2 to 4 meet a server that is overloaded.
x-agent:
  query: what ever
faults:
  - operation: weather_summary
    fault: http_503
    calls: 2-4
    provider: openmeteo
    expect: {category: tool, reason: overloaded}
  - operation: [plan, "parse_*"]
    kind: model
    fault: [refused, latency]
    probability: 0.25
    count: 2
    per: arguments
    delay: 40ms
  - fault: wrong_value
    at: function
    calls: [1, 3-5, 9-]
    field: days.*.max_c
    value: 99
  - operation: [a, b]
    one_of: true
    fault: hang
    probability: 0
    run_probability: 0.5
`

func TestParse(t *testing.T) {
	got, err := chaos.Parse([]byte(full))
	if err != nil {
		t.Fatal(err)
	}
	want := chaos.Scenario{
		Name: "weather-down", Title: "The forecast is down",
		Description: "Calls 2 to 4 meet a server that is overloaded.\n",
		Rules: []chaos.Rule{
			{
				Operations: []string{"weather_summary"}, Faults: []chaos.Fault{chaos.HTTPStatus(503)}, Calls: "2-4",
				Provider: "openmeteo", Expect: chaos.Expectation{Category: classify.Tool, Reason: classify.Overloaded},
			},
			{
				Operations: []string{"plan", "parse_*"}, Kind: chaos.Model, Faults: []chaos.Fault{chaos.Refused, chaos.Latency},
				Probability: 0.25, Count: 2, PerArguments: true, Delay: 40 * time.Millisecond,
			},
			{Faults: []chaos.Fault{chaos.WrongValue}, At: chaos.Function, Calls: "1,3-5,9-", Field: "days.*.max_c", Value: 99},
			{Operations: []string{"a", "b"}, OneOf: true, Faults: []chaos.Fault{chaos.Hang}, Off: true, RunProbability: 0.5},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseErrors(t *testing.T) {
	for name, tt := range map[string]struct{ yaml, want string }{
		"empty":              {"", "the scenario is empty"},
		"not YAML":           {"faults: [", "line 1:"},
		"not a mapping":      {"- a\n", "line 1: want keys and values"},
		"two documents":      {"name: a\n---\nname: b\n", "more than one document"},
		"unknown key":        {"name: a\nfault: []\n", `line 2: unknown key "fault"`},
		"unknown rule key":   {"faults:\n  - fault: hang\n    oftenness: 1\n", `line 3: unknown key "oftenness"`},
		"twice":              {"name: a\nname: b\n", `line 2: key "name" stands there twice`},
		"no fault":           {"faults:\n  - calls: 1\n", "line 2: fault: is missing"},
		"no such fault":      {"faults:\n  - calls: 1\n    fault: explode\n", `line 3: fault: "explode" is none`},
		"no such status":     {"faults:\n  - fault: http_200\n", `line 2: fault: "http_200" is none`},
		"too probable":       {"faults:\n  - fault: hang\n    probability: 1.5\n", "line 3: probability: 1.5 is not between 0 and 1"},
		"negative":           {"faults:\n  - fault: hang\n    probability: -0.1\n", "line 3: probability: -0.1 is not"},
		"not a number":       {"faults:\n  - fault: hang\n    probability: .nan\n", "line 3: probability: NaN is not"},
		"run probability":    {"faults:\n  - fault: hang\n    run_probability: 2\n", "line 3: run_probability: 2 is not"},
		"a word":             {"faults:\n  - fault: hang\n    probability: often\n", `line 3: "often": want a number`},
		"call 0":             {"faults:\n  - fault: hang\n    calls: 0\n", `line 3: calls: "0" is no call number`},
		"calls backwards":    {"faults:\n  - fault: hang\n    calls: 4-2\n", `line 3: calls: "4-2" is no range`},
		"no calls":           {"faults:\n  - fault: hang\n    calls: []\n", "line 3: calls: want numbers"},
		"negative count":     {"faults:\n  - fault: hang\n    count: -1\n", "line 3: count: -1 is negative"},
		"per":                {"faults:\n  - fault: hang\n    per: call\n", `line 3: per: "call"`},
		"kind":               {"faults:\n  - fault: hang\n    kind: robot\n", `line 3: kind: "robot" is none`},
		"at":                 {"faults:\n  - fault: hang\n    at: night\n", `line 3: at: "night" is no layer`},
		"wrong layer":        {"faults:\n  - at: function\n    fault: refused\n", "line 3: fault: refused cannot be met at a function"},
		"wrong kind":         {"faults:\n  - kind: model\n    fault: missing_tool\n", "line 3: fault: missing_tool is for tools"},
		"duration":           {"faults:\n  - fault: latency\n    delay: 3\n", `line 3: "3": want a duration`},
		"delay of a hang":    {"faults:\n  - fault: hang\n    delay: 3s\n", "line 3: delay: is for the fault latency only"},
		"long delay":         {"faults:\n  - fault: latency\n    delay: 300h\n", "line 3: delay: 300h0m0s is not between"},
		"provider":           {"faults:\n  - fault: http_500\n    provider: acme\n", `line 3: provider: "acme" is not known`},
		"provider of none":   {"faults:\n  - fault: hang\n    provider: openai\n", "line 3: provider: is for HTTP statuses only"},
		"field of none":      {"faults:\n  - fault: hang\n    field: a\n", "line 3: field: is for faults that change data"},
		"value of none":      {"faults:\n  - fault: partial\n    value: a\n", "line 3: value: is for the fault wrong_value"},
		"one of one":         {"faults:\n  - fault: hang\n    one_of: true\n    operation: a\n", "line 3: one_of: needs several"},
		"one of a pattern":   {"faults:\n  - fault: hang\n    one_of: true\n    operation: [a, b*]\n", "line 3: one_of: needs whole names"},
		"empty name":         {"faults:\n  - fault: hang\n    operation: ''\n", "line 3: operation: a name is empty"},
		"expected category":  {"faults:\n  - fault: hang\n    expect: {category: weather}\n", "line 3: expect: category"},
		"unknown expect key": {"faults:\n  - fault: hang\n    expect:\n      outcome: failed\n", `line 4: unknown key "outcome"`},
		"a list for a text":  {"name: [a]\n", "line 1: want a text"},
		"nothing for a text": {"name:\n", "line 1: want a text"},
		"no list":            {"faults: hang\n", "line 1: faults: want a list"},
		"too many":           {"faults:\n" + strings.Repeat("  - fault: hang\n", 1001), "1001 rules, at most 1000"},
		"too long":           {"# " + strings.Repeat("x", 1<<20), "more than"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := chaos.Parse([]byte(tt.yaml))
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %q in one line", err, tt.want)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.yaml")
	if _, err := chaos.Load(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(path, []byte("name: a\nfaults:\n  - fault: nope\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := chaos.Load(path); err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("got %v, want file and line", err)
	}
	if err := os.WriteFile(path, []byte(full), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := chaos.Load(path); err != nil || s.Name != "weather-down" {
		t.Errorf("got %+v, %v", s, err)
	}
}

// What is parsed can be used, and what is refused says where.
func FuzzParse(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte("faults:\n  - &a {fault: hang}\n  - *a\n"))
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("faults: [{fault: wrong_value, value: {1: [2, {a: b}]}}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := chaos.Parse(data)
		if err != nil {
			return
		}
		if err := s.Validate(); err != nil {
			t.Errorf("parsed, but not valid: %v", err)
		}
		s.Rules = functionRules(s.Rules)
		in, err := chaos.New(t.Context(), s, chaos.InjectFaults())
		if err != nil {
			t.Fatal(err)
		}
		if err := in.Close(); err != nil {
			t.Error(err)
		}
	})
}

// functionRules leaves out rules that need listeners.
func functionRules(rules []chaos.Rule) []chaos.Rule {
	var kept []chaos.Rule
	for _, r := range rules {
		if r.At == chaos.Function {
			kept = append(kept, r)
		}
	}
	return kept
}
