// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package semconv names the span events and attributes that otelfail writes
// and reads: the data contract between the instrumentation, the exporter and
// anyone who queries a trace backend.
//
// Names under "failure." are otelfail's own. The others come from the
// OpenTelemetry semantic conventions; each block says from which document.
package semconv

import "go.opentelemetry.io/otel/attribute"

// ScopeName is the instrumentation scope of every span that otelfail makes.
const ScopeName = "github.com/otelfail/otelfail-go/otelfail"

// Span event names.
const (
	// EventException is the event of a failure at its origin. The name is that
	// of the exceptions conventions, so that every backend recognises it.
	EventException = "exception"
	// EventRecovered says what became of a failure. It stands on the span of
	// the operation that absorbed it, or on the run's span.
	EventRecovered = "failure.recovered"
	// EventUnrecovered names a failure that ended the run, on the run's span.
	EventUnrecovered = "failure.unrecovered"
)

// SpanSoftFailure is the name of the span that stands for a failure which its
// operation survived.
const SpanSoftFailure = "failure"

// Attributes of a failure, on its exception event. Category, severity, run and
// attempt are on the span too, where a trace search finds them.
const (
	FailureID          = attribute.Key("failure.id")          // string: span id, "-", 1-based number; unique within the trace
	FailureCategory    = attribute.Key("failure.category")    // string: one of nine
	FailureReason      = attribute.Key("failure.reason")      // string
	FailureSeverity    = attribute.Key("failure.severity")    // string: low, medium, high, critical
	FailureRetryable   = attribute.Key("failure.retryable")   // bool; absent when the error does not settle it
	FailureAttempt     = attribute.Key("failure.attempt")     // int, 1-based
	FailureFingerprint = attribute.Key("failure.fingerprint") // string: version, ":", 16 hex digits
	FailureRunID       = attribute.Key("failure.run.id")      // string
	FailureUserID      = attribute.Key("failure.user.id")     // string
	FailureNode        = attribute.Key("failure.node")        // string: the nearest step, else the agent
	FailureStepID      = attribute.Key("failure.step.id")     // string
	FailureStepType    = attribute.Key("failure.step.type")   // string
	FailureStepTitle   = attribute.Key("failure.step.title")  // string
	FailurePath        = attribute.Key("failure.path")        // string[]: span names, origin first
	FailureTags        = attribute.Key("failure.tags")        // string[]
	FailureCauseID     = attribute.Key("failure.cause_id")    // string: id of the failure that this one replaced

	// FailureContextPrefix starts the keys of the program's own context.
	FailureContextPrefix = "failure.context."
)

// Attributes of an outcome, on a [EventRecovered] or [EventUnrecovered] event,
// beside the failure's id, category, reason and severity. A failure whose
// outcome is known when it is recorded has them on its exception event. Whoever
// counts outcomes adds the outcome and subtracts the one that it supersedes.
const (
	RecoveryOutcome    = attribute.Key("failure.recovery.outcome")    // string: recovered, degraded, failed
	RecoveryAction     = attribute.Key("failure.recovery.action")     // string; not of failed
	RecoveryBasis      = attribute.Key("failure.recovery.basis")      // string: declared, inferred
	RecoveryDetail     = attribute.Key("failure.recovery.detail")     // string
	RecoveryDuration   = attribute.Key("failure.recovery.duration")   // float64, s: from the failure's end; not of failed
	RecoverySupersedes = attribute.Key("failure.recovery.supersedes") // string: the outcome that an earlier event told
)

// FailureIDs lists the failures that passed through a span (string[]). On the
// run's span it lists the failures that ended the run. On a recovered event it
// stands in place of [FailureID] where many failures have one outcome.
const FailureIDs = attribute.Key("failure.ids")

// Attributes of a run's span, int.
const (
	FailureCount          = attribute.Key("failure.count")
	FailureRecoveredCount = attribute.Key("failure.recovered.count")
	FailureDegradedCount  = attribute.Key("failure.degraded.count")
	FailureFailedCount    = attribute.Key("failure.failed.count")
)

// Metrics and what they are counted by, beside the attributes of failures and
// outcomes. Messages and ids are never among them.
const (
	MetricOperations       = "otelfail.operations"        // counter, {operation}; with error.type where it failed
	MetricFailures         = "otelfail.failures"          // counter, {failure}
	MetricOutcomes         = "otelfail.outcomes"          // counter, {failure}
	MetricFaults           = "otelfail.faults"            // counter, {panic}: contained ones, of the program's own code
	MetricRecoveryDuration = "otelfail.recovery.duration" // histogram, s

	OperationName = attribute.Key("otelfail.operation.name") // string: the span's name

	// Other stands for the values beyond those that a metric may take.
	Other = "_OTHER"
)

// Exceptions and errors: OpenTelemetry semantic conventions, documents
// "Exceptions on spans" and "Recording errors".
const (
	ExceptionType       = attribute.Key("exception.type")
	ExceptionMessage    = attribute.Key("exception.message")
	ExceptionStacktrace = attribute.Key("exception.stacktrace")
	ErrorType           = attribute.Key("error.type")
)

// GenAI: OpenTelemetry semantic conventions for generative AI, documents "Agent
// spans", "Execute tool span" and "Model spans", status Development. The Go
// semconv package has none of them since v1.42.
const (
	GenAIOperationName = attribute.Key("gen_ai.operation.name")
	GenAIAgentName     = attribute.Key("gen_ai.agent.name")
	GenAIToolName      = attribute.Key("gen_ai.tool.name")
	GenAIToolCallID    = attribute.Key("gen_ai.tool.call.id")
	GenAIToolType      = attribute.Key("gen_ai.tool.type") // function, extension or datastore
	GenAIRequestModel  = attribute.Key("gen_ai.request.model")
	GenAIProviderName  = attribute.Key("gen_ai.provider.name")

	GenAIConversationID = attribute.Key("gen_ai.conversation.id")
	GenAIInputTokens    = attribute.Key("gen_ai.usage.input_tokens")  // int
	GenAIOutputTokens   = attribute.Key("gen_ai.usage.output_tokens") // int

	GenAIInvokeAgent = "invoke_agent"
	GenAIExecuteTool = "execute_tool"
	GenAIChat        = "chat"
)
