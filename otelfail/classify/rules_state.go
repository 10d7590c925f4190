// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import "slices"

var nilWords = []string{
	"lateinit property*", "on an undefined value*", "function nil…is undefined", "unwrap called on none*",
	"function definition is void*", "variable is void*",
	"of non object", "undefined is not a function", "invalid memory address*", "nil pointer*", "null pointer*", "nil map", "nil dereference", "none type object", "undefined is not an object", "undefined is not iterable", "null is not iterable", "as it is undefined", "as it is null", "null is not an object", "undefined method…for nil*", "undefined method…nil class", "member function…on null", "value of type null", "because…is null", "nil value", "object is null", "could not index none*", "dereference of null*", "null reference", "none type is", "none type and", "and none type", "type none type", "got none type", "nullpointerexception", "object reference not set*", "option unwrap…none", "unexpectedly found nil", "null check operator*", "null object reference*", "on a null object*", "undefined or null to object*", "convert undefined*", "cannot destructure*", "null or undefined", "cannot read propert*", "cannot set propert*", "of undefined", "of null", "segmentation violation", "sigsegv", "segfault*", "segmentation fault",
}

var boundsWords = []string{
	"slice index starts*", "not in inclusive range*", "no value present", "sequence contains no*",
	"bounds error", "attempt to access…at index*", "index too large", "prelude*…empty list", "string index out*", "list index out*",
	"exceeds file length", "past the end of the <kind>", "past end of <kind>", "beyond the end of the <kind>", "beyond end of <kind>", "invalid index…size*", "index…dim size*", "index out of range", "index out of bounds", "m range check*", "std out of range", "outside of array bounds*", "outside array bounds*", "outside the bounds*", "invalid array length", "arg is an empty sequence", "argument is an empty sequence", "empty range for*", "reduce of empty*", "iterable is empty", "is an empty list", "out of bounds access*", "index…out of bounds for", "index…out of range", "undefined offset*", "undefined array key 0*", "undefined array key 1*", "undefined array key 2*", "undefined array key 3*", "begin…end…length", "position…out of bounds", "offset out of bounds", "slice bounds out of range", "^ index error", "pop from empty*", "pop from an empty*", "index outside*", "memory access out of bounds", "offset is outside*", "sequence contains no elements", "subscript out of*", "argument out of range exception", "array index out of*", "indexoutofbounds*",
}

var panicWords = []string{
	"changed size during*", "mutated while being*", "arithmetic exception", "divided by zero*", "resulted in an overflow*", "access violation at*", "unhandled exception…access violation",
	"ggml assert*", "device side assert*", "glibc detected*", "corrupted size vs*", "corrupted double linked*",
	"terminate called*", "terminating with uncaught*", "free invalid pointer*", "aborted core dumped*", "^ assertion…failed", "unreachable executed", "wasm trap*", "should be unreachable*", "panic", "panicked", "expression evaluated to a falsy value*", "err assertion", "invariant failed", "failed to join thread*", "poison error inner*", "poison error…another*", "err value poison error*", "poisoned lock", "char boundary", "attempt to subtract with overflow", "attempt to add with overflow", "attempt to multiply with overflow", "divide by zero*", "already borrowed*", "already mutably borrowed*", "called option unwrap*", "called result unwrap*", "bus error", "illegal instruction", "core dumped", "stack smashing*", "concurrent modification exception", "^ assertion error", "double free*", "use after free", "heap corruption", "fatal python error", "type error…:…is not a function", "type error…:…is not a constructor", "uncaught…is not a function", "negative wait group*", "unlock of unlocked*", "running event loop", "generator already executing", "fatal error concurrent*", "goroutine…running", "runtime error index out*", "runtime error slice bounds*", "runtime error invalid memory*", "runtime error integer*", "runtime error hash of*", "runtime error comparing*", "runtime error growslice*", "close of closed channel", "send on closed channel", "close of nil channel", "concurrent map*", "all goroutines are asleep*", "interface conversion interface*", "makeslice*", "unreachable code*", "assertion failed*", "division by zero", "zero division error",
}

