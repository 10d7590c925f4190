// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

const eof = `{"category":"unknown","reason":"eof","severity":"high","retryable":null,"rule":"text:eof_alone"}` + "\n"

func TestClassifyCommand(t *testing.T) {
	for _, tt := range []struct {
		name, in, want, err string
	}{
		{"nothing", "", "", ""},
		{"plain", "dial tcp: lookup a.example: no such host\n", `{"category":"network","reason":"dns","severity":"high","retryable":false,"rule":"text:dns_not_found"}` + "\n", ""},
		{"no newline at the end", "database is locked", `{"category":"memory","reason":"locked","severity":"medium","retryable":true,"rule":"text:locked"}` + "\n", ""},
		{"object", `{"text":"429 Too Many Requests","operation":"model"}`, `{"category":"llm","reason":"rate_limit","severity":"high","retryable":true,"rule":"text:rate_limit"}` + "\n", ""},
		{"type", `{"text":"late","type":"TimeoutError","operation":"tool"}`, `{"category":"network","reason":"timeout","severity":"high","retryable":true,"rule":"text:client_timeout"}` + "\n", ""},
		{"text that is JSON", `{"error":{"type":"overloaded_error"}}`, `{"category":"llm","reason":"overloaded","severity":"high","retryable":true,"rule":"text:model_overloaded"}` + "\n", ""},
		{"says nothing", "?", `{"category":"unknown","reason":"other","severity":"high","retryable":null,"rule":"none"}` + "\n", ""},
		{"unknown operation", `{"text":"x","operation":"cooking"}`, `{"error":"line 1: unknown operation \"cooking\""}` + "\n", "1 of 1 lines could not be read"},
		{"broken object", `{"text":"x"` + "\nEOF", `{"error":"line 1: invalid JSON: unexpected end of JSON input"}` + "\n" + eof, "1 of 2 lines could not be read"},
		{"text of another type", `{"text":17}` + "\nEOF", `{"error":"line 1: invalid JSON: json: cannot unmarshal number into Go struct field .text of type string"}` + "\n" + eof, "1 of 2 lines could not be read"},
		{"no text", `{"operation":"tool"}` + "\nEOF", `{"error":"line 1: no \"text\""}` + "\n" + eof, "1 of 2 lines could not be read"},
		{"text that is no JSON", "{'message': 'model overloaded'}", `{"category":"llm","reason":"overloaded","severity":"high","retryable":true,"rule":"text:model_overloaded"}` + "\n", ""},
		{"long", strings.Repeat("x", 3<<20) + "\nEOF", `{"error":"line 1: longer than 1048576 bytes"}` + "\n" + eof, "1 of 2 lines could not be read"},
		{"as long as can be", strings.Repeat("x", 1<<20) + "\nEOF", `{"category":"unknown","reason":"other","severity":"high","retryable":null,"rule":"none"}` + "\n" + eof, ""},
		{"NUL", "a\x00b\nEOF", `{"error":"line 1: has a NUL byte: no text"}` + "\n" + eof, "1 of 2 lines could not be read"},
		{"binary", "\xff\xfe\x01\nEOF\n\x80", `{"error":"line 1: is not UTF-8 text"}` + "\n" + eof + `{"error":"line 3: is not UTF-8 text"}` + "\n", "2 of 3 lines could not be read"},
		{"line ends of Windows, byte order mark", "\ufeffEOF\r\nEOF\r\n", eof + eof, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			cmd := newClassifyCommand()
			cmd.SilenceUsage, cmd.SilenceErrors = true, true
			cmd.SetArgs(nil)
			cmd.SetIn(strings.NewReader(tt.in))
			cmd.SetOut(&out)
			err := cmd.Execute()
			if out.String() != tt.want {
				t.Errorf("got %s, want %s", out.String(), tt.want)
			}
			if (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
				t.Errorf("error %v, want %q", err, tt.err)
			}
		})
	}
}

// FuzzClassify holds that each line of the input gets one line of the output.
func FuzzClassify(f *testing.F) {
	f.Add("EOF\n{\"text\":\"x\"}\n\n{\"text\":1}\n\xff\n\x00\r\n")
	f.Add("{\"operation\":\"tool\"}\n{'a': 1}")
	f.Fuzz(func(t *testing.T, in string) {
		var out bytes.Buffer
		_ = classifyLines(strings.NewReader(in), &out)
		want := strings.Count(in, "\n")
		if in != "" && !strings.HasSuffix(in, "\n") {
			want++
		}
		if got := strings.Count(out.String(), "\n"); got != want {
			t.Errorf("%d lines for %d of %q: %s", got, want, in, out.String())
		}
		for line := range strings.Lines(out.String()) {
			if !json.Valid([]byte(line)) {
				t.Errorf("%q is no JSON", line)
			}
		}
	})
}
