// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

func TestSeverity(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   classify.Input
		want classify.Severity
	}{
		{"cancelled", classify.Input{Text: "context canceled"}, classify.Low},
		{"cancelled agent", classify.Input{Text: "context canceled", Operation: classify.OpAgent}, classify.Low},
		{"optional", classify.Input{Text: "connection refused", Optional: true}, classify.Low},
		{"optional and essential", classify.Input{Text: "connection refused", Optional: true, Essential: true}, classify.Low},
		{"telemetry", classify.Input{Text: "traces export: context deadline exceeded", Operation: classify.OpExport}, classify.Low},
		{"artifact", classify.Input{Text: "failed to export calendar trip.ics: context deadline exceeded"}, classify.Medium},
		{"artifact of an operation", classify.Input{Text: "failed to export calendar trip.ics: context deadline exceeded", Operation: classify.OpExport}, classify.Medium},
		{"Python's exporter", classify.Input{Text: "Transient error StatusCode.UNAVAILABLE encountered while exporting traces to localhost:4317, retrying in 1s."}, classify.Low},
		{"Python's processor", classify.Input{Text: "Exception while exporting Span batch."}, classify.Low},
		{".NET's exporter", classify.Input{Text: "Exporter failed send data to collector to http://localhost:4317/ endpoint. Data will not be sent."}, classify.Low},
		{"Go's exporter", classify.Input{Text: "failed to export spans: context deadline exceeded", Operation: classify.OpExport}, classify.Low},
		{"remote memory", classify.Input{Err: status.Error(codes.Internal, "out of memory"), Operation: classify.OpTool}, classify.Medium},
		{"probing", classify.Input{Text: "ENOENT: no such file or directory, access '/app/middleware.tsx'"}, classify.Low},
		{"agent", classify.Input{Text: "x", Operation: classify.OpAgent}, classify.Critical},
		{"essential", classify.Input{Text: "invalid date", Operation: classify.OpTool, Essential: true}, classify.Critical},
		{"oom", classify.Input{Text: "JavaScript heap out of memory"}, classify.Critical},
		{"corrupt state", classify.Input{Text: "corrupted agent state: step index 7 of 3"}, classify.Critical},
		{"network", classify.Input{Text: "connection refused", Operation: classify.OpTool}, classify.High},
		{"llm", classify.Input{Text: "model overloaded", Operation: classify.OpModel}, classify.High},
		{"tool missing", classify.Input{Text: "unknown tool: x", Operation: classify.OpTool}, classify.High},
		{"tool auth", classify.Input{Text: "401 Unauthorized", Operation: classify.OpTool}, classify.High},
		{"tool permission", classify.Input{Text: "403 Forbidden", Operation: classify.OpTool}, classify.High},
		{"tool quota", classify.Input{Text: "You exceeded your current quota, please check your plan and billing details", Operation: classify.OpTool}, classify.High},
		{"tool panic", classify.Input{Text: "Error executing tool weather: panic: boom", Operation: classify.OpTool}, classify.High},
		{"max iterations", classify.Input{Text: "Recursion limit of 25 reached"}, classify.High},
		{"disk full", classify.Input{Text: "no space left on device"}, classify.High},
		{"unknown", classify.Input{Text: "?"}, classify.High},
		{"validation", classify.Input{Text: "invalid character 'x'"}, classify.Medium},
		{"other tool", classify.Input{Text: "429 Too Many Requests", Operation: classify.OpTool}, classify.Medium},
		{"memory", classify.Input{Text: "database is locked"}, classify.Medium},
		{"evaluation", classify.Input{Text: "guardrail triggered"}, classify.Medium},
		{"other export", classify.Input{Text: "open /x/trip.ics: permission denied", Operation: classify.OpExport}, classify.Medium},
	} {
		if v := (*classify.Chain)(nil).Classify(tt.in); v.Severity != tt.want {
			t.Errorf("%s: got %s, want %s (%+v)", tt.name, v.Severity, tt.want, v)
		}
	}
}

// TestSeverityOfTools goes through the reasons that make a tool's failure worse
// than others, whatever the text that they were found by.
func TestSeverityOfTools(t *testing.T) {
	for reason, want := range map[classify.Reason]classify.Severity{
		classify.NotFound: classify.High, classify.Auth: classify.High, classify.Permission: classify.High,
		classify.Quota: classify.High, classify.Panic: classify.High,
		classify.RateLimit: classify.Medium, classify.ServerError: classify.Medium, classify.Exec: classify.Medium,
	} {
		says := classify.ClassifierFunc(func(classify.Input) (classify.Verdict, bool) {
			return classify.Verdict{Category: classify.Tool, Reason: reason}, true
		})
		if v := classify.New(says).Classify(classify.Input{Text: "x", Operation: classify.OpTool}); v.Severity != want {
			t.Errorf("%s: got %s, want %s", reason, v.Severity, want)
		}
	}
}

