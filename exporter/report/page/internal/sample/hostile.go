// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package sample

import (
	"fmt"
	"iter"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Payloads are texts that would do harm where a page took them for more than
// text. What runs sets window.pwned or asks example.com for something.
var Payloads = []string{
	`<script>window.pwned=1</script>`,
	`</script><script>window.pwned=1</script>`,
	`</SCRIPT/x><svg/onload=window.pwned=1>`,
	`<!--<script>`,
	`<img src=x onerror=window.pwned=1>`,
	`"><img src=//example.com/x onerror="window.pwned=1">`,
	`' onmouseover='window.pwned=1' style='position:fixed;inset:0`,
	`javascript:window.pwned=1`,
	`</style><style>body{display:none}*{background:url(//example.com/x)}`,
	`<link rel=stylesheet href=//example.com/x.css>`,
	`<base href=//example.com/>`,
	`<meta http-equiv=refresh content="0;url=//example.com/">`,
	`<iframe src="javascript:parent.pwned=1"></iframe>`,
	`<form action=//example.com/><button autofocus onfocus=window.pwned=1>`,
	`{{constructor.constructor('window.pwned=1')()}}`,
	"${window.pwned=1}`;window.pwned=1//",
	`__proto__`,
	`constructor`,
	`#failure=x&outcome=failed`,
	"\u2028window.pwned=1\u2029",
	"if access != \"user\u202e \u2066// check admin\u2069 \u2066\" {",
	"\x1b[31mred\x1b[0m\x1b]8;;http://example.com\x07link\x1b]8;;\x07\r\x00\u009b31m",
	"zero\u200bwidth\ufeff\u00ad\U000e0041\U000e007f",
	"\xff\xfe broken \xed\xa0\x80",
	"ملف غير موجود: שלום",
	"e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u030d\u030e\u030f\u0310\u0311\u0312",
}

// Hostile returns a log that has each payload in every field.
func Hostile() iter.Seq[failurelog.Entry] {
	return func(yield func(failurelog.Entry) bool) {
		for i, text := range Payloads {
			for _, e := range hostile(i, text) {
				if !yield(e) {
					return
				}
			}
		}
	}
}

func hostile(i int, text string) []failurelog.Entry {
	at := Start.Add(time.Duration(i) * time.Hour)
	run := failurelog.Run{
		Event: failurelog.RunEnded, Timestamp: at, RunID: text, UserID: text, Service: text, Agent: text, TraceID: text, SpanID: text,
		Host: text, Status: failurelog.RunStatus(text), Operations: map[string]failurelog.OperationCount{text: {Calls: 3}},
		Failures: map[failurelog.Outcome]int{failurelog.Outcome(text): 1},
	}
	rec := failurelog.Record{
		Event: failurelog.FailureRecorded, FailureID: fmt.Sprintf("%s-%d", text, i), Timestamp: at, RunID: text, UserID: text,
		Service: text, TraceID: text, SpanID: text, Category: classify.Category(text), Reason: classify.Reason(text),
		Severity: classify.Severity(text), GraphNode: text, StepID: text, StepType: text, StepTitle: text, ToolName: text, LLMModel: text,
		ErrorType: text, ErrorMessage: text, ErrorTraceback: text + "\n\t" + text, LatencyMS: 12, AttemptNumber: 2, Fingerprint: text,
		Path: []string{text, text}, Tags: []string{text, text}, ContextData: map[string]any{text: text}, CauseID: text, CauseSpanID: text,
	}
	settled := rec
	settled.Event, settled.Timestamp, settled.RecoveryAction = failurelog.FailureRecovered, at.Add(time.Second), text
	settled.Recovery = &failurelog.Recovery{
		Outcome: failurelog.Recovered, Action: text, Basis: failurelog.Basis(text), Detail: text + " in detail", AfterMS: 100, SpanID: text,
		Supersedes: failurelog.Outcome(text),
	}
	return []failurelog.Entry{{Run: &run}, {Record: &rec}, {Record: &settled}}
}
