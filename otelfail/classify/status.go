// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import (
	"bytes"
	"reflect"
	"strings"
)

// httpStatus returns the status code that an error carries by a method or a
// field, as the errors of HTTP client libraries do; 0 if none.
func httpStatus(err error) (code int) {
	defer func() {
		if recover() != nil {
			code = 0
		}
	}()
	switch e := err.(type) { //nolint:errorlint // the chain is walked by hand
	case interface{ StatusCode() int }:
		return failed(e.StatusCode())
	case interface{ HTTPStatusCode() int }:
		return failed(e.HTTPStatusCode())
	}
	v := structOf(err)
	if !v.IsValid() {
		return 0
	}
	for _, name := range [...]string{"StatusCode", "HTTPStatusCode", "HTTPStatus", "Status", "Code"} {
		if fv := v.FieldByName(name); fv.IsValid() && fv.CanInt() {
			if code := failed(int(fv.Int())); code != 0 {
				return code
			}
		}
	}
	return 0
}

// answerText returns what the fields of an error that carries a status say: not
// every client prints the body of the answer.
func answerText(err error) (s string) {
	defer func() {
		if recover() != nil {
			s = ""
		}
	}()
	v := structOf(err)
	if !v.IsValid() {
		return ""
	}
	for _, name := range [...]string{"Code", "Type", "Message"} {
		if fv := v.FieldByName(name); fv.IsValid() && fv.Kind() == reflect.String && fv.Len() > 0 {
			s += " error " + name + ": " + fv.String()
		}
	}
	return s
}

func failed(code int) int {
	if code >= 400 && code < 600 {
		return code
	}
	return 0
}

func structOf(err error) reflect.Value {
	v := reflect.ValueOf(err)
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return v
}

// grpcCode returns the code of an error with a method GRPCStatus whose result
// has a method Code, or with a method Code of a type named Code, as gRPC and
// Connect errors have; 0 if none.
func grpcCode(err error) (code int) {
	defer func() {
		if recover() != nil {
			code = 0
		}
	}()
	v := reflect.ValueOf(err)
	if m := v.MethodByName("GRPCStatus"); m.IsValid() && m.Type().NumIn() == 0 && m.Type().NumOut() == 1 {
		v = m.Call(nil)[0]
	}
	m := v.MethodByName("Code")
	if !m.IsValid() || m.Type().NumIn() != 0 || m.Type().NumOut() != 1 {
		return 0
	}
	if out := m.Type().Out(0); out.Kind() != reflect.Uint32 || out.Name() != "Code" {
		return 0
	}
	if c := m.Call(nil)[0].Uint(); c <= 16 {
		return int(c)
	}
	return 0
}

// statusIn finds an HTTP status code of a failure in the result of words: a
// number that a word such as "status" announces, that begins the text, or that
// its standard phrase follows.
func statusIn(w []byte) int {
	rest := w
	var prev, before []byte
	for len(rest) > 0 {
		word, after := cutWord(rest)
		if len(word) == 3 && (word[0] == '4' || word[0] == '5') && isDigit(word[1]) && isDigit(word[2]) {
			if string(prev) == "of" || string(prev) == "is" || string(prev) == "was" {
				prev = before // a status code of 503
			}
			if announces[string(prev)] || phrased(word, after) || string(prev) == "a" && bytes.HasPrefix(after, []byte("error")) {
				return int(word[0]-'0')*100 + int(word[1]-'0')*10 + int(word[2]-'0')
			}
		}
		before, prev, rest = prev, word, after
	}
	return 0
}

