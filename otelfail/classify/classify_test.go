// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

func ExampleChain_Classify() {
	err := fmt.Errorf("fetch forecast: %w", context.DeadlineExceeded)
	v := classify.New().Classify(classify.Input{Err: err, Operation: classify.OpTool})
	line, _ := json.Marshal(v)
	fmt.Println(string(line))
	// Output: {"category":"network","reason":"timeout","severity":"high","retryable":true,"rule":"go:context"}
}

func ExampleNew() {
	soldOut := classify.ClassifierFunc(func(in classify.Input) (classify.Verdict, bool) {
		if in.Err == nil || !strings.Contains(in.Err.Error(), "sold out") {
			return classify.Verdict{}, false
		}
		return classify.Verdict{Category: classify.Tool, Reason: "sold_out", Retryable: classify.RetryNo}, true
	})
	v := classify.New(soldOut).Classify(classify.Input{Err: errors.New("flight BA304 is sold out")})
	fmt.Println(v.Category, v.Reason, v.Severity, v.Rule)
	// Output: tool sold_out medium user
}

// apiError has the shape of the errors of generated API clients.
type apiError struct {
	StatusCode int
	Code       string
	text       string
}

func (e *apiError) Error() string { return e.text }

type wordError struct{}

func (wordError) Error() string                      { return "boom" }
func (wordError) FailureCategory() classify.Category { return classify.Evaluation }
func (wordError) FailureReason() classify.Reason     { return classify.Gate }
func (wordError) FailureSeverity() classify.Severity { return classify.Low }
func (wordError) FailureRetryable() (bool, bool)     { return true, true }

type hostileError struct{}

func (hostileError) Error() string        { panic("Error") }
func (hostileError) Is(error) bool        { panic("Is") }
func (hostileError) As(any) bool          { panic("As") }
func (hostileError) Unwrap() error        { panic("Unwrap") }
func (hostileError) Timeout() bool        { panic("Timeout") }
func (hostileError) StatusCode() int      { panic("StatusCode") }
func (hostileError) ErrorType() string    { panic("ErrorType") }
func (hostileError) SQLState() string     { panic("SQLState") }
func (hostileError) GRPCStatus() struct{} { panic("GRPCStatus") }
func (hostileError) FailureCategory() classify.Category {
	panic("FailureCategory")
}

type selfError struct{}

func (e *selfError) Error() string { return "self" }
func (e *selfError) Unwrap() error { return e }

func TestChain(t *testing.T) {
	quota := &apiError{StatusCode: 429, Code: "insufficient_quota", text: `POST "http://127.0.0.1:1/v1/chat/completions": 429 Too Many Requests {"message":"You exceeded your current quota","type":"insufficient_quota"}`}
	limit := &apiError{StatusCode: 429, Code: "rate_limit_exceeded", text: `POST "http://127.0.0.1:1/v1/chat/completions": 429 Too Many Requests {"message":"Rate limit reached","type":"requests"}`}
	remote := &apiError{StatusCode: 500, text: `POST "http://127.0.0.1:1/v1/chat/completions": 500 Internal Server Error {"message":"runtime error: invalid memory address or nil pointer dereference"}`}
	for _, tt := range []struct {
		name string
		in   classify.Input
		want string // category reason severity retryable
	}{
		{"nothing", classify.Input{}, "unknown other high 0"},
		{"rate limit", classify.Input{Err: limit, Operation: classify.OpModel}, "llm rate_limit high 1"},
		{"quota", classify.Input{Err: quota, Operation: classify.OpModel}, "llm quota high 2"},
		{"status of a tool", classify.Input{Err: limit, Operation: classify.OpTool}, "tool rate_limit medium 1"},
		{"remote panic", classify.Input{Err: remote, Operation: classify.OpModel}, "llm server_error high 1"},
		{"own panic", classify.Input{Err: errors.New("boom"), Panic: true, Operation: classify.OpTool}, "state panic high 2"},
		{"cancelled", classify.Input{Err: &url.Error{Op: "Get", URL: "http://x", Err: context.Canceled}, Operation: classify.OpTool}, "network cancelled low 2"},
		{"deadline of a tool", classify.Input{Err: context.DeadlineExceeded, Operation: classify.OpTool}, "network timeout high 1"},
		{"deadline of a step", classify.Input{Err: context.DeadlineExceeded, Operation: classify.OpStep}, "state timeout high 1"},
		{"deadline of an export", classify.Input{Err: context.DeadlineExceeded, Operation: classify.OpExport}, "export timeout medium 1"},
		{"agent", classify.Input{Err: errors.New("?"), Operation: classify.OpAgent}, "unknown other critical 0"},
		{"essential", classify.Input{Err: limit, Operation: classify.OpModel, Essential: true}, "llm rate_limit critical 1"},
		{"optional", classify.Input{Err: limit, Operation: classify.OpModel, Optional: true}, "llm rate_limit low 1"},
		{"status alone", classify.Input{HTTPStatus: 401, Operation: classify.OpModel}, "llm auth high 2"},
		{"code alone", classify.Input{GRPCCode: 14, Operation: classify.OpTool}, "network unreachable high 1"},
		{"error.type of a span", classify.Input{Type: "503", Operation: classify.OpTool}, "network upstream high 1"},
		{"its own word", classify.Input{Err: fmt.Errorf("x: %w", wordError{})}, "evaluation gate low 1"},
		{"hostile", classify.Input{Err: fmt.Errorf("x: %w", error(&selfError{}))}, "unknown other high 0"},
		{"panics", classify.Input{Err: hostileError{}}, "unknown other high 0"},
		{"typed nil", classify.Input{Err: (*apiError)(nil)}, "unknown other high 0"},
		{"joined", classify.Input{Err: errors.Join(errors.New("a"), context.DeadlineExceeded), Operation: classify.OpTool}, "network timeout high 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := (*classify.Chain)(nil).Classify(tt.in)
			if got := fmt.Sprintf("%s %s %s %d", v.Category, v.Reason, v.Severity, v.Retryable); got != tt.want {
				t.Errorf("got %s by %s, want %s", got, v.Rule, tt.want)
			}
		})
	}
}

func TestErrorType(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{errors.New("x"), "*errors.errorString"},
		{fmt.Errorf("a: %w", context.DeadlineExceeded), "context.deadlineExceededError"},
		{&url.Error{Op: "Get", URL: "u", Err: errors.New("x")}, "*url.Error"},
		{hostileError{}, "classify_test.hostileError"},
		{errors.Join(errors.New("x"), &apiError{}), "*classify_test.apiError"},
	} {
		if got := classify.ErrorType(tt.err); got != tt.want {
			t.Errorf("ErrorType(%v) = %q, want %q", tt.want, got, tt.want)
		}
	}
}
