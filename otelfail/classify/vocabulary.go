// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import (
	"encoding/json"
	"strings"
)

// Category says where the fault lies. The set is closed.
type Category string

// The nine categories.
const (
	LLM        Category = "llm"
	Tool       Category = "tool"
	Memory     Category = "memory"
	Network    Category = "network"
	Validation Category = "validation"
	State      Category = "state"
	Export     Category = "export"
	Evaluation Category = "evaluation"
	Unknown    Category = "unknown"
)

// Categories lists the categories in the order in which reports show them.
func Categories() []Category {
	return []Category{LLM, Tool, Memory, Network, Validation, State, Export, Evaluation, Unknown}
}

// Severity is the loss if nothing recovers the failure. It is fixed when the
// failure is recorded; what became of it is its outcome.
type Severity string

// The four severities, lowest first.
const (
	Low      Severity = "low"
	Medium   Severity = "medium"
	High     Severity = "high"
	Critical Severity = "critical"
)

// Severities lists the severities, lowest first.
func Severities() []Severity { return []Severity{Low, Medium, High, Critical} }

// ParseSeverity returns the severity that s names, in any letter case, and
// whether there is one.
func ParseSeverity(s string) (Severity, bool) {
	for _, v := range Severities() {
		if strings.EqualFold(s, string(v)) {
			return v, true
		}
	}
	return "", false
}

// Reason is finer than [Category] and open: a program may use words of its own.
type Reason string

// The reasons that the built-in rules give.
const (
	Timeout       Reason = "timeout"
	RateLimit     Reason = "rate_limit"
	Quota         Reason = "quota"
	Auth          Reason = "auth"
	Permission    Reason = "permission"
	DNS           Reason = "dns"
	TLS           Reason = "tls"
	Refused       Reason = "refused"
	Reset         Reason = "reset"
	Unreachable   Reason = "unreachable"
	EOF           Reason = "eof"
	Proxy         Reason = "proxy"
	Upstream      Reason = "upstream"
	Overloaded    Reason = "overloaded"
	ServerError   Reason = "server_error"
	BadRequest    Reason = "bad_request"
	ContextLength Reason = "context_length"
	ContentFilter Reason = "content_filter"
	NotFound      Reason = "not_found"
	ModelNotFound Reason = "model_not_found"
	EmptyResponse Reason = "empty_response"
	Truncated     Reason = "truncated"
	Schema        Reason = "schema"
	Parse         Reason = "parse"
	Type          Reason = "type"
	Dimension     Reason = "dimension"
	Constraint    Reason = "constraint"
	Locked        Reason = "locked"
	Deadlock      Reason = "deadlock"
	ConnLimit     Reason = "conn_limit"
	Cancelled     Reason = "cancelled"
	Panic         Reason = "panic"
	Nil           Reason = "nil"
	Bounds        Reason = "bounds"
	Loop          Reason = "loop"
	MaxIterations Reason = "max_iterations"
	OOM           Reason = "oom"
	DiskFull      Reason = "disk_full"
	ReadOnly      Reason = "read_only"
	Exec          Reason = "exec"
	Unsupported   Reason = "unsupported"
	Gate          Reason = "gate"
	Protocol      Reason = "protocol"
	Other         Reason = "other"
)

// Retryable says whether the same request, unchanged and soon, can succeed.
// In JSON it is true, false or null.
type Retryable uint8

// The three answers; the zero value is "the error alone does not settle it".
// RetryUnsettled says so on purpose: in the verdict of a [Classifier], where
// RetryUnknown leaves the answer to the built-in rules. A [Chain] returns
// RetryUnknown for both.
const (
	RetryUnknown Retryable = iota
	RetryYes
	RetryNo
	RetryUnsettled
)

// Bool returns the answer and whether there is one.
func (r Retryable) Bool() (yes, known bool) { return r == RetryYes, r == RetryYes || r == RetryNo }

// MarshalJSON writes true, false or null.
func (r Retryable) MarshalJSON() ([]byte, error) {
	switch r {
	case RetryYes:
		return []byte("true"), nil
	case RetryNo:
		return []byte("false"), nil
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads true, false or null.
func (r *Retryable) UnmarshalJSON(b []byte) error {
	var v *bool
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	switch {
	case v == nil:
		*r = RetryUnknown
	case *v:
		*r = RetryYes
	default:
		*r = RetryNo
	}
	return nil
}

// Operation is the kind of operation that failed. It decides the column of the
// classification table; the empty one stands for a text alone.
type Operation string

// The kinds of operation.
const (
	OpNone       Operation = ""
	OpAgent      Operation = "agent"
	OpStep       Operation = "step"
	OpTool       Operation = "tool"
	OpModel      Operation = "model"
	OpMemory     Operation = "memory"
	OpExport     Operation = "export"
	OpEvaluation Operation = "evaluation"
)
