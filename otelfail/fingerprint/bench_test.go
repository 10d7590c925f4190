// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint_test

import (
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/fingerprint"
)

const message = `Post "https://api.example.com/v1/chat/completions": dial tcp: lookup api.example.com on 127.0.0.11:53: read udp 172.17.0.2:51234->127.0.0.11:53: i/o timeout (attempt 3 of 5, request 7321d3c5-0972-4705-a4d4-3b15cd2df22e, after 8034 ms)`

func BenchmarkOf(b *testing.B) {
	for name, s := range map[string]string{
		"200B":  message[:200],
		"64KiB": strings.Repeat(message, 64<<10/len(message)+1)[:64<<10],
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				fingerprint.Of("execute_tool weather", "*net.OpError", s)
			}
		})
	}
}
