// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// toolRules: tools that are missing, reject their arguments or fail, and the
// errors of the protocols that reach them.
var toolRules = []rule{
	{ // The program that a tool drives is not there to answer.
		name: "tool_app_away", cause: noAnswer, reason: Unreachable,
		when: cond{
			any: []string{"make sure…is running", "make sure…are running", "ensure…is running", "ensure…are running", "ensure…running", "make sure…is open", "is it open", "is the editor open", "is the addon*", "is the plugin running", "make sure…addon*", "make sure…plugin*", "make sure…extension*", "please open*", "please start*", "is the app running"},
			and: []string{"<fail> connect*", "not connected", "no connection*", "<fail> reach*"},
			not: []string{"refused", "econnrefused", "ollama*", "postgres*", "redis*", "mongo*", "mysql*", "qdrant*", "chroma*", "milvus*", "daemon*", "database*", "timed out", "http*", "no such host*", "llm*", "model*"},
		},
		example: "Could not connect to Blender. Make sure the Blender addon is running.",
	},
	{ // A server at the other end of a pipe: what ended it the text does not say.
		name: "tool_gone", cause: rejected, reason: EOF,
		when: cond{
			any: []string{"transport closed", "32000 connection closed*", "mcp…connection closed", "server disconnected", "server has disconnected", "client disconnected unexpectedly", "server closed the connection", "server closed unexpectedly", "server stopped unexpectedly", "server terminated unexpectedly", "server transport closed*", "server exited unexpectedly", "server process exited", "stdio*…closed"},
			and: []string{"mcp*", "stdio", "server transport*"},
			not: []string{"spawn*", "program not found*", "command not found*", "no such file*", "no module*", "cannot find*", "http*", "econn*", "refused", "timed out"},
		},
		example: "MCP search: Server disconnected",
	},
	{ // Work of a tool that took too long, where no address is named.
		name: "named_tool_timeout", cause: answer, reason: Timeout, retry: RetryYes, home: Tool,
		when: cond{
			any: []string{"command", "tool", "script", "subprocess", "bash", "shell", "sandbox", "kernel", "code execution*", "interpreter"},
			and: []string{"execution timed out*", "timed out", "timeout exceeded*", "tool timeout*", "command timeout*", "script timeout*", "exceeded its time*", "exceeded the time*", "took too long*"},
			not: []string{"http*", "connect*", "connection*", "dial*", "read timed out", "request to*", "url", "fetch*", "headers*", "socket*", "gateway*", "workflow*", "query*", "statement*", "database*", "lock*", "api*", "llm*", "model*", "deadline*", "lambda*", "host", "port", "upstream*", "selector*", "page*", "navigation*", "tls*"},
		},
		example: "the shell was killed: execution timed out",
	},
	{
		name: "tool_timeout", cause: answer, reason: Timeout, retry: RetryYes, home: Tool,
		when: cond{any: []string{"for async tests*", "exceeded timeout of*…test", "test timeout of*", "hook timed out*", "test exceeded*…timeout", "job exceeded the maximum*", "exceeded the maximum execution time*", "step timed out*", "job timed out*", "build timed out*",
			"tool…timed out", "command…timed out after*", "command timed out*", "execution timed out*", "tool execution exceeded*", "tool exceeded…timeout", "command exceeded*…timeout", "execution exceeded…timeout", "action…timed out", "mcp error timed out*", "mcp error request timed out*", "mcp error timeout*", "mcp error 32001 request timed out", "error 32001 timeout*", "function timed out*", "test timed out*", "subprocess timeout*", "timeout expired command*", "process timed out*"}, not: []string{"workflow*", "agent execution*", "query execution*", "pipeline*", "lambda*", "statement*", "gateway*", "http*", "connect*", "dial*", "read timed out", "headers*", "socket*"}},
		example: "MCP error -32001: Request timed out",
	},
	{
		name: "tool_missing", cause: rejected, reason: NotFound, retry: RetryNo,
		when: cond{any: []string{"unregistered function*", "action…dont exist*", "tool…dont exist*", "only available actions", "available tools are", "available actions are", "valid tools are", "unsupported tool*", "tool…is not implemented", "no implementation for tool*", "tool registry*…no", "subagent*…not found", "skill*…does not exist", "no such skill*", "no such agent*", "no agent found*", "worker…not found", "not defined in functions*", "function…not defined in*", "tool…not in registry", "tool…unknown", "no tool registered*", "no such mcp*", "mcp server…<gone>", "unknown mcp*", "no tools available*", "no tools found*", "tool…missing from*", "undefined tool", "no function named*", "no action named*", "there is no tool*", "no handler named*", "no command named*",
			"32602…not found", "32602 resource*", "resource…not found…mcp", "no resource*…found",
			"plugin collection does not contain*", "function with the specified name*", "unknown server", "no server named*", "server…not found…mcp", "unknown skill*", "unknown agent*", "agent…not found", "coworker…not found", "tool…<gone>", "no tool found*", "no tool*…available", "no tool…matching", "invalid tool…must be one of", "tried to call…tool", "attempted to call unknown*", "call to unknown*", "function is not defined*…tool", "hallucinated tool*", "is not a registered tool", "tool name…not recognized", "unrecognized tool*",
			"unavailable tool*", "no tool called*", "unknown action*", "action…not registered", "unknown command*", "tool…isnt available", "function…is not registered", "capability…not found", "<fail> find tool*", "tool…is disabled", "is not a known tool*", "no agent…named*",
			"unknown tool*", "no such tool", "tool…not registered", "unregistered tool", "is not a valid tool*", "tool…not available", "unknown function", "function…not found", "no tool named", "no tool with name", "method not found", "unknown method", "code 32601", "error 32601", "^ 32601", "rpc 32601", "code 32002", "error 32002", "^ 32002", "rpc 32002", "handler not found*", "unknown resource", "unknown prompt", "prompt…not found", "tool…not supported by server", "action…not found", "is not one of the available tools", "no function…registered", "no handler…tool", "invalid tool name*", "skill…not found", "tool is unavailable", "tool…not in…list", "plugin…not found",
		}, not: []string{"code 32600", "error 32600", "^ 32600", "code 32700", "error 32700", "key error*", "not valid json", "<program> is not installed", "please install*", "<program> not found", "no module named*", "cannot find module*", "tools not supported*", "tool type*", "spawn*", "program not found*", "unknown tool parameter*", "unknown tool argument*", "unknown tool input*", "command not found*", "executable*", "source not found*", "unknown server error*", "user agent*", "unknown server address*", "code execution failed*", "executing tool", "tool results*", "model…not found"}},
		example: "-32602: Unknown tool: get_forecast",
	},
	{
		name: "tool_not_allowed", cause: rejected, reason: Permission, retry: RetryNo,
		when: cond{any: []string{"user cancelled tool*", "user canceled tool*", "doesnt want to proceed*", "does not want to proceed*", "user skipped*", "user aborted the tool*", "user interrupted the tool*", "was not approved", "call…not approved", "rejected by…hook", "rejected by hook*", "denied by hook*", "denied by…hook", "cancelled by hook*", "hook denied*", "hook rejected*", "hook blocked*", "eval is not allowed", "exec is not allowed", "use of eval*", "use of exec*", "import is not allowed*", "imports are not allowed*", "call to…is not allowed", "command is not allowed*", "commands are not allowed*", "builtin…not allowed", "not allowed to use tool*", "tool…blocked", "approval required", "user cancelled the tool*", "permission…denied by*", "blocked by hook*", "not allowlisted", "not in the allowlist", "not in allowlist", "not whitelisted", "path…not allowed", "path traversal*", "outside the workspace", "outside of the workspace", "outside allowed*",
			"authorized imports*", "import…not allowed", "erase the existing tool", "tool…not allowed", "tool…denied", "permission denied for tool", "tool…not permitted", "not permitted to call*", "forbidden function*", "forbidden access*", "approval…denied", "dangerous command*", "command…not allowed", "sandbox…denied", "outside…allowed directories", "outside of the allowed*", "path outside*",
		}, not: []string{"guardrail*", "not permitted to evaluate*", "mapping values*", "publickey", "public key", "propert*", "method not allowed", "fork exec*"}},
		example: "InterpreterError: Import of numpy is not allowed. Authorized imports are: ['requests', 'csv']",
	},
	{ // A person said no to what an agent wanted to do.
		name: "user_said_no", cause: rejected, reason: Permission, retry: RetryNo,
		when: cond{
			any: []string{"user rejected", "user denied", "user declined", "user refused", "by user", "by the user", "by human", "by the human", "by operator", "by the operator", "user did not", "user has not", "human did not", "user chose", "user said no"},
			and: []string{"rejected", "denied", "declined", "refused", "not approve", "not approved", "disallowed", "said no", "not to"},
			not: []string{"account*", "login*", "password*", "payment*", "card*", "cancelled", "canceled", "aborted", "exist", "found", "permission denied for*", "access denied for user*"},
		},
		example: "The call was refused by the user",
	},
	{ // What an agent wanted to do was not let through.
		name: "call_refused", cause: rejected, reason: Permission, retry: RetryNo,
		when: cond{
			any: []string{"command", "commands", "tool call", "tool use", "tool calls", "bash", "shell", "function call", "script", "sandbox"},
			and: []string{"blocked", "not approved", "was rejected", "rejected by", "denied by", "disallowed", "not permitted", "forbidden by", "not whitelisted", "not allowlisted", "not in the allowlist", "not on the allowlist", "denylist", "denylisted", "was denied"},
			not: []string{"guardrail*", "#403", "cloudflare*", "content*", "reviewer*", "judge*", "retried", "policy violation*", "api key*", "not permitted to evaluate*", "publickey", "connection*", "timed out", "fork exec*", "redis*", "memory"},
		},
		example: "the command is on the denylist and was blocked",
	},
	{
		name: "tool_forbidden_call", cause: rejected, reason: NotFound, retry: RetryNo,
		when:    cond{any: []string{"not permitted to evaluate other functions*"}},
		example: "InterpreterError: It is not permitted to evaluate other functions than the provided tools (tried to execute open).",
	},
	{
		name: "tool_unsupported", cause: rejected, reason: Unsupported, retry: RetryNo,
		when:    cond{any: []string{"could not convert…to markdown", "unsupported format exception", "file conversion exception", "formats…are not supported", "async…not supported", "asyncfunctiondef…not supported", "async function def", "is not supported by this tool", "operation not supported by tool"}},
		example: "UnsupportedFormatException: Could not convert 'a.jsonld' to Markdown. The formats ['.jsonld'] are not supported.",
	},
	{
		name: "tool_arguments_json", cause: rejected, reason: Parse, retry: RetryNo,
		when:    cond{any: []string{"invalid json…arguments", "json…in tool arguments", "<fail> parse…arguments", "failed to parse arguments*", "error parsing…arguments", "arguments…not valid json", "arguments…invalid json", "arguments…not json", "malformed…arguments", "failed to decode…arguments", "unmarshal…arguments"}, not: []string{"litellm*", "openai*", "command line*", "the following arguments*"}},
		example: "Invalid JSON arguments",
	},
	{
		name: "tool_arguments_type", cause: rejected, reason: Type, retry: RetryNo,
		when: cond{
			any: []string{"input should be a valid*", "cannot unmarshal*", "str type expected*", "string type", "expected string*", "expected number*", "expected array*", "expected boolean*", "expected object*", "expected integer*", "must be of type*", "is not of type*", "must be a string", "must be a number", "must be an integer", "must be an array", "must be an object", "must be a boolean", "must be a list", "<bad> type*"},
			and: []string{"code 32602", "error 32602", "^ 32602", "rpc 32602", "arguments", "executing tool", "tool call", "invalid params", "tool input*", "tool parameter*"},
			not: []string{"code invalid type*", "litellm*", "openai*", "required", "missing", "invalid request error", "undefined", "the following arguments*", "command line*", "chat request*"},
		},
		example: "ERROR -32602 json: cannot unmarshal number into Go struct field .query of type string",
	},
	{
		name: "tool_arguments", cause: rejected, reason: Schema, retry: RetryNo,
		when: cond{any: []string{"validating arguments*", "error invoking tool…:…kwargs*", "malformed…params", "<bad> params*", "unknown tool parameter*", "unknown tool argument*", "unknown tool input*", "without value for required parameter*", "without a value for required*", "without required parameter*", "without required argument*", "due to the following issue*", "missing value for required parameter*", "input validation error*…:…parameter", "invalid tool args*", "<bad> tool arguments*", "<bad> tool call*", "tool schema validation*", "arguments…failed validation", "invalid function arguments*", "invalid function call arguments*", "function arguments*…invalid", "unknown parameter*…tool", "unexpected parameter*…tool", "parameter*…missing…tool", "tool…requires parameter*", "tool…requires the*", "tool…missing parameter*", "invalid input for tool*", "invalid input for function*", "error invoking tool*…:…field required", "error invoking tool*…:…missing",
			"validation failed for tool*", "tool validation failed*", "<bad> arguments for*", "invalid args for*", "error processing tool input*", "tool input…invalid", "arguments did not match*", "arguments must be*…tool", "missing required param*…tool", "missing parameter*…tool", "error in tool arguments*", "failed to parse arguments*", "<fail> parse tool arguments*", "invalid tool parameters*", "validation error for…coworker*", "tool accepts these inputs*",
			"failed to validate tool*", "invalid structured content*", "output schema…structured content", "has an output schema*", "missing…required keyword*", "unexpected keyword*", "required parameter…tool*", "tool…missing required*", "no value for argument*", "invalid json…arguments", "tool call…schema", "expected…arguments but got", "argument…is required…tool",
			"positional argument*", "missing required argument*", "invalid arguments…tool*", "tool arguments*…invalid", "tool…invalid arguments", "tool…invalid input", "tool call arguments*", "code 32602", "error 32602", "^ 32602", "rpc 32602", "argument validation*", "tool input…schema", "tool input validation*", "arguments…not match", "invalid tool input*", "parameters…for tool", "tool parameter*…invalid", "toolinvocation*", "unexpected argument*", "missing argument*", "multiple values for argument", "got multiple values*", "invalid parameters for tool*", "input should be a valid…tool", "error validating…tool*", "validation error*…:…tool*", "validation error*…:…arguments", "tool*…validation error*", "errors calling tool",
		}, not: []string{"tools ietf*", "base tool", "for agent", "for crew", "json arguments", "got str", "expected number*", "litellm*", "invalid request error", "openai*"}},
		example: "PageDownTool.forward() got an unexpected keyword argument 'commit'",
	},
	{
		name: "tool_protocol", cause: rejected, reason: Protocol, retry: RetryNo,
		when: cond{any: []string{"parse json rpc*", "<bad> jsonrpc*", "during session initialization", "session id missing*", "missing session id*", "before initialize", "jsonrpc…mismatch", "rpc response id*", "malformed json rpc*", "<bad> mcp*", "missing jsonrpc*", "unexpected response to initialize*", "protocol version is not supported*", "mcp error 32000 bad request*", "unexpected content type*…mcp", "unexpected content type*…event stream", "expected text event stream*", "not acceptable client must accept*", "must accept both*", "sse endpoint*…not", "sse error non 200*", "initialize first", "does not support tools list*", "server does not support*", "client does not support*",
			"not connected mcp*", "mcp tool not connected*", "invalid request id*", "invalid session id*…mcp", "mcp…invalid session id*", "missing mcp session*",
			"session not found…mcp", "no valid session id*", "non 200 status code…sse", "received request before init*", "mcp…not connected", "transport…not started", "unexpected message*…mcp", "invalid initialize*", "batch requests*…not supported",
			"code 32600", "error 32600", "^ 32600", "rpc 32600", "code 32700", "error 32700", "^ 32700", "rpc 32700", "code 32021", "error 32021", "^ 32021", "rpc 32021", "required client capability", "unsupported protocol version", "protocol version…not supported", "server not initialized", "jsonrpc…version", "unknown message id*", "unexpected json rpc*", "session id…required", "before initialization*", "protocol error…:…mcp", "missing required client*",
		}, not: []string{"econnrefused", "connection refused", "econnreset", "enotfound", "etimedout", "no such host", "authenticat*", "unauthorized*", "expired", "tokens are no longer*", "#401", "#403", "#429", "#5xx", "tls*", "ssl*"}},
		example: `{"code":-32600,"message":"handling 'logging/setLevel': invalid request: missing required \"params\""}`,
	},
	{
		name: "named_tool_overloaded", cause: answer, reason: Overloaded, retry: RetryYes, home: Tool,
		when: cond{
			any: []string{"overloaded", "too busy", "is busy", "high demand", "at capacity", "over capacity", "heavy load", "queue full", "queue is full", "server busy"},
			and: []string{"mcp*", "jsonrpc", "tool", "code 32603", "error 32603", "code 32000", "error 32000", "sandbox*"},
			not: []string{"rate limit*", "#429"},
		},
		example: "the MCP server is too busy",
	},
	{ // How a session of a tool protocol has to go.
		name: "named_tool_protocol", cause: rejected, reason: Protocol, retry: RetryNo,
		when: cond{
			any: []string{"mcp", "jsonrpc", "tools list", "resources list", "prompts list"},
			and: []string{"session id", "initialize", "initialized", "initialization", "protocol version", "handshake", "capability", "capabilities", "jsonrpc message"},
			not: []string{"command not found*", "executable*", "no such file*", "enoent", "cannot find*", "module*", "permission denied*", "exit code*", "spawn*", "crashed", "expired", "tls*", "certificate*", "api key*", "failed to initialize*", "error initializing*", "timed out*", "timeout*", "refused", "econn*", "not found", "unauthorized*", "#401", "#403", "#404", "#5xx", "unexpected keyword*", "invalid params", "code 32602", "code 32601", "error 32602", "error 32601", "error 32001", "error 32000", "eof", "closed", "exited*", "no such host*", "unreachable", "<fail> connect*"},
		},
		example: "MCP: capability \"sampling\" was not declared",
	},
	{
		name: "tool_overloaded", cause: answer, reason: Overloaded, retry: RetryYes, home: Tool,
		when:    cond{any: []string{"no executor*…available", "sandbox*…exhausted", "no browser*…available in*", "browser pool*…exhausted", "worker pool*…exhausted", "no workers…free", "sandbox…capacity", "no sandbox*…available"}},
		example: "no executor is available",
	},
	{
		name: "tool_empty", cause: answer, reason: EmptyResponse, home: Tool,
		when: cond{any: []string{"no…found for query*", "no…for your query*", "no…for your search*", "no…matching your query*", "no…for the query*", "no…for this query*", "no…match your*", "nothing matched*", "no good*…result", "no…results*", "no…result was found", "no…hits", "returned no documents*", "no wikipedia page*", "no…page found for", "no output from command*", "no output from the command*", "no output from script*", "no output from the script*", "command produced no*", "script produced no*", "page contained no*", "document contained no*", "file contained no*", "empty response", "empty output", "returned an empty*", "tools list is empty*", "tool list is empty*", "list of tools is empty*", "did not return a result*", "did not return any result*", "returned no value*", "no return value*", "without a result*", "no content could be*", "no text could be*", "no data could be*", "nothing could be extracted*", "page returned no*", "returned empty content*", "no response from", "no reply from", "empty result", "empty results", "empty list returned",
			"returned no audio", "returned no image*", "returned no video*", "returned no text", "returned no output", "returned no result*", "returned nothing", "returned no items", "returned no rows", "returned no content…tool", "no matches", "no rows found*", "no items found*", "no files found*", "no documents found*", "no data found*", "no articles*", "no news*", "no emails found*", "no messages found*", "no events found*", "no issues found*", "no products found*", "nothing found", "nothing was found", "no data available*", "no records*", "no entries found*", "0 rows", "page is empty", "page has no content", "no content found*", "no text found*", "no readable content*", "<fail> extract any*",
			"no result found*", "query returned no*", "no matching…found", "no pages found*", "no relevant*…found",
			"search returned no*", "0 results", "no flights*", "no hotels*", "no data returned", "tool…returned no*", "tool…returned empty*", "zero results",
		}, not: []string{
			"peer", "timeout",
			"no such file*", "err empty response", "distribution*", "package*", "version*", "transition*", "model*", "llm*", "completion*", "no results to fetch", "no results is not", "reservation*", "nothing found to*"}},
		example: "No results found for query: 'shell beads'. Use a less specific query.",
	},
	{
		name: "exec_missing", cause: exit, reason: Exec, retry: RetryNo, home: Tool,
		when: cond{any: []string{"could not locate…dll", "could not load…dll", "could not load library*", "unable to load any of*", "cannot load symbol*", "not in your library path*", "is in your library path*", "library not found for*", "package configuration file*", "dll not found*", "<fail> load dll*", "no such method error*", "no such field error*", "qt platform plugin*", "x server", "<fail> open display*", "version of chrome driver*", "directory <program>", "directory node", "is not a git command*", "is not a docker command*", "not a valid command*", "is not a command*", "externally managed environment*", "error externally managed*", "make not found", "go not found", "aws not found", "env node no such file*", "env sh no such file*", "env perl no such file*", "<program> no such file*", "exec…:…file does not exist*", "exec process*…no such file*", "failed to create…process", "process…no such file*", "no interpreter*", "library not loaded*", "was compiled against*", "compiled for a different*", "node module version*", "wrong elf class*", "incompatible architecture*", "<program> not found", "<program> is not installed", "<program> was not found", "<program> executable", "could not find <program>", "cannot find <program>", "unable to find <program>", "<program> could not be found", "<program> is missing", "not found…to install*", "exit code 127", "exit status 127", "exited with code 127", "code 127 $", "status 127 $", "return code 127", "exit code 126", "exit status 126", "exited with code 126", "missing binary*", "binary…missing", "linker…not found", "<fail> open file…py", "docker is not running*", "docker…not running", "daemon is not running", "<fail> load library*", "cannot open shared object*", "cannot load such file*", "cannot load module*", "err require esm", "class not found", "could not find or load main class*", "unsupported class version*", "no such gem*", "could not find gem*", "php…class…not found", "cannot find type*…assembly", "missing executable", "not on path", "not found on path", "not found in your path", "not available on path", "requires…installed", "is required but not installed*", "missing package*", "missing module*", "package not installed*", "dependencies are not installed*", "dependencies not installed*", "not been installed", "isnt installed", "make sure…is installed", "ensure…is installed", "permission denied exec*", "exec user process*", "no such file or directory npx*", "unable to start…process", "not recognized as the name of a cmdlet*", "program not found", "not found in path", "not in path", "not in your path", "is it installed", "<fail> find executable*", "to be installed", "must be installed", "missing dependency", "missing dependencies", "dependency not found*", "optional dependency*", "not found install*", "no version is set for*", "error yielded…no module*", "module not found error*", "<fail> find module*", "module could not be found*", "could not resolve module*", "modulenotfound*", "no such file or directory exec*", "cannot find the program*", "bad interpreter*", "permission denied…exec", "sh…not found", "bash…not found", "zsh…not found", "executable…<gone>", "exe not found", "python not found*", "node not found*", "npx not found*", "docker not found*", "git not found*", "git is not installed*", "ffmpeg not found*", "ffprobe not found*", "tesseract is not installed*", "chrome not found*", "chromium not found*", "browser not found*", "browser is not installed*", "<fail> find browser*", "browsers are not installed*", "run playwright install*", "<fail> launch*", "could not start the process*", "spawn unknown", "spawn…:…eperm", "failed to execute child*", "error spawning*", "<fail> spawn*", "old headless mode has been removed*", "numba needs*", "requires the…package", "requires the…library", "package is required", "library is required", "please pip*", "run pip*", "run npm*", "npm install", "yarn add*", "brew install*", "apt install*", "apt get install*",
			"could not select device driver*", "please install*", "not installed", "pip install*", "<fail> import*", "install it with*", "install with*", "npx playwright install", "no such module*", "binary not found", "no such executable*", "cannot import name*", "import error", "noclassdeffound*", "no class def found*", "error loading shared libr*", "error while loading shared libr*", "dll load failed*", "could not load file or assembly*", "undefined symbol*", "symbol not found*", "glibc*…not found", "<fail> find chrome*", "browser type launch*", "session not created*", "chromedriver*…version", "host system is missing dependencies*", "unable to obtain driver*", "<fail> start process*", "error starting process*", "argument list too long", "cannot run program*", "no such program*", "oci runtime*", "err module not found", "cannot find package*", "package…is not in std*", "failed to resolve import*", "could not load…module", "could not start…server process", "interpreter…not found",
			"executable file not found*", "command not found", "spawn…:…enoent", "is not recognized as an internal*", "exec format error", "failed to start command", "no such command", "fork exec*", "cannot execute*", "spawn…:…eacces", "spawn*…:…no such file*", "not executable", "no module named*",
		}, not: []string{
			"property", "properties",
			"model not found", "model…not installed", "was not found", "repository*", "tool…not found in", "npm err*", "command…not found in guild"}},
		example: "exec: \"npx\": executable file not found in $PATH",
	},
	{
		name: "tool_dependency", cause: rejected, reason: Other, retry: RetryNo,
		when:    cond{any: []string{"referenced before assignment", "cannot access local variable*", "is not defined", "attribute error", "has no attribute*", "name error", "key error", "not associated with a value"}, and: []string{"^ local variable*", "code execution failed*", "tool*", "^ cannot access local variable*", "interpreter error"}},
		example: "Code execution failed at line 'x = np.sqrt(2)' due to: InterpreterError: The variable `np` is not defined.",
	},
	{
		name: "tool_business", cause: answer, reason: BadRequest, retry: RetryNo, home: Tool,
		when: cond{any: []string{"no commits between*", "nonce too*", "underpriced", "execution reverted*", "gas too low", "out of gas", "gas required exceeds*", "funds for gas*", "block gas limit*", "not avail", "misspelled or not recognized*", "can be cancelled", "may be cancelled", "invalid quantity*", "closed pull request*", "own pull request*", "merged pull request*", "invalid coupon*", "invalid promo*", "invalid voucher*", "invalid gift card*",
			"no rooms*", "no seats*", "no tables*", "no slots*", "no appointments*", "no time slots*", "no openings*", "does not add up*", "nothing available*", "no inventory",
			"is not part of*…reservation", "not enough funds",
			"insufficient buying*", "buying power*", "is not verified please*", "domain…not verified", "sender identity*", "verified sender*", "marked as inactive*", "not yet verified", "no matches for kind*", "crds are installed*", "message rejected*", "min notional*", "minnotional", "minimum notional*", "min trade*", "lot size", "insufficient margin*", "margin is insufficient*", "market is closed*", "market closed", "would immediately trigger*", "post only*", "reduce only*", "instrument declined*", "was declined by*", "declined by the*…bank", "declined by the issuer*", "do not honor*", "trial accounts*", "is unverified", "unverified number*", "incapable of receiving*", "re engagement message*", "is inactive", "insufficient balance for requested*", "requested action not*", "object status prohibits*", "card declined*", "your card*",
			"insufficient stock", "insufficient inventory", "does not exist in this order", "has been delivered", "already delivered", "already paid", "already shipped", "already booked", "not in the reservation", "non returnable", "refund…not allowed", "exceeds available*", "certificate amount*", "gift card balance*", "not enough…left", "minimum order*", "past the deadline", "promo code*", "coupon*…expired",
			"cannot be cancel*", "cannot be exchanged", "cannot be returned", "cannot be refunded", "cannot be booked", "not enough seats", "not enough stock", "out of stock", "sold out", "balance is not enough", "does not have enough*", "not enough balance", "payment declined", "card was declined", "payment amount*", "number of passengers*", "number of items*", "number of seats*", "not eligible*", "already cancelled", "already been cancelled", "not available on*", "not available for*", "not refundable", "no availability", "fully booked", "not belong to*",
		}, not: []string{"streaming*", "feature*", "plan", "api version*", "model", "model*…not available", "region"}},
		example: "Error: the show is sold out",
	},
	{
		name: "vcs_auth", cause: answer, reason: Auth, retry: RetryNo, home: Tool,
		when: cond{any: []string{
			"http basic access denied*", "could not read username*", "could not read password*", "authentication failed for http*", "permission denied publickey*", "host key verification*…:…remote repository", "git*…:…host key verification*", "support for password authentication was removed*", "invalid username or password*", "invalid username or token*", "please run gh auth*", "gh auth login",
		}},
		example: "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
	},
	{
		name: "vcs_missing", cause: answer, reason: NotFound, retry: RetryNo, home: Tool,
		when: cond{any: []string{
			"repository…<gone>", "<fail> find remote ref*", "pathspec…did not match*", "not a git repository*", "unknown revision*", "remote ref does not exist", "branch…not found", "no such remote*", "needed a single revision",
		}},
		example: "remote: Repository not found.",
	},
	{
		name: "vcs_conflict", cause: answer, reason: Other, retry: RetryNo, home: Tool,
		when: cond{any: []string{
			"working copy…out of date", "working copy is not*", "item is out of date*", "resource out of date*", "not possible to fast forward*", "divergent branches*", "local changes*…overwritten", "you have unstaged changes*", "working tree*…not clean", "nothing to commit*", "rejected fetch first*", "non fast forward*", "refusing to merge*", "your branch is behind*",
			"merge conflict*", "automatic merge failed*", "would be overwritten by*", "unmerged files*", "failed to push some refs*", "patch does not apply", "patch failed*", "hunk…failed", "could not apply*",
		}, not: []string{"no such file*", "file not found"}},
		example: "error: patch failed: src/main.go:12",
	},
	{
		name: "container_missing", cause: answer, reason: NotFound, retry: RetryNo, home: Tool,
		when: cond{any: []string{"no such volume*", "network…not found", "no such network*",
			"no such container*", "no such image*", "manifest unknown*", "manifest for…not found", "errimagepull", "imagepullbackoff", "err image pull", "image pull back off", "could not find the requested resource*", "namespaces…not found", "pods…not found", "deployments*…not found", "services…not found", "unit…could not be found", "no such service*",
		}, not: []string{
			"network path*", "network name*",
			"model", "collection*", "extend*"}},
		example: "Error response from daemon: No such container: agent-sandbox",
	},
	{
		name: "container_failed", cause: answer, reason: Other, home: Tool,
		when: cond{any: []string{
			"crashloopbackoff", "crash loop back off", "back off restarting failed container", "port is already allocated*", "unschedulable", "insufficient cpu", "start request repeated too quickly*", "failed to start…service", "job for…failed", "container…is not running", "container…exited", "is restarting wait until*",
		}, not: []string{"exited with*"}},
		example: "Error response from daemon: Container 4f5e is not running",
	},
	{
		name: "browser_element", cause: answer, reason: NotFound, retry: RetryNo, home: Tool,
		when: cond{any: []string{"no element matches*", "element is not an*", "no elements found*", "element…<gone>", "no element with*", "<fail> find element*", "element index…not*", "element with index*…not", "no node with given id*", "could not find node*", "node with given id does not*", "no frame*", "no alert*", "no tab*", "tab…<gone>", "no page*", "expected div*…not found", "locator…not found", "xpath…not found",
			"no such element*", "unable to locate element*", "no node found*", "no element found*", "selector…not found", "no elements match*", "no such window", "no such frame",
		}, not: []string{
			"java util no such element*",
			"parse error*", "xml*", "no element found line*", "no page*…notion", "timeout*…exceeded", "list index*"}},
		example: `no such element: Unable to locate element: {"method":"css selector","selector":"#book"}`,
	},
	{
		name: "browser_state", cause: answer, reason: Other, home: Tool,
		when: cond{any: []string{"element…not visible", "element reference*…stale", "element…is stale", "browser crashed", "browser has crashed", "browser closed*", "browser was closed*", "page was closed*", "tab was closed*", "renderer crashed*", "element is obscured*", "is not attached to the dom*", "not attached to the page document*", "is covered by*", "another element…receive the click*", "detached frame*", "most likely the page has been closed*", "target crashed", "page has crashed*", "navigation failed because*", "navigating…interrupted", "err aborted", "no browser is open", "no browser view*", "browser context*…closed", "browser view not found", "frame has been detached", "protocol error…:…page*", "protocol error…:…runtime*", "protocol error…:…target*", "is not focusable", "not scrollable", "could not compute box model*", "not visible or not an*", "cannot find context with specified id*",
			"stale element reference*", "element click intercepted*", "element not interactable*", "element is not visible*", "element is not attached*", "element is outside*", "element is not enabled*", "strict mode violation*", "node is detached*", "is not clickable*", "intercepts pointer events", "target closed*", "page has been closed", "browser has been closed", "browser has disconnected*", "session closed most likely*", "page crashed", "tab crashed", "execution context was destroyed*", "frame was detached*", "disconnected not connected to devtools", "could not open…page", "navigation to…interrupted", "chrome not reachable",
		}, not: []string{"timeout*…exceeded"}},
		example: "page.click: Target page, context or browser has been closed",
	},
	{
		name: "cloud_request", cause: answer, reason: BadRequest, retry: RetryNo, home: Tool,
		when: cond{any: []string{"validation exception when calling*", "invalid parameter exception when calling*", "invalid parameter value when calling*", "invalid request exception when calling*", "validation error when calling*", "missing parameter when calling*", "malformed policy*"},
			not: []string{"converse*", "model*", "not authorized*", "on demand throughput*"}},
		example: "An error occurred (ValidationException) when calling the UpdateFirewallDomains operation: This request contains duplicated domains.",
	},
	{
		name: "tool_policy", cause: answer, reason: BadRequest, retry: RetryNo, home: Tool,
		when:    cond{any: []string{"robot policy", "robots txt", "set a user agent"}},
		example: "Please set a user-agent and respect our robot policy",
	},
}
