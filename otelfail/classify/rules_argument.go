// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// tailRules: how libraries say that an argument will not do. They come last
// for their words are common.
var tailRules = []rule{
	{ // Of bytes that came, and stopped coming.
		name: "named_eof", cause: noAnswer, reason: EOF, retry: RetryYes,
		when: cond{
			any: []string{"stream", "body", "connection", "response", "socket", "peer", "transfer", "download", "chunked", "http"},
			and: []string{"ended", "end of stream", "incomplete message", "cut short", "closed before all*", "before all bytes*", "bytes were read", "fewer bytes*", "partial read", "partial response", "stopped early", "premature eof", "premature end*"},
			not: []string{"json*", "parse*", "parsing", "unmarshal*", "yaml*", "schema*", "token*", "trial*", "session ended", "conversation*", "subscription*", "agent*", "tool*", "ended without*"},
		},
		example: "response body ended early",
	},
	{ // Of a line that was there, and is not.
		name: "named_reset", cause: noAnswer, reason: Reset, retry: RetryYes,
		when: cond{
			any: []string{"connection", "server", "peer", "socket", "websocket", "remote host", "remote end", "remote side", "stream", "upstream", "transport", "tunnel"},
			and: []string{"hung up", "hangs up", "connection abort", "aborted", "disconnected", "disconnect", "disconnection", "dropped", "lost", "closed", "terminated", "broken", "reset", "gone away", "went away", "severed", "interrupted"},
			not: []string{
				"server console*", "generation*", "server log",
				"json*", "invalid*", "must*", "already*", "cannot*", "not connected", "transaction*", "issue", "ticket", "order*", "tool use*", "user*", "record*", "file*"},
		},
		example: "the tunnel to the desktop was severed",
	},
	{ // Somebody was asked, and nothing came back.
		name: "named_silent", cause: noAnswer, reason: Timeout, retry: RetryYes,
		when: cond{
			any: []string{"device", "peer", "host", "node", "gateway", "broker", "endpoint", "remote", "server", "sensor", "printer", "camera", "controller", "modem", "router", "partner", "replica", "ping", "ack", "acks", "acknowledgement", "acknowledgment"},
			and: []string{"did not respond", "didnt respond", "not responding", "stopped responding", "no response", "did not answer", "didnt answer", "stopped answering", "no answer", "did not reply", "no reply", "not received", "receive ack", "never came", "never arrived"},
			not: []string{"json*", "invalid*", "must*", "order*", "user*", "model*", "tool*", "command*", "message not received*", "file*", "email*"},
		},
		example: "Device did not respond to ping",
	},
	{
		name: "named_timeout", cause: noAnswer, reason: Timeout, retry: RetryYes,
		when:    cond{any: []string{"no answer in", "no response", "no reply", "not responding", "not respond", "waited", "waiting", "exceeded deadline", "exceeded the deadline", "past the deadline"}, and: []string{"seconds", "minutes", "ms", "sec", "in time", "deadline", "too long"}, not: []string{"order*", "rate*", "please wait*"}},
		example: "no response in 30 seconds",
	},
	{
		name: "named_protocol", cause: noAnswer, reason: Protocol, retry: RetryNo,
		when: cond{
			any: []string{"protocol error*", "protocol version*", "protocol violation*", "protocol mismatch*", "handshake", "upgrade header*", "http version*", "http header*", "http response", "status line", "event stream", "websocket frame*", "frame", "packet", "packets", "switching protocols"},
			and: []string{"unexpected*", "invalid*", "malformed*", "mismatch*", "unknown*", "unsupported*", "expected*", "bad", "wrong", "corrupt*", "protocol error"},
			not: []string{"data frame*", "dataframe*", "time frame*", "json*", "schema*", "page frame*", "iframe*"},
		},
		example: "received unexpected packet",
	},
	{ // A service or its account says what the plan does not cover.
		name: "named_quota", cause: answer, reason: Quota, retry: RetryNo, weak: LLM,
		when: cond{
			any: []string{"balance", "budget", "nonpayment", "unpaid", "payment", "free requests", "prepaid", "allotment", "monthly token*", "trial", "funds", "credits", "quota*", "subscription", "billing", "allowance", "your plan", "current plan", "free tier", "free plan"},
			and: []string{"subscribe", "depleted", "suspended", "overdue", "too low", "zero", "unpaid", "not support*", "not include*", "exceed*", "exhausted", "no available", "no remaining", "not enough", "insufficient", "limit", "limits", "limitation*", "limited", "ran out", "run out", "used up", "out of", "upgrade*", "blocked", "expired", "inactive", "top up", "required", "over your*", "over the*"},
			not: []string{"reservation*", "booking*", "gift card*", "wallet*", "refund*", "transfer*", "card", "amount*", "invoice*", "payment method*", "checkout*", "passenger*", "balance must*", "memory budget*", "time budget*", "latency*", "error budget*", "request limit*", "disk*", "order*", "token exceeded*", "storage*", "field*", "parameter*", "argument*", "schema*"},
		},
		example: "Your subscription does not cover more than 3 seats: limit exceeded",
	},
	{ // Who may not, or may not do this here.
		name: "named_permission", cause: answer, reason: Permission, retry: RetryNo, weak: Tool,
		when: cond{any: []string{"check permission*", "check…permissions", "permission issue*", "permission problem*", "permissions issue*", "permissions problem*", "admin access*", "administrator access*", "need…privileges", "needs…privileges", "without approval*", "without…approval", "missing approval*", "requesting approval*", "havent granted*", "not been granted*", "requested permission*",
			"*权限*", "*權限*", "permission non*", "nicht erlaubt*", "nicht berechtigt*", "non autorisé*", "no autorizado*", "sufficient rights*", "access restricted*", "access is restricted*", "restricted access*", "<fail> access this*", "cannot be accessed*", "not accessible to*", "no access to*", "not granted*", "lack of permission*", "no rights*", "lacks…role", "lack…role",
			"write operations*…not allowed", "operations are not allowed", "operations are blocked", "operations are disabled", "only read*…allowed", "only select*…allowed", "only select queries*", "read only mode*", "read only queries*", "queries are allowed", "statements are allowed", "statements…not allowed", "queries are not allowed", "not permitted", "isnt permitted", "not authorised", "unauthorised", "refusing to", "refused to", "denied", "prohibited", "off limits", "not allowed by*", "not allowed in sandbox*", "not allowed outside*", "outside of…allowed", "outside the allowed*", "restricted to", "restricted path*", "protected path*", "protected file*", "protected branch*", "insufficient rights*", "insufficient access*", "no permission*", "without permission*", "lacks the*…permission*", "missing…permission*", "requires…permission*", "requires…role", "requires…scope*", "requires admin*", "not the owner*", "berechtigung*", "zugriff verweigert*", "zugriff…verweigert", "permiso denegado*", "acceso denegado*", "accès refusé*", "permission refusée*", "permissão negada*", "acesso negado*", "permesso negato*", "accesso negato*", "доступ запрещ*", "отказано в доступе*", "*无权*", "*拒绝访问*", "*アクセスが拒否*", "*権限がありません*", "*권한*",
		}, not: []string{"characters*", "value*", "field*", "property", "properties", "null", "parameter*", "argument*"}},
		example: "Write operations are not allowed in graph queries (found: CALL)",
	},
	{ // What was left out, told as a request to give it.
		name: "asked_for", cause: decode, reason: Schema, retry: RetryNo,
		when:    cond{any: []string{"^ give", "^ provide", "^ specify", "^ enter", "^ pass", "^ supply", "^ choose", "^ select", "^ please provide*", "^ please specify*", "^ please enter*", "^ please give*", "^ please supply*", "^ please choose*", "^ please select*", "^ error give", "^ error provide", "^ error specify", "^ error enter", "^ error please provide*", "^ error please specify*", "^ error please enter*", "^ error please give*", "^ error please supply*", "^ error please select*"}},
		example: "Give a date, or a place and a time.",
	},
	{ // It was looked for.
		name: "named_missing", cause: answer, reason: NotFound, retry: RetryNo, weak: Tool,
		when: cond{any: []string{"check if…exists", "check that…exists", "make sure…exists", "verify that…exists", "ensure that…exists",
			"no…found", "no…named", "not archived",
			"no record with*", "no…with id", "no…with name", "no…with that*", "no…by that name", "no…matching*", "missing resource*", "*存在しません*", "*見つからない*", "*não existe*", "no existe*", "n existe pas*", "existiert nicht*", "не существует*",
			"<fail> find*", "<fail> locate*", "does not appear to exist*", "doesnt appear to exist*", "did not exist*", "doesnt seem to exist*", "not existing*", "no longer exist*", "isnt found", "wasnt found", "not be found", "nicht gefunden", "introuvable*", "no encontrado*", "no se encontr*", "não encontrad*", "non trovat*", "не найден*", "*未找到*", "*找不到*", "*不存在*", "*見つかりません*", "*찾을 수 없*",
		}, not: []string{"parse*", "required*", "schema*", "json*", "graph"}},
		example: "Make sure that the release branch exists",
	},
	{ // What was set up is not all that is needed.
		name: "named_auth", cause: answer, reason: Auth, retry: RetryNo, weak: Tool,
		when: cond{any: []string{
			"auth method*", "authentication method*", "authorization method*",
			"*登录*", "*認証*", "*登錄*", "authentifizierung*", "authentification*", "autenticación*", "autenticação*", "autenticazione*", "аутентификац*", "авториз*", "passwort*", "api key fehlt*", "schlüssel fehlt*", "oauth flow*", "bad token", "invalid state parameter", "consent required*", "interaction required*", "login is required*",
			"credentials not*", "credentials are not*", "credentials…not established", "credentials…missing", "no…credentials", "refresh the connection*", "reconnect your*", "must authenticate*", "need to authenticate*", "needs authentication*", "needs to authenticate*", "authenticate first*", "authenticate before*", "requires authentication*", "authentication is required*", "not authenticated*", "token is missing*", "token missing*", "token is required*", "token not provided*", "token not set*", "no token*", "without a token", "token has been revoked*", "token was revoked*", "token is expired*", "session has expired*", "please sign in*", "please authorize*", "please authenticate*", "log in to*", "sign in to*", "logged in", "authorize this app*", "authorization is required*", "access token*", "refresh token*", "connexion requise", "*ログインして*", "*认证*",
		}, not: []string{"unexpected*", "json*", "csrf*", "nonce*", "claims", "issuer", "audience", "type", "tokens", "must be a*", "non empty"}},
		example: "Connection credentials not established",
	},
	{ // Set up by whoever runs it, or not.
		name: "not_set_up", cause: answer, reason: Other, retry: RetryNo, weak: Tool,
		when:    cond{any: []string{"client is not configured*", "integration is not configured*", "connector is not configured*", "service is not configured*", "provider is not configured*", "server is not configured*", "tool is not configured*", "plugin is not configured*", "is not configured or*", "has not been configured*", "has not been set up*", "is not set up*", "not configured for this*"}, not: []string{"model*"}},
		example: "Jira client is not configured or available.",
	},
	{
		name: "misuse", cause: own, reason: Other, retry: RetryNo,
		when: cond{any: []string{
			"was never awaited*", "destroyed but it is pending*", "attached to a different loop*",

			"only be started once*", "event loop stopped*",

			"after interpreter shutdown*", "after executor shutdown*", "schedule new futures*", "event loop is closed*",
			"working outside*", "outside of application*", "no current event loop*", "referenced before assignment", "not open ready state*", "websocket is not open*", "is newer than supported*", "frozen object*", "is frozen $", "is immutable $", "after shutdown*", "after close*", "after exit*", "after stop*", "after destroy*", "after dispose*", "after termination*", "has been closed", "have been closed", "finished stream", "is closing", "you must call*", "not been compiled", "not compiled", "duplicate agent*", "has no model*", "terminal state", "called outside*", "called inside*", "outside of component*", "cannot modify*", "no longer running", "headers after they*", "called before*", "called too late*", "called too early*", "not held", "duplicate node*", "duplicate edge*", "used after*", "already", "no longer valid*", "before start*", "before connect*", "before init*", "before open*", "without calling*", "not in progress", "while…is running", "while…still running", "attribute error", "module…has no attribute*",
			"may only be set once", "consumed stream", "only once", "outside the context*", "outside of the context*", "reconciled", "session history*", "empty stack", "run state", "runstate", "session state*", "after fatal", "inside an*", "during an*", "state requires*", "out of sync", "stale",
			"more than once", "from inside a", "inside of a", "re entrant*", "reentrant*", "cannot reuse*", "outside of a…context", "must be called*", "not been called", "before it*", "after it…closed", "no longer active", "in the wrong state", "wrong order", "object disposed*", "reference error", "name error", "is not defined", "unbound local error", "should not be reached", "should never happen", "shouldnt happen", "cannot happen", "this is a bug", "not thread safe", "maximum update depth*",
		}},
		example: "write to a finished stream",
	},
	{ // What a value is, and what it was to be.
		name: "named_type", cause: decode, reason: Type, retry: RetryNo,
		when: cond{
			any: []string{"type", "types", "data type*", "must be…<kind>", "must return…<kind>", "should be…<kind>", "needs to be…<kind>", "to be…<kind>", "expected…<kind>", "only…<kind> and", "only…<kind> or"},
			and: []string{"unexpected", "invalid", "wrong", "incorrect", "mismatch*", "incompatible*", "must be", "must return", "should be", "needs to be", "expected", "are supported", "are allowed"},
			not: []string{"nonnegative", "constant", "wire type*", "wiretype*", "usage", "type error", "error type", "type invalid*", "content type*", "mime type*", "media type*", "file type*", "event type*", "type message", "type object", "type text", "missing", "required", "provided", "specified", "greater*", "less*", "between", "unique", "empty", "at least*", "at most*", "positive", "one of", "not found", "unexpected error*", "exception type*", "must be set", "must be a set", "length*", "end of*"},
		},
		example: "field_title_generator must return a string, not a list",
	},
	{ // Out of turn: what may be done only before, after or once.
		name: "out_of_turn", cause: own, reason: Other, retry: RetryNo,
		when: cond{
			any: []string{"cannot", "cant", "must", "can only*", "not allowed", "attempted*", "attempt to*", "tried to*", "should", "unable to*", "called", "may only*", "failed to*"},
			and: []string{"twice", "more than once", "has been called", "in progress", "been closed", "is closed", "already", "is running", "been started", "not started", "been initialized", "not initialized", "been stopped", "been disposed", "before calling*", "after calling*", "reused", "re used", "only once", "been destroyed", "been released", "been consumed", "empty stack", "from inside*", "from within*", "outside of a*", "outside the context*", "in a different*", "during shutdown", "been finalized", "been sealed", "been frozen", "been committed", "been sent", "acquired"},
			not: []string{"order*", "reservation*", "booking*", "exists", "exist", "file*", "model*", "api key*"},
		},
		example: "Cannot append rows: the batch has been sealed",
	},
	{
		name: "argument_type", cause: decode, reason: Type, retry: RetryNo,
		when: cond{any: []string{"non <kind>", "type error", "not str", "not string", "not bytes", "not int", "not list", "not dict", "not float", "not none type", "unknown kind", "scan type*", "type <kind> into", "received an instance of*", "<fail> adapt*", "by non <kind>", "as type", "of reflect*", "unsupported value*", "zero value", "type other than*", "types other than*", "from type", "cannot…as a <kind>", "cannot…as an <kind>", "<fail> cast*", "cast or convert*", "could not be cast*", "<fail> convert*", "convert from…to", "conversion from…to", "cast from…to", "class cast*", "expected…received*", "expected…got*", "data type", "pointers to", "only pointers*", "must be json*", "max safe integer", "plain <kind>", "exceeds max int*", "overflows*", "overflow", "out of int*", "bindable", "must be a positive <kind>", "must be positive <kind>", "is not a valid <kind>",
			"<kind> expected", "expects <kind>", "expects a <kind>", "expects an <kind>", "is not a <kind>", "is not an <kind>", "isnt a <kind>", "was not a <kind>", "not a <kind>", "not an <kind>", "are not <kind>", "instead of <kind>", "instead of a <kind>", "requires a <kind>", "to be a <kind>", "to be an <kind>", "only <kind> and", "only <kind> or", "pass a <kind>", "got a <kind>", "got <kind> want",
			"not an instance*", "unknown type*", "unknown…type", "wrong kind*", "cannot assign*", "cannot be converted*", "cant be converted*", "could not be converted*", "has no attribute", "has no method", "invalid conversion*", "not convertible*", "must be none", "cannot be none", "specified cast*", "type assertion*", "not subscriptable", "not callable", "not iterable", "argument for…type", "2 tuples", "type of…must*", "types…do not match", "type argument*",
		}, not: []string{"type error content*", "type error message*", "type error data*", "type error text*", "type error code*", "type error status*", "type error id*", "type error error"}},
		example: "ValueError: count must be a positive integer (got 'x')",
	},
	{
		name: "not_supported", cause: decode, reason: Unsupported, retry: RetryNo,
		when: cond{any: []string{"hash function unavailable*", "no parser*", "no loader*", "no codec*", "no encoder*", "no decoder*", "no serializer*", "no converter*", "no handler for…type", "no driver*", "no adapter*", "no suitable driver*", "no extractor*", "no renderer*", "no backend*…available", "not available for*", "cannot process…file*", "cannot process…format*", "cannot read…files", "cannot open…files", "does not work with*", "doesnt work with*", "do not work with*", "not work on*", "not possible with*", "not possible on*", "incompatible with*", "<fail> handle*", "only handles*", "can only handle*", "feature not available*", "feature is not available*", "feature unavailable*", "not available in this*", "not available in your*", "unavailable in this*", "unavailable in your*", "not offered in*", "can only be used*", "only be used in*", "only be used on*", "only valid for*", "only valid with*", "only valid when*", "not available when*", "not valid for*", "requires feature*", "feature…disabled", "is disabled in*", "not enabled*", "has been disabled", "disabled by*", "is disabled $",
			"cannot chain*", "cannot create…with", "is experimental", "feature…enabled",
			"must implement*", "is not available in", "isnt available in", "are supported", "is supported", "unknown protocol", "unknown scheme", "unknown algorithm*", "unknown encoding", "unknown codec*", "unknown compression*", "unhandled…type", "disallowed", "cannot be applied", "cant be applied", "not available in non*", "requires python*", "requires node*", "requires version*", "needs version*", "only available*", "only allowed*", "only works*", "no implementation*", "incompatible version*",
		}},
		example: "Stripe: `createNodeCryptoProvider()` is not available in non-Node environments.",
	},
	{ // What something can do, and what it cannot.
		name: "named_unsupported", cause: decode, reason: Unsupported, retry: RetryNo,
		when: cond{
			any: []string{"support", "supports", "supported", "implement", "implements", "implemented", "compatible", "unsupported", "capable of*", "capability"},
			and: []string{"not", "only", "doesnt", "dont", "isnt", "unsupported", "cannot", "lacks", "no"},
			not: []string{"contact support*", "support team*", "support com*", "supported values*", "supported formats are*", "must*", "invalid", "required", "missing", "expected"},
		},
		example: "the chosen backend implements no batching",
	},
	{
		name: "archive", cause: decode, reason: Parse, retry: RetryNo,
		when: cond{any: []string{"length prefix*", "unexpected tag*", "short buffer*", "buffer underflow*", "buffer too short*", "buffer too small*", "cannot split*", "split host*", "missing colon*", "pdf header*", "is encrypted*", "has no comma", "no closing*", "missing end*", "not terminated", "unfinished*", "stray", "tokeniz*", "<fail> interpret*", "error reading yaml*", "error reading json*", "error reading xml*", "error reading csv*", "error reading toml*", "failed to read json*", "failed to read yaml*", "frontmatter*", "front matter*", "lexing*", "lexer*", "not json", "isnt json", "not valid…format",
			"invalid <notation>", "bad <notation>", "malformed <notation>", "illegal <notation>", "unexpected <notation>", "not a valid <notation>", "unrecognized <notation>", "unterminated <notation>", "unbalanced <notation>", "incorrect <notation>",
			"parsing", "deserialis*", "deserializ*", "serialis*", "serializ*", "<fail> marshal*", "error marshal*", "marshalling", "marshaling", "decod*", "encod*", "cannot be parsed", "<fail> parse*", "wire type*", "wiretype*", "not a zip file", "bad crc*", "checksum*", "gzip*", "tar file", "unpickl*", "pickl*", "corrupt*", "<bad> header*", "empty header*", "invalid…url", "invalid…specification", "bad…token", "unclosed*", "unmatched*", "trailing*", "missing closing*", "missing open*", "missing brace*", "missing bracket*", "missing…operator",
		}, not: []string{"tool execution failed*", "error calling tool*"}},
		example: "BadZipFile: Bad magic number for central directory",
	},
	{
		name: "token_rejected", cause: answer, reason: Auth, retry: RetryNo, home: Validation,
		when: cond{any: []string{"oauthbearer*", "oauth token*", "oauth2*", "oauth error*", "oauth fail*", "oauth…failed", "oauth…invalid", "oauth…expired", "oauth…required", "oauth…missing", "oauth…must",
			"invalid claims", "invalid issuer", "invalid audience", "invalid subject", "invalid nonce", "nonce…mismatch", "signature verification*", "invalid signature", "used before issued", "token must be*", "token…empty", "bearer…must*", "credential*", "login*", "log in", "sign in", "reauthenticat*", "re authenticat*",
		}},
		example: "token has invalid claims: token is not yet active",
	},
	{ // Go and Lua say so of a value that was to be there.
		name: "nil_value", cause: own, reason: Nil, retry: RetryNo,
		when:    cond{any: []string{"is nil", "was nil", "are nil", "got nil", "returned nil", "nil value*", "is undefined", "was undefined"}, not: []string{"jinja2*", "template*", "undefined error", "or empty", "must*", "cannot*", "should*", "expected", "required", "if"}},
		example: "tool \"search\" handler is nil",
	},
	{
		name: "model_failed", cause: silent, reason: Other, home: LLM,
		when:    cond{any: []string{"<fail> generate*", "generation failed*", "error generating response*", "error generating answer*", "error generating text*", "error generating content*", "error generating completion*", "error generating summary*", "error while generating*", "error during generation*", "error getting response from*", "error getting completion*", "error in llm*", "error during llm*", "llm…failed", "llm error*"}, not: []string{"mcp", "pdf*", "file*", "report", "unique*", "token", "key", "id", "certificate*", "code"}},
		example: "Agent error: unable to generate answer at this time.",
	},
	{ // Classes of errors that a language has for whatever was not to be done.
		name: "misuse_class", cause: own, reason: Other, retry: RetryNo,
		when:    cond{any: []string{"invalid operation exception", "<bad> state*", "runtime exception state*", "no method error"}},
		example: "java.lang.IllegalStateException: stream of events",
	},
	{
		name: "argument", cause: decode, reason: Schema, retry: RetryNo,
		when: cond{any: []string{
			"is later than", "is earlier than", "precedes", "of length 0", "enough arguments*",
			"undefined error", "are not defined", "^ got…want", "columns want", "values want", "bytes want", "elements want", "larger than", "bigger than", "smaller than", "longer than", "shorter than", "<fail> exceed*", "different length*", "lengths differ*", "length…differ", "lengths do not*", "0 sample*", "<fail> broadcast*", "not in dataframe*", "not in the dataframe*", "not in index", "unresolved placeholder*", "unfilled placeholder*", "zero length*", "has zero", "have zero", "not equal to*", "do not add up*", "does not sum*", "same length*", "same size*", "has to be", "have to be", "has to have", "have to have", "needs a value*", "needs an argument*", "needs to have*", "needs at least*", "mandatory", "is needed", "are needed", "not among", "none of the allowed*", "outside the range*", "outside of the range*", "not in the range*", "not in range", "key error", "does not accept*", "please provide*", "can not determine*", "takes…arguments", "only…allowed", "only…may be", "is defined in", "is defined as", "may only be*", "both…and as", "must", "expect", "not returned by", "cant be", "no variant*", "exactly one", "precision", "at most", "no more than", "maximum", "minimum", "limit of", "nonempty", "should", "require*",
			"value error", "invalid", "no…specified", "no…provided", "no…set", "no…given", "not provided", "may not be", "<fail> specify*", "greater than", "less than", "lower than", "higher than", "expects", "never set", "not set", "too few", "too many*", "you must*", "cannot be", "can not be", "needs to be", "unknown option*", "unknown key*", "unknown value*", "unknown format*", "unknown event*", "unknown parameter*", "unknown name*", "unknown argument*", "unknown property*", "unknown flag*", "unrecognized*", "unrecognised*", "illegal", "negative", "non zero", "duplicate*", "missing", "expected", "unexpected", "too large", "too small", "doesnt match*", "mismatch*", "not specified", "no value*", "empty", "conflict*", "ambiguous*", "malformed", "not match*", "exceeds*", "exceeded", "incompatible*", "inconsistent*", "only one of*", "at least one*", "<bad> value*", "<bad> format*", "is nil", "is null", "reserved*", "have no*", "has no", "not allowed", "cannot contain*", "can only*", "not within*", "out of bounds", "beyond*", "number of*", "not unique", "wrong size*", "wrong order", "<bad> argument*", "wrong parameter*", "incorrect",
		}, not: []string{"something unexpected*", "unexpected happened*", "unexpected error*", "unexpected exception*", "unexpected failure*", "unexpected problem*"}},
		example: "StatisticsError: mean requires at least one data point",
	},
	{
		name: "unknown_name", cause: decode, reason: NotFound, retry: RetryNo,
		when: cond{any: []string{"no…registered",
			"unresolvable", "could not be resolved", "unable to resolve*", "unknown", "undefined", "<fail> determine*", "<fail> locate*", "<fail> find*", "not registered", "not listed", "unresolved"}, not: []string{"^ error unknown", "unknown please*", "unknown $", "^ error undefined", "undefined $", "unknown error*", "unknown exception*", "unknown reason*", "unknown failure*", "unknown internal*"}},
		example: "Unknown component: endpoint_resolver",
	},
	{
		name: "tool_server_error", cause: answer, reason: ServerError, home: Tool,
		when:    cond{any: []string{"unexpected error occurred", "#500", "code 32603", "error 32603", "^ 32603", "rpc 32603", "internal error", "server error"}, and: []string{"GraphQL", "graphql", "tool*", "code 32603", "error 32603", "^ 32603", "rpc 32603", "mcp*"}, not: []string{"#4xx", "#5xx"}},
		example: "Error fetching GraphQL query 'q': [{\"message\": \"an unexpected error occurred\"}]",
	},
	{ // The words of whoever passes on what a provider said, or could not be told.
		name: "provider_failed", cause: answer, reason: ServerError, retry: RetryYes, home: LLM,
		when:    cond{any: []string{"provider side", "on the provider*", "<fail> load model*", "model error $", "^ model error", "^ error model error", "unable to process your request*", "provider returned an error", "provider error", "provider failed", "error from provider*", "error from the model*", "error from model*", "error from upstream*", "type api error", "type server error", "api error message", "error generating*…completion", "error processing your request", "upstream error", "provider returned error", "inference error*", "inference failed*", "error in inference*", "prediction failed", "model execution failed", "provider encountered*", "provider had an*", "provider is having*", "upstream*…provider*", "upstream model*…error", "llm service*…error"}, not: []string{"generate response $", "config*", "#400", "#404", "#422", "bad gateway", "failed to generate embedding*", "failed to generate chart*", "mcp", "pdf", "failed to generate valid*", "failed to generate json*"}},
		example: "Provider returned error",
	},
	{
		name: "file_work", cause: file, reason: Other,
		when:    cond{any: []string{"create symbolic link*", "create archive*", "create file*", "write file*", "save file*", "write to file*", "rotate log*", "log file", "output file", "input file", "remove file*", "copy file*", "move file*", "rename file*", "delete file*", "create directory", "remove directory", "read directory", "temporary file*", "temp file*", "lock file", "open file", "close file"}},
		example: `couldn't remove file "db.gob": permission`,
	},
	{
		name: "program_failed", cause: exit, reason: Exec, retry: RetryNo, home: Tool,
		when:    cond{any: []string{"grep", "rg failed", "ffmpeg", "pandoc", "pdftotext", "curl"}, and: []string{"failed", "error", "exited*"}},
		example: "grep: rg failed: permission bits",
	},
	{ // An interface of which no more is said: mostly a tool's.
		name: "api_failed", cause: silent, reason: Other, weak: Tool,
		when:    cond{any: []string{"api call failed*", "api request failed*", "api call to…failed", "api error occurred*", "api returned an error*", "api returned error*", "api responded with*", "error calling…api", "error from…api", "api failure"}},
		example: "mailbox API call failed",
	},
	{
		name: "start_failed", cause: exit, reason: Exec, home: Tool,
		when:    cond{any: []string{"<fail> start", "did not start", "startup failed", "failed to boot*"}, not: []string{"session*", "transaction*", "thread*", "span*", "conversation*", "agent*", "workflow*", "run", "chat", "transform*"}},
		example: "backend failed to start",
	},
	{
		name: "tool_failed", cause: answer, reason: Other, home: Tool,
		when: cond{any: []string{"while running the tool*", "while running tool*", "while executing the tool*", "while executing tool*", "while using the tool*", "while calling the tool*", "while calling tool*", "while invoking tool*", "interpreter error", "plugin…failed", "plugin…error", "tool…is wrong", "wrong with tool*", "kernel function*…fail*", "extension…failed", "activating extension*", "action…failed", "failed to load tool*", "failed to fetch tools*", "failed to list tools*", "failed to get tools*", "failed to initialize tool*", "error invoking tool*", "error invoking remote method*", "function call failed*", "error in function call*", "toolset*", "tools list failed*",
			"code execution failed*", "error when executing tool", "error executing tool", "tool execution failed*", "tool execution error*", "tool call failed*", "tool failed*", "tool error*", "mcp error*", "error calling tool*", "failed to execute tool*", "failed to call tool*", "error running tool*", "tool…failed", "function execution failed*", "failed to invoke tool*", "tool…returned an error", "error in tool*", "tool exception",
		}, not: []string{"#4xx", "#5xx"}},
		example: "Error executing tool book_flight: seat map unavailable",
	},
	{ // What frameworks tell a model to do about an error of whatever kind.
		name: "fix_it", cause: silent, reason: Other, retry: RetryNo,
		when:    cond{any: []string{"please fix the error*", "fix the error and try again*", "fix your mistakes*", "please correct the error*", "please correct your*", "correct it and try again*"}},
		example: "Error: {error} Please fix your mistakes.",
	},
	{ // What is not so, of whatever it is said: mostly a requirement of the program.
		name: "is_not", cause: decode, reason: Schema, retry: RetryNo,
		when: cond{
			any: []string{"is not", "are not", "does not", "do not", "not a", "isnt", "arent", "doesnt", "dont", "not all", "only", "neither", "twice", "both", "too"},
			not: []string{"not known", "dont know*", "is not working", "not work", "something*", "try again*", "unexpected error*"},
		},
		example: "Demo is not configured",
	},
	{ // The text says what was tried and no more: mostly the work of a tool.
		name: "work_failed", cause: silent, reason: Other, weak: Tool,
		when: cond{any: []string{
			"failed to", "failed while*", "failure to*", "could not", "couldnt", "unable to", "cannot", "cant", "was not updated", "was not created", "was not saved", "was not sent", "unsuccessful*", "service error", "service failed", "service failure", "error getting*", "error reading*", "error loading*", "error fetching*", "error retrieving*", "error processing*", "error creating*", "error updating*", "error deleting*", "error sending*", "error listing*", "error running*", "error executing*", "error searching*", "error calling*", "error querying*", "error saving*", "error opening*", "error downloading*", "error uploading*", "error scraping*", "error extracting*", "error converting*", "error handling*", "error performing*", "error analyzing*", "error accessing*", "error adding*", "error removing*", "error writing*", "error building*", "error checking*", "error submitting*", "error making*", "error parsing*", "error occurred in*", "problem with*", "processing failed", "creation failed", "update failed", "deletion failed", "search failed", "lookup failed", "download failed", "request failed", "scraping failed", "extraction failed", "conversion failed", "operation failed", "build failed", "deployment failed", "transfer failed", "sync failed", "import failed", "fetch failed",
		}, not: []string{"^ operation failed $", "^ request failed $", "^ action failed $", "agent execution*", "chain*", "workflow*", "saving data"}},
		example: "Error getting Cilium status:",
	},
}