var oomWords = []string{
	"heap exhausted*",
	"cannot allocate vector of size*",
	"out of device memory", "out of host memory", "out of gpu memory", "out of video memory", "out of heap*", "os error 12",
	"out of shared memory", "allowed memory size*", "exhausted tried to allocate*", "java heap*", "gc overhead limit*", "cannot allocate…bytes", "failed to allocate…bytes", "killed by the oom*", "exit code 137…oom", "no available memory", "alloc failed*", "allocation failed", "failed to allocate memory", "not enough memory", "enomem", "oom killer", "memory quota exceeded", "exceeded the memory*", "allocation size overflow",
	"out of memory", "outofmemory*", "oom killed", "oomkilled", "cannot allocate memory", "memory error", "memory limit exceeded", "exceeded memory limit", "insufficient memory", "requires more system memory", "bad alloc", "memory allocation*…failed", "memory exhausted",
}

// quotedRules: what is quoted behind these words may say anything.
var quotedRules = []rule{
	{ // A command that its shell cannot read.
		name: "shell_syntax", cause: exit, reason: Exec, retry: RetryNo, home: Tool,
		when: cond{
			any: []string{"while looking for matching*", "syntax error near unexpected token*", "syntax error unexpected end of file*", "syntax error unterminated*", "syntax error bad*", "parse error near*", "unmatched", "bad substitution*", "unterminated quoted string*", "ambiguous redirect*", "unbound variable*"},
			and: []string{"bash", "sh", "zsh", "dash", "ksh", "fish", "shell"},
			not: []string{"json*", "python*", "sql*"},
		},
		example: "bash: -c: line 1: syntax error near unexpected token `('",
	},
	{
		name: "store_disk_full", cause: answer, reason: DiskFull, retry: RetryNo, home: Memory,
		when:    cond{any: []string{"pgsql tmp*…no space*", "unable to extend*…tablespace", "unable to extend table*", "transaction log…is full", "log for database…is full", "map full*", "mapsize limit*", "able to persist on disk*", "unable to persist*…disk", "could not extend file*", "disk i o error*…:…full", "database or disk is full"}},
		example: "ERROR: could not extend file \"base/16384/24576\": No space left on device",
	},
	{
		name: "disk_full", cause: file, reason: DiskFull, retry: RetryNo,
		when:    cond{any: []string{"volume is full*", "volume…is full", "file system is full*", "no space left*", "os error 28", "errno 28", "errno28", "not enough free space*", "ran out of space*", "enospc", "disk full", "disk is full", "disk quota*", "edquot", "not enough space*", "out of disk*", "insufficient disk*", "insufficient storage", "#507", "storage full", "quota exceeded…disk", "not enough disk*", "low disk space"}},
		example: "write /var/log/agent.jsonl: no space left on device",
	},
	{
		name: "model_code", cause: decode, reason: Parse, retry: RetryYes,
		when:    cond{any: []string{"unknown line*", "generated code is not valid*", "generated code is invalid*", "code blob is invalid*", "code snippet is invalid*", "error in code parsing*", "code parsing failed*", "regex pattern…was not found*", "make sure to include code*"}},
		example: "Code parsing failed on line 1 due to: SyntaxError",
	},
}

// remoteRules: what a remote answer says of its own insides is its server
// error, not ours.
var remoteRules = []rule{
	{
		name: "answered_panic", cause: answer, reason: ServerError, retry: RetryYes,
		when:    cond{any: slices.Concat(nilWords, boundsWords, panicWords), and: []string{"#remote", "rpc error code unknown desc*", "rpc error code internal desc*"}},
		example: "rpc error: code = Unknown desc = runtime error: invalid memory address or nil pointer dereference",
	},
	{
		name: "remote_panic", cause: answer, reason: ServerError, retry: RetryYes,
		when: cond{
			any: slices.Concat(nilWords, boundsWords, panicWords),
			and: []string{"#5xx", "internal error", "server error", "api error", "upstream error", "error message", "rpc error", "grpc*", "code 32603", "error 32603", "^ 32603", "rpc 32603", "code 32000", "error 32000", "llama runner*", "model runner*", "runner process*", "engine core*", "triton*"},
			not: []string{
				"name type error*", "name reference error*", "name range error*",
				"input type none type", "code execution failed*", "^ panic", "goroutine 1*", "executing tool", "traceback"},
		},
		example: `500 Internal Server Error: {"error":{"message":"Panic detected, error: runtime error: invalid memory address or nil pointer dereference","type":"new_api_panic"}}`,
	},
	{ // What the recovery middleware of a server answers.
		name: "remote_recovered", cause: answer, reason: ServerError, retry: RetryYes,
		when:    cond{any: []string{"panic triggered"}},
		example: "panic triggered: runtime error: index out of range [3] with length 3",
	},
}