// TestTraps holds wordings that mislead whoever reads a single word of them.
func TestTraps(t *testing.T) {
	for _, tt := range []struct {
		text   string
		op     classify.Operation
		cat    classify.Category
		reason classify.Reason
		retry  classify.Retryable
	}{
		{"429: You exceeded your current quota of 60 requests per minute", classify.OpModel, classify.LLM, classify.RateLimit, classify.RetryYes},
		{`429 {"error":{"code":"insufficient_quota","message":"Rate limit"}}`, classify.OpModel, classify.LLM, classify.Quota, classify.RetryNo},
		{`Get "https://a.example": net/http: request canceled (Client.Timeout exceeded while awaiting headers)`, classify.OpTool, classify.Network, classify.Timeout, classify.RetryYes},
		{`500 Internal Server Error: {"error":{"message":"runtime error: invalid memory address or nil pointer dereference","type":"new_api_panic"}}`, classify.OpModel, classify.LLM, classify.ServerError, classify.RetryYes},
		{`13 INTERNAL: cart failure: rpc error: code = Unavailable desc = connection error: dial tcp: lookup cartservice on 127.0.0.11:53: server misbehaving`, classify.OpTool, classify.Network, classify.DNS, classify.RetryYes},
		{"traces export: context deadline exceeded", classify.OpNone, classify.Export, classify.Timeout, classify.RetryYes},
		{"dial tcp 127.0.0.1:42501: connect: connection refused", classify.OpTool, classify.Network, classify.Refused, classify.RetryYes},
		{"HTTPSConnectionPool(host='x', port=443): Read timed out.", classify.OpTool, classify.Network, classify.Timeout, classify.RetryYes},
		{"memory key is of wrong type", classify.OpNone, classify.Validation, classify.Type, classify.RetryNo},
		{"unknown tool: weather", classify.OpModel, classify.Tool, classify.NotFound, classify.RetryNo},
		{"429 insufficient_quota: You exceeded your current quota (limit 60 requests per minute)", classify.OpModel, classify.LLM, classify.Quota, classify.RetryNo},
		{"quota exceeded: 60 requests/min", classify.OpModel, classify.LLM, classify.RateLimit, classify.RetryYes},
		{"quota exceeded: 60 requests/min", classify.OpTool, classify.Tool, classify.RateLimit, classify.RetryYes},
		{"You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. Please retry in 32.5s.", classify.OpModel, classify.LLM, classify.RateLimit, classify.RetryYes},
		{`429 {"error":{"code":429,"message":"You exceeded your current quota. Please retry in 32.5s.","status":"RESOURCE_EXHAUSTED"}}`, classify.OpNone, classify.LLM, classify.RateLimit, classify.RetryYes},
		{"You exceeded your current quota, please check your plan and billing details.", classify.OpModel, classify.LLM, classify.Quota, classify.RetryNo},
		{"operation error Bedrock Runtime: InvokeModel, https response error StatusCode: 429, ThrottlingException: Too many tokens, please wait before trying again.", classify.OpModel, classify.LLM, classify.RateLimit, classify.RetryYes},
		{"An error occurred (ThrottlingException) when calling the Converse operation: Too many tokens, please wait before trying again.", classify.OpNone, classify.LLM, classify.RateLimit, classify.RetryYes},
		{"export artifact itinerary: disk quota exceeded", classify.OpNone, classify.Export, classify.DiskFull, classify.RetryNo},
		{"export artifact itinerary: disk quota exceeded", classify.OpExport, classify.Export, classify.DiskFull, classify.RetryNo},
		{"panic triggered: runtime error: index out of range [3] with length 3", classify.OpTool, classify.Tool, classify.ServerError, classify.RetryYes},
		{"MCP error -32603: runtime error: invalid memory address or nil pointer dereference", classify.OpTool, classify.Tool, classify.ServerError, classify.RetryYes},
		{"MCP error -32603: runtime error: invalid memory address or nil pointer dereference", classify.OpNone, classify.Tool, classify.ServerError, classify.RetryYes},
		{`{"jsonrpc":"2.0","id":4,"error":{"code":-32603,"message":"out of memory"}}`, classify.OpTool, classify.Tool, classify.ServerError, classify.RetryYes},
		{"llama runner process has terminated: signal: segmentation fault (core dumped)", classify.OpModel, classify.LLM, classify.ServerError, classify.RetryYes},
		{"llama runner process has terminated: signal: segmentation fault (core dumped)", classify.OpNone, classify.LLM, classify.ServerError, classify.RetryYes},
		{"panic: runtime error: index out of range [3] with length 3", classify.OpTool, classify.State, classify.Bounds, classify.RetryNo},
	} {
		v := (*classify.Chain)(nil).Classify(classify.Input{Text: tt.text, Operation: tt.op})
		if v.Category != tt.cat || v.Reason != tt.reason || v.Retryable != tt.retry {
			t.Errorf("%q: got %+v", tt.text, v)
		}
	}
}
