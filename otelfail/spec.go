// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"time"

	"go.opentelemetry.io/otel/attribute"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// Kind is the kind of an operation.
type Kind uint8

// The kinds of operation. The zero Kind is a step.
const (
	KindStep Kind = iota
	KindAgent
	KindTool
	KindModel
	KindMemory
	KindExport
	KindEvaluation
)

// kinds says how an operation of each kind looks as a span and which column of
// the classification table it is. Span names are those of the GenAI
// conventions where these have one.
var kinds = [...]struct {
	prefix   string
	genAI    string
	nameKey  attribute.Key
	classify classify.Operation
}{
	KindStep:       {prefix: "step ", classify: classify.OpStep},
	KindAgent:      {semconv.GenAIInvokeAgent + " ", semconv.GenAIInvokeAgent, semconv.GenAIAgentName, classify.OpAgent},
	KindTool:       {semconv.GenAIExecuteTool + " ", semconv.GenAIExecuteTool, semconv.GenAIToolName, classify.OpTool},
	KindModel:      {semconv.GenAIChat + " ", semconv.GenAIChat, semconv.GenAIRequestModel, classify.OpModel},
	KindMemory:     {prefix: "memory ", classify: classify.OpMemory},
	KindExport:     {prefix: "export ", classify: classify.OpExport},
	KindEvaluation: {prefix: "evaluate ", classify: classify.OpEvaluation},
}

// String returns the kind's word: step, agent, tool, model, memory, export or
// evaluation.
func (k Kind) String() string { return string(k.operation()) }

func (k Kind) operation() classify.Operation {
	if int(k) < len(kinds) {
		return kinds[k].classify
	}
	return classify.OpStep
}

func (k Kind) valid() Kind {
	if int(k) < len(kinds) {
		return k
	}
	return KindStep
}

// Spec describes an operation. Only Kind and Name matter to most programs; the
// zero value of every other field is useful. A Spec is plain data and may be
// reused, by several goroutines at a time; its slices must not be changed while
// operations that it describes are running.
type Spec struct {
	Kind Kind
	Name string // agent, node, tool, model, store operation, artifact or gate; low cardinality, cut at 256 bytes

	// RunID and UserID name the run. They are read from the outermost operation;
	// an empty RunID stands for the trace id, followed by the span id for an
	// agent that is not the root of its trace.
	RunID, UserID string

	// StepID tells one step of a plan from another of the same node; StepType
	// and StepTitle are for readers.
	StepID, StepType, StepTitle string

	// Provider is the gen_ai.provider.name of a model call or an agent, such as
	// "openai". The conventions require it there; otelfail cannot know it.
	Provider string

	// Attributes are further attributes of the operation's span, set when it
	// starts, such as gen_ai.tool.call.id or gen_ai.conversation.id. What is known
	// only later, such as gen_ai.usage.input_tokens, is set on the span itself:
	// trace.SpanFromContext(ctx).SetAttributes.
	Attributes []attribute.KeyValue

	// Arguments are a tool's arguments, as the JSON text that the model gave.
	// They are hashed, never recorded: a call with the same arguments is another
	// attempt of the same work, a call with others is not. Without them any two
	// calls of the tool within one step are taken for attempts of the same work.
	Arguments string

	// Attempt is the 1-based number of this attempt, for programs that count
	// themselves. With 0 otelfail counts the failed attempts it has seen.
	Attempt int

	// Optional lowers the severity of failures to low: nobody misses the result.
	// Essential raises it to critical: without the result the run is worthless.
	Optional, Essential bool

	// Verdict says what kind of failure it is, should the operation fail:
	// category, reason, severity, whether a retry can help, the name of the group.
	// It comes before every classifier; what it leaves empty is classified.
	Verdict classify.Verdict

	// Tags and Context are recorded with the failures of this operation and of
	// those within it, as tags and context_data.
	Tags    []string
	Context []attribute.KeyValue

	// StartTime is when the work began, if that was before the call of Start. A
	// time to come is ignored.
	StartTime time.Time
}

// Agent describes the run of an agent: the operation around everything else.
func Agent(name string) Spec { return Spec{Kind: KindAgent, Name: name} }

// Step describes one executor step, or the visit of one graph node.
func Step(node string) Spec { return Spec{Kind: KindStep, Name: node} }

// Tool describes one attempt of a tool call.
func Tool(name string) Spec { return Spec{Kind: KindTool, Name: name} }

// Model describes one attempt of a model call.
func Model(model string) Spec { return Spec{Kind: KindModel, Name: model} }

// Memory describes work on the agent's memory, such as "search".
func Memory(operation string) Spec { return Spec{Kind: KindMemory, Name: operation} }

// Export describes the writing of an artifact, such as "calendar".
func Export(artifact string) Spec { return Spec{Kind: KindExport, Name: artifact} }

// Evaluation describes a gate, guardrail or judge.
func Evaluation(gate string) Spec { return Spec{Kind: KindEvaluation, Name: gate} }
