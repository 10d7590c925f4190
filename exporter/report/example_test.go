// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

const log = `{"event":"run_started","run_id":"run-1","trace_id":"t","timestamp":"2026-02-15T10:30:40Z"}
{"event":"failure_recorded","failure_id":"1","run_id":"run-1","trace_id":"t","timestamp":"2026-02-15T10:30:45Z","category":"llm","severity":"high","graph_node":"planner","error_message":"no answer","reason":"empty_response"}
{"event":"failure_recovered","failure_id":"1","run_id":"run-1","trace_id":"t","timestamp":"2026-02-15T10:30:46Z","recovery":{"outcome":"recovered","action":"retry","basis":"inferred","supersedes":"unknown"}}
{"event":"run_ended","run_id":"run-1","trace_id":"t","timestamp":"2026-02-15T10:30:47Z","status":"ok","duration_ms":7000,"operations":{"step planner":{"calls":4}}}
`

func ExampleReport_WriteText() {
	r := report.New(report.Options{})
	r.Read(failurelog.Read(failurelog.FromReader("log", strings.NewReader(log))), nil)
	if err := r.WriteText(os.Stdout, report.Summarized); err != nil {
		panic(err)
	}
	// Output:
	// FAILURE TRACKING REPORT
	// =======================
	//
	// Run ID: run-1
	// Run Status: ok, 4 operations in 7s
	// Total Failures: 1
	// Recovery Rate: 100.0% (recovered or degraded)
	// Strict Recovery Rate: 100.0% (recovered)
	//
	// BY OUTCOME
	// ----------
	// Recovered: 1 (1 inferred)
	// Degraded: 0
	// Failed: 0
	// Unknown: 0
	//
	// BY CATEGORY
	// -----------
	// LLM: 1 (1 high)
	//
	// BY SEVERITY
	// -----------
	// High: 1
	// Medium: 0
	// Low: 0
	// Critical: 0
	//
	// BY NODE
	// -------
	// planner: 1
	//
	// FAILURE TIMELINE
	// ----------------
	// [10:30:45.000] LLM (HIGH) @ planner: no answer → recovered
}

func ExampleSummarize() {
	records := failurelog.Records(failurelog.FromReader("log", strings.NewReader(log)))
	s := report.Summarize(records)
	fmt.Println(s.TotalFailures, s.ByCategory, *s.RecoveryRate)
	// Output: 1 map[llm:1] 100
}