// cutWord splits the result of words behind its first word.
func cutWord(w []byte) (word, after []byte) {
	for i, c := range w {
		if isSpace(c) {
			return w[:i], w[i+1:]
		}
	}
	return w, nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

var announces = map[string]bool{
	"^": true, "http": true, "https": true, "status": true, "code": true, "statuscode": true, "error": true,
	"returned": true, "api": true, "failed": true, "upstream": true, "received": true, "provider": true,
	"openai": true, "anthropic": true, "cohere": true, "groq": true, "mistral": true, "gemini": true, "bedrock": true, "azure": true, "ollama": true, "deepseek": true, "openrouter": true,
	"response": true, "got": true, "1": true, "2": true, "exception": true, "http2": true,
}

func phrased(code, after []byte) bool {
	for _, p := range phrases[string(code)] {
		if bytes.HasPrefix(after, []byte(p)) {
			return true
		}
	}
	return false
}

// phrases are the words that follow a status code.
var phrases = func() map[string][]string {
	m := map[string][]string{}
	for _, line := range strings.Split(statusPhrases, "\n") {
		code, phrase, _ := strings.Cut(line, " ")
		m[code] = append(m[code], phrase)
	}
	return m
}()

const statusPhrases = `400 bad request
400 client error
401 unauthorized
401 client error
402 payment required
403 forbidden
403 client error
404 not found
404 client error
404 page not found
408 request timeout
409 conflict
410 gone
413 payload too large
413 request entity too large
415 unsupported media type
422 unprocessable
429 too many requests
429 client error
500 internal server error
500 server error
501 not implemented
502 bad gateway
502 server error
503 service unavailable
503 server error
503 unavailable
503 service temporarily unavailable
504 gateway time
504 server error
529 overloaded`

// byHTTP judges by the status code alone.
func (f *facts) byHTTP() (hit, bool) {
	if f.http < 400 || f.http > 599 {
		return hit{}, false
	}
	h := hit{rule: "http:" + itoa3(f.http), cause: answer}
	switch f.http {
	case 401:
		h.reason, h.retry = Auth, RetryNo
	case 402:
		h.reason, h.retry = Quota, RetryNo
	case 403:
		h.reason = Permission
	case 404, 410:
		h.reason, h.retry = NotFound, RetryNo
		if f.in.Operation == OpNone && f.named == "" && f.hinted == "" && !f.body {
			h.cause = page // a server's own page: nobody behind it answered
		}
	case 408, 425:
		h.reason, h.retry = Timeout, RetryYes
	case 415, 501, 505:
		h.reason, h.retry = Unsupported, RetryNo
	case 429:
		h.reason, h.retry = RateLimit, RetryYes
	case 502, 503, 504:
		h.reason, h.retry = ServerError, RetryYes
		if f.http == 503 {
			h.reason = Overloaded
		}
		if !f.body {
			h.cause, h.reason = page, Upstream
		}
	case 520, 521, 522, 523, 524, 525, 526, 527, 530: // of a gateway, which nobody answered
		h.cause, h.reason, h.retry = page, Upstream, RetryYes
	case 424:
		h.reason = ServerError
	case 529:
		h.reason, h.retry = Overloaded, RetryYes
	default:
		h.reason, h.retry = BadRequest, RetryNo
		if f.http >= 500 {
			h.reason, h.retry = ServerError, RetryYes
			if f.in.Operation == OpNone && f.named == "" && f.hinted == "" && !f.body {
				h.cause, h.reason = page, Upstream
			}
		}
	}
	return h, true
}

func itoa3(n int) string {
	return string([]byte{byte('0' + n/100), byte('0' + n/10%10), byte('0' + n%10)})
}

// byGRPC judges by the gRPC code alone.
func (f *facts) byGRPC() (hit, bool) {
	if f.grpc < 1 || f.grpc > 16 {
		return hit{}, false
	}
	row := grpcRows[f.grpc]
	row.rule = "grpc:" + row.rule
	return row, true
}

var grpcRows = [17]hit{
	1:  {rule: "Canceled", cause: cancelled, reason: Cancelled, retry: RetryNo},
	2:  {rule: "Unknown", cause: answer, reason: Other},
	3:  {rule: "InvalidArgument", cause: answer, reason: BadRequest, retry: RetryNo},
	4:  {rule: "DeadlineExceeded", cause: noAnswer, reason: Timeout, retry: RetryYes},
	5:  {rule: "NotFound", cause: answer, reason: NotFound, retry: RetryNo},
	6:  {rule: "AlreadyExists", cause: answer, reason: Constraint, retry: RetryNo},
	7:  {rule: "PermissionDenied", cause: answer, reason: Permission},
	8:  {rule: "ResourceExhausted", cause: answer, reason: RateLimit, retry: RetryYes},
	9:  {rule: "FailedPrecondition", cause: answer, reason: BadRequest, retry: RetryNo},
	10: {rule: "Aborted", cause: answer, reason: Locked, retry: RetryYes},
	11: {rule: "OutOfRange", cause: answer, reason: BadRequest, retry: RetryNo},
	12: {rule: "Unimplemented", cause: answer, reason: Unsupported, retry: RetryNo},
	13: {rule: "Internal", cause: answer, reason: ServerError, retry: RetryYes},
	14: {rule: "Unavailable", cause: noAnswer, reason: Unreachable, retry: RetryYes},
	15: {rule: "DataLoss", cause: answer, reason: ServerError},
	16: {rule: "Unauthenticated", cause: answer, reason: Auth, retry: RetryNo},
}
