// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// modelRules: the words of model providers' answers.
var modelRules = []rule{
	{ // A limit that waiting lifts, whatever it is a limit of.
		name: "limit_wait", cause: answer, reason: RateLimit, retry: RetryYes, weak: LLM,
		when: cond{
			any: []string{"usage limit*", "limit reached", "limit has been reached*", "limit exceeded*", "limit was exceeded*", "reached the…limit", "reached your…limit", "hit the…limit", "hit your…limit", "exceeded the…limit", "exceeded your…limit"},
			and: []string{"wait a while", "wait a few*", "wait a moment*", "wait a bit", "wait a minute*", "wait some time*", "try again in a few*", "try again in a moment*", "try again in a minute*", "try again shortly*", "please wait before*", "please wait and*"},
			not: []string{"upgrade*", "plan", "billing*", "credit*", "monthly", "daily", "weekly", "iterations", "connection*", "connections", "time limit*", "context*", "size limit*", "memory limit*", "recursion*", "retry limit*", "session limit*"},
		},
		example: "Service usage limit reached. Please wait a while and try again.",
	},
	{ // What is still being answered in the same conversation.
		name: "run_active", cause: answer, reason: BadRequest, retry: RetryYes, home: LLM,
		when:    cond{any: []string{"while a run…is active", "has an active run*", "has an active response*", "another run is active*", "another response is in progress*"}},
		example: "Can't add messages to thread_1 while a run run_1 is active.",
	},
	{ // One request that is more than a minute allows: waiting does not help.
		name: "request_over_rate", cause: answer, reason: RateLimit, retry: RetryNo, home: LLM,
		when:    cond{any: []string{"request too large for*", "request is too large for*"}, and: []string{"tpm", "tokens per min*"}},
		example: "Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 342389.",
	},
	{ // The code decides over the prose that quotes a rate.
		name: "quota_code", cause: answer, reason: Quota, retry: RetryNo, home: LLM,
		when:    cond{any: []string{"insufficient quota*", "insufficientquota*", "billing not active", "credits exhausted"}},
		example: "429 insufficient_quota: You exceeded your current quota (limit 60 requests per minute)",
	},
	{
		name: "quota", cause: answer, reason: Quota, retry: RetryNo, weak: LLM,
		when: cond{any: []string{
			"paid subscription*", "paid account*",

			"daily limit exceeded*", "daily request quota*",

			"exceeds your quota*", "exceed your quota*", "billed users*", "characters remaining*", "requires billing*", "billing must be enabled*",
			"please upgrade your plan*", "please upgrade to a*", "please upgrade to pro*", "upgrade to pro", "upgrade to premium", "exceeding of*", "exceeding…request limit*", "exceeding…requests limit*", "exceeding…limit of your*", "reached your*…quota", "reached your monthly*", "reached your daily*", "reached your weekly*", "reached the monthly*", "monthly usage*…reached", "weekly limit*", "5 hour limit*", "session limit reached*", "usage allowance*", "messages quota*", "has run out of*", "have run out of*", "you ran out of*", "you are out of*", "youre out of*", "out of searches", "out of requests*", "no searches left", "no requests left", "no calls left", "no available*…credits", "no api credits", "run out of*…credits", "ran out of*…credits", "run out of tokens*…month", "trial has ended*", "trial ended*", "trial is over", "trial has expired*", "add a payment method*", "add payment method*", "add a credit card*", "used up all*", "used up your*", "used all your*", "used all of your*", "exhausted your*", "exhausted all your*", "exceeded your plan*", "exceeded the plan*", "plan does not include*", "plan doesnt include*", "plan does not allow*", "not included in your*", "not available on your*…plan", "not available in your*…plan", "not available on the free*", "upgrade your subscription*", "upgrade your account*", "paid plan*", "proper subscription*", "subscription type*", "subscription is not active", "subscription inactive", "inactive subscription", "limitation of your*", "limit of your plan*", "limit of your subscription*", "limit for your plan*", "top up*", "topup*", "please recharge*", "recharge your*", "*充值*", "over budget", "over quota", "over its budget*", "budget exhausted", "budget was exceeded", "cost budget*", "token budget*…exceed*", "usage cap*", "spending cap*", "monthly cap*", "daily cap*", "monthly spend*", "key limit exceeded*", "api limit reached*", "no remaining*…credits", "remaining credits 0", "0 credits*", "credits remaining 0", "out of tokens*…plan", "need more credits", "credits are exhausted", "credit exhausted", "out of monthly*", "extra usage", "*额度*…*用*", "*配额*",
			"hit your*…limit", "reached your*…limit", "usage limit",
			"billing error", "used all available credits", "add more credits", "free time limit*", "token quota reached", "blocked until*", "account balance*", "not enough quota*", "current plan*", "subscription plan*", "enable billing", "billing account*", "billing…disabled", "exceeded your…credits", "out of free*", "upgrade to*…plan",
			"no active subscription*", "subscription…expired", "subscription…required", "exceeded…usage limit*", "reached…usage limit*", "reached…spend*", "trial…expired", "free trial*…ended", "budget limit*", "cost limit*", "max budget*", "credits…insufficient", "insufficient_user_quota*", "pre consumed quota*", "resource package*", "*余额*", "limit…upgrade*…plan",
			"service quota exceeded*",
			"insufficient balance", "insufficient credit*", "insufficient funds", "credit balance*", "not enough credit*", "out of credit*", "no credits*", "credits exhausted", "credit limit", "payment required", "billing hard limit*", "billing limit*", "billing not active", "account is not active", "arrearage", "overdue payment", "exceeded your monthly*", "monthly…limit*", "spending limit*", "spend limit*", "hard limit reached", "free tier…exhausted", "free quota*", "requires more credits", "requires at least…credits", "quota exhausted", "daily…limit…reached", "out of quota", "balance is too low", "budget has been exceeded", "budget exceeded", "exceeded budget", "*欠费*", "*额度不足*", "*额度已用尽*", "#402", "no quota*", "plan limit*", "upgrade your plan", "exceeded…included credits", "usage limits",
		}, not: []string{
			"bundle*", "current plan step*", "routes", "access not configured*", "accessnotconfigured*",
			"funds for gas*", "reached your*…rate limit", "hit your*…rate limit", "exceeded your*…rate limit", "memory", "disk*", "run out of retries*", "run out of time*", "run out of steps*", "run out of iterations*", "please retry in*", "used up your*…attempts", "your card*", "card has*", "card declined*", "card was declined", "payment declined", "order*", "reservation*", "booking*", "gift card*", "transfer*", "wallet*", "withdraw*", "per minute", "per second"}},
		example: "Your credit balance is too low to access the Anthropic API.",
	},
	{ // The prose of a provider whose client calls the class of all 429 a rate limit.
		name: "billing", cause: answer, reason: Quota, retry: RetryNo, home: LLM,
		when:    cond{any: []string{"check your plan and billing*"}, not: []string{"per minute*", "per second", "per day*", "requests per*", "tokens per*", "requests min*", "retry in", "retry after", "retry delay*", "try again in", "resource exhausted", "gemini*", "google*", "generativelanguage*"}},
		example: "RateLimitError: You exceeded your current quota, please check your plan and billing details.",
	},
	{
		name: "content_filter", cause: answer, reason: ContentFilter, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"contains prohibited words*", "contains banned words*", "contains sensitive words*", "contains forbidden words*", "banned prompt*",

			"filter rejected*", "rejected by…filter*", "profanity filter*", "hate abuse and profanity*", "toxicity filter*", "refused by the safety*",
			"guardrail intervened*", "inappropriate request*", "inappropriate content*", "inappropriate prompt*", "inappropriate input*", "inappropriate language*", "i cant help with*", "i cannot help with*", "<fail> help with that*", "<fail> assist with*", "<fail> fulfill*…request", "completion was filtered*", "output was filtered*", "content was filtered*", "answer was filtered*", "were filtered*…safety", "refused due to policy*", "harassment", "hate speech", "self harm", "declined to respond*", "model declined*", "refused to respond*", "refused to comply*", "sexual content", "graphic violence", "policy refusal*", "triggered…safety*", "safety guidelines*", "safety policy*", "safety policies*", "safety check*…rejected", "disallowed content*", "may violate our*", "violates our*", "against our…policies", "content guidelines*", "community guidelines*", "content restrictions*", "content was blocked*", "blocked by the content*", "blocked by content*", "blocked by provider*", "blocked for safety*", "explicit content", "refused for safety*", "refusal stop*", "guard model blocked*", "copyrighted material*", "image safety", "spii", "*内容安全*", "*审核*", "*安全策略*", "contenu inapproprié", "*不安全*", "*风险内容*", "*合规*",

			"flagged by*", "content safety*", "content violates*", "unsafe prompt*", "blocked due to safety*", "violat*…terms", "cyber…safeguard*",
			"was flagged*", "unsafe…content", "contentfilter*", "promptblocked*", "response was blocked*", "rejected…safety", "responsibleai*", "model refused*", "declined to answer", "harmful content*", "nsfw*", "not allowed by our safety*", "blocked by…filter*", "candidate…blocked", "output…inappropriate", "*敏感*", "*违规*",
			"content filter*", "safety filter*", "content management policy", "usage policy", "usage policies", "content policy*", "blocked by safety*", "blocked…safety", "safety settings*", "responsible ai policy*", "response was filtered", "moderation*", "prohibited content", "block reason*", "blocked reason*", "content blocked", "policy violation", "violates…policy*", "violate*…usage", "flagged as*", "data inspection failed", "recitation", "prompt was blocked", "blocked the prompt", "safety system*", "refused to answer", "sensitive content", "content exists risk", "blocklist*", "prompt was filtered", "response…blocked",
		}, not: []string{
			"unknown variant*", "expected one of*",
			"row level security*", "if the prompt was blocked*", "#429"}},
		example: `{"error":{"message":"Output blocked by content filtering policy","type":"invalid_request_error"}}`,
	},
	{ // Why a model says that it stopped.
		name: "stopped_for_safety", cause: answer, reason: ContentFilter, retry: RetryNo, home: LLM,
		when: cond{
			any: []string{"finish reason*", "finishreason*", "stop reason*", "stopreason*", "block reason*", "candidate*"},
			and: []string{"safety", "prohibited*", "guardrail intervened", "recitation", "content filter*", "refusal", "blocklist", "spii", "harm*"},
		},
		example: "StopCandidateException: finish_reason: SAFETY",
	},
	{
		name: "context_length", cause: answer, reason: ContextLength, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"maximum number of input*",

			"prompt is…tokens", "start a new chat*", "start a new conversation*",

			"too long for the embedding*", "kv cache slot*", "exceeds kv cache*", "kv cache is full*", "kv cache full",

			"input length is larger*", "larger than the largest allowed*", "max allowed tokens*", "allowed tokens per*", "number of tokens in the batch", "batch has…tokens", "requires…pages only*",
			"n ctx", "exceeds n ctx*", "requested…tokens but*", "tokens but…context", "tokens but…limit", "tokens but…max*", "too many prompt tokens", "context budget*", "context limit", "fit in the context*", "fit into the context*", "fit within the context*", "fit the context*", "*超长*", "*过长*", "context is full*", "context full", "exceeds max tokens*", "exceed max tokens*", "context overflow*", "reduce prompt*", "shorten your…prompt", "shorten the prompt*", "shorten your prompt*", "shorten your message*", "exceeds model limit*", "too large for model*", "conversation too long*", "chat too long", "history too long*", "history is too long*", "context too long", "context is too long*", "too long for the model*", "too long for this model*", "message too long for…model", "*超出*…*长度*", "*最大长度*", "*长度超过*",
			"longer than the maximum*…length", "maximum model length*",
			"input exceeds*", "exceeds the context*", "max sequence length*", "maximum sequence length*", "prompt has…tokens", "maximum allowed number of tokens", "reduce your prompt*", "number of tokens…exceeds*", "too large for the context*", "larger than the context*",
			"available context size*", "too many input tokens", "size limit exceeded by…tokens", "maximum…tokens allowed", "conversation is too long", "messages…too long", "exceeds…token limit*", "exceed…token limit*", "exceeded…token limit*", "token limit exceeded*", "over the token limit", "input…exceeds…tokens", "max input tokens*", "longer than the maximum*…tokens", "sequence length*…longer*", "exceeds…max model len*", "maximum prompt length*", "prompt length*…exceed*", "must have less than…tokens", "please shorten*", "*上下文*", "*超过*…*长度*", "exceeds the limit of…tokens", "total length*…exceed*",
			"max new tokens…must be", "inputs tokens…max new tokens",
			"context length*", "context window*", "maximum context*", "prompt is too long", "prompt too long", "input is too long", "input too long", "input length*…exceed*", "too many tokens", "reduce the length*", "maximum number of tokens", "token count*…exceed*", "tokens exceed*", "max context*", "model token limit", "context size", "exceeds the model*", "input token*…exceed*", "range of input length", "exceed context*", "exceeds…context", "prompt tokens…exceed*", "total tokens…exceed*", "tokens…greater than…maximum", "prompt…exceeds…max*", "inputs tokens…must be",
		}, not: []string{
			"budget tokens*",
			"string too long*", "string above max*", "please wait*", "tokens per day", "throttl*", "too many requests", "per minute", "tokens per min", "rate limit*", "tpm"}},
		example: "This model's maximum context length is 8192 tokens. However, your messages resulted in 8227 tokens.",
	},
	{ // A model that was there once.
		name: "named_model_gone", cause: answer, reason: ModelNotFound, retry: RetryNo, home: LLM,
		when: cond{
			any: []string{
				"claude*", "gpt*", "gemini*", "grok*", "llama*", "mistral*", "deepseek*", "qwen*", "embedding model*",
				"the model*", "model…was", "model…is", "model…has", "models…are", "engine…is", "engine…has", "deployment…was", "deployment…has", "model version*", "this model*"},
			and: []string{"been shut down", "was removed", "been removed", "was retired", "been retired", "is retired", "decommissioned", "sunset", "discontinued", "been deprecated", "was deprecated", "is deprecated", "end of life", "end of its life", "no longer served", "no longer hosted", "no longer available", "no longer offered", "withdrawn", "shut down on*", "was deleted", "been deleted"},
			not: []string{"is deprecated for this model*", "parameter*", "tool*", "old string*", "file", "collection*", "data model*", "overloaded", "setting*", "field*"},
		},
		example: "This model version has been withdrawn",
	},
	{
		name: "model_not_found", cause: answer, reason: ModelNotFound, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"model…not registered", "llm…not registered", "llm…not found",

			"no such engine*",

			"cant load the configuration*", "cant load feature extractor*", "cant load image processor*", "cant load processor*", "cant load the model*",
			"cant load tokenizer for*", "cant load…model for*", "cant load…config* for", "<fail> load tokenizer for*", "not a local folder and*", "correct path to a directory containing*",
			"model…end of its life", "model…not available", "model unknown", "model…not served",
			"type not found error…:…model*", "unknown provider*", "provider not found*", "no such provider", "model…no longer available", "model…not deployed*", "model…not loaded", "no models loaded*", "model…deleted", "no allowed providers*", "<fail> find model*", "unrecognized model*", "model…deprecated*", "modelnotfound*", "model…not installed",
			"not found model*", "pull model manifest*", "llm provider not provided*", "no deployments available*…model", "unknown url model*", "model…<gone>", "model…does not support this*", "models…not found", "model…unavailable…region", "not found…models", "no model…found",
			"model identifier*", "model id*…invalid",
			"no available channel*", "*无可用渠道*", "engine…not found",
			"deployment…<gone>", "model…decommissioned", "no such model", "unknown model", "unsupported model", "invalid model", "model…not supported", "model…end of life", "model…isnt available", "not found error…:…model", "no endpoints found*", "not a valid model*", "*模型不存在*",
		}, not: []string{"voice…not found", "old string*", "file…not found", "path…not found", "path…does not exist*", "<program> not found", "command not found*", "no module named*", "enoent", "in the v1*", "model not supported $", "model is not supported code*", "requested model is not supported", "data policy*", "privacy policy*", "invalid api parameter*", "invalid parameter*", "supported for task*", "project…does not have access to model*", "model file*", "model client*", "file not found", "config list*", "no endpoints found that support*", "model output*", "not found model*…tool", "data model*", "view model", "collection*", "model…tool*…not supported"}},
		example: "model 'llama9:latest' not found, try pulling it first",
	},
	{
		name: "model_access", cause: answer, reason: Permission, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"access was terminated due to*", "access terminated*",
			"key does not have access*", "key is not allowed*", "key not allowed*", "token does not have access*", "not allowed for this organization", "not allowed for your organization", "not available for your organization", "disabled for this organization",
			"type permission error", "marked by provider as legacy*", "operation not allowed…bedrock", "converse operation operation not allowed", "invoke model operation operation not allowed", "request access*…model", "use case details*", "not have access to…model", "gated…repo", "access denied…model", "not available in your region", "not available in your country", "not supported in your country", "country…not supported", "requires a pro subscription*", "pro subscription", "data policy*", "privacy settings*", "terms of service*…accept", "must accept*…terms", "not have permission…model*",
			"has not been used in project*…before*", "api has not been used*", "permission…aiplatform*", "must be a member of an organization*", "model…not enabled", "model…requires…access", "access…model…denied", "accept…license*…model", "not available to your*…tier", "ip address not authorized*", "beta header*…access",
			"unsupported country*", "country region or territory*", "user location is not supported*", "organization has been disabled", "not allowed to sample from this model",
			"access to the model*", "access to model*", "access to this model", "model access*", "not allowed to access…model", "must be verified to use*", "gated repo*", "gated model",
		}, not: []string{"#401"}},
		example: "You don't have access to the model with the specified model ID.",
	},
	{
		name: "model_overloaded", cause: answer, reason: Overloaded, retry: RetryYes, home: LLM,
		when: cond{any: []string{
			"model is still*",

			"no gpu workers*", "no free workers*", "no workers free*",
			"servers are…busy", "currently busy", "server is currently busy*", "are busy right now*", "model is not ready*", "model not ready*", "model not yet ready*", "*访问量过大*", "*请求量过大*", "*流量过大*", "*算力不足*", "*排队*", "unavailable due to load", "service busy", "service is busy", "system busy", "system is busy", "too much traffic", "due to overload*", "excessive load", "busy try again*", "busy please*", "no available slot*", "all slots*…busy", "all workers*…busy", "all workers are*", "heavy traffic", "*负载过高*", "*负载较高*", "no available capacity*", "too many users*", "capacity limit*", "insufficient capacity*", "not enough capacity*", "capacity is full", "resources are exhausted*", "server overload*", "system overload*", "backlog full", "exceeded concurrency*…model", "*服务忙*", "*服务器忙*", "*拥挤*", "busy right now", "try again when*…less busy", "capacity…exceeded…model", "engine is currently overloaded*", "high demand", "model…is warming*", "cold start", "no available workers", "no workers available", "queue is full", "queue…full",
			"server…processing too many requests", "currently processing too many*", "service tier capacity exceeded*", "llm server loading model", "engine…busy", "high volume of requests", "exceeded…concurrent requests", "currently experiencing*", "heavy load", "temporarily unavailable…model", "model…temporarily unavailable", "model is unavailable", "model…warming up", "currently unavailable…model", "*繁忙*", "*过载*", "capacity error",
			"*负载已饱和*", "model…currently loading",
			"model…is loading", "no capacity", "at capacity", "over capacity", "capacity exceeded", "capacity constraints", "experiencing high*", "server is busy", "overloaded", "model busy", "#529", "server busy", "too busy", "high load", "high traffic",
		}, not: []string{"queue…full*…disk", "json rpc", "rate limit*", "mcp*"}},
		example: `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`,
	},
	{
		name: "resource_exhausted", cause: answer, reason: RateLimit, retry: RetryYes, home: LLM,
		when:    cond{any: []string{"resource exhausted", "resource has been exhausted"}, not: []string{"grpc…received message larger", "larger than max*", "disk*", "memory"}},
		example: "ResourceExhausted: 429 Resource has been exhausted (e.g. check quota).",
	},
	{ // What a plan allows in a month is not given back by waiting.
		name: "plan_allowance", cause: answer, reason: Quota, retry: RetryNo, weak: LLM,
		when: cond{
			any: []string{"monthly", "per month", "a month", "this month", "free plan", "credits to unlock*", "subscribe to any*", "premium plan*", "free models per day", "daily quota*", "per day free*"},
			and: []string{"rate limit*", "limit exceeded", "limit reached", "limit of", "quota*", "used", "limits"},
			not: []string{"order*", "reservation*", "booking*", "per minute*", "disk*"},
		},
		example: "rate limit exceeded: your workspace has used 100% of its monthly allowance",
	},
	{
		name: "plan_quota", cause: answer, reason: Quota, retry: RetryNo, weak: LLM,
		when: cond{any: []string{"has reached quota*", "reached quota limit*", "reached its quota*", "quota…exceeded", "billing details…quota", "quota exceeded", "exceeded…quota", "quota has been exceeded"}, not: []string{
			"quota metric*", "quota group*", "24 hour period*",
			"per minute*", "per second", "rate", "requests per*", "requests min*", "requests sec*", "requests s", "requests m", "requests hour", "req min", "req s", "tokens min*", "rpm", "tpm", "qps", "disk quota*", "retry in", "retry after", "try again in", "per day per project*"}},
		example: "Quota exceeded for project trips",
	},
	{
		name: "rate_limit", cause: answer, reason: RateLimit, retry: RetryYes, weak: LLM,
		when: cond{any: []string{"request concurrency*", "max concurrency*", "maximum concurrency*", "concurrency exceeded*", "flood control*", "over query limit*", "query limit reached*", "query limit exceeded*", "search limit reached*", "wait before making*", "wait before sending*", "wait before trying*", "before making another*", "before sending another*", "try again in…limit*", "limit reached…try again*", "too fast", "too quickly", "too frequently", "too often", "requests frequently*", "limit of…per second", "limit of…per hour", "limit of…per day", "*并发数*", "*请求过多*", "*调用次数*",
			"provisioned throughput*…exceeded", "level of configured provisioned throughput*",
			"call limit*", "calls limit*", "m limit exceeded*", "api limit exceeded*",
			"calls per second*", "calls per minute*", "calls per hour*", "calls per day*", "calls per month*", "too many api calls", "api calls…minute", "exceeded…rate", "rate is limited", "request quota*", "requests quota*", "query per minute*", "queries per*", "burst limit*", "too many requests*", "flood wait*", "retry after…seconds", "exceeded rate*", "submitted too many*", "temporarily blocked…many", "quota…exceeded…per",
			"requests…per second", "tokens per day", "rate exceeded", "rate of requests*", "frequency limit*", "qps limit*", "limited to…api calls", "*限流*", "*频率*", "sending requests too*", "too many tokens please wait*",
			"rate limit*", "ratelimit*", "tokens per min*", "requests per min*", "requests per day", "per minute", "throttl*", "request limit*", "tpm", "rpm", "tpd", "rpd", "quota exceeded*", "exceeded…quota", "slow down", "concurrency limit*", "too many concurrent*", "*请求过于频繁*", "*速率限制*", "request rate*", "limit requests", "requests too frequent*", "#429",
		}, not: []string{"rate limit must*", "rate limit should*", "invalid rate limit*", "rate limit cannot*", "returned an empty response*", "requires authentication", "bad credentials", "client has provided incorrect*", "disk quota*"}},
		example: "Rate limit reached for gpt-4 on tokens per min (TPM): Limit 10000, Used 9348, Requested 5086.",
	},
	{
		name: "api_key", cause: answer, reason: Auth, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"groq key*", "mistral key*", "cohere key*", "deepseek key*", "openrouter key*", "export…api key",
			"api key…malformed", "<bad> api key*", "no cookie auth*", "no auth credentials*", "no…auth credentials found", "api key…unavailable", "openai key*", "anthropic key*", "gemini key*", "claude key*", "locate an api key*", "locate api key*", "find an api key*", "find api key*", "find any api key*", "api key could not*", "api key cannot*", "no key for provider*", "api key for…not", "key missing or invalid", "oauth token has expired*…login", "api keys…missing", "key…has been disabled", "key…deactivated", "account…deactivated*", "no provider credentials*", "no credentials for provider*", "no auth for provider*", "missing credentials for provider*", "*令牌无效*", "*未授权*", "api key was not*", "api key you provided*", "*鉴权失败*", "*认证失败*", "*身份验证*", "*令牌*…*过期*", "*无权限*",
			"api key…not valid", "api key…blank", "api key…empty", "apikey…missing", "keys not configured", "api token…invalid", "valid api key*", "api key env*", "environment variable…api key", "x api key", "token seems invalid", "provide credentials*…model", "unable to load…api key", "could not find…api key",
			"api key…<gone>", "api key…not configured", "api key…not provided", "api key…wrong", "api key…incorrect", "openai api key*…set", "could not resolve authentication method*", "api key…blocked", "apikey*…required", "please set…api key", "set the…api key", "expected either apikey*", "invalid key…provider", "no api token*", "api token…missing", "key not valid*", "*无效*…key", "*密钥*",
			"api key…invalid", "invalid…api key", "missing api key*", "no api key*", "api key…missing", "api key…not set", "api key…required", "api key…expired", "api key…must be set", "api keys are not supported*", "provide…api key", "provide an api key*", "invalid subscription key", "type authentication error", "authentication fails*", "invalid authentication*", "unregistered callers", "invalid apikey*", "api key…disabled", "api key…revoked", "invalid proxy server token*", "*无效的令牌*", "invalid token…provider",
		}, not: []string{"proxy authentication*"}},
		example: "Incorrect API key provided: sk-01234*6789.",
	},
	{ // A model that said nothing, in whatever words.
		name: "named_empty_answer", cause: answer, reason: EmptyResponse, retry: RetryYes, home: LLM,
		when: cond{
			any: []string{"model returned*", "llm returned*", "model response*", "llm response*", "provider response*", "response from llm", "model output*", "llm output*", "model produced*", "llm produced*", "model gave*", "llm gave*", "model sent*", "from the model", "from model", "the llm", "candidates", "choices", "chat completion*", "generations", "groq returned*", "openai returned*", "gemini returned*", "anthropic returned*", "claude returned*", "ollama returned*", "groq response*", "openai response*", "gemini response*", "anthropic response*", "provider returned*"},
			and: []string{"empty", "no content*", "no text*", "no choices", "no candidates", "no output", "no answer", "nothing", "blank", "returned none", "is none", "is null", "null content", "no generations", "zero candidates", "zero choices", "did not contain*", "no valid candidates", "none were returned", "missing text", "no message*", "no completion*", "zero length*"},
			not: []string{"must*", "cannot*", "json*", "schema*", "search", "tool output*", "safety", "blocked", "truncated", "max tokens", "finish reason length", "error message", "#4xx", "#5xx", "results", "models found*", "refused"},
		},
		example: "the LLM gave nothing back",
	},
	{
		name: "empty_response", cause: answer, reason: EmptyResponse, retry: RetryYes, home: LLM,
		when: cond{any: []string{
			"no tokens from*",

			"no audio was*", "no audio received*", "no audio generated*", "no audio returned*", "no audio data*", "no image was generated*", "no image generated*", "no image returned*", "no image data*", "no images were*", "no transcription was*", "no transcript was returned*",
			"neither text nor*", "neither content nor*", "response empty", "reply empty", "completion empty", "answer empty", "no choices*", "no candidates*", "no completion*", "no message content*", "received no content*", "no content from*", "choices was undefined", "choices is undefined", "choices undefined", "had no text*", "had no content*", "has no text", "finished without content*", "finished without output*", "ended without content*", "ended without output*", "without any text*", "no text from*", "no output from*", "response missing text", "response missing content", "missing text content", "response has no content", "no usable text*", "no usable content*", "got an empty response*", "got an empty message*", "got an empty string*", "got an empty completion*", "got an empty reply*", "model stream ended*", "llm stream ended*", "no content generated*", "no content was generated*", "got empty string*", "received an empty*", "received a blank*", "blank answer*", "blank response*", "blank reply*", "nothing returned by*", "nothing was returned*", "no tokens were generated*", "no tokens generated*", "zero tokens*", "0 tokens generated*", "completion tokens 0", "empty stream*", "stream was empty", "stream is empty", "stream returned no*", "parts is empty", "parts are empty", "parts array is empty", "no response was returned*", "none were returned", "did not provide any*", "output is missing*", "does not contain embeddings", "no embeddings*…returned", "no embedding*…in response", "no assistant message*", "none or empty", "null choices", "missing choices", "no text was generated*", "without producing*…content", "without producing any*", "without emitting*", "cannot both be empty", "nothing was generated", "no response was generated", "no response generated", "no answer was generated", "no answer generated", "no output was*", "no message returned", "no messages returned*", "llm gave no*", "model gave no*", "model sent no*", "model produced no*", "agent produced no*", "agent returned no*", "assistant returned no*", "assistant did not*…respon*", "empty answer*", "empty assistant*", "blank completion", "response was null", "response was none", "response is null", "completion is empty", "completion has no*", "message content is null", "content was empty", "returned nothing", "has no parts", "no parts in response", "no valid part*",
			"response…empty…model", "did not generate*", "returned an empty*", "model did not return*", "no content returned", "generated no*", "produced no output", "without content", "no text in response", "no final answer*", "did not return a final*", "without any content", "no text output*", "no text part*", "contained no text",
			"no response text*", "response…is none", "model…no output", "empty string response", "no valid response*", "no output generated", "did not produce*…output", "no usable response", "got no response*", "content is empty…model", "returned none", "received no*…response",
			"empty response", "empty completion", "response output did not contain*", "no content in response", "empty content", "empty message", "no generation*", "no response from model", "response was empty", "returned no content", "empty output", "model returned no*", "no text content", "null content", "no completion*", "no generated*", "returned empty*", "response is empty", "response contained no*", "no message in response", "received empty*", "did not return any*",
		}, not: []string{
			"missing the field*", "missing field*", "missing the key*",
			"did not return valid*", "did not return a valid*", "did not return json*", "#400", "#422", "from command*", "from process*", "from script*", "from the command*", "from the process*", "from the script*", "command produced*", "script produced*", "element*", "page contained*", "document contained*", "file contained*", "tool returned*", "tool…returned empty*", "tool output*", "must have*", "must be*", "must not*", "non empty*", "nonempty", "err empty response", "missing required*", "is error false", "is error true", "structured content null", "tool…returned nothing", "mcp*", "empty reply from server", "no results*", "search", "getaddrinfo*"}},
		example: "Empty response.",
	},
	{
		name: "model_truncated", cause: answer, reason: Truncated, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"expected a completed response*", "ended without done*", "without a done*", "did not receive done*",
			"finish reason is max tokens", "reason max output tokens", "reason max tokens", "truncated mid*", "cut off mid*", "cut off at*", "without finish reason", "max tokens reached*", "reached max tokens*", "reached the max tokens*", "hit max tokens*", "hit the max tokens*", "max tokens limit was*", "output was cut off*", "response was cut off*", "answer was cut off*", "reply was cut off*", "completion was cut off*", "generation was cut off*", "message was cut off*", "response got cut off*", "answer got cut off*", "out of output tokens*", "ran out of completion*", "cut off by max*", "cut short by*…tokens", "hit the output token*", "hit the token limit*", "reached the output token*", "reached its output*", "finish reason…length", "truncated due to*…tokens", "max token limit*…reached", "output truncated", "response cut off", "incomplete response*…max", "ran out of tokens", "token limit before*", "due to token limit", "response exceeded…output",
			"finishreason*…max tokens", "hit max tokens*", "max output tokens…reached", "reply was truncated*", "generation was truncated*", "exceeded max tokens*…output", "stop reason…length",
			"finish reason length", "length finish reason*", "output was truncated", "completion was truncated", "response was truncated", "incomplete output*", "output limit reached", "response truncated", "could not parse response content as the length limit*", "maximum output tokens", "output token maximum",
		}},
		example: "Could not parse response content as the length limit was reached",
	},
	{ // An answer that ended where its tokens did, in whatever words.
		name: "named_truncated", cause: answer, reason: Truncated, retry: RetryNo, home: LLM,
		when: cond{
			any: []string{"max tokens", "max completion tokens", "output tokens", "length limit", "output limit", "token limit"},
			and: []string{"incomplete", "cut off", "cut short", "truncated", "was reached", "has reached", "stopped because", "stopped at", "ran out", "before the answer*", "before completing*", "before finishing*", "unfinished"},
			not: []string{"context*", "prompt*", "input*", "too large", "must*", "per minute", "per day", "rate limit*", "invalid request error"},
		},
		example: "Agent has reached an unrecoverable state due to max_tokens limit.",
	},
	{ // It parsed, and is not what was asked for.
		name: "model_schema", cause: decode, reason: Schema, retry: RetryYes, home: LLM,
		when: cond{
			any: []string{"does not match schema*", "doesnt match schema*", "doesnt match the schema*", "failed validation*", "failed to validate*", "response did not match…schema", "did not match schema", "did not match the schema", "does not match the schema", "not match the expected schema", "follow the correct schema", "schema echo*", "wrong shape", "unexpected shape", "instead of data", "instead of json", "instead of an object", "instead of structured*", "missing the field*", "missing field*", "missing required*", "missing fields*", "missing key*", "unexpected keys*", "schema violation*", "violates the schema", "violated the schema", "does not conform*", "did not conform*", "not conform to*", "doesnt conform*", "failed schema validation", "fails schema validation", "schema validation failed", "not in the expected format*"},
			and: []string{"no object generated*", "model output*", "model response*", "model returned*", "model answer*", "llm output*", "llm response*", "llm returned*", "llm answer*", "ai response*", "ai output*", "completion", "structured output*", "agent output*", "generated json*", "generated object*", "structured response*"},
			not: []string{"type invalid request error", "#400", "bad request error", "tool call*", "schema*…invalid"},
		},
		example: "LLM response did not match the expected schema",
	},
	{
		name: "model_malformed", cause: decode, reason: Schema, home: LLM,
		when:    cond{any: []string{"received malformed response*…expected"}},
		example: "Received malformed response from the text-generation API: expected a completion payload",
	},
	{ // What a model said was to be read by a program, and could not be.
		name: "named_model_output", cause: decode, reason: Parse, retry: RetryYes, home: LLM,
		when: cond{
			any: []string{"chat completion", "completion could*", "completion was*", "model output*", "model response*", "model reply*", "model answer*", "llm output*", "llm response*", "llm reply*", "llm answer*", "lm response*", "model returned*", "llm returned*", "model produced*", "llm produced*", "response from the model", "response from model", "response from llm", "response from the llm", "output of the model", "output of the llm", "ai response*", "ai output*", "agent output*", "planner output*", "structured output*"},
			and: []string{"parse", "parsed", "parsing", "json", "yaml", "xml", "malformed", "unparseable*", "unparsable*", "not extract*", "decode", "decoded", "invalid format*", "code block*", "code fence*", "regex*", "not understand*"},
			not: []string{"error message", "#4xx", "#5xx", "schema*", "empty", "truncated", "cut off", "length limit*", "content filter*", "refused", "blocked", "tool result*", "retries", "missing text", "timed out", "code parsing failed*", "does not support*", "not supported", "flagged*"},
		},
		example: "no code fence in the LLM reply",
	},
	{
		name: "model_output", cause: decode, reason: Parse, retry: RetryYes, home: LLM,
		when: cond{any: []string{
			"not contain parseable*", "no parseable json*", "judge did not return*", "judge returned invalid*", "judge response*…parse*", "judge output*…parse*", "evaluator returned invalid*",
			"find a json*", "find a valid json*", "llm produced an invalid*", "model produced an invalid*", "model returned an invalid*", "llm returned an invalid*", "llm produced invalid*", "extract json from*", "extract a json*", "ai json parse error*", "ai type validation error*", "decode error in model*", "parse error in model*", "error in model output*", "did not produce json*", "did not produce a json*", "did not return json*", "failed to produce valid*", "not produce valid json*", "did not emit valid*", "did not output valid*", "agent failed to parse*", "agent could not parse*", "prompt output*…json", "<fail> find json*", "no json found*", "no json object*", "no json block*", "json not found in*", "did not contain a valid action*", "did not contain an action*", "did not contain valid*", "did not contain a json*", "extract tool call*", "extract…tool calls from*", "llm output did not*", "model output did not*", "llm output does not*", "model output does not*", "<bad> response from llm*", "invalid output from llm*", "unexpected response from llm*", "unexpected output from llm*", "unexpected response from model*", "unexpected output from model*", "unexpected output from the model*", "model response is not valid*", "model response was not valid*", "model response could not*", "response from llm*…invalid", "planner output*", "planner response*", "invalid plan*…llm", "could not extract…from llm", "could not extract…from model", "could not extract code*", "thought…action…final answer*", "next thought*", "agent…parse error", "agent…parsing error", "malformed action*", "response could not be parsed as*", "model response*…parsed", "invalid json in model*", "response was not json*", "not valid json…model",
			"could not extract*…tool use", "output parsing*", "<fail> parse output*", "<fail> parse…llm", "no tool call*…parse", "outputparser*", "invalid format*…thought", "missing action*", "thought action*", "could not parse response*", "<fail> parse…model", "unexpected model behavior*", "model produced…invalid", "text parsing…llm", "no valid action*", "invalid action format*", "could not determine next action*", "failed to parse the model*", "response error xml syntax*", "error parsing tool call*", "failed to parse…from model", "failed to parse assistant*", "malformed tool call*", "invalid function call*…model", "did not match the expected format*", "did not follow the expected*", "invalid tool call arguments*", "jinja…tool call", "parse function call*", "could not parse function*", "agent output*",
			"received malformed response*", "malformed response from*", "unexpected response format*", "invalid response from the model*", "tool call could not be parsed", "<fail> parse tool call*", "model…unparseable", "failed to parse response as json", "invalid output from*…model", "json validate failed", "failed to generate json", "no object generated*", "structured output*…fail*", "structured output*…invalid", "could not parse the response", "could not extract*…from…response", "failed to extract json*", "no json…in…response", "no valid json*", "not contain valid json", "could not coerce*", "invalid tool call…model", "model…malformed*", "malformed…model", "model…not valid json", "model…did not follow*", "llm…invalid json", "model did not call*", "hallucinated*",
			"invalid json output*", "output parser*", "invalid return object*",
			"could not parse…output", "model returned invalid*", "failed to parse…completion", "invalid json from model", "model did not return valid*", "model produced invalid*", "failed to generate valid*", "malformed function call", "llm returned invalid*", "llm did not return*", "parse llm*", "unparseable…model", "invalid response from model", "tool use failed", "failed to call a function", "invalid format missing*",
		}, not: []string{"toml parse*", "yaml parse*", "role file*", "config file*", "front matter", "frontmatter", "error parsing tool result*", "retries", "tool call failed*", "content filter*"}},
		example: "Agent stopped due to decision parse error",
	},
	{ // What the model cannot do it does not support; what a request may not say is the request's fault.
		name: "parameter_unsupported", cause: answer, reason: BadRequest, retry: RetryNo, home: LLM,
		when: cond{
			any: []string{
				"unsupported value temperature*", "unsupported value max*", "unsupported value tool*", "unsupported value reasoning*", "unsupported value response*", "unsupported value stream*", "unsupported value top*",
				"unsupported parameter*", "argument not supported*", "parameter not supported*", "parameter is not supported*", "argument is not supported*", "parameters are not supported*", "unsupported argument*"},
			and: []string{"#400", "#422", "model", "invalid request error", "max tokens", "temperature", "top p", "OpenAI", "completions"},
			not: []string{"mcp*", "tool", "query parameter*", "sql*"},
		},
		example: "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
	},
	{
		name: "model_unsupported", cause: answer, reason: Unsupported, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"model cannot handle*", "model cant handle*",

			"unsupported voice*", "voice…not supported*", "voice is not available*", "does not support language*", "does not support the language*",
			"requested model is not supported", "code model not supported", "too large to be loaded*", "unsupported functionality*", "functionality not supported", "not declare*…support", "supported for task*", "supported task*", "not available for this model", "not available with this model", "not available on this model", "not supported on this model", "image support*", "vision support*", "does not accept image*", "does not accept audio*", "does not have vision*", "<fail> process image*", "tools are not supported*", "tool calls are not supported*", "functions are not supported*", "reasoning effort*…not supported", "reasoning is not supported*", "not a reasoning model*", "embeddings are not supported*", "logprobs…not supported", "model…no support for*", "model lacks*", "modality…not supported", "unsupported modality*", "function calling is not enabled*", "tool use is not enabled*", "thinking is not enabled*", "not enabled for models*", "not enabled for this model",
			"is not supported by this model", "not supported for this model", "not supported by model*", "model…only supports*", "not a chat model*", "chat completion operation does not work*", "does not support assistant*", "does not support developer*", "does not support function*", "does not support temperature*", "does not support reasoning*", "no endpoints found that support*", "does not support json*", "does not support tool*", "does not support parallel*", "does not support max*", "system role not supported", "developer instruction is not enabled*", "does not support prefill*", "prefill…not supported", "only the default*…value is supported", "does not support prompt caching*", "json mode*…not supported", "tool choice…not supported", "does not support multimodal*", "does not support video*", "does not support audio*", "does not support logprobs*", "model…multimodal*…not",
			"unsupported params error*", "unsupportedparams*", "does not support parameter*", "doesnt support the model*", "model…only supported in*", "not supported with this model*", "does not support…with this model", "model does not support*", "function calling is not supported*", "doesnt support tools", "tool calling is not supported*", "tool use is not supported*", "images are not supported*", "does not support the…feature", "streaming is not supported*", "must implement…bind tools", "does not support bind tools", "vision is not supported*", "throughput isnt supported", "throughput is not supported", "on demand throughput*", "does not support image*", "does not support…function calling", "does not support chat*", "does not support stream*", "does not support system*", "does not support generate", "does not support embed*", "does not support thinking", "doesnt support…modalit*", "does not support…response format", "does not support vision"}, not: []string{"v1 chat*", "v1 completions*", "unsupported parameter", "unsupported value temperature*", "only the default*…value is supported", "only the default 1*", "tool calls at once*", "cannot process image*…corrupt*", "tools list*", "server does not support*", "not implemented error"}},
		example: "registry.ollama.ai/library/llama2:latest does not support tools",
	},
	{ // Something that the request refers to, and the provider does not have.
		name: "model_object_missing", cause: answer, reason: NotFound, retry: RetryNo, home: LLM,
		when: cond{
			any: []string{"type not found error", "no assistant found*", "no thread found*", "no run found*", "no file found*", "no batch found*", "no vector store found*", "no response found with*", "no such file object*", "no such assistant*", "previous response…not found", "assistant…not found", "file…not found", "batch…not found", "fine tuning job…not found", "vector store…not found"},
			and: []string{"invalid request error", "type not found error", "OpenAI", "openai*", "anthropic*", "param"},
			not: []string{"model…not found", "tool…not found", "no such file or*"},
		},
		example: `{"error":{"message":"No assistant found with id 'asst_1'.","type":"invalid_request_error"}}`,
	},
	{
		name: "invalid_request", cause: answer, reason: BadRequest, retry: RetryNo, home: LLM,
		when: cond{any: []string{
			"supported values are…:…assistant",

			"audio file could not be decoded*", "audio file might be corrupted*", "audio file is too short*", "audio is too short*",
			"tool choice requires*", "only the default*…value", "not supported in the v1*", "is deprecated for this model*", "setting…is deprecated*", "base64 decoding failed for*", "pdf cannot be more than*", "pages may be provided*", "many image requests*", "redacted thinking*", "thinking blocks*", "latest assistant message*", "text parameter*", "please use a valid role*", "assistant roles are supported*", "tool calls at once*", "only supports single tool*", "expected an id that begins*", "begins with fc", "messages 0*", "messages 1*", "messages 2*", "messages 3*", "messages 4*", "messages 5*", "messages 6*", "messages 7*", "messages 8*", "messages 9*", "tools 0*", "tools 1*", "tools 2*", "tools 3*", "tools 4*", "tools 5*", "contents 0*", "contents 1*", "input 0 content*", "invalid api parameter*", "invalid parameter parameter*", "invalidparameter parameter*", "supported values are*…assistant", "max tokens is too large*", "temperature may only*", "conversation must start*", "conversation must end*", "conversation must alternate*", "prompt must be a*", "prompt must not*", "messages is required*", "messages are required*", "messages cannot be*", "messages array*", "field chat request*", "chat request messages*", "type api tool*", "completion request*…field", "string above max length*", "array above max length*", "integer above max*", "integer below min*", "decimal above max*", "please reformat your input*", "enable thinking*", "thinking budget*", "assistant message*…tool calls*", "tool message*…tool calls*", "tool call id*…not found*", "tool call id*…missing", "preceding message with tool calls*", "response to a preceding message*", "tool role*…must", "invalid role*", "role must be*", "image url*…only", "failed to download*…image url*", "unable to process input image*", "image…too small", "image…unsupported format", "function call*…number of function response*", "function response*…equal to*", "guided json*", "grammar error*", "failed to parse grammar*", "invalid grammar*", "unsupported json schema*", "json schema*…unsupported", "schema…too complex*", "too many states for serving*", "system prompt*…must", "system…must be a string", "required following item*", "required preceding item*",
			"*参数非法*", "*参数错误*", "*参数无效*", "*请求参数*",
			"generate content request*", "json schema is invalid", "input schema…invalid", "tools…input schema*", "temperature and top p*", "cannot both be specified*", "multiple tools are supported*", "function declarations*", "tool use id*…found", "unexpected tool use*", "tool config*", "response schema*", "response mime type*", "generation config*", "system instruction*…not", "tool schema*", "function name*…invalid",
			"reasoning content*", "tool result block*", "tool use blocks*", "expected toolresult*", "expected tool result*", "toolresult blocks*", "extra body field", "did not find…tool result*", "messages…empty", "must be non empty string", "text content blocks must*", "string too long…expected", "invalid messages*", "message content*", "invalid chat format*", "for role assistant*", "following must be satisfied*", "request contains an invalid argument*", "invalid json payload*", "at least one message*", "ends with*…assistant", "final assistant content*", "max output tokens*…must", "max completion tokens*", "invalid input…messages", "invalid function parameters*", "function names must*", "tool names must*", "duplicate tool*…names", "tools…name…pattern", "should match pattern…tools", "cache control*", "image…exceeds*", "image url…invalid", "<fail> download image*", "invalid base64 image*", "image dimensions*", "budget tokens*", "stop sequences*", "each…must have…content", "must end with a user*", "last message must*", "first content should be*", "contents is not specified*", "contents must not be empty", "function response parts*", "ensure that…function response*", "developer message*", "unknown name…cannot find field", "thought signature*",
			"no tool output found*", "corresponding…tool message*", "corresponding toolmessage*", "tool message*…must", "expected last role*", "malformed input request*", "invalid type for…messages", "which is the maximum allowed*", "could not process image*", "unsupported image*", "streaming is strongly recommended*", "streaming is required for*", "function call turn*", "previous response…not found", "invalid chat history*", "found ai messages with tool calls*", "is not one of the allowed values", "status code from provider*", "invalid content type…messages", "unexpected tokens…messages", "response format*…invalid", "must contain the word json*", "system message*…must*", "first message must*", "conversation roles*", "default chat template*", "required property…tools*", "invalid value…tool choice*", "tools…function*…required*", "temperature*…must*", "top p…must*", "unsupported…role*", "unexpected message role*", "multiple system messages*", "unable to submit request*", "max tokens…must", "invalid schema for function*", "unrecognized request argument*", "all messages must have*", "<bad> request error", "invalid parameter error", "invalid image*", "unknown parameter", "invalid argument…contents", "unsupported parameter", "max tokens too large", "invalid param*…model", "thinking…must*", "messages…role*", "unexpected role", "roles must alternate", "contents…parts", "tool use ids*", "tool call ids*", "tool calls…must be followed*", "invalid value for…temperature", "extra inputs are not permitted"}, not: []string{
			"extra forbidden input value*",

			"bad request error class*",
			"load tool config*", "loading tool config*", "unauthorized", "#401", "json unsupported value*", "no such customer*", "no such price*", "no such charge*", "no such subscription*", "no such payment*", "no such product*", "stripe*", "system text json*", "json exception*", "undefined is not*", "cannot read propert*", "mcp*", "tools call*", "field validation*", "1 validation error for*", "validation errors for*", "json rpc"}},
		example: `{"error":{"message":"Unknown parameter: 'quality'.","type":"invalid_request_error","param":"quality","code":"unknown_parameter"}}`,
	},
	{ // The provider answered that its model did not in time.
		name: "model_timeout", cause: answer, reason: Timeout, retry: RetryYes, home: LLM,
		when:    cond{any: []string{"status deadline exceeded", "type timeout error", "model took too long*", "llm took too long*", "model…took too long", "llm call timed out*", "llm request timed out*", "llm timed out*", "model timed out*", "model call timed out*", "model request timed out*", "completion timed out*", "model timeout exception", "modeltimeoutexception", "provider timed out*", "provider timeout*", "inference timed out*", "generation timed out*", "took too long to process*", "model…timed out while generating*", "model did not respond in time*"}, not: []string{"http*", "connect*", "dial*"}},
		example: "ModelTimeoutException: The request took too long to process.",
	},
	{
		name: "provider_error", cause: answer, reason: ServerError, retry: RetryYes, home: LLM,
		when: cond{any: []string{
			"inference backend*", "inference worker*",

			"vllm worker*", "vllm…died", "sglang…died",
			"unexpected error from*…provider", "could not process your request*…model", "error was encountered while running*", "encountered while running the model", "engine core encountered*", "enginecore encountered*", "model process*…exited", "llama server process*", "runner…terminated", "ggml*", "gpu error*", "cublas*", "cudnn*", "hip error*", "vulkan error*", "metal error*", "failed to allocate compute*", "something went wrong on our end*…model", "the model failed to*", "*内部错误*", "*服务器错误*", "*服务异常*",
			"model…crashed", "model runner*", "inference server*", "backend error*…:…model", "triton*…error", "模型*错误", "server had an error*", "model backend*",
			"provider…internal error", "enginedeaderror", "engine dead error", "engine core*…failed", "cuda error*", "nccl*", "model stream error exception", "model server*…error", "llm engine*…died", "llama runner*",

			"api error internal server error", "the model produced*…error", "new api error", "internal error encountered*", "model…internal error", "internal server exception", "model not ready*", "service unavailable exception",
		}, not: []string{"could not locate…dll", "cannot load symbol*", "library path", "#400", "#404", "#422", "bad gateway", "failed to generate embedding*", "failed to generate chart*", "mcp", "pdf", "failed to generate valid*", "failed to generate json*"}},
		example: "vLLM engine: EngineDeadError",
	},
}

