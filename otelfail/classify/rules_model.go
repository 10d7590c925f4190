// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// modelRules: the words of model providers' answers.
var modelRules = []rule{
	{
		name: "quota", cause: answer, reason: Quota, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"service quota exceeded*",
			"insufficient quota*", "insufficient balance", "insufficient credit*", "insufficient funds", "credit balance*", "not enough credit*", "out of credit*", "no credits*", "credits exhausted", "credit limit", "payment required", "billing hard limit*", "billing limit*", "billing not active", "account is not active", "arrearage", "overdue payment", "exceeded your monthly*", "monthly…limit*", "usage limit reached", "spending limit*", "spend limit*", "hard limit reached", "free tier…exhausted", "free quota*", "requires more credits", "requires at least…credits", "quota exhausted", "daily…limit…reached", "out of quota", "balance is too low", "budget has been exceeded", "budget exceeded", "exceeded budget", "余额不足", "账户已欠费", "欠费", "额度不足", "额度已用尽", "#402", "no quota*", "plan limit*", "upgrade your plan", "exceeded…included credits", "usage limits",
		}, not: []string{"per minute", "per second", "disk quota*"}},
		example: `{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}}`,
	},
	{
		name: "content_filter", cause: answer, reason: ContentFilter, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"content filter*", "safety filter*", "safety filters", "content management policy", "usage policy", "usage policies", "content policy*", "blocked by safety*", "blocked…safety", "safety settings*", "responsible ai policy*", "response was filtered", "moderation*", "finish reason safety", "prohibited content", "block reason*", "blocked reason*", "content blocked", "policy violation", "violates…policy*", "violate*…usage", "flagged as*", "data inspection failed", "inappropriate content", "recitation", "prompt was blocked", "blocked the prompt", "safety system*", "refused to answer", "sensitive content", "content exists risk", "blocklist*", "prompt was filtered", "response…blocked",
		}},
		example: `{"error":{"message":"Output blocked by content filtering policy","type":"invalid_request_error"}}`,
	},
	{
		name: "context_length", cause: answer, reason: ContextLength, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"max new tokens…must be", "inputs tokens…max new tokens",
			"context length*", "context window*", "maximum context*", "prompt is too long", "prompt too long", "input is too long", "input too long", "input length*…exceed*", "too many tokens", "reduce the length*", "maximum number of tokens", "token count*…exceed*", "tokens exceed*", "exceeds the maximum number of tokens", "max context*", "model token limit", "context size", "exceeds the model*", "string too long", "input token*…exceed*", "range of input length", "request too large for model", "exceed context*", "exceeds…context", "prompt tokens…exceed*", "total tokens…exceed*", "tokens…greater than…maximum", "prompt…exceeds…max*", "inputs tokens…must be",
		}, not: []string{"per minute", "tokens per min", "rate limit*", "tpm"}},
		example: "This model's maximum context length is 8192 tokens. However, your messages resulted in 8227 tokens.",
	},
	{
		name: "model_not_found", cause: answer, reason: ModelNotFound, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"model identifier*", "model id*…invalid",
			"no available channel*", "无可用渠道", "engine…not found",
			"model not found", "model…not found", "model not exist", "model…does not exist*", "model…doesnt exist*", "deployment not found", "deployment…does not exist*", "model…deprecated", "model…was removed", "model…decommissioned", "model not supported", "no such model", "unknown model", "unsupported model", "invalid model", "invalid model name*", "model…not supported", "model…has been retired", "model…end of life", "model…is not available", "model…isnt available", "not found error…model", "model…not exist", "no endpoints found*", "not a valid model*", "model…is not supported", "models…is not found", "api deployment…does not exist*", "模型不存在",
		}, not: []string{"data model*", "view model", "collection*", "model…tool*…not supported"}},
		example: "model 'llama9:latest' not found, try pulling it first",
	},
	{
		name: "model_access", cause: answer, reason: Permission, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"unsupported country*", "country region or territory*", "user location is not supported*", "organization has been disabled", "not allowed to sample from this model",
			"access to the model*", "access to model*", "access to this model", "model access*", "not allowed to access…model", "project…does not have access to model*", "must be verified to use*", "gated repo*", "gated model",
		}},
		example: "You don't have access to the model with the specified model ID.",
	},
	{
		name: "model_overloaded", cause: answer, reason: Overloaded, retry: RetryYes, home: LLM,
		when: cond{any: []string{
			"负载已饱和", "model…currently loading", "service overloaded",
			"overloaded error", "model is overloaded", "model…overloaded", "engine…overloaded", "overloaded with other requests", "model is currently loading", "model…is loading", "model…currently overloaded", "no capacity", "at capacity", "over capacity", "capacity exceeded", "capacity constraints", "experiencing high*", "server is busy", "service is too busy", "overloaded", "model busy", "temporarily overloaded", "#529", "server busy", "too busy", "high load", "high traffic",
		}, not: []string{"json rpc", "rate limit*", "mcp*"}},
		example: `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`,
	},
	{
		name: "resource_exhausted", cause: answer, reason: RateLimit, retry: RetryYes, home: LLM,
		when:    cond{any: []string{"resource exhausted", "resource has been exhausted"}, not: []string{"grpc…received message larger", "larger than max*", "disk*", "memory"}},
		example: "ResourceExhausted: 429 Resource has been exhausted (e.g. check quota).",
	},
	{
		name: "plan_quota", cause: answer, reason: Quota, retry: RetryNo, home: LLM,
		when:    cond{any: []string{"exceeded your current quota", "quota exceeded", "exceeded…quota", "quota has been exceeded"}, not: []string{"per minute*", "per second", "rate", "rate limit*", "requests per*", "disk quota*", "retry in", "retry after", "per day per project*"}},
		example: "You exceeded your current quota, please check your plan and billing details.",
	},
	{
		name: "rate_limit", cause: answer, reason: RateLimit, retry: RetryYes, home: LLM,
		when: cond{any: []string{
			"rate limit*", "ratelimit*", "rate limited", "too many requests", "tokens per min*", "requests per min*", "requests per day", "per minute", "throttl*", "request limit*", "tpm", "rpm", "tpd", "rpd", "quota exceeded*", "exceeded…quota", "slow down", "concurrency limit*", "too many concurrent*", "请求过于频繁", "速率限制", "request rate*", "limit requests", "requests too frequent*", "#429",
		}},
		example: "Rate limit reached for gpt-4 on tokens per min (TPM): Limit 10000, Used 9348, Requested 5086.",
	},
	{
		name: "api_key", cause: answer, reason: Auth, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"incorrect api key*", "invalid api key*", "invalid x api key", "api key not valid*", "api key…invalid", "invalid…api key", "missing api key*", "no api key*", "api key…missing", "api key…not set", "api key…required", "api key…not found", "api key…expired", "api key…must be set", "api keys are not supported*", "provide…api key", "provide an api key*", "invalid subscription key", "type authentication error", "authentication fails*", "invalid authentication*", "unregistered callers", "invalid apikey*", "api key*…unauthorized", "unauthorized…api key*", "api key…disabled", "api key…revoked", "didnt provide an api key", "invalid proxy server token*", "无效的令牌", "invalid token…provider", "api key is invalid",
		}, not: []string{"proxy authentication*"}},
		example: "Incorrect API key provided: sk-01234*6789.",
	},
	{
		name: "empty_response", cause: answer, reason: EmptyResponse, retry: RetryYes, home: LLM,
		when: cond{any: []string{
			"empty response", "empty completion", "no choices*", "no candidates*", "empty choices", "response output did not contain*", "no content in response", "empty content", "empty message", "no generation*", "no response from model", "response was empty", "returned no content", "empty output", "no output from model", "model returned no*", "no text content", "null content", "no completion*", "empty result from model", "no generated*", "returned empty*", "response is empty", "response contained no*", "no message in response", "received empty*", "did not return any*",
		}, not: []string{"empty reply from server", "no results*", "search", "getaddrinfo*"}},
		example: "empty response from model",
	},
	{
		name: "model_truncated", cause: answer, reason: Truncated, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"finish reason length", "finish reason max tokens", "stop reason max tokens", "length finish reason*", "output was truncated", "completion was truncated", "response was truncated", "max tokens…was reached", "incomplete output*", "output limit reached", "reached the max tokens", "response truncated", "could not parse response content as the length limit*", "maximum output tokens", "output token maximum",
		}},
		example: "Could not parse response content as the length limit was reached",
	},
	{
		name: "model_output", cause: decode, reason: Parse, retry: RetryYes, home: LLM,
		when: cond{any: []string{
			"invalid json output*", "output parser*", "invalid return object*",
			"parse llm output", "parse model output", "could not parse…output", "parse…model response", "parse…llm response", "output parser exception", "outputparserexception", "llm output…json", "model output…json", "model returned invalid*", "model response…json", "failed to parse…completion", "failed to parse…response from model", "invalid json from model", "model did not return valid*", "unable to parse…model", "parsing llm output", "model produced invalid*", "failed to generate valid*", "malformed function call", "llm returned invalid*", "llm response…json", "llm did not return*", "parse llm*", "unparseable…model", "invalid response from model", "tool use failed", "failed to call a function", "invalid format missing*",
		}},
		example: "Could not parse LLM output: I think the answer is 4",
	},
	{
		name: "model_unsupported", cause: answer, reason: Unsupported, retry: RetryNo, home: LLM,
		when:    cond{any: []string{"throughput isnt supported", "throughput is not supported", "on demand throughput*", "does not support tools", "does not support image*", "does not support…function calling", "does not support chat*", "does not support stream*", "does not support system*", "does not support generate", "does not support embed*", "does not support thinking", "doesnt support…modalit*", "does not support…response format", "does not support vision"}},
		example: "registry.ollama.ai/library/llama2:latest does not support tools",
	},
	{
		name: "invalid_request", cause: answer, reason: BadRequest, retry: RetryNo, home: LLM,
		when:    cond{any: []string{"invalid schema for function*", "unrecognized request argument*", "all messages must have*", "invalid request error", "invalid parameter error", "invalid image*", "bad request error", "unknown parameter", "invalid argument…contents", "unsupported parameter", "unsupported value", "max tokens too large", "invalid param*…model", "thinking…must*", "messages…role*", "unexpected role", "roles must alternate", "contents…parts", "tool use ids*", "tool call ids*", "tool calls…must be followed*", "invalid value for…temperature", "extra inputs are not permitted"}, not: []string{"^ mcp*", "json rpc"}},
		example: `{"error":{"message":"Unknown parameter: 'quality'.","type":"invalid_request_error","param":"quality","code":"unknown_parameter"}}`,
	},
	{
		name: "provider_error", cause: answer, reason: ServerError, retry: RetryYes, home: LLM,
		when: cond{any: []string{
			"llama runner process*", "model runner has unexpectedly stopped", "an internal error has occurred",
			"api error internal server error", "the server had an error*", "the server had an error while processing your request", "the model produced*…error", "new api error", "new api panic", "internal error encountered*", "model…internal error", "provider returned error", "upstream error", "internal server exception", "model error exception", "model not ready*", "service unavailable exception",
		}},
		example: "The server had an error while processing your request. Sorry about that!",
	},
}
