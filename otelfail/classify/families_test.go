// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// families are wordings of one cause in libraries, services and languages, as
// bare as they come.
var families = map[classify.Reason][]string{
	classify.Schema: {
		"Demo is not configured",
		"Either 'path' or 'url' has to be given", "Option --port needs a value", "Field email is mandatory", "Got 3 columns, want 4",
		"chunk_overlap (500) is larger than chunk_size (200)", "limit cannot exceed 100", "keys and values have different lengths",
		"Give a date, or a place and a time.", "缺少必填参数: city", "参数不能为空", "Paramètre manquant: city", "Falta el parámetro 'city'",
		"Не указан обязательный параметр", "KeyError: 'city'",
	},
	classify.Type: {
		"field_title_generator must return a plain string", "resolver returned an object of an unexpected type",
		"Input should be a subclass of BaseModel", "Expected JsonObject (dictionary), got JsonArray",
		"can't multiply sequence by non-int of type 'float'", "cannot use nil as type string", "json: unsupported value: NaN",
		"Received an instance of Array", "can't adapt type 'dict'", "Could not cast or convert from System.String to Trip",
		"InvalidOperationException: Cannot get the value of a token type 'StartArray' as a string.",
		"Input should be an instance of Topic", "data should be bytes, not str",
	},
	classify.Unreachable: {
		"网络连接失败", "数据库连接失败", "Verbindung zum Server fehlgeschlagen", "Impossible de se connecter au serveur",
		"No se pudo conectar con el servidor", "Não foi possível conectar ao servidor", "Не удалось подключиться к серверу",
		"サーバーに接続できません", "서버에 연결할 수 없습니다", "all replicas are down", "TypeError: fetch failed",
	},
	classify.Upstream: {
		"524: A timeout occurred", "HTTP 503: upstream connect error or disconnect/reset before headers",
		"Connection timed out Error code 522", "Failed to execute command: (502) Reason: Bad Gateway",
	},
	classify.TLS: {
		"unexpected EOF during handshake", "cannot decrypt peer's message", "ALPN negotiation failed", "peer did not present a certificate",
	},
	classify.EOF: {
		"stream disconnected before completion", "Connection error: The remote host closed the connection",
		"MCP error -32000: Connection closed", "MCP search: Server disconnected", "stream ended before the response was complete", "cURL error 52: Empty reply from server",
		"unexpected end of stream", "stream ended unexpectedly", "connection closed before full response was received", "EOFException",
		"Unexpected EOF", "premature end of file on socket", "end of stream reached before response", "body stream ended early",
		"response body closed before all bytes were read", "error reading chunked response: EOF", "http: unexpected EOF reading trailer",
		"recv returned 0 bytes: peer has closed", "IncompleteMessage", "WebSocket closed with code 1006", "net::ERR_CONNECTION_CLOSED",
	},
	classify.Reset: {
		"software caused connection abort", "connection aborted", "remote end closed connection without response",
		"RemoteDisconnected('Remote end closed connection without response')",
		"ProtocolError('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))", "stream reset by peer",
		"the connection was closed by the remote peer", "broken pipe (os error 32)", "connection closed prematurely", "channel closed by server",
		"transport is closing", "ERR_HTTP2_STREAM_ERROR", "ERR_STREAM_PREMATURE_CLOSE",
		"stream closed with error code NGHTTP2_INTERNAL_ERROR", "use of closed network connection", "server hung up",
		"connection was forcibly closed", "peer disconnected", "socket connection lost",
	},
	classify.Quota: {
		"rate limit exceeded: 500 of 500 monthly lookups used",
		"quota exhausted for today", "no credits left on your account", "You have 0 credits remaining",
		"limit of free requests reached, please subscribe", "Spending limit reached for project", "balance insufficient to complete the call",
		"Your prepaid balance is depleted", "subscription required", "payment is overdue", "usage quota exceeded for plan Basic",
		"credit limit exceeded", "out of budget", "monthly token allotment used up", "API usage limit for this billing period exceeded",
		"HTTP 402", "upgrade to Pro to use this model",
	},
	classify.Permission: {
		"The call was refused by the user", "the command is on the denylist and was blocked",
		"called without requesting approval", "Claude requested permissions to write, but you have not granted them", "UnauthorizedOperation: You are not authorized to perform this operation", "You need admin access",
		"Tool call rejected by hook: audit", "run_command: Command 'rm' was not approved", "Access to /etc/passwd is not allowed", "The user doesn't want to proceed with this tool use",
		"operation not permitted", "you are not authorized to view this", "caller lacks required role", "requires admin privileges",
		"forbidden by administrative rules", "Insufficient privileges to complete the operation", "AccessDeniedException",
		"not allowed by your organization's policy", "scope 'repo' is required", "missing required scope: channels:read",
		"User does not have sufficient rights", "access restricted", "You cannot access this project", "Unauthorized access to file",
		"write access denied", "action not permitted for this role", "this API key does not have access to this endpoint", "Zugriff verweigert",
		"Permission non accordée", "доступ запрещен", "没有访问权限", "権限がありません",
	},
	classify.Protocol: {
		"MCP: capability \"sampling\" was not declared",
		"response is not 'text/event-stream'",
		"malformed HTTP response", "invalid HTTP header", "Unexpected HTTP version", "invalid frame header", "websocket: bad handshake",
		"Expected 101 Switching Protocols", "received unexpected packet", "invalid JSON-RPC version", "JSON-RPC response id mismatch",
		"unknown protocol version", "Invalid upgrade header", "protocol error: unexpected message", "PROTOCOL_ERROR", "HPE_INVALID_CONSTANT",
		"invalid content-type for event stream", "unsupported MCP protocol version",
	},
	classify.Exec: {
		"Remote command execution failed:", "Kernel died unexpectedly", "git: 'foo' is not a git command",
		"tsc: not found", "env: node: No such file or directory", "Command exited with code 127.", "backend failed to start", "Library not loaded: libssl.dylib", "wrong ELF class: ELFCLASS32", "error: linking with `cc` failed",
		"command exited with non-zero status", "child process exited with code 3", "No such file or directory: 'ffmpeg'",
		"Failed to execute script", "subprocess returned code 2", "npm ERR! code ELIFECYCLE", "error: linker `cc` not found",
		"make: *** [all] Error 2", "pip install failed", "could not find executable", "shell: program not found", "killed by signal 9",
		"go: command not found", "Cannot find package 'zod'", "ERR_MODULE_NOT_FOUND", "DLL load failed while importing",
		"docker: Error response: exec failed", "pytest failed with exit status 1", "missing binary: chromedriver",
		"ImportError: libGL.so.1: cannot open shared object file",
	},
	classify.Unsupported: {
		"the chosen backend implements no batching", "this operation is only supported by the server edition",
		"Unknown file extension \".ts\"", "not yet supported", "The requested model is not supported.",
		"不支持的文件类型", "Dateiformat wird nicht unterstützt", "Format non pris en charge", "Formato no soportado", "Не поддерживается", "No parser registered for .docx", "サポートされていません",
		"not supported yet", "feature not available", "operation is unsupported", "unsupported operation", "unsupported media type",
		"unsupported version", "NotImplementedError", "this feature requires version 2", "is not supported on this platform",
		"unsupported encoding", "does not support this option", "UnsupportedOperationException", "no support for streaming",
		"not available in this region", "deprecated and no longer supported", "unsupported language: xx", "cannot handle files of type .psd",
	},
	classify.ContentFilter: {
		"blocked due to safety reasons", "content was flagged", "flagged as inappropriate", "violates our content policy",
		"moderation blocked the request", "prompt rejected by safety filter", "refused due to policy", "sensitive content detected",
		"your prompt may contain harmful content", "contentFilter triggered", "harassment detected", "content_policy_violation",
		"responsible AI policy", "blocked for recitation", "unsafe content", "model declined to respond",
	},
	classify.EmptyResponse: {
		"the LLM gave nothing back", "No good Google Search result was found",
		"no valid candidates were found in the generate response", "Received no content from the provider", "did not return a result for this tool call", "the page contained no text",
		"empty completion", "no content generated", "response contained no text", "got empty string from LLM", "blank answer from model",
		"nothing returned by the model", "returned None", "zero results returned", "no response from model", "choices array empty",
		"model produced no tokens", "no data returned from API", "empty result set",
	},
	classify.Auth: {
		"401 Client Error: Unauthorized for url: https://example.com/a", "did not find a refresh token",
		"invalid token", "token expired", "signature verification failed", "missing API key", "API key not found", "no API key provided",
		"Not logged in", "invalid username or password", "authentication required", "auth failed", "bad token", "unauthenticated", "login failed",
		"credentials expired", "invalid client credentials", "missing bearer token", "session expired, please log in again", "API-Key fehlt",
		"認証に失敗しました", "Authentifizierung fehlgeschlagen", "autenticación fallida",
	},
	classify.Timeout: {
		"Operation exceeded the 30s time limit", "The operation did not complete in the allotted time",
		"SocketTimeoutException: failed to connect to api.example.com (port 80) after 3000ms", "API call stale for 300s", "TypeError: fetch failed, cause: ConnectTimeoutError: Connect Timeout Error",
		"request timeout", "operation timed out", "exceeded deadline", "timed out waiting for response", "no response in 30 seconds",
		"response took too long", "time limit exceeded", "wait timeout", "Timeout!", "read timeout", "gateway timed out waiting", "job timed out",
		"poll timed out", "connection attempt timed out", "did not finish in time", "aborted after timeout", "timeoutError", "タイムアウトしました",
		"Zeitüberschreitung der Anforderung", "délai d'attente dépassé", "tiempo de espera agotado",
	},
	classify.NotFound: {
		"Order #1234 could not be located", "Process exited with code 1: repo not found", "Please check if data/flights.json exists: it was not found",
		"does not exist", "resource not found", "no such key", "could not be found", "not found", "unknown id", "no record with id 5",
		"missing resource", "NoSuchKey", "page not found", "user not found", "couldn't find file", "no entity found", "nicht gefunden",
		"introuvable", "no encontrado", "存在しません",
	},
	classify.Parse: {
		"Unterminated string in JSON at position 5", "Expected date for max_date; got \"11932151128\"",
		"JSON格式错误", "解析失败", "could not tokenize input", "config must be valid JSON", "ERROR: syntax error at or near \"FORM\"", "missing colon in header line", "Couldn't find JSON in the assistant's reply", "AI_JSONParseError: JSON parsing failed",
		"could not parse response", "invalid json response", "malformed response", "not valid JSON", "error decoding response body",
		"cannot decode base64", "bad format", "syntax error near line 3", "unexpected character at position 4", "JSON parse error",
		"failed to unmarshal", "invalid xml", "invalid yaml", "unparseable date", "invalid number literal", "bad escape", "illegal base64 data",
		"invalid utf-8", "Unexpected token", "Expecting ',' delimiter",
	},
	classify.Dimension: {
		"the query vector has a different dimension [768] than the index vectors [1024]", "dims of the vectors differ: 3 and 4",
		"dimension mismatch", "wrong vector size", "vector must have 1536 dimensions", "embedding size 768 does not match 1536",
		"expected 384-dimensional vector", "dimensions must match", "inconsistent vector dimension", "incompatible embedding dimension",
		"shape mismatch: (1,768) vs (1536,)", "vector has wrong length", "invalid vector dimension",
	},
	classify.RateLimit: {
		"rate limited", "too many requests", "throttled", "slow down", "request limit reached", "requests per minute exceeded", "RPM limit",
		"TooManyRequestsException", "rate_limit_exceeded", "calls per second exceeded", "please wait before making another request",
		"quota of 60 requests per minute exceeded", "请求过于频繁", "FloodWait", "try again in 20 seconds: limit reached",
	},
	classify.Overloaded: {
		"Our servers are currently busy",
		"该模型当前访问量过大",
		"server is overloaded", "service busy", "at capacity", "high demand", "temporarily unavailable due to load",
		"try again later, too much traffic", "no capacity available", "queue full", "overloaded_error", "system busy",
	},
	classify.ContextLength: {
		"n_keep (5000) >= n_ctx (4096)", "Requested 9000 tokens but context is 8192",
		"context window exceeded", "prompt too long", "input too long", "maximum context length is 4096 tokens", "too many tokens in prompt",
		"token limit exceeded", "exceeds max tokens allowed for model", "context overflow", "message history too long for model",
		"input exceeds model limit of 8192 tokens", "reduce prompt length",
	},
	classify.Gate: {
		"itinerary rejected: fails feasibility check", "Answer relevancy score 0.31 did not meet threshold 0.5", "the critic rejects the draft", "pass rate dropped to 71%",
		"The answer does not meet the acceptance criteria", "Task failed guardrail validation after 3 retries",
	},
	classify.Truncated: {
		"response incomplete: {\"reason\":\"max_output_tokens\"}", "the answer was cut short at the length limit",
		"max_tokens reached before completing the tool call",
	},
	classify.DiskFull: {
		"MISCONF Redis is not able to persist on disk",
	},
	classify.MaxIterations: {
		"graph reached its superstep limit without terminating", "too many handoffs: 20", "agent did not finish within the allowed number of iterations",
		"Stopped after 25 iterations without final answer", "Maximum tool call depth exceeded",
	},
}