// requestRules: parts of a request to a model that something is wrong with. They
// come before the words that any library uses of any value.
var requestRules = []rule{
	{
		name: "model_request", cause: answer, reason: BadRequest, retry: RetryNo, home: LLM,
		when: cond{
			any: []string{"tool choice", "tool use", "tool result", "tool results", "thinking blocks", "thinking block", "redacted thinking", "reasoning item*", "reasoning content", "thinking mode", "messages", "message roles", "assistant roles", "user roles", "system message*", "system prompt", "assistant message*", "user message*", "max completion tokens", "max output tokens", "stop sequences", "logit bias", "frequency penalty", "presence penalty", "function declarations", "input schema*", "a model parameter", "image url*", "data image*", "single tool calls"},
			and: []string{"must be*", "must have*", "must not*", "must come*", "must follow*", "must contain*", "must alternate*", "must include*", "must start*", "must end*", "cannot be more than*", "cannot be modified*", "cannot be empty*", "cannot be null*", "cannot contain*", "can not be*", "is required", "required property", "are required", "too short", "is missing", "are missing", "duplicate value*", "but found", "but no", "but got none", "no tools are provided", "only supports single*", "are supported", "is set but*", "not allowed in", "is not of type*", "should alternate*", "out of order", "not a valid*", "invalid*"},
			not: []string{"validation error for*", "validation errors for*", "config*", "schema validation*", "arguments", "argument", "mcp*", "rejected", "user rejected*", "json*", "yaml*", "file", "files", "path", "permission*", "database*", "table*", "column*", "sql*", "docker*", "template*", "environment*", "option*", "field validation*", "parse*", "event*", "chunk*", "queue*", "topic*", "kafka*", "email*", "chat id*", "channel*", "variable*", "class*", "instance of*", "callable", "object", "iam*", "user role*", "role arn*", "graph", "node*", "state", "required field*", "type error*", "method*"},
		},
		example: "'messages' is a required property",
	},
}
