// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// toolRules: tools that are missing, reject their arguments or fail, and the
// errors of the protocols that reach them.
var toolRules = []rule{
	{
		name: "tool_missing", cause: rejected, reason: NotFound, retry: RetryNo,
		when: cond{any: []string{
			"tool…not found", "tool…is not found", "tool not found*", "unknown tool*", "no such tool", "tool…does not exist*", "tool…doesnt exist*", "tool…not registered", "tool…is not registered", "unregistered tool", "is not a valid tool*", "tool…not available", "tool…is not available", "unknown function", "function…not found", "no tool named", "no tool with name", "method not found", "unknown method", "code 32601", "error 32601", "^ 32601", "rpc 32601", "code 32002", "error 32002", "^ 32002", "rpc 32002", "resource not found…mcp", "handler not found*", "unknown resource", "unknown prompt", "prompt…not found", "tool…not supported by server", "action…not found", "is not one of the available tools", "no function…registered", "no handler…tool", "tool…could not be found", "invalid tool name*", "skill…not found", "tool is unavailable", "tool…not in…list", "plugin…not found",
		}, not: []string{"code execution failed*", "executing tool", "tool results*", "model…not found"}},
		example: "-32602: Unknown tool: get_forecast",
	},
	{
		name: "tool_not_allowed", cause: rejected, reason: Permission, retry: RetryNo,
		when: cond{any: []string{
			"authorized imports*", "import…is not allowed", "import…not allowed", "erase the existing tool", "tool…not allowed", "tool…denied", "permission denied for tool", "tool…not permitted", "not permitted to call*", "user denied*", "user rejected*", "user declined*", "rejected by user", "forbidden access to module*", "forbidden function*", "forbidden access*", "approval…denied", "dangerous command*", "command…not allowed", "sandbox…denied", "outside…allowed directories", "outside of the allowed*", "path outside*",
		}},
		example: "InterpreterError: Import of numpy is not allowed. Authorized imports are: ['requests', 'csv']",
	},
	{
		name: "tool_forbidden_call", cause: rejected, reason: NotFound, retry: RetryNo,
		when:    cond{any: []string{"not permitted to evaluate other functions*", "forbidden function evaluation"}},
		example: "InterpreterError: It is not permitted to evaluate other functions than the provided tools (tried to execute open).",
	},
	{
		name: "tool_unsupported", cause: rejected, reason: Unsupported, retry: RetryNo,
		when:    cond{any: []string{"could not convert…to markdown", "unsupported format exception", "file conversion exception", "formats…are not supported", "async…not supported", "asyncfunctiondef…not supported", "async function def", "is not supported by this tool", "operation not supported by tool"}},
		example: "UnsupportedFormatException: Could not convert 'a.jsonld' to Markdown. The formats ['.jsonld'] are not supported.",
	},
	{
		name: "tool_arguments", cause: rejected, reason: Schema, retry: RetryNo,
		when: cond{any: []string{
			"unexpected keyword argument", "got an unexpected keyword*", "missing…required positional argument*", "positional argument*", "missing required argument*", "invalid arguments for tool", "invalid tool arguments", "invalid arguments…tool*", "tool arguments*…invalid", "tool…invalid arguments", "tool…invalid input", "tool call arguments*", "code 32602", "error 32602", "^ 32602", "rpc 32602", "invalid params", "argument validation*", "tool input…schema", "tool input validation*", "invalid tool call*", "arguments…do not match", "arguments…not match", "invalid tool input*", "parameters…for tool", "tool parameter*…invalid", "toolinvocation*", "unexpected argument*", "missing argument*", "multiple values for argument", "got multiple values*", "invalid parameters for tool*", "input should be a valid…tool", "error validating…tool*", "validation error*…tool*", "validation error*…arguments", "tool*…validation error*", "errors calling tool",
		}, not: []string{"litellm*", "invalid request error", "openai*"}},
		example: "PageDownTool.forward() got an unexpected keyword argument 'commit'",
	},
	{
		name: "tool_protocol", cause: rejected, reason: Protocol, retry: RetryNo,
		when: cond{any: []string{
			"code 32600", "error 32600", "^ 32600", "rpc 32600", "code 32700", "error 32700", "^ 32700", "rpc 32700", "code 32021", "error 32021", "^ 32021", "rpc 32021", "during session initialization", "required client capability", "unsupported protocol version", "protocol version…not supported", "server not initialized", "not initialized…mcp", "mcp…not initialized", "invalid json rpc*", "jsonrpc…version", "unknown message id*", "unexpected json rpc*", "missing session id", "session id…required", "initialize*…failed…mcp", "before initialization*", "request before initialization*", "protocol error…mcp", "missing required client*",
		}, not: []string{"tls*", "ssl*"}},
		example: `{"code":-32600,"message":"handling 'logging/setLevel': invalid request: missing required \"params\""}`,
	},
	{
		name: "tool_overloaded", cause: answer, reason: Overloaded, retry: RetryYes, home: Tool,
		when:    cond{any: []string{"json rpc overloaded", "tool…overloaded", "mcp…overloaded"}},
		example: "JSON RPC overloaded",
	},
	{
		name: "tool_empty", cause: answer, reason: EmptyResponse, home: Tool,
		when: cond{any: []string{
			"no results found*", "no results for*", "search returned no*", "no search results", "no matching results", "returned no results", "0 results", "no flights*", "no hotels*", "no data returned", "tool…returned no*", "tool…returned empty*", "no matches found*", "zero results",
		}},
		example: "No results found for query: 'shell beads'. Use a less specific query.",
	},
	{
		name: "exec_missing", cause: exit, reason: Exec, retry: RetryNo, home: Tool,
		when: cond{any: []string{
			"executable file not found*", "command not found", "spawn…enoent", "is not recognized as an internal*", "exec format error", "failed to start command", "no such command", "fork exec*", "cannot execute*", "failed to spawn*", "spawn…eacces", "spawn*…no such file*", "not executable", "no module named*", "module not found error", "cannot find module*",
		}},
		example: "exec: \"npx\": executable file not found in $PATH",
	},
	{
		name: "tool_dependency", cause: rejected, reason: Other, retry: RetryNo,
		when:    cond{any: []string{"cannot access local variable*", "is not defined", "interpreter error", "attribute error", "has no attribute*", "name error", "key error", "not associated with a value"}, and: []string{"code execution failed*", "executing tool", "tool*", "^ cannot access local variable*", "interpreter error"}},
		example: "Code execution failed at line 'x = np.sqrt(2)' due to: InterpreterError: The variable `np` is not defined.",
	},
	{
		name: "tool_business", cause: answer, reason: BadRequest, retry: RetryNo, home: Tool,
		when: cond{any: []string{
			"cannot be cancel*", "cannot be modified", "cannot be changed", "cannot be exchanged", "cannot be returned", "cannot be refunded", "cannot be booked", "not enough seats", "not enough stock", "out of stock", "sold out", "balance is not enough", "does not have enough*", "not enough balance", "payment declined", "card declined", "card was declined", "payment amount*", "number of passengers*", "number of items*", "number of seats*", "not eligible*", "already cancelled", "already been cancelled", "not available on*", "not available for*", "not refundable", "no availability", "fully booked", "not belong to*",
		}, not: []string{"model", "model*…not available", "region"}},
		example: "Error: pending order cannot be modified",
	},
	{
		name: "tool_policy", cause: answer, reason: BadRequest, retry: RetryNo, home: Tool,
		when:    cond{any: []string{"robot policy", "robots txt", "set a user agent"}},
		example: "Please set a user-agent and respect our robot policy",
	},
}
