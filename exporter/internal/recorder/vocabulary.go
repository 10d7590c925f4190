// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"strings"

	"go.opentelemetry.io/otel/attribute"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// field is what an attribute of a span tells.
type field uint8

const (
	fieldNone      field = iota
	fieldOperation       // gen_ai.operation.name
	fieldKind            // the kind of an LLM framework's span
	fieldRequest         // the kind of a model request
	fieldMCP             // method of the Model Context Protocol
	fieldDB              // a database was asked
	fieldTool            // name of a tool
	fieldModel           // name of a model
	fieldEntity          // name of a tool, task or agent
	fieldUser            // id of the user
	fieldErrorType       // error.type
	fieldHTTP            // status code of an HTTP answer
	fieldGRPC            // gRPC status code
	fieldArguments       // what was asked of a tool, a server or a database
	fieldGiven           // the same, on spans of a known kind only
	fieldInput           // tokens read by a model
	fieldOutput          // tokens written by a model
)

// vocabulary says which attributes are read. Where a span has several for one
// field, the one of the lower rank counts.
var vocabulary = map[attribute.Key]struct {
	field field
	rank  uint8
}{
	// OpenTelemetry: GenAI, HTTP, RPC, database, general.
	semconv.GenAIOperationName:   {fieldOperation, 0},
	semconv.GenAIToolName:        {fieldTool, 0},
	semconv.GenAIRequestModel:    {fieldModel, 0},
	"gen_ai.response.model":      {fieldModel, 4},
	"gen_ai.tool.call.arguments": {fieldArguments, 0},
	"gen_ai.input.messages":      {fieldGiven, 0},
	semconv.GenAIInputTokens:     {fieldInput, 0},
	semconv.GenAIOutputTokens:    {fieldOutput, 0},
	"mcp.method.name":            {fieldMCP, 0},
	semconv.ErrorType:            {fieldErrorType, 0},
	"http.response.status_code":  {fieldHTTP, 0},
	"http.status_code":           {fieldHTTP, 1},
	"url.full":                   {fieldArguments, 1},
	"http.url":                   {fieldArguments, 2},
	"http.target":                {fieldArguments, 4},
	"url.path":                   {fieldArguments, 5},
	"rpc.response.status_code":   {fieldGRPC, 0},
	"rpc.grpc.status_code":       {fieldGRPC, 1},
	"db.system.name":             {fieldDB, 0},
	"db.system":                  {fieldDB, 1},
	"db.query.text":              {fieldArguments, 3},
	"db.statement":               {fieldArguments, 3},
	"user.id":                    {fieldUser, 0},
	"enduser.id":                 {fieldUser, 1},
	// OpenInference.
	"openinference.span.kind":    {fieldKind, 0},
	"tool.name":                  {fieldTool, 1},
	"llm.model_name":             {fieldModel, 1},
	"embedding.model_name":       {fieldModel, 2},
	"reranker.model_name":        {fieldModel, 2},
	"input.value":                {fieldGiven, 1},
	"llm.token_count.prompt":     {fieldInput, 2},
	"llm.token_count.completion": {fieldOutput, 2},
	// OpenLLMetry, and GenAI attributes of its time.
	"traceloop.span.kind":            {fieldKind, 1},
	"traceloop.entity.name":          {fieldEntity, 0},
	"traceloop.entity.input":         {fieldGiven, 2},
	"llm.request.type":               {fieldRequest, 0},
	"llm.request.model":              {fieldModel, 3},
	"gen_ai.usage.prompt_tokens":     {fieldInput, 1},
	"gen_ai.usage.completion_tokens": {fieldOutput, 1},
	// Model Context Protocol servers before the GenAI conventions.
	"mcp.tool.name":         {fieldTool, 2},
	"mcp.request.argument":  {fieldGiven, 2},
	"mcp.request.arguments": {fieldGiven, 2},
}

// Reads says whether the recorder reads an attribute of spans at all.
func Reads(key attribute.Key) bool {
	_, ok := vocabulary[key]
	return ok || strings.HasPrefix(string(key), "failure.") || key == semconv.GenAIAgentName
}

// operationNames are the values of gen_ai.operation.name.
var operationNames = map[string]classify.Operation{
	semconv.GenAIInvokeAgent: classify.OpAgent, "create_agent": classify.OpAgent, "invoke_workflow": classify.OpAgent,
	semconv.GenAIExecuteTool: classify.OpTool,
	semconv.GenAIChat:        classify.OpModel, "text_completion": classify.OpModel,
	"generate_content": classify.OpModel, "embeddings": classify.OpModel,
	"retrieval": classify.OpMemory,
}

// kindNames are the values of openinference.span.kind and traceloop.span.kind,
// in lower case.
var kindNames = map[string]classify.Operation{
	"agent": classify.OpAgent, "workflow": classify.OpAgent,
	"chain": classify.OpStep, "task": classify.OpStep,
	"tool": classify.OpTool,
	"llm":  classify.OpModel, "embedding": classify.OpModel, "reranker": classify.OpModel,
	"retriever": classify.OpMemory, "vector_db": classify.OpMemory,
	"guardrail": classify.OpEvaluation, "evaluator": classify.OpEvaluation,
}

// requestNames are the values of llm.request.type.
var requestNames = map[string]classify.Operation{
	"chat": classify.OpModel, "completion": classify.OpModel, "embedding": classify.OpModel, "rerank": classify.OpModel,
}

// grpcNames are the values of rpc.response.status_code, by number.
var grpcNames = [...]string{
	"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
	"PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
	"INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
}
