// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact_test

import (
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/redact"
)

const message = `POST "https://api.example.com/v1/chat/completions?key=abcdefgh12345678": 401 Unauthorized {"error":{"message":"Incorrect API key provided: sk-proj-abcdefghijklmnop1234.","type":"invalid_request_error"}}`

func BenchmarkString(b *testing.B) {
	for name, s := range map[string]string{
		"200B":  message[:200],
		"64KiB": strings.Repeat(message, 64<<10/len(message)+1)[:64<<10],
		"clean": strings.Repeat("goroutine 17 [running]: main.main() ", 6)[:200],
	} {
		b.Run(name, func(b *testing.B) {
			var r *redact.Redactor
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				r.String(s)
			}
		})
	}
}
