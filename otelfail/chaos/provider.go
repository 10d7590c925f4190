// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// provider is how a service words that it cannot answer.
type provider struct {
	model bool // it serves models
	body  func(status int) any
	// limited are the headers of status 429, beside Retry-After.
	limited map[string]string
}

// providers are known by the name that Rule.Provider has.
var providers = map[string]provider{
	"openai": {model: true, body: openAIError, limited: map[string]string{
		"X-Ratelimit-Limit-Requests": "3", "X-Ratelimit-Remaining-Requests": "0", "X-Ratelimit-Reset-Requests": "1s",
	}},
	"anthropic": {model: true, body: anthropicError, limited: map[string]string{
		"Anthropic-Ratelimit-Requests-Limit": "50", "Anthropic-Ratelimit-Requests-Remaining": "0",
	}},
	"google":    {model: true, body: googleError},
	"mistral":   {model: true, body: mistralError},
	"ollama":    {model: true, body: ollamaError},
	"openmeteo": {body: openMeteoError},
	"osrm":      {body: osrmError},
	"mediawiki": {body: mediaWikiError},
	"json":      {body: plainError},
	"html":      {}, // a page without words of the service: that of a proxy
}

func knownProvider(name string) bool {
	_, ok := providers[name]
	return ok
}

func providerNames() []string { return slices.Sorted(maps.Keys(providers)) }

// providerOf tells the service by host and path.
func providerOf(u *url.URL) string {
	path := u.Path
	switch host := u.Hostname(); {
	case strings.HasSuffix(host, "mistral.ai"):
		return "mistral"
	case strings.HasSuffix(path, "/v1/messages"):
		return "anthropic"
	case strings.Contains(path, ":generateContent"), strings.Contains(path, ":streamGenerateContent"):
		return "google"
	case path == "/api/chat", path == "/api/generate", path == "/api/embed":
		return "ollama"
	case strings.HasSuffix(path, "/chat/completions"), strings.HasSuffix(path, "/v1/responses"), strings.HasSuffix(path, "/v1/embeddings"):
		return "openai"
	case strings.HasPrefix(path, "/route/"), strings.HasPrefix(path, "/table/"):
		return "osrm"
	case strings.HasSuffix(path, "/api.php"):
		return "mediawiki"
	case path == "/v1/search", path == "/v1/forecast", path == "/v1/archive":
		return "openmeteo"
	}
	return "json"
}

// answer is the script of an answer with that status.
func (p provider) answer(status int) script {
	s := script{fault: HTTPStatus(status), status: status, header: http.Header{}}
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable || status == statusOverloaded {
		s.header.Set("Retry-After", "1")
	}
	if p.body == nil {
		s.header.Set("Content-Type", "text/html")
		title := fmt.Sprintf("%d %s", status, http.StatusText(status))
		s.body = fmt.Appendf(nil, "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%[1]s</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n", title)
		return s
	}
	if status == http.StatusTooManyRequests {
		for key, value := range p.limited {
			s.header.Set(key, value)
		}
	}
	s.header.Set("Content-Type", "application/json; charset=utf-8")
	s.body, _ = json.Marshal(p.body(status)) // plain data, always encodable
	return s
}

// object keeps the bodies below readable.
type object = map[string]any

// by picks the row of a status, or of its hundred.
func by[T any](status int, rows map[int]T) T {
	if row, ok := rows[status]; ok {
		return row
	}
	return rows[status/100*100]
}

type row struct{ kind, code, message string }

func openAIError(status int) any {
	r := by(status, map[int]row{
		400: {"invalid_request_error", "", "We could not parse the JSON body of your request."},
		401: {"invalid_request_error", "invalid_api_key", "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys."},
		403: {"invalid_request_error", "unsupported_country_region_territory", "Country, region, or territory not supported"},
		404: {"invalid_request_error", "model_not_found", "The model does not exist or you do not have access to it."},
		413: {"invalid_request_error", "context_length_exceeded", "This model's maximum context length is 8192 tokens. However, your messages resulted in 9213 tokens."},
		429: {"requests", "rate_limit_exceeded", "Rate limit reached for requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 1s."},
		500: {"server_error", "", "The server had an error while processing your request. Sorry about that!"},
		503: {"server_error", "", "The engine is currently overloaded, please try again later"},
	})
	var code any
	if r.code != "" {
		code = r.code
	}
	return object{"error": object{"message": r.message, "type": r.kind, "param": nil, "code": code}}
}