func TestFamilies(t *testing.T) {
	for want, texts := range families {
		for _, text := range texts {
			if v := (*classify.Chain)(nil).Classify(classify.Input{Text: text}); v.Reason != want {
				t.Errorf("%q: got %s by %s, want %s", text, v.Reason, v.Rule, want)
			}
		}
	}
}

// TestClauses holds that a pattern does not reach from whoever passes a failure on,
// over a colon, into the failure, and that bare words of an answer come last.
func TestClauses(t *testing.T) {
	for text, want := range map[string]classify.Reason{
		"failed to call model: user 17 does not exist":              classify.NotFound,
		"failed to call model: streaming is not supported":          classify.Unsupported,
		"model gpt-9: does not exist":                               classify.ModelNotFound,
		"running node search: Tool 'book' not found":                classify.NotFound,
		"MCP error -32603: query must be a string":                  classify.Type,
		"MCP error -32603: city is required":                        classify.Schema,
		"MCP error -32603: Internal error":                          classify.ServerError,
		"request to provider failed: ids and texts must match":      classify.Schema,
		"Provider returned error":                                   classify.ServerError,
		"timeout must be greater than 0":                            classify.Schema,
		"dial unix /run/a.sock: connect: no such file or directory": classify.Refused,
	} {
		if v := (*classify.Chain)(nil).Classify(classify.Input{Text: text}); v.Reason != want {
			t.Errorf("%q: got %s by %s, want %s", text, v.Reason, v.Rule, want)
		}
	}
}
