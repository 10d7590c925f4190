// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"fmt"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// TestSentences holds the rules for a text alone, sentence by sentence.
func TestSentences(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		// llm: the model was answered with a failure, or the answer is unusable.
		{`{"error":{"type":"rate_limit_error","message":"slow down"}}`, "llm rate_limit true"},
		{"OpenAI: you exceeded your current quota, please check your plan and billing details", "llm quota false"},
		{"Incorrect API key provided: sk-x", "llm auth false"},
		{"This model's maximum context length is 8192 tokens", "llm context_length false"},
		{`{"type":"overloaded_error"}`, "llm overloaded true"},
		{`anthropic: 500 {"error":{"message":"Internal server error"}}`, "llm server_error true"},
		{"The model `gpt-9` does not exist", "llm model_not_found false"},
		{"Output blocked by content filtering policy", "llm content_filter false"},
		{"Unsupported value: 'temperature' does not support 0.2 with this model", "llm bad_request false"},
		{"request failed with a status code of 401", "unknown auth false"}, {"the last answer was a 429 error", "llm rate_limit true"},
		{"request failed with status code 522", "network upstream true"}, {"write index.db: database or disk is full", "memory disk_full false"},
		{"model download failed: No space left on device (os error 28)", "export disk_full false"},
		{"Task failed guardrail validation after 3 retries", "evaluation gate false"},
		{"model returned an empty response", "llm empty_response true"},
		{"finish_reason: length", "llm truncated false"},
		{"Could not parse LLM output: I think 4", "llm parse true"},
		// tool: missing, arguments rejected, executed and failed, exit not zero.
		{"unknown tool: get_forecast", "tool not_found false"},
		{"weather() got an unexpected keyword argument 'town'", "tool schema false"},
		{`{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}`, "tool not_found false"},
		{"MCP error -32602: Invalid arguments for tool search", "tool schema false"},
		{"Error: flight BA304 is sold out", "tool bad_request false"},
		{"Command '['pdftotext', 'a.pdf']' returned non-zero exit status 1.", "tool exec null"},
		// network: no bytes could be exchanged, whoever the remote is.
		{`Post "https://api.openai.com/v1/chat/completions": dial tcp: i/o timeout`, "network timeout true"},
		{"dial tcp: lookup api.openai.com: no such host", "network dns false"},
		{"getaddrinfo EAI_AGAIN api.anthropic.com", "network dns true"},
		{"connect ECONNREFUSED 127.0.0.1:11434", "network refused true"},
		{"read: connection reset by peer", "network reset true"},
		{"connect: no route to host", "network unreachable true"},
		{"x509: certificate has expired or is not yet valid", "network tls false"},
		{`Get "https://h/": EOF`, "network eof true"},
		{"proxyconnect tcp: dial tcp 10.0.0.1:3128: i/o timeout", "network proxy null"},
		{"rpc error: code = Unavailable desc = connection closed", "network reset true"},
		{"rpc error: code = DeadlineExceeded desc = context deadline exceeded", "network timeout true"},
		{"<html><title>502 Bad Gateway</title></html>", "network upstream true"},
		{`vertex: 503 {"error":{"message":"The model is overloaded"}}`, "llm overloaded true"},
		{"traces export: Post \"http://localhost:4318\": connect: connection refused", "export refused true"},
		// memory: stores and databases; a refused connection is the network's.
		{"Collection docs does not exist.", "memory not_found false"},
		{"expected 1536 dimensions, not 768 (SQLSTATE 22000)", "memory dimension false"},
		{"duplicate key value violates unique constraint \"trips_pkey\"", "memory constraint false"},
		{"SQLITE_BUSY: database is locked", "memory locked true"},
		{"ERROR: deadlock detected (SQLSTATE 40P01)", "memory deadlock true"},
		{"sorry, too many clients already", "memory conn_limit true"},
		{"failed to connect to postgres: dial tcp 127.0.0.1:5432: connect: connection refused", "network refused true"},
		// validation: input or output breaks a format.
		{"invalid character '<' looking for beginning of value", "validation parse false"},
		{"json: cannot unmarshal string into Go struct field Trip.days of type int", "validation type false"},
		{"missing required field: city", "validation schema false"},
		{"'cheap' is not one of ['low', 'high']", "validation schema false"},
		{"invalid date: 2026-13-40", "validation parse false"},
		// state: what cannot be.
		{"panic: assignment to entry in nil map", "state nil false"},
		{"runtime error: index out of range [3] with length 3", "state bounds false"},
		{"Recursion limit of 25 reached without hitting a stop condition.", "state max_iterations false"},
		{"send on closed channel", "state panic false"},
		{"fatal error: concurrent map writes", "state panic false"},
		{"checkpoint not found: run-17", "state not_found false"},
		{"JavaScript heap out of memory", "state oom false"},
		// export: artifacts and telemetry out, and local files.
		{"write /var/log/a.jsonl: no space left on device", "export disk_full false"},
		{"open /etc/x: permission denied", "export permission false"},
		{"open /data/trip.ics: read-only file system", "export read_only false"},
		{"open /data/itinerary.ics: no such file or directory", "export not_found false"},
		{"failed to export calendar: invalid ICS: missing DTSTART", "export other null"},
		{"AccessDenied: not allowed to PutObject while uploading to bucket trips", "export permission false"},
		// evaluation: the check ran and said no.
		{"OutputGuardrailTripwireTriggered: Guardrail triggered tripwire", "evaluation gate false"},
		// unknown: the text does not say.
		{"error", "unknown other null"},
		{"EOF", "unknown eof null"},
		{"exit status 1", "unknown other null"},
		{"something went wrong", "unknown other null"},
		{"403 Forbidden", "unknown permission null"},
		// Cancellation is nobody's fault: the carrier decides.
		{"context canceled", "unknown cancelled false"},
		{`Get "https://h/": context canceled`, "network cancelled false"},
		{"rpc error: code = Canceled desc = context canceled", "network cancelled false"},
	} {
		v := (*classify.Chain)(nil).Classify(classify.Input{Text: tt.text})
		retry, _ := v.Retryable.MarshalJSON()
		if got := fmt.Sprintf("%s %s %s", v.Category, v.Reason, retry); got != tt.want {
			t.Errorf("%q: got %s by %s, want %s", tt.text, got, v.Rule, tt.want)
		}
	}
}

