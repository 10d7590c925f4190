// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"fmt"
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
