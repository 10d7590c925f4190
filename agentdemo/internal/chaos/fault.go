// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

// Fault is a way to fail.
type Fault string

// Faults of a request, met on a connection.
const (
	Hang             Fault = "hang"              // no answer until the request's deadline
	Refused          Fault = "refused"           // nothing listens
	Reset            Fault = "reset"             // the connection is reset while waiting for the answer
	RateLimited      Fault = "rate_limited"      // status 429 in the provider's words
	Unavailable      Fault = "unavailable"       // status 503 in the provider's words
	MalformedJSON    Fault = "malformed_json"    // a whole answer that is not JSON
	TruncatedBody    Fault = "truncated_body"    // the connection ends in the middle of the answer
	UnparsableAnswer Fault = "unparsable_answer" // a chat completion whose text is not what was asked for
)

// ToolFault is a way to call a tool wrongly. It is the caller's to carry out, by
// really asking for a tool that is not there, or by really sending arguments
// that the service rejects.
type ToolFault = Fault

// Faults of a tool call.
const (
	MissingTool      ToolFault = "missing_tool"
	InvalidArguments ToolFault = "invalid_arguments"
)

var (
	modelFaults = []Fault{Hang, Refused, Reset, RateLimited, Unavailable, MalformedJSON, TruncatedBody, UnparsableAnswer}
	toolFaults  = []Fault{Hang, Refused, Reset, RateLimited, Unavailable, MalformedJSON, TruncatedBody}
	// outages are what a service that is down answers.
	outages = []Fault{Hang, Refused, Unavailable}
)
