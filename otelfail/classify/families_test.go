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
	classify.EOF: {
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
		"quota exhausted for today", "no credits left on your account", "You have 0 credits remaining",
		"limit of free requests reached, please subscribe", "Spending limit reached for project", "balance insufficient to complete the call",
		"Your prepaid balance is depleted", "subscription required", "payment is overdue", "usage quota exceeded for plan Basic",
		"credit limit exceeded", "out of budget", "monthly token allotment used up", "API usage limit for this billing period exceeded",
		"HTTP 402", "upgrade to Pro to use this model",
	},
	classify.Permission: {
		"operation not permitted", "you are not authorized to view this", "caller lacks required role", "requires admin privileges",
		"forbidden by administrative rules", "Insufficient privileges to complete the operation", "AccessDeniedException",
		"not allowed by your organization's policy", "scope 'repo' is required", "missing required scope: channels:read",
		"User does not have sufficient rights", "access restricted", "You cannot access this project", "Unauthorized access to file",
		"write access denied", "action not permitted for this role", "this API key does not have access to this endpoint", "Zugriff verweigert",
		"Permission non accordée", "доступ запрещен", "没有访问权限", "権限がありません",
	},
	classify.Protocol: {
		"malformed HTTP response", "invalid HTTP header", "Unexpected HTTP version", "invalid frame header", "websocket: bad handshake",
		"Expected 101 Switching Protocols", "received unexpected packet", "invalid JSON-RPC version", "JSON-RPC response id mismatch",
		"unknown protocol version", "Invalid upgrade header", "protocol error: unexpected message", "PROTOCOL_ERROR", "HPE_INVALID_CONSTANT",
		"invalid content-type for event stream", "unsupported MCP protocol version",
	},
	classify.Exec: {
		"command exited with non-zero status", "child process exited with code 3", "No such file or directory: 'ffmpeg'",
		"Failed to execute script", "subprocess returned code 2", "npm ERR! code ELIFECYCLE", "error: linker `cc` not found",
		"make: *** [all] Error 2", "pip install failed", "could not find executable", "shell: program not found", "killed by signal 9",
		"go: command not found", "Cannot find package 'zod'", "ERR_MODULE_NOT_FOUND", "DLL load failed while importing",
		"docker: Error response: exec failed", "pytest failed with exit status 1", "missing binary: chromedriver",
		"ImportError: libGL.so.1: cannot open shared object file",
	},
	classify.Unsupported: {
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
		"empty completion", "no content generated", "response contained no text", "got empty string from LLM", "blank answer from model",
		"nothing returned by the model", "returned None", "zero results returned", "no response from model", "choices array empty",
		"model produced no tokens", "no data returned from API", "empty result set",
	},
	classify.Auth: {
		"invalid token", "token expired", "signature verification failed", "missing API key", "API key not found", "no API key provided",
		"Not logged in", "invalid username or password", "authentication required", "auth failed", "bad token", "unauthenticated", "login failed",
		"credentials expired", "invalid client credentials", "missing bearer token", "session expired, please log in again", "API-Key fehlt",
		"認証に失敗しました", "Authentifizierung fehlgeschlagen", "autenticación fallida",
	},
	classify.Timeout: {
		"request timeout", "operation timed out", "exceeded deadline", "timed out waiting for response", "no response in 30 seconds",
		"response took too long", "time limit exceeded", "wait timeout", "Timeout!", "read timeout", "gateway timed out waiting", "job timed out",
		"poll timed out", "connection attempt timed out", "did not finish in time", "aborted after timeout", "timeoutError", "タイムアウトしました",
		"Zeitüberschreitung der Anforderung", "délai d'attente dépassé", "tiempo de espera agotado",
	},
	classify.NotFound: {
		"does not exist", "resource not found", "no such key", "could not be found", "not found", "unknown id", "no record with id 5",
		"missing resource", "NoSuchKey", "page not found", "user not found", "couldn't find file", "no entity found", "nicht gefunden",
		"introuvable", "no encontrado", "存在しません",
	},
	classify.Parse: {
		"could not parse response", "invalid json response", "malformed response", "not valid JSON", "error decoding response body",
		"cannot decode base64", "bad format", "syntax error near line 3", "unexpected character at position 4", "JSON parse error",
		"failed to unmarshal", "invalid xml", "invalid yaml", "unparseable date", "invalid number literal", "bad escape", "illegal base64 data",
		"invalid utf-8", "Unexpected token", "Expecting ',' delimiter",
	},
	classify.Dimension: {
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
		"server is overloaded", "service busy", "at capacity", "high demand", "temporarily unavailable due to load",
		"try again later, too much traffic", "no capacity available", "queue full", "overloaded_error", "system busy",
	},
	classify.ContextLength: {
		"context window exceeded", "prompt too long", "input too long", "maximum context length is 4096 tokens", "too many tokens in prompt",
		"token limit exceeded", "exceeds max tokens allowed for model", "context overflow", "message history too long for model",
		"input exceeds model limit of 8192 tokens", "reduce prompt length",
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
