// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// modelRules: the words of model providers' answers.
var modelRules = []rule{
	{
		name: "quota", cause: answer, reason: Quota, retry: RetryNo, home: LLM,
		when: cond{any: []string{"billing details…quota", "no active subscription*", "subscription…expired", "subscription…required", "exceeded…usage limit*", "reached…usage limit*", "reached…spend*", "trial…expired", "free trial*…ended", "budget limit*", "cost limit*", "max budget*", "credits…insufficient", "insufficient_user_quota*", "pre consumed quota*", "resource package*", "余额", "no quota left", "limit…upgrade*plan",
			"service quota exceeded*",
			"insufficient quota*", "insufficient balance", "insufficient credit*", "insufficient funds", "credit balance*", "not enough credit*", "out of credit*", "no credits*", "credits exhausted", "credit limit", "payment required", "billing hard limit*", "billing limit*", "billing not active", "account is not active", "arrearage", "overdue payment", "exceeded your monthly*", "monthly…limit*", "usage limit reached", "spending limit*", "spend limit*", "hard limit reached", "free tier…exhausted", "free quota*", "requires more credits", "requires at least…credits", "quota exhausted", "daily…limit…reached", "out of quota", "balance is too low", "budget has been exceeded", "budget exceeded", "exceeded budget", "余额不足", "账户已欠费", "欠费", "额度不足", "额度已用尽", "#402", "no quota*", "plan limit*", "upgrade your plan", "exceeded…included credits", "usage limits",
		}, not: []string{"per minute", "per second", "disk quota*"}},
		example: `{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}}`,
	},
	{
		name: "content_filter", cause: answer, reason: ContentFilter, retry: RetryNo, home: LLM,
		when: cond{any: []string{"was flagged*", "unsafe…content", "contentfilter*", "promptblocked*", "response was blocked*", "request was blocked…safety", "rejected…safety", "finishreason*safety", "finish reason…content filter", "finish reason…prohibited", "responsibleai*", "i cant assist with*", "i cannot assist with*", "model refused*", "declined to answer", "harmful content*", "nsfw*", "not allowed by our safety*", "blocked by…filter*", "candidate…blocked", "output…inappropriate", "敏感", "违规",
			"content filter*", "safety filter*", "safety filters", "content management policy", "usage policy", "usage policies", "content policy*", "blocked by safety*", "blocked…safety", "safety settings*", "responsible ai policy*", "response was filtered", "moderation*", "finish reason safety", "prohibited content", "block reason*", "blocked reason*", "content blocked", "policy violation", "violates…policy*", "violate*…usage", "flagged as*", "data inspection failed", "inappropriate content", "recitation", "prompt was blocked", "blocked the prompt", "safety system*", "refused to answer", "sensitive content", "content exists risk", "blocklist*", "prompt was filtered", "response…blocked",
		}, not: []string{"#429"}},
		example: `{"error":{"message":"Output blocked by content filtering policy","type":"invalid_request_error"}}`,
	},
	{
		name: "context_length", cause: answer, reason: ContextLength, retry: RetryNo, home: LLM,
		when: cond{any: []string{"available context size*", "too many input tokens", "size limit exceeded by…tokens", "maximum…tokens allowed", "conversation is too long", "messages…too long", "exceeds…token limit*", "exceed…token limit*", "exceeded…token limit*", "token limit exceeded*", "over the token limit", "input…exceeds…tokens", "max input tokens*", "longer than the maximum*…tokens", "sequence length*…longer*", "exceeds…max model len*", "maximum prompt length*", "prompt length*…exceed*", "must have less than…tokens", "please shorten*", "上下文", "超过…长度", "exceeds the limit of…tokens", "total length*…exceed*",
			"max new tokens…must be", "inputs tokens…max new tokens",
			"context length*", "context window*", "maximum context*", "prompt is too long", "prompt too long", "input is too long", "input too long", "input length*…exceed*", "too many tokens", "reduce the length*", "maximum number of tokens", "token count*…exceed*", "tokens exceed*", "exceeds the maximum number of tokens", "max context*", "model token limit", "context size", "exceeds the model*", "string too long", "input token*…exceed*", "range of input length", "request too large for model", "exceed context*", "exceeds…context", "prompt tokens…exceed*", "total tokens…exceed*", "tokens…greater than…maximum", "prompt…exceeds…max*", "inputs tokens…must be",
		}, not: []string{"per minute", "tokens per min", "rate limit*", "tpm"}},
		example: "This model's maximum context length is 8192 tokens. However, your messages resulted in 8227 tokens.",
	},
	{
		name: "model_not_found", cause: answer, reason: ModelNotFound, retry: RetryNo, home: LLM,
		when: cond{any: []string{"not found model*", "publisher model*…not found", "pull model manifest*", "llm provider not provided*", "no deployments available*…model", "unknown url model*", "model…cannot be found", "model…does not support this*", "models…not found", "model…not available in your region", "model…unavailable…region", "not found…models", "could not find model*", "cannot find model*", "couldnt find model*", "no model…found", "model repository*…not found", "repository…model…not found",
			"model identifier*", "model id*…invalid",
			"no available channel*", "无可用渠道", "engine…not found",
			"model not found", "model…not found", "model not exist", "model…does not exist*", "model…doesnt exist*", "deployment not found", "deployment…does not exist*", "model…deprecated", "model…was removed", "model…decommissioned", "model not supported", "no such model", "unknown model", "unsupported model", "invalid model", "invalid model name*", "model…not supported", "model…has been retired", "model…end of life", "model…is not available", "model…isnt available", "not found error…model", "model…not exist", "no endpoints found*", "not a valid model*", "model…is not supported", "models…is not found", "api deployment…does not exist*", "模型不存在",
		}, not: []string{"data model*", "view model", "collection*", "model…tool*…not supported"}},
		example: "model 'llama9:latest' not found, try pulling it first",
	},
	{
		name: "model_access", cause: answer, reason: Permission, retry: RetryNo, home: LLM,
		when: cond{any: []string{"has not been used in project*before*", "api has not been used*", "permission…aiplatform*", "not have access to the model*", "must be a member of an organization*", "model…not enabled", "model…requires…access", "access…model…denied", "accept…license*…model", "not available to your*tier", "ip address not authorized*", "beta header*access",
			"unsupported country*", "country region or territory*", "user location is not supported*", "organization has been disabled", "not allowed to sample from this model",
			"access to the model*", "access to model*", "access to this model", "model access*", "not allowed to access…model", "project…does not have access to model*", "must be verified to use*", "gated repo*", "gated model",
		}},
		example: "You don't have access to the model with the specified model ID.",
	},
	{
		name: "model_overloaded", cause: answer, reason: Overloaded, retry: RetryYes, home: LLM,
		when: cond{any: []string{"server…processing too many requests", "currently processing too many*", "service tier capacity exceeded*", "llm server loading model", "engine…busy", "high volume of requests", "exceeded…concurrent requests", "currently experiencing*", "heavy load", "temporarily unavailable…model", "model…temporarily unavailable", "model is unavailable", "model…warming up", "currently unavailable…model", "繁忙", "过载", "capacity error",
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
		when: cond{any: []string{"requests…per second", "tokens per day", "rpm limit*", "tpm limit*", "rate exceeded", "rate of requests*", "frequency limit*", "qps limit*", "quota…per minute", "limited to…api calls", "calls per minute", "request was throttled*", "请求频率", "限流", "频率", "sending requests too*", "too many tokens please wait*",
			"rate limit*", "ratelimit*", "rate limited", "too many requests", "tokens per min*", "requests per min*", "requests per day", "per minute", "throttl*", "request limit*", "tpm", "rpm", "tpd", "rpd", "quota exceeded*", "exceeded…quota", "slow down", "concurrency limit*", "too many concurrent*", "请求过于频繁", "速率限制", "request rate*", "limit requests", "requests too frequent*", "#429",
		}},
		example: "Rate limit reached for gpt-4 on tokens per min (TPM): Limit 10000, Used 9348, Requested 5086.",
	},
	{
		name: "api_key", cause: answer, reason: Auth, retry: RetryNo, home: LLM,
		when: cond{any: []string{"no auth credentials found", "api key not found*", "api key…not configured", "api key…not provided", "api key…is missing", "api key…is required", "api key…wrong", "api key…incorrect", "openai api key*…set", "could not resolve authentication method*", "did not provide an api key*", "api key…blocked", "api key…unauthorized", "apikey*…required", "you must provide…api key", "please set…api key", "set the…api key", "expected either apikey*", "invalid key…provider", "no api token*", "api token…missing", "key not valid*", "无效…key", "密钥",
			"incorrect api key*", "invalid api key*", "invalid x api key", "api key not valid*", "api key…invalid", "invalid…api key", "missing api key*", "no api key*", "api key…missing", "api key…not set", "api key…required", "api key…not found", "api key…expired", "api key…must be set", "api keys are not supported*", "provide…api key", "provide an api key*", "invalid subscription key", "type authentication error", "authentication fails*", "invalid authentication*", "unregistered callers", "invalid apikey*", "api key*…unauthorized", "unauthorized…api key*", "api key…disabled", "api key…revoked", "didnt provide an api key", "invalid proxy server token*", "无效的令牌", "invalid token…provider", "api key is invalid",
		}, not: []string{"proxy authentication*"}},
		example: "Incorrect API key provided: sk-01234*6789.",
	},
	{
		name: "empty_response", cause: answer, reason: EmptyResponse, retry: RetryYes, home: LLM,
		when: cond{any: []string{"no response text*", "response…is none", "model…no output", "blank response", "empty string response", "no valid response*", "no output generated", "did not produce*…output", "no usable response", "got no response*", "no choices returned", "candidates is empty", "content is empty…model", "model output…empty", "llm returned nothing", "returned none", "received no*response",
			"empty response", "empty completion", "no choices*", "no candidates*", "empty choices", "response output did not contain*", "no content in response", "empty content", "empty message", "no generation*", "no response from model", "response was empty", "returned no content", "empty output", "no output from model", "model returned no*", "no text content", "null content", "no completion*", "empty result from model", "no generated*", "returned empty*", "response is empty", "response contained no*", "no message in response", "received empty*", "did not return any*",
		}, not: []string{"empty reply from server", "no results*", "search", "getaddrinfo*"}},
		example: "empty response from model",
	},
	{
		name: "model_truncated", cause: answer, reason: Truncated, retry: RetryNo, home: LLM,
		when: cond{any: []string{"finishreason*max tokens", "hit max tokens*", "max output tokens…reached", "cut off…max tokens", "reply was truncated*", "generation was truncated*", "exceeded max tokens*…output", "stop reason…length", "incomplete…max output tokens",
			"finish reason length", "finish reason max tokens", "stop reason max tokens", "length finish reason*", "output was truncated", "completion was truncated", "response was truncated", "max tokens…was reached", "incomplete output*", "output limit reached", "reached the max tokens", "response truncated", "could not parse response content as the length limit*", "maximum output tokens", "output token maximum",
		}},
		example: "Could not parse response content as the length limit was reached",
	},
	{
		name: "model_output", cause: decode, reason: Parse, retry: RetryYes, home: LLM,
		when: cond{any: []string{"received malformed response*", "malformed response from*", "unexpected response format*", "invalid response from the model*", "response from the model*…parse*", "models tool call could not be parsed", "tool call could not be parsed", "could not parse tool call*", "failed to parse tool call*", "model…unparseable", "failed to parse response as json", "invalid output from*model", "json validate failed", "failed to generate json", "output parsing failure*", "output parsing error*", "no object generated*", "structured output*…fail*", "structured output*…invalid", "could not parse the response", "could not extract*…from…response", "failed to extract json*", "no json…in…response", "no valid json*", "not contain valid json", "couldnt parse…model", "could not coerce*", "invalid tool call…model", "model…malformed*", "malformed…model", "model…not valid json", "model…did not follow*", "failed to parse…llm", "agent output*…parse*", "llm…invalid json", "model did not call*", "hallucinated*",
			"invalid json output*", "output parser*", "invalid return object*",
			"parse llm output", "parse model output", "could not parse…output", "parse…model response", "parse…llm response", "output parser exception", "outputparserexception", "llm output…json", "model output…json", "model returned invalid*", "model response…json", "failed to parse…completion", "failed to parse…response from model", "invalid json from model", "model did not return valid*", "unable to parse…model", "parsing llm output", "model produced invalid*", "failed to generate valid*", "malformed function call", "llm returned invalid*", "llm response…json", "llm did not return*", "parse llm*", "unparseable…model", "invalid response from model", "tool use failed", "failed to call a function", "invalid format missing*",
		}},
		example: "Could not parse LLM output: I think the answer is 4",
	},
	{
		name: "model_unsupported", cause: answer, reason: Unsupported, retry: RetryNo, home: LLM,
		when:    cond{any: []string{"unsupported params error*", "unsupportedparams*", "does not support parameter*", "doesnt support the model*", "model…only supported in*", "not supported with this model*", "does not support…with this model", "model does not support*", "function calling is not supported*", "doesnt support tools", "tool calling is not supported*", "tool use is not supported*", "images are not supported*", "does not support the…feature", "streaming is not supported*", "must implement…bind tools", "does not support bind tools", "vision is not supported*", "throughput isnt supported", "throughput is not supported", "on demand throughput*", "does not support tools", "does not support image*", "does not support…function calling", "does not support chat*", "does not support stream*", "does not support system*", "does not support generate", "does not support embed*", "does not support thinking", "doesnt support…modalit*", "does not support…response format", "does not support vision"}},
		example: "registry.ollama.ai/library/llama2:latest does not support tools",
	},
	{
		name: "invalid_request", cause: answer, reason: BadRequest, retry: RetryNo, home: LLM,
		when:    cond{any: []string{"no tool output found*", "corresponding…tool message*", "corresponding toolmessage*", "tool result blocks", "tool message*…must", "expected last role*", "malformed input request*", "invalid type for…messages", "which is the maximum allowed*", "could not process image*", "unsupported image*", "auto tool choice requires*", "streaming is strongly recommended*", "streaming is required for*", "function call turn*", "previous response…not found", "invalid chat history*", "found ai messages with tool calls*", "is not one of the allowed values", "status code from provider*", "invalid content type…messages", "unexpected tokens…messages", "response format*…invalid", "must contain the word json*", "system message*…must*", "first message must*", "conversation roles*", "default chat template*", "required property…tools*", "invalid value…tool choice*", "tools…function*…required*", "temperature*…must*", "top p…must*", "unsupported…role*", "unexpected message role*", "multiple system messages*", "unable to submit request*", "max tokens…must", "invalid schema for function*", "unrecognized request argument*", "all messages must have*", "invalid request error", "invalid parameter error", "invalid image*", "bad request error", "unknown parameter", "invalid argument…contents", "unsupported parameter", "unsupported value", "max tokens too large", "invalid param*…model", "thinking…must*", "messages…role*", "unexpected role", "roles must alternate", "contents…parts", "tool use ids*", "tool call ids*", "tool calls…must be followed*", "invalid value for…temperature", "extra inputs are not permitted"}, not: []string{"^ mcp*", "json rpc"}},
		example: `{"error":{"message":"Unknown parameter: 'quality'.","type":"invalid_request_error","param":"quality","code":"unknown_parameter"}}`,
	},
	{
		name: "provider_error", cause: answer, reason: ServerError, retry: RetryYes, home: LLM,
		when: cond{any: []string{"upstream provider*…error", "provider…internal error", "enginedeaderror", "engine dead error", "engine core*…failed", "cuda error*", "nccl*", "model stream error exception", "inference failed*", "inference error*", "prediction failed", "model server*…error", "llm engine*…died", "unable to load model*", "failed to load model*", "llama runner*",
			"llama runner process*", "model runner has unexpectedly stopped", "an internal error has occurred",
			"api error internal server error", "the server had an error*", "the server had an error while processing your request", "the model produced*…error", "new api error", "new api panic", "internal error encountered*", "model…internal error", "provider returned error", "upstream error", "internal server exception", "model error exception", "model not ready*", "service unavailable exception",
		}},
		example: "The server had an error while processing your request. Sorry about that!",
	},
}