// carriers are the words of an answer that carries a failure of the other side.
var carriers = []string{"#5xx", "#remote", "rpc error", "code 32603", "error 32603", "^ 32603", "rpc 32603"}

var stateRules = []rule{
	{
		name: "redis_oom", cause: answer, reason: OOM, retry: RetryNo, home: Memory,
		when:    cond{any: []string{"redis…:…oom", "redis…:…memory limit*", "oom message", "oom command not allowed*", "used memory maxmemory"}},
		example: "OOM command not allowed when used memory > 'maxmemory'.",
	},
	{
		name: "model_oom", cause: answer, reason: OOM, retry: RetryNo, home: LLM,
		when:    cond{any: []string{"<fail> allocate…buffer", "enough available memory", "enough memory to run*", "enough memory to load*", "insufficient vram*", "not enough vram*", "not enough gpu memory*", "does not fit in memory*", "doesnt fit in memory*", "too large to fit in*…memory", "model requires more system memory*", "model…requires more…memory"}},
		example: "model requires more system memory (5.6 GiB) than is available (3.2 GiB)",
	},
	{
		name: "remote_oom", cause: answer, reason: ServerError, retry: RetryYes,
		when:    cond{any: oomWords, and: carriers, not: []string{"executing tool", "traceback"}},
		example: "rpc error: code = Internal desc = out of memory",
	},
	{
		name: "oom", cause: own, reason: OOM, retry: RetryNo,
		when:    cond{any: oomWords},
		example: "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
	},
	{ // A bound on what an agent may do, in whatever words.
		name: "named_limit", cause: own, reason: MaxIterations, retry: RetryNo,
		when: cond{
			any: []string{"iterations", "iteration", "steps", "turns", "rounds", "superstep*", "handoffs", "hops", "recursion", "tool calls", "llm calls", "model calls", "output retries", "max retries count", "delegations", "consecutive"},
			and: []string{
				"used all", "has used…of its", "spent all",
				"max", "maximum", "limit", "limits", "exceeded", "exceeds", "exceeding", "too many", "reached", "ran out of", "used up", "budget", "allowed number of", "without finishing", "did not finish", "not finished", "gave up", "giving up", "cap"},
			not: []string{"prompt tokens", "input tokens", "max tokens", "quota*", "billing*", "#429", "context length*", "context window*", "token limit*", "timed out*", "timeout*", "connection*", "too many requests", "daily", "monthly", "month", "day", "hour", "minute", "api key*", "plan", "subscription*", "login*", "password*", "authentication*", "must*", "should*", "at least*", "cannot be*", "invalid*", "expected*", "rate limit*", "positive", "not between"},
		},
		example: "graph reached its superstep limit without terminating",
	},
	{
		name: "max_iterations", cause: own, reason: MaxIterations, retry: RetryNo,
		when: cond{any: []string{
			"stack level too deep", "function nesting level*", "goroutine stack exceeds*", "call stack exhausted*",
			"stopped after…iterations", "stopped after…turns", "stopped after…rounds", "maximum…depth exceeded", "max…depth exceeded", "maximum…depth reached", "exceeded the maximum…depth", "consecutive auto*", "auto repl*",
			"tool call rounds*", "call rounds",
			"tokens limit of*", "request tokens limit*", "response tokens limit*",
			"request limit of*", "exceed the request limit*", "tool calls in one turn", "maximum number of agent*", "llm call limit*", "model call limit*", "maximum number of attempts to*…output", "hit the step limit*", "no steps left", "no more steps", "delegation depth*", "subagent depth*", "nesting depth*…agent",
			"tool loop*", "loop exceeded*",
			"consecutive failures", "consecutive errors", "maximum retries…validation", "exceeded max retries of*", "maximum number of retries*…output", "too many failed attempts", "reached max*…depth", "stopped after…steps", "stopping after…steps", "action limit reached", "max actions",
			"exceeded max*…retries of the agent", "step budget*", "depth limit…reached", "loop limit*",
			"max number of operations", "recursion error", "step limit", "turn limit", "max loops", "agent stopped due to…limit*", "stack overflow", "maximum call stack*", "max graph iter*", "max calls", "tool call limit", "max function calls", "maximum retries of the agent",
		}, not: []string{"daily", "monthly", "month", "day", "hour", "minute", "api key*", "plan", "subscription*", "per second", "rate limit*", "max retries exceeded with url*", "login*", "password*", "authentication*"}},
		example: "RangeError: Maximum call stack size exceeded",
	},
	{ // An engine that replays a history, and finds other steps than it wrote down.
		name: "replay", cause: own, reason: Other, retry: RetryNo,
		when: cond{
			any: []string{
				"replay failed…expected",

				"nondeterminism", "nondeterministic workflow*", "nondeterministic error*", "nondeterministic orchestra*", "nondeterministic code*",
				"non deterministic workflow*", "non deterministic error*", "non deterministic orchestra*", "non deterministic code*", "non determinism", "determinism violation*",
				"machine does not handle*", "no command scheduled*", "history mismatch*", "journal mismatch*", "mismatch*…journal", "mismatch*…history event*", "replay*…mismatch*", "replay*…diverge*", "history event*…not match*", "while replaying*",
			},
			not: []string{"collation*", "sql*", "train*", "seed", "cuda*", "torch*"},
		},
		example: "nondeterministic workflow: history event is ActivityTaskScheduled, replay command is StartTimer",
	},
	{ // What runs in steps is not in the one that was asked of it.
		name: "named_state", cause: own, reason: Other, retry: RetryNo,
		when: cond{
			any: []string{
				"dependency",

				"event",

				"machine error", "transition not allowed",
				"task", "tasks", "ti", "job", "jobs", "run", "workflow", "execution", "step", "pipeline", "session", "agent", "saga", "actor", "state machine", "fsm", "stage", "activity", "transition", "process instance"},
			and: []string{
				"because its dependencies*", "dependencies failed*", "dependency…did not complete",

				"inappropriate in*",

				"from state*", "transition not allowed",
				"not in a state*", "is in the…state", "is in a…state", "is in state*", "is not in…state", "isnt in…state", "not in the…state", "not in state*", "valid state for", "allowed in state*", "allowed in the…state", "illegal in state*", "in the wrong state", "in wrong state", "in an invalid state", "wrong state for*",
				"no transition*", "cannot transition*", "can not transition*", "cant transition*", "transition from…not*", "transition…not allowed*", "illegal transition*", "illegal state transition*", "unexpected state transition*", "invalid state transition*", "no valid transition*",
				"dependencies not met*", "already in a final state*", "in a terminal state*", "is in terminal state*", "already in state*",
			},
			not: []string{"connection", "socket", "websocket", "order*", "payment*", "refund*", "ticket*", "issue", "invoice*", "http*", "transaction*", "instance id*", "vm", "cluster*", "database*", "sql*", "redis*", "shipment*", "booking*", "united state*", "address*"},
		},
		example: "Task is in the 'None' state which is not a valid state for execution",
	},
	{
		name: "loop", cause: own, reason: Loop, retry: RetryNo,
		when: cond{any: []string{
			"appears to be stuck*", "seems to be stuck*", "same action was*", "same step…times",

			"^ error cycle",

			"cycle was found*", "error cycle module*", "error cycle data*",

			"dependency cycle*", "dependencies…cycle", "cycle found*", "found a cycle*", "found cycle*", "cycle in the…graph", "cycles are not allowed", "contains cycles", "has cycles", "dependency loop*", "recursive dependency*", "recursive dependencies*", "repeated calls*", "depends on itself*", "calls itself*",
			"detected cycle*", "detected…cycle", "detected loop*", "detected a loop*", "detected an infinite*", "circular*", "infinite handoff*", "infinite recursion*", "infinite delegation*", "stuck in loop", "stuckinloop*", "loop was detected", "potential loop*", "repeating itself", "looping", "same action repeatedly*", "same error repeatedly*", "keeps calling*", "keeps repeating*", "repeated the…same", "repeating the same*", "same tool call*", "identical tool call*", "identical call*", "repeated…times", "called…in a row", "repetitive*", "duplicate tool call*", "no progress",
			"infinite loop", "nesting exceeds*", "nested too deep*", "maximum nesting*", "maximum depth", "max depth*", "too deeply nested", "too many levels of*", "loop detected", "cycle detected", "cyclic*", "import cycle", "endless loop", "has a cycle", "contains a cycle", "stuck in a loop",
		}, not: []string{"graph is invalid*", "dag is invalid*", "invalid graph*", "invalid dag*", "circular buffer*"}},
		example: "workflow: cycle detected between nodes planner and executor",
	},
	{ // A graph names what it does not have.
		name: "graph_missing", cause: own, reason: NotFound, retry: RetryNo,
		when: cond{
			any: []string{"edge*…<gone>", "edge*…unknown", "unknown node", "unknown step", "no such node", "unknown target*…node", "node…not found in graph", "edge ending at unknown*", "edge starting at unknown*"},
			not: []string{"graph ql*", "http*"},
		},
		example: "Found edge ending at unknown node report",
	},
	{
		name: "graph", cause: own, reason: Other, retry: RetryNo,
		when: cond{any: []string{"entry point not*", "entry point is not*", "entrypoint not*", "no start node*", "no end node*", "start node…not", "checkpointer is not*", "checkpointer not*", "checkpointer is required*", "requires a checkpointer*", "without a checkpointer*", "not in a runnable*", "not runnable", "checkpointer requires*", "already found path*", "must have an entrypoint", "graph must have*", "node interrupt", "graph interrupt", "edge starting at*", "edge ending at*", "sync method in async*", "async method in sync*", "must write to at least one of*", "found edge*", "node already*", "no path*…to node", "not reachable from*", "state graph*", "reducer*…conflict",
			"empty channel error", "no checkpointer*", "node…is not reachable", "path from start*", "unreachable node*", "node…unreachable",
			"graph has no entry*", "cancel scope*", "concurrent graph update", "expected node…to update*", "no entry point*", "entrypoint…not found", "dangling edge*", "orphan*…node*", "invalid edge*", "node…already present", "node…already exists", "cannot resume*", "invalid checkpoint*",
			"can receive only one value per step",
			"dag is invalid*", "graph…invalid", "invalid graph", "graph…not compiled", "<bad> state transition*", "invalid state error", "invalid step*", "invalid transition*", "invalid update error", "graph validation*", "graph compil*",
		}, not: []string{"expected dict*", "expected list*", "expected str*", "expected int*", "graph ql*", "http*"}},
		example: "DAG is invalid, has loop",
	},
	{
		name: "corrupt", cause: own, reason: Other, retry: RetryNo, corrupt: true,
		when: cond{any: []string{"corrupted session*", "session…corrupted", "impossible state*", "invariant violat*", "invariant…broken",
			"corrupt*…state", "state…corrupt*", "corrupted checkpoint", "checkpoint…corrupt*", "inconsistent state", "state mismatch", "state…inconsistent", "bad state",
		}, not: []string{"oauth*", "openid*", "oidc", "callback", "sqlite*", "database*"}},
		example: "corrupted agent state: step index 7 of 3",
	},
	{
		name: "state_missing", cause: own, reason: NotFound, retry: RetryNo,
		when: cond{any: []string{
			"no active run*",

			"process is not alive*", "noproc",
			"node…<gone>", "step…does not exist*", "checkpoint*…<gone>", "checkpoint*…missing", "run with…does not exist*", "run id…<gone>", "^ run…<gone>", "no run…found", "workflow run…not found", "agent run…not found", "run with id…not found",
			"thread…<gone>", "conversation…<gone>", "no conversation*…found", "no session*…found", "no thread*…found", "context not found", "message…not found in…history", "no active session*", "session expired or not found*", "agent state…not found", "snapshot not found*", "no saved state*",
			"state key*…exist", "state key*…not found", "no checkpoint*", "session…<gone>", "no such session", "state not found", "missing state*", "run not found", "unknown session*", "no state found",
		}, not: []string{"kubernetes*", "kubectl*", "nodes", "node js", "element*", "xml*", "graph ql*", "dom", "model not found", "model…not found", "api key*", "not valid json", "no endpoints found*", "<program> not found", "command not found*", "no module named*", "enoent", "redis*", "database*", "postgres*", "mongo*", "mcp*", "file", "no such file*"}},
		example: "checkpoint not found: run-17",
	},
	{ // A process that fell over: not ours.
		name: "process_crashed", cause: exit, reason: Exec, home: Tool,
		when: cond{
			any: []string{"signal sigsegv*", "signal sigbus*", "signal 11", "signal 7", "exit code 139", "exit status 139", "exited 139", "code 139 $", "with code 139", "status 139 $", "0xc0000005", "3221225477", "exit code 134", "stack smashing*", "double free*"},
			not: []string{"goroutine*", "panic", "runtime error", "addr 0x*"},
		},
		example: "Process finished with exit code 139 (interrupted by signal 11: SIGSEGV)",
	},
	{ // What Erlang and Elixir say when a process falls over.
		name: "beam_crash", cause: own, reason: Panic, retry: RetryNo,
		when: cond{
			any: []string{"no match of right hand side*", "match error no match*", "function clause error*", "cond clause error*", "with clause error*", "no with clause matching*", "gen server*…terminating", "genserver…terminating", "gen statem*…terminating", "gen event*…terminating", "crash report*…process", "supervisor…child…terminated", "case clause", "badmatch*", "process*…pid*…terminating"},
			not: []string{
				"error closed", "enoent",
				"econn*", "nxdomain", "timeout*", "ssl*", "tls*"},
		},
		example: "[error] GenServer Notifier terminating ** (MatchError) no match of right hand side value: :no",
	},
	{ // Built so that it cannot: no other call will do.
		name: "not_built_with", cause: decode, reason: Unsupported, retry: RetryNo, home: State,
		when: cond{
			any: []string{"not compiled with*", "not been compiled with*", "wasnt compiled with*", "isnt compiled with*", "compiled without*", "built without*", "not built with*", "wasnt built with*", "isnt built with*", "not compiled in*", "built with…disabled", "was not built to*"},
			not: []string{"sql*", "redis*", "postgres*", "postgre*", "mysql*"},
		},
		example: "AssertionError: Torch not compiled with CUDA enabled",
	},
	{
		name: "nil", cause: own, reason: Nil, retry: RetryNo,
		when:    cond{any: nilWords, not: []string{"required parameter*", "required argument*", "expected…got none type", "panicked at*", "panicked with*", "input type none type"}},
		example: "panic: assignment to entry in nil map",
	},
	{
		name: "bounds", cause: own, reason: Bounds, retry: RetryNo,
		when:    cond{any: boundsWords},
		example: "runtime error: index out of range [5] with length 3",
	},
	{
		name: "panic", cause: own, reason: Panic, retry: RetryNo,
		when: cond{any: panicWords, not: []string{
			"htt poison*",
			"metrics*", "score*", "threshold"}},
		example: "fatal error: concurrent map writes",
	},
	{
		name: "fd_limit", cause: own, reason: ConnLimit, retry: RetryYes,
		when:    cond{any: []string{"ulimit*", "too many open files", "emfile", "enfile"}},
		example: "accept tcp 0.0.0.0:8080: accept4: too many open files",
	},
}