func anthropicError(status int) any {
	r := by(status, map[int]row{
		400: {kind: "invalid_request_error", message: "messages: at least one message is required"},
		401: {kind: "authentication_error", message: "invalid x-api-key"},
		403: {kind: "permission_error", message: "Your API key does not have permission to use the specified resource."},
		404: {kind: "not_found_error", message: "model: no such model"},
		413: {kind: "request_too_large", message: "Request exceeds the maximum size"},
		429: {kind: "rate_limit_error", message: "This request would exceed your organization's rate limit of 50 requests per minute"},
		500: {kind: "api_error", message: "Internal server error"},
		529: {kind: "overloaded_error", message: "Overloaded"},
		503: {kind: "overloaded_error", message: "Overloaded"},
	})
	return object{"type": "error", "error": object{"type": r.kind, "message": r.message}, "request_id": "req_011CSHoEeqs5C35K2UUqR7Fy"}
}

func googleError(status int) any {
	r := by(status, map[int]row{
		400: {"INVALID_ARGUMENT", "", "Request contains an invalid argument."},
		401: {"UNAUTHENTICATED", "", "Request had invalid authentication credentials."},
		403: {"PERMISSION_DENIED", "", "The caller does not have permission"},
		404: {"NOT_FOUND", "", "The model is not found for API version v1beta, or is not supported for generateContent."},
		429: {"RESOURCE_EXHAUSTED", "", "Too many requests. Please retry in 1s."},
		500: {"INTERNAL", "", "An internal error has occurred. Please retry."},
		503: {"UNAVAILABLE", "", "The model is overloaded. Please try again later."},
	})
	return object{"error": object{"code": status, "message": r.message, "status": r.kind}}
}

func mistralError(status int) any {
	r := by(status, map[int]row{
		400: {"invalid_request_error", "3051", "Invalid request"},
		401: {"invalid_request_error", "0", "Unauthorized"},
		404: {"invalid_model", "1500", "Invalid model"},
		429: {"rate_limited", "1300", "Rate limit exceeded"},
		500: {"internal_server_error", "3700", "Service unavailable"},
	})
	return object{"object": "error", "message": r.message, "type": r.kind, "param": nil, "code": r.code}
}

func ollamaError(status int) any {
	return object{"error": by(status, map[int]string{
		400: "invalid request",
		404: "model 'llama3.2' not found, try pulling it first",
		500: "llama runner process has terminated: exit status 2",
		503: "server busy, please try again. maximum pending requests exceeded",
	})}
}

func openMeteoError(status int) any {
	return object{"error": true, "reason": by(status, map[int]string{
		400: "Cannot initialize the request from the parameters given.",
		429: "Minutely API request limit exceeded. Please try again in one minute.",
		500: "Internal error",
		503: "The service is temporarily overloaded. Please try again later.",
	})}
}

func osrmError(status int) any {
	r := by(status, map[int]row{
		400: {code: "InvalidQuery", message: "Query string malformed"},
		429: {code: "TooManyRequests", message: "Too many requests, see https://github.com/Project-OSRM/osrm-backend/wiki/Api-usage-policy"},
		500: {code: "InternalError", message: "Internal error"},
		503: {code: "ServiceUnavailable", message: "Service temporarily unavailable"},
	})
	return object{"code": r.code, "message": r.message}
}

func mediaWikiError(status int) any {
	r := by(status, map[int]row{
		400: {code: "badvalue", message: "Unrecognized value for parameter."},
		429: {code: "ratelimited", message: "You've exceeded your rate limit. Please wait some time and try again."},
		500: {code: "internal_api_error_DBQueryError", message: "A database query error has occurred."},
		503: {code: "maxlag", message: "Waiting for a database server: 6 seconds lagged."},
	})
	return object{"error": object{"code": r.code, "info": r.message}, "servedby": "mw-api-ext"}
}

func plainError(status int) any {
	r := by(status, map[int]row{
		400: {code: "bad_request", message: "the request cannot be understood"},
		401: {code: "unauthorized", message: "authentication is required"},
		403: {code: "forbidden", message: "access to this resource is not allowed"},
		404: {code: "not_found", message: "there is no such resource"},
		429: {code: "rate_limited", message: "too many requests"},
		500: {code: "internal", message: "an internal error occurred"},
		503: {code: "unavailable", message: "the service is overloaded"},
	})
	return object{"error": object{"code": r.code, "message": r.message}}
}