// TestCauseWins holds that a cause which a text names wins over the words around
// it that libraries use for anything.
func TestCauseWins(t *testing.T) {
	around := []string{
		"%s", "Failed to load required resource: %s", "Invalid response: %s", "ValueError: %s", "Tool execution failed: %s",
		"Error processing request: %s. Please check the input and try again.", "Unexpected result, expected success but got: %s",
		"Step 3 must succeed: %s", `{"error": "%s", "success": false}`, "Unable to complete the operation because %s",
		"Agent error: %s", "Exception in callback: %s (missing handler)", "TypeError: fetch failed: %s", "Connection error: %s",
		"Failed to connect to the backend: %s", "Provider returned error: %s", "Failed to generate response: %s",
		"Process exited with code 1: %s", "subprocess exited unexpectedly: %s", "Plugin failed: %s",
		"Retries did not help: %s", "Unhandled promise rejection: %s", "Could not start the server: %s",
		"Stream error: %s", "Critical: all retries exhausted (%s)", "Error POSTing to endpoint: %s", "Unknown error: %s",
	}
	for cause, want := range map[string]classify.Reason{
		"permission denied": classify.Permission, "you do not have permission to perform this action": classify.Permission,
		"403 Forbidden": classify.Permission, "insufficient credits": classify.Quota, "billing hard limit has been reached": classify.Quota,
		"embedding dimension mismatch 768 vs 1536": classify.Dimension, "the requested document was not found": classify.NotFound,
		"the collection does not exist": classify.NotFound, "could not find the record": classify.NotFound,
		"model returned an empty response": classify.EmptyResponse, "no choices in response": classify.EmptyResponse,
		"invalid API key": classify.Auth, "the access token has expired": classify.Auth, "login required": classify.Auth,
		"the request timed out": classify.Timeout, "deadline exceeded": classify.Timeout, "ETIMEDOUT": classify.Timeout,
		"connection reset by peer": classify.Reset, "socket hang up": classify.Reset, "broken pipe": classify.Reset,
		"unexpected EOF while reading body of http response":           classify.EOF,
		"peer closed connection without sending complete message body": classify.EOF,
		"connection refused": classify.Refused, "no such host": classify.DNS, "network is unreachable": classify.Unreachable,
		"certificate has expired": classify.TLS, "too many requests": classify.RateLimit, "the model is overloaded": classify.Overloaded,
		"database is locked": classify.Locked, "deadlock detected": classify.Deadlock, "too many connections": classify.ConnLimit,
		"duplicate key value violates unique constraint": classify.Constraint,
		"unexpected token < in JSON at position 0":       classify.Parse, "malformed JSON at line 3 column 5": classify.Parse,
		"no space left on device": classify.DiskFull, "read-only file system": classify.ReadOnly, "command not found: jq": classify.Exec,
		"context length exceeded": classify.ContextLength, "blocked by content filter": classify.ContentFilter,
		"the model does not exist": classify.ModelNotFound, "list index out of range": classify.Bounds, "nil pointer dereference": classify.Nil,
		"maximum recursion depth exceeded": classify.MaxIterations, "502 Bad Gateway": classify.Upstream,
		"streaming is not supported": classify.Unsupported, "guardrail triggered": classify.Gate, "heap out of memory": classify.OOM,
	} {
		for _, a := range around {
			text := fmt.Sprintf(a, cause)
			if v := (*classify.Chain)(nil).Classify(classify.Input{Text: text}); v.Reason != want {
				t.Errorf("%q: got %s by %s, want %s", text, v.Reason, v.Rule, want)
			}
		}
	}
}

