// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

// object keeps the bodies readable.
type object = map[string]any

// wording is what a provider says to each status, and the body that it says it in.
type wording struct {
	rows map[int]row // by status, or by its hundred
	body func(status int, r row) any
}

// row is the provider's own words.
type row struct{ kind, code, message string }

// of returns the body of an answer with that status.
func (w wording) of(status int) any {
	r, ok := w.rows[status]
	if !ok {
		r = w.rows[status/100*100]
	}
	return w.body(status, r)
}

// openAIWords are the words of OpenAI, and all who speak its API.
var openAIWords = wording{
	rows: map[int]row{
		400: {kind: "invalid_request_error", message: "We could not parse the JSON body of your request."},
		401: {kind: "invalid_request_error", code: "invalid_api_key", message: "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys."},
		403: {kind: "invalid_request_error", code: "unsupported_country_region_territory", message: "Country, region, or territory not supported"},
		404: {kind: "invalid_request_error", code: "model_not_found", message: "The model does not exist or you do not have access to it."},
		413: {kind: "invalid_request_error", code: "context_length_exceeded", message: "This model's maximum context length is 8192 tokens. However, your messages resulted in 9213 tokens."},
		429: {kind: "requests", code: "rate_limit_exceeded", message: "Rate limit reached for requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 1s."},
		500: {kind: "server_error", message: "The server had an error while processing your request. Sorry about that!"},
		503: {kind: "server_error", message: "The engine is currently overloaded, please try again later"},
	},
	body: func(_ int, r row) any {
		var code any
		if r.code != "" {
			code = r.code
		}
		return object{"error": object{"message": r.message, "type": r.kind, "param": nil, "code": code}}
	},
}

// anthropicWords are the words of Anthropic.
var anthropicWords = wording{
	rows: map[int]row{
		400: {kind: "invalid_request_error", message: "messages: at least one message is required"},
		401: {kind: "authentication_error", message: "invalid x-api-key"},
		403: {kind: "permission_error", message: "Your API key does not have permission to use the specified resource."},
		404: {kind: "not_found_error", message: "model: no such model"},
		413: {kind: "request_too_large", message: "Request exceeds the maximum size"},
		429: {kind: "rate_limit_error", message: "This request would exceed your organization's rate limit of 50 requests per minute"},
		500: {kind: "api_error", message: "Internal server error"},
		529: {kind: "overloaded_error", message: "Overloaded"},
		503: {kind: "overloaded_error", message: "Overloaded"},
	},
	body: func(_ int, r row) any {
		return object{"type": "error", "error": object{"type": r.kind, "message": r.message}, "request_id": "req_011CSHoEeqs5C35K2UUqR7Fy"}
	},
}

// googleWords are the words of Google.
var googleWords = wording{
	rows: map[int]row{
		400: {kind: "INVALID_ARGUMENT", message: "Request contains an invalid argument."},
		401: {kind: "UNAUTHENTICATED", message: "Request had invalid authentication credentials."},
		403: {kind: "PERMISSION_DENIED", message: "The caller does not have permission"},
		404: {kind: "NOT_FOUND", message: "The model is not found for API version v1beta, or is not supported for generateContent."},
		429: {kind: "RESOURCE_EXHAUSTED", message: "Too many requests. Please retry in 1s."},
		500: {kind: "INTERNAL", message: "An internal error has occurred. Please retry."},
		503: {kind: "UNAVAILABLE", message: "The model is overloaded. Please try again later."},
	},
	body: func(status int, r row) any {
		return object{"error": object{"code": status, "message": r.message, "status": r.kind}}
	},
}

// mistralWords are the words of Mistral.
var mistralWords = wording{
	rows: map[int]row{
		400: {kind: "invalid_request_error", code: "3051", message: "Invalid request"},
		401: {kind: "invalid_request_error", code: "0", message: "Unauthorized"},
		404: {kind: "invalid_model", code: "1500", message: "Invalid model"},
		429: {kind: "rate_limited", code: "1300", message: "Rate limit exceeded"},
		500: {kind: "internal_server_error", code: "3700", message: "Service unavailable"},
	},
	body: func(_ int, r row) any {
		return object{"object": "error", "message": r.message, "type": r.kind, "param": nil, "code": r.code}
	},
}

// ollamaWords are the words of Ollama.
var ollamaWords = wording{
	rows: map[int]row{
		400: {message: "invalid request"},
		404: {message: "model 'llama3.2' not found, try pulling it first"},
		500: {message: "llama runner process has terminated: exit status 2"},
		503: {message: "server busy, please try again. maximum pending requests exceeded"},
	},
	body: func(_ int, r row) any { return object{"error": r.message} },
}

// openMeteoWords are the words of Open-Meteo.
var openMeteoWords = wording{
	rows: map[int]row{
		400: {message: "Cannot initialize the request from the parameters given."},
		429: {message: "Minutely API request limit exceeded. Please try again in one minute."},
		500: {message: "Internal error"},
		503: {message: "The service is temporarily overloaded. Please try again later."},
	},
	body: func(_ int, r row) any { return object{"error": true, "reason": r.message} },
}

// osrmWords are the words of OSRM.
var osrmWords = wording{
	rows: map[int]row{
		400: {code: "InvalidQuery", message: "Query string malformed"},
		429: {code: "TooManyRequests", message: "Too many requests, see https://github.com/Project-OSRM/osrm-backend/wiki/Api-usage-policy"},
		500: {code: "InternalError", message: "Internal error"},
		503: {code: "ServiceUnavailable", message: "Service temporarily unavailable"},
	},
	body: func(_ int, r row) any { return object{"code": r.code, "message": r.message} },
}

// mediaWikiWords are the words of MediaWiki.
var mediaWikiWords = wording{
	rows: map[int]row{
		400: {code: "badvalue", message: "Unrecognized value for parameter."},
		429: {code: "ratelimited", message: "You've exceeded your rate limit. Please wait some time and try again."},
		500: {code: "internal_api_error_DBQueryError", message: "A database query error has occurred."},
		503: {code: "maxlag", message: "Waiting for a database server: 6 seconds lagged."},
	},
	body: func(_ int, r row) any {
		return object{"error": object{"code": r.code, "info": r.message}, "servedby": "mw-api-ext"}
	},
}

// plainWords are the words of a service that nobody knows.
var plainWords = wording{
	rows: map[int]row{
		400: {code: "bad_request", message: "the request cannot be understood"},
		401: {code: "unauthorized", message: "authentication is required"},
		403: {code: "forbidden", message: "access to this resource is not allowed"},
		404: {code: "not_found", message: "there is no such resource"},
		429: {code: "rate_limited", message: "too many requests"},
		500: {code: "internal", message: "an internal error occurred"},
		503: {code: "unavailable", message: "the service is overloaded"},
	},
	body: func(_ int, r row) any { return object{"error": object{"code": r.code, "message": r.message}} },
}
