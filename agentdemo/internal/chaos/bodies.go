// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import "strings"

// provider is how a service words its failures.
type provider struct {
	limited           string
	limitedHeader     map[string]string
	unavailable       string
	unavailableHeader map[string]string
	malformed         string // looks like JSON, but is not
	truncated         string // the beginning of a longer answer
}

var retryAfter = map[string]string{"Retry-After": "1"}

var (
	openAI = provider{
		limited: `{"error":{"message":"Rate limit reached for requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 1s.","type":"requests","param":null,"code":"rate_limit_exceeded"}}`,
		limitedHeader: map[string]string{
			"Retry-After": "1", "X-Ratelimit-Limit-Requests": "3",
			"X-Ratelimit-Remaining-Requests": "0", "X-Ratelimit-Reset-Requests": "1s",
		},
		unavailable:       `{"error":{"message":"The engine is currently overloaded, please try again later","type":"server_error","param":null,"code":null}}`,
		unavailableHeader: retryAfter,
		malformed:         `{"id":"chatcmpl-chaos","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"{\"destinations\": [}"},,]}`,
		truncated:         `{"id":"chatcmpl-chaos","object":"chat.completion","created":1767225600,"choices":[{"index":0,"message":{"role":"assistant","content":"{\"desti`,
	}
	openMeteo = provider{
		limited:           `{"error":true,"reason":"Minutely API request limit exceeded. Please try again in one minute."}`,
		limitedHeader:     retryAfter,
		unavailable:       `{"error":true,"reason":"The service is temporarily overloaded. Please try again later."}`,
		unavailableHeader: retryAfter,
		malformed:         `{"latitude":48.84,"longitude":2.36,"results":[{"name":"Par"is"}],"daily":{"time":["2026-12-01",]}}`,
		truncated:         `{"latitude":48.84,"longitude":2.3599997,"generationtime_ms":0.07,"daily":{"time":["2026-12-01","2026-1`,
	}
	osrm = provider{
		limited:           `{"code":"TooManyRequests","message":"Too many requests, see https://github.com/Project-OSRM/osrm-backend/wiki/Api-usage-policy"}`,
		limitedHeader:     retryAfter,
		unavailable:       `{"code":"ServiceUnavailable","message":"Service temporarily unavailable"}`,
		unavailableHeader: retryAfter,
		malformed:         `{"code":"Ok","routes":[{"distance":428910.3,"duration":}]}`,
		truncated:         `{"code":"Ok","routes":[{"legs":[{"steps":[],"summary":"","weight":17871,"dur`,
	}
	mediaWiki = provider{
		limited:           `{"error":{"code":"ratelimited","info":"You've exceeded your rate limit. Please wait some time and try again."},"servedby":"mw-api-ext"}`,
		limitedHeader:     map[string]string{"Retry-After": "1", "MediaWiki-API-Error": "ratelimited"},
		unavailable:       `{"error":{"code":"maxlag","info":"Waiting for a database server: 6 seconds lagged."},"servedby":"mw-api-ext"}`,
		unavailableHeader: map[string]string{"Retry-After": "1", "MediaWiki-API-Error": "maxlag"},
		malformed:         `{"batchcomplete":"","query":{"geosearch":[{"pageid":1,"title":Louvre}]}}`,
		truncated:         `{"batchcomplete":"","query":{"geosearch":[{"pageid":1,"ns":0,"title":"Lou`,
	}
	links = provider{
		limited:           `{"error":{"code":"rate_limited","message":"too many requests"}}`,
		limitedHeader:     retryAfter,
		unavailable:       `{"error":{"code":"unavailable","message":"the service is overloaded"}}`,
		unavailableHeader: retryAfter,
		malformed:         `{"links":[{"title":"Flights","url":"https://www.example.com/"]}`,
		truncated:         `{"links":[{"title":"Flights","url":"https://www.exam`,
	}
)

// unparsableCompletion is a completion in order whose text fits no task.
const unparsableCompletion = `{"id":"chatcmpl-chaos","object":"chat.completion","created":1767225600,"model":"chaos",` +
	`"choices":[{"index":0,"message":{"role":"assistant","content":"Sure! Here is what you asked for: {destinations: ","refusal":null},"logprobs":null,"finish_reason":"stop"}],` +
	`"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18}}`

// providerOf tells the service by the path of a request.
func providerOf(path string) provider {
	switch {
	case strings.HasSuffix(path, "/chat/completions"):
		return openAI
	case strings.HasPrefix(path, "/route/"):
		return osrm
	case strings.HasSuffix(path, "/api.php"):
		return mediaWiki
	case strings.HasSuffix(path, "/search"), strings.HasSuffix(path, "/forecast"):
		return openMeteo
	default:
		return links
	}
}