// TestCauseInsideGRPC holds that the cause that a gRPC error tells decides over
// its code, in the error of the real library too.
func TestCauseInsideGRPC(t *testing.T) {
	for _, tt := range []struct {
		code codes.Code
		desc string
		want string
	}{
		{codes.Internal, "cart failure: rpc error: code = Unavailable desc = dial tcp: lookup cart on 127.0.0.11:53: no such host", "network dns"},
		{codes.Internal, "checkout: connect: connection refused", "network refused"},
		{codes.Unknown, "model: 429 Too Many Requests", "tool rate_limit"},
		{codes.Unavailable, "model overloaded", "tool overloaded"},
		{codes.Internal, "boom", "tool server_error"},
		{codes.Internal, "runtime error: invalid memory address or nil pointer dereference", "tool server_error"},
		{codes.Unknown, "runtime error: invalid memory address or nil pointer dereference", "tool server_error"},
		{codes.Internal, "panic triggered: runtime error: index out of range [3] with length 3", "tool server_error"},
		{codes.Unknown, "panic: assignment to entry in nil map", "tool server_error"},
		{codes.Internal, "out of memory", "tool server_error"},
		{codes.Unknown, "java.lang.NullPointerException", "tool server_error"},
	} {
		for _, err := range []error{status.Error(tt.code, tt.desc), fmt.Errorf("call: %w", status.Error(tt.code, tt.desc))} {
			v := (*classify.Chain)(nil).Classify(classify.Input{Err: err, Operation: classify.OpTool})
			if got := fmt.Sprintf("%s %s", v.Category, v.Reason); got != tt.want || v.Reason == classify.ServerError && v.Retryable != classify.RetryYes {
				t.Errorf("%v: got %s by %s, want %s", err, got, v.Rule, tt.want)
			}
		}
	}
}

// TestWrapped holds that whoever passes a failure on hardly ever changes what the
// rules take for its reason.
func TestWrapped(t *testing.T) {
	around := []string{
		"Error: %s", "Tool call failed: %s", "Agent run failed: %s", "ERROR [agent] %s", "Failed to get response from model: %s",
		"%s. Please try again or contact support.", "Failed to load data: %s", "RuntimeError: %s", "Failed to process the request: %s",
		"Unable to start the session: %s", "Could not execute the query: %s",
	}
	n, changed := 0, 0
	for _, r := range studied.rows(t) {
		if r.Reason == classify.Other || (*classify.Chain)(nil).Classify(classify.Input{Text: r.Text}).Reason != r.Reason {
			continue
		}
		for _, a := range around {
			n++
			if (*classify.Chain)(nil).Classify(classify.Input{Text: fmt.Sprintf(a, r.Text)}).Reason != r.Reason {
				changed++
			}
		}
	}
	if share := 100 * float64(changed) / float64(n); share > 2 {
		t.Errorf("the reason of %.1f %% of %d wrapped texts changed, want at most 2 %%", share, n)
	} else {
		t.Logf("%.1f %% of %d changed", share, n)
	}
}
