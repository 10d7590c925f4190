// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest_test

import (
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/ingest"
)

func TestIsOTLP(t *testing.T) {
	for text, want := range map[string]bool{
		"":      false,
		"hello": false,
		`{"event":"failure_recorded","error_message":"{\"resourceSpans\":"}`: false,
		"{\"event\":\"x\"}\n" + `{"resourceSpans":[]}`:                       false,
		`[{"event":"failure_recorded"}]`:                                     false,
		`{"resourceSpans":[]}`:                                               true,
		" {\n  \"resourceSpans\": [":                                         true,
		`[{"result":{"resourceSpans":[]}}]`:                                  true,
		`{"resource_spans":[]}`:                                              true,
		`{"result":"ok"}`:                                                    false,
		"torn\"}]}\n" + `{"resourceSpans":[]}`:                               true,
	} {
		if got := ingest.IsOTLP(strings.NewReader(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
