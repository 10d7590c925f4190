// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

func originalRecord(id string, recovered bool) string {
	return fmt.Sprintf(`{"failure_id":%q,"timestamp":"2026-02-15T10:30:45.123456+00:00","run_id":"run-1","user_id":"u",`+
		`"category":"network","severity":"high","graph_node":"executor","step_id":null,"step_type":"TOOL_CALL","step_title":"Fetch",`+
		`"error_type":"TimeoutError","error_message":"timeout","error_traceback":null,"tool_name":"weather","llm_model":null,`+
		`"latency_ms":8000.5,"attempt_number":1,"was_recovered":%v,"recovery_action":%s,"context_data":{"a":1},"tags":["weather"]}`,
		id, recovered, map[bool]string{true: `"used averages"`, false: "null"}[recovered])
}

func combined(event, data string) string {
	return fmt.Sprintf(`{"ts":"2026-02-15T10:30:45.123456","run_id":"run-1","prompt_id":null,"event":%q,"event_group":"failure","level":"ERROR",`+
		`"node":"executor","trace_id":null,"span_payload":{"module":"m","message":"x","data":%s}}`, event, data)
}

func TestReadOriginal(t *testing.T) {
	first, second := originalRecord("failure_run-1_001", false), originalRecord("failure_run-1_001", true)
	plain := first + "\n" + second + "\n" + originalRecord("failure_run-1_002", false) + "\n"
	all := combined("node_start", "null") + "\n" + combined("failure_recorded", first) + "\n" +
		combined("failure_recovered", second) + "\n" + combined("failure_recorded", originalRecord("failure_run-1_002", false)) + "\n"

	alone := t.TempDir()
	writeFile(t, alone, "combined_run-1.jsonl", all)
	both := t.TempDir()
	writeFile(t, both, "combined_run-1.jsonl", all)
	writeFile(t, both, "failures_run-1.jsonl", plain)
	for name, paths := range map[string][]string{
		"failure log": {both + "/failures_run-1.jsonl"}, "combined log": {both + "/combined_run-1.jsonl"},
		"directory": {both}, "directory without failure log": {alone}, "pattern": {both + "/*.jsonl"},
	} {
		t.Run(name, func(t *testing.T) {
			lines, errs := collect(failurelog.Records(sources(t, paths...)...))
			if len(lines) != 3 || len(errs) != 0 {
				t.Fatalf("%d lines, errors %v", len(lines), errs)
			}
			var j failurelog.Joiner
			for i := range lines {
				j.Add(&lines[i])
			}
			joined := j.Records()
			if len(joined) != 2 {
				t.Fatalf("%d failures, want 2", len(joined))
			}
			r := joined[0]
			if !r.WasRecovered || r.Recovery == nil || r.Recovery.Outcome != failurelog.Recovered || r.Recovery.Supersedes != failurelog.Unknown ||
				r.Recovery.Basis != failurelog.Declared || r.Recovery.Detail != "used averages" || r.Category != classify.Network ||
				!r.Timestamp.Equal(time.Date(2026, 2, 15, 10, 30, 45, 123456000, time.UTC)) {
				t.Errorf("record %+v, recovery %+v", r, r.Recovery)
			}
			if joined[1].Recovery != nil {
				t.Errorf("the second failure was not recovered: %+v", joined[1].Recovery)
			}
		})
	}
}

// TestOriginalLogsAreReadOnce, however often they tell of a failure: in a combined
// log that nothing says belongs to a failure log, and in repeated recoveries.
func TestOriginalLogsAreReadOnce(t *testing.T) {
	first, second := originalRecord("failure_run-1_001", false), originalRecord("failure_run-1_001", true)
	third := originalRecord("failure_run-1_002", false)
	plain := first + "\n" + second + "\n" + third + "\n"
	all := combined("node_start", "null") + "\n" + combined("failure_recorded", first) + "\n" +
		combined("failure_recovered", second) + "\n" + combined("failure_recorded", third) + "\n"
	file := func(name, text string) failurelog.Source {
		return sources(t, writeFile(t, t.TempDir(), name, text))[0]
	}
	stream := func(text string) failurelog.Source { return failurelog.FromReader("in", strings.NewReader(text)) }
	tests := map[string][]failurelog.Source{
		"both in a stream":         {stream(plain + all)},
		"combined first":           {stream(all + plain)},
		"other directories":        {file("failures_run-1.jsonl", plain), file("combined_run-1.jsonl", all)},
		"renamed":                  {file("failures_run-1.jsonl", plain), file("everything.jsonl", all)},
		"recovered twice":          {stream(first + "\n" + second + "\n" + second + "\n" + third + "\n")},
		"recovered twice, all":     {stream(all + combined("failure_recovered", second) + "\n")},
		"recovered data not so":    {stream(combined("failure_recorded", first) + "\n" + combined("failure_recovered", first) + "\n" + third + "\n")},
		"file and stream":          {stream(plain), file("combined_run-1.jsonl", all)},
		"same lines in two files":  {file("a.jsonl", plain), file("b.jsonl", plain)},
		"recovery before its time": {stream(second + "\n" + first + "\n" + third + "\n")},
	}
	for name, in := range tests {
		t.Run(name, func(t *testing.T) {
			lines, errs := collect(failurelog.Records(in...))
			recorded, outcomes := 0, map[failurelog.Outcome]int{}
			for _, r := range lines {
				if r.Event == failurelog.FailureRecorded {
					recorded++
					outcomes[failurelog.Unknown]++
				} else {
					outcomes[r.Recovery.Supersedes]--
					outcomes[r.Recovery.Outcome]++
				}
			}
			if recorded != 2 || outcomes[failurelog.Recovered] != 1 || outcomes[failurelog.Unknown] != 1 || len(errs) != 0 {
				t.Errorf("%d failures, outcomes %v, errors %v", recorded, outcomes, errs)
			}
		})
	}
}

// TestOriginalFailuresRememberedAreBounded: of very many failures the latest are
// known, and none that is read once is left out.
func TestOriginalFailuresRememberedAreBounded(t *testing.T) {
	const failures = 1<<16 + 10
	pr, pw := io.Pipe()
	go func() {
		w := bufio.NewWriter(pw)
		for i := range failures {
			_, _ = fmt.Fprintf(w, `{"failure_id":"%d","run_id":"r","was_recovered":false}`+"\n", i)
		}
		_, _ = fmt.Fprintf(w, `{"failure_id":"%d","run_id":"r","was_recovered":false}`+"\n", failures-1)
		_, _ = fmt.Fprintln(w, `{"failure_id":"0","run_id":"another","was_recovered":false}`)
		_ = w.Flush()
		_ = pw.Close()
	}()
	n := 0
	for _, err := range failurelog.Records(failurelog.FromReader("in", pr)) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != failures+1 {
		t.Errorf("%d failures, want %d", n, failures+1)
	}
}
