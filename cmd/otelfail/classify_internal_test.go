// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
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
		{"unknown operation", `{"text":"x","operation":"cooking"}`, `{"error":"line 1: unknown operation: there are agent, step, tool, model, memory, export, evaluation"}` + "\n", "1 of 1 lines could not be read"},
		{"an operation that is a secret", `{"text":"x","operation":"password=hunter2\u001b[31m\u202e"}`, `{"error":"line 1: unknown operation: there are agent, step, tool, model, memory, export, evaluation"}` + "\n", "1 of 1 lines could not be read"},
		{"text of another type", `{"text":17}` + "\nEOF", `{"error":"line 1: \"text\" is no string"}` + "\n" + eof, "1 of 2 lines could not be read"},
		{"no text at all", `{"text":null,"operation":"tool"}` + "\nEOF", `{"error":"line 1: \"text\" is no string"}` + "\n" + eof, "1 of 2 lines could not be read"},
		{"operation of another type", `{"operation":["tool"],"text":"EOF"}`, `{"error":"line 1: \"operation\" is no string"}` + "\n", "1 of 1 lines could not be read"},
		{"fields in another order", `{ "operation":"model", "type":null, "text":"429 Too Many Requests" }`, `{"category":"llm","reason":"rate_limit","severity":"high","retryable":true,"rule":"text:rate_limit"}` + "\n", ""},
		{"text that is no JSON", "{'message': 'model overloaded'}", `{"category":"llm","reason":"overloaded","severity":"high","retryable":true,"rule":"text:model_overloaded"}` + "\n", ""},
		{"long", strings.Repeat("x", 3<<20) + "\nEOF", `{"error":"line 1: longer than 1048576 bytes"}` + "\n" + eof, "1 of 2 lines could not be read"},
		{"as long as can be", strings.Repeat("x", 1<<20) + "\nEOF", `{"category":"unknown","reason":"other","severity":"high","retryable":null,"rule":"none"}` + "\n" + eof, ""},
		{"NUL", "a\x00b\nEOF", `{"error":"line 1: has a NUL byte: no text"}` + "\n" + eof, "1 of 2 lines could not be read"},
		{"binary", "\xff\xfe\x01\nEOF\n\x80", `{"error":"line 1: is not UTF-8 text"}` + "\n" + eof + `{"error":"line 3: is not UTF-8 text"}` + "\n", "2 of 3 lines could not be read"},
		{"line ends of Windows, byte order mark", "\ufeffEOF\r\nEOF\r\n", eof + eof, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("FAILURE_SEVERITY_OVERRIDE", "")
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

// TestClassifyTextsThatAreJSON: what is not meant for the command is an error
// text, cut off or with fields that have the names of ours too.
func TestClassifyTextsThatAreJSON(t *testing.T) {
	t.Setenv("FAILURE_SEVERITY_OVERRIDE", "")
	const overloaded = `{"category":"llm","reason":"overloaded",`
	for in, want := range map[string]string{
		`{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} (request id req_011CVX)`: overloaded,
		`{"type":"error","error":{"type":"overloaded_error","message":"Overl`:                                 overloaded,
		`{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`:                         overloaded,
		`{"type":400,"text":"model overloaded","id":7}`:                                                       overloaded,
		`{"type":429,"message":"Too Many Requests"}`:                                                          `"reason":"rate_limit"`,
		`{"operation":"insert","code":11000,"errmsg":"E11000 duplicate key error collection: a.b"}`:           `"reason":"constraint"`,
		`{"errmsg":"E11000 duplicate key error collection: a.b","code":11000,"operation":"insert"}`:           `"reason":"constraint"`,
		`{"code":11000,"operation":"insert","text":"E11000 duplicate key error collection: a.b"}`:             `"reason":"constraint"`,
		`{"operation":"tool"}`:             `"rule":"none"`,
		`{"Text":"model overloaded"}`:      overloaded,
		`{"text":"model overloaded"`:       overloaded,
		`{"text":"model overloaded"} etc.`: overloaded,
	} {
		var out bytes.Buffer
		if err := classifyLines(strings.NewReader(in+"\n"), &out, classify.SeverityOverride{}); err != nil || !strings.Contains(out.String(), want) || strings.Count(out.String(), "\n") != 1 {
			t.Errorf("%s: error %v, %s", in, err, out.String())
		}
	}
}

func TestClassifySeverityOverride(t *testing.T) {
	t.Setenv("FAILURE_SEVERITY_OVERRIDE", "unknown/eof=low")
	if code, out, errOut := execute("EOF\n", "classify"); code != 0 || !strings.Contains(out, `"severity":"low"`) || errOut != "" {
		t.Errorf("exit %d, %s%s", code, out, errOut)
	}
	t.Setenv("FAILURE_SEVERITY_OVERRIDE", "unknown=worst")
	if code, out, errOut := execute("EOF\n", "classify"); code != 2 || out != "" || !strings.HasPrefix(errOut, `otelfail: FAILURE_SEVERITY_OVERRIDE: severity override "unknown=worst": no severity "worst"`) {
		t.Errorf("exit %d, %s%s", code, out, errOut)
	}
}

// TestErrorsShowNoSecrets: what a command prints of its arguments is redacted,
// and obeyed by no terminal.
func TestErrorsShowNoSecrets(t *testing.T) {
	const name = "password=hunter2\x1b]0;x\x07\u202e.jsonl"
	for _, args := range [][]string{{"report", name}, {"classify", name}, {"tail", name, "-"}, {"check", "--max-failed", "0", name}, {"diff", name, name}, {name}} {
		if code, out, errOut := execute("", args...); code != 2 || out != "" || strings.Contains(errOut, "hunter2") || strings.ContainsAny(errOut, "\x1b\x07\u202e") {
			t.Errorf("%v: exit %d, %q, %q", args, code, out, errOut)
		}
	}
}

// FuzzClassify holds that each line of the input gets one line of the output.
func FuzzClassify(f *testing.F) {
	f.Add("EOF\n{\"text\":\"x\"}\n\n{\"text\":1}\n\xff\n\x00\r\n")
	f.Add("{\"operation\":\"tool\"}\n{'a': 1}")
	f.Fuzz(func(t *testing.T, in string) {
		var out bytes.Buffer
		_ = classifyLines(strings.NewReader(in), &out, classify.SeverityOverride{})
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
