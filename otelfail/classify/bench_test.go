// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/fingerprint"
	"github.com/otelfail/otelfail-go/otelfail/redact"
)

const message = `POST "http://localhost:11434/v1/chat/completions": 429 Too Many Requests {"error":{"message":"Rate limit reached for gpt-4 in organization org-x on tokens per min (TPM): Limit 10000, Used 9348.","type":"tokens"}}`

func sized(n int) string { return strings.Repeat(message, n/len(message)+1)[:n] }

func BenchmarkClassify(b *testing.B) {
	for name, s := range map[string]string{"200B": sized(200), "64KiB": sized(64 << 10)} {
		b.Run(name, func(b *testing.B) {
			err := errors.New(s)
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				(*classify.Chain)(nil).Classify(classify.Input{Err: err, Operation: classify.OpModel})
			}
		})
	}
}

// BenchmarkAll is what recording one failure costs in the three leaf packages.
func BenchmarkAll(b *testing.B) {
	for name, s := range map[string]string{"200B": sized(200), "64KiB": sized(64 << 10)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				clean := (*redact.Redactor)(nil).String(s)
				(*classify.Chain)(nil).Classify(classify.Input{Text: clean, Operation: classify.OpModel})
				fingerprint.Of("chat gpt-4", "*openai.Error", clean)
			}
		})
	}
}

func FuzzClassify(f *testing.F) {
	f.Add("429 Too Many Requests", "RateLimitError", "model", 0, 0)
	f.Add("model\xff not found", "", "", 503, 14)
	f.Add("Code execution failed at line 'x' due to: ", "*", "tool", -1, 99)
	f.Fuzz(func(t *testing.T, text, typ, op string, status, code int) {
		v := classify.New().Classify(classify.Input{
			Text: text, Type: typ, Operation: classify.Operation(op), HTTPStatus: status, GRPCCode: code,
		})
		if v.Category == "" || v.Reason == "" || v.Severity == "" || v.Rule == "" {
			t.Errorf("%q: %+v", text, v)
		}
	})
}
