// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// FuzzReadAsEncodingJSON: a failure line is read as encoding/json reads it, be it
// written as usual or otherwise.
func FuzzReadAsEncodingJSON(f *testing.F) {
	add := func(change func(*failurelog.Record)) {
		r := example()
		change(&r)
		text, err := json.Marshal(&r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	add(func(*failurelog.Record) {})
	add(func(r *failurelog.Record) {
		r.Event, r.Recovery, r.ContextData, r.Tags, r.Path = failurelog.FailureRecorded, nil, nil, nil, nil
	})
	add(func(r *failurelog.Record) {
		r.CauseID, r.CauseSpanID, r.Cost = "", "", &failurelog.Cost{InputTokens: 3}
	})
	add(func(r *failurelog.Record) {
		r.ErrorMessage, r.RunID = "\"\\\n\x1b\u2028 \ufffd東京", "<&>"
		r.LatencyMS = -1e300
	})
	add(func(r *failurelog.Record) {
		r.ContextData = map[string]any{
			"a": "\\ \" / \b\f\n\r\t \u2028", "b": []any{1.5, "}"}, "c": map[string]any{"]": nil}, "d": -0.25, "e": true, "f": nil, "": false,
		}
	})
	add(func(r *failurelog.Record) { r.ContextData = map[string]any{} })
	line, err := json.Marshal(new(example()))
	if err != nil {
		f.Fatal(err)
	}
	for _, change := range [][2]string{
		{`,"run_id"`, `, "run_id"`}, {"8034.5", "08034.5"}, {"8034.5", "8034."}, {"8034.5", "1e999"}, {"8034.5", "+1"}, {"8034.5", ".5"}, {"8034.5", "-0"},
		{`"attempt_number":2`, `"attempt_number":02`}, {`"attempt_number":2`, `"attempt_number":2.0`}, {`"attempt_number":2`, `"attempt_number":99999999999999999999`},
		{`"schema":1`, `"schema":2`}, {"true", "tru"}, {"true", "null"}, {`"days":4`, `"days":`}, {`"days":4`, `"days":4,`}, {`"days":4`, `"days":-`}, {`"days":4`, `"\u0064ays" :4`},
		{`"days":4`, `"days":4,"days":"\ud83d\ude42 \ud83d"`}, {`"days":4`, `"days":4,"days":"\`}, {"Paris", `Paris\`}, {`"days":4`, `"days":4}`}, {`{"destination"`, `["destination"`},
		{"Paris", "Pa\xffris"}, {"Paris", "Pa\x01ris"}, {"Paris", `Pa\qris`}, {`"tags":[`, `"tags":[,`}, {`"tags":["weather",`, `"tags":["weather"`},
		{`"user_id"`, `"USER_ID"`}, {`"user_id"`, `"run_id"`}, {"00Z", "00"}, {`}`, ``}, {`"2026`, `"\u0032026`}, {"failure_recovered", "failure_rewritten"},
	} {
		f.Add(strings.Replace(string(line), change[0], change[1], 1))
		f.Add(string(line) + change[1])
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, "\n\r") || !strings.HasPrefix(text, `{"event":"failure_re`) {
			return
		}
		var want failurelog.Record
		wantErr := json.Unmarshal([]byte(text), &want)
		for e, err := range failurelog.Read(failurelog.FromReader("in", strings.NewReader(text+"\n"))) {
			if err != nil || e.Record == nil || strings.Contains(text[1:], `{"event":`) {
				break // lines that are refused for what they say, or hold several objects
			}
			if wantErr != nil {
				t.Fatalf("read %+v, encoding/json %v", e.Record, wantErr)
			}
			if diff := cmp.Diff(&want, e.Record); diff != "" {
				t.Fatalf("-encoding/json +read\n%s", diff)
			}
		}
	})
}
