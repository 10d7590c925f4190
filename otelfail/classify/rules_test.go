// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

func TestRulesDecideTheirExamples(t *testing.T) {
	examples := classify.RuleExamples()
	if len(examples) != classify.RuleCount() {
		t.Errorf("%d names for %d rules", len(examples), classify.RuleCount())
	}
	for name, example := range examples {
		if example == "" {
			t.Errorf("%s has no example", name)
			continue
		}
		if v := classify.New().Classify(classify.Input{Text: example}); v.Rule != name {
			t.Errorf("%s does not decide its example %q, %s does", name, example, v.Rule)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"":                                 "^ $",
		"RateLimitError: 429":              "^ rate limit error 429 $",
		"rate_limit_error":                 "^ rate limit error $",
		"HTTPConnectionPool":               "^ http connection pool $",
		"don't  \"panic\"\t(ECONNREFUSED)": "^ dont panic econnrefused $",
		"the model's output, the models’ answers, it’s": "^ the model output the models answers it $",
		"WebSocket: JSON RPC time-out":                  "^ websocket jsonrpc timeout $",
		"OAuth of OpenAI":                               "^ oauth of openai $",
		`{\"code\":\"x\"}`:                              "^ code x $",
	} {
		if got := classify.Words(in); got != want {
			t.Errorf("words of %q are %q, want %q", in, got, want)
		}
	}
}
