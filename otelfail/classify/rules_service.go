// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// services are the words that a service which tools speak to says of itself.
var services = []string{
	"secondary rate limit*", "api rate limit exceeded for*", "body failed validation*", "shared with your integration", "github api*", "api github com", "docs github com", "gitlab api*", "bitbucket api*", "slack api*", "slack error*", "notion api*", "notion client*", "api notion com", "jira api*", "jira error*", "atlassian*", "confluence api*", "linear api*", "asana api*", "trello api*", "stripe error*", "stripe*…error", "api stripe com", "twilio rest*", "twilio*…error", "sendgrid*", "hubspot api*", "salesforce*", "zendesk*", "shopify api*", "spotify api*", "discord api*", "telegram api*", "telegram error*", "gmail api*", "calendar api*", "drive api*", "sheets api*", "youtube api*", "twitter api*", "tmdb api*", "serp api*", "serpapi*", "serper*", "tavily*", "brave search*", "duckduckgo*", "duck duck go*", "bing search*", "google search api*", "firecrawl*", "apify*", "openweather*", "amadeus*", "airtable api*", "figma api*", "maps api*", "yelp*", "http error…googleapis*", "googleapis com…drive", "googleapis com…calendar", "googleapis com…gmail", "googleapis com…sheets", "wikipedia api*", "arxiv*", "wolfram*", "home assistant*", "blockscout*", "etherscan*", "alpha vantage*", "polygon io*", "yfinance*", "news api*", "weather api*", "zapier*", "pipedream*",
}

// serviceNames only hint at a service.
var serviceNames = []string{
	"github", "gitlab", "bitbucket", "slack", "notion", "jira", "confluence", "trello", "asana", "stripe", "twilio", "shopify", "spotify", "discord", "telegram", "whatsapp", "gmail", "google calendar", "google drive", "google sheets", "youtube", "twitter", "wikipedia", "airtable", "figma", "zoom", "dropbox", "sharepoint", "outlook", "kubectl", "terraform", "ansible", "playwright", "puppeteer", "web search*", "search engine", "scraper", "crawler",
}

// serviceRules: the codes of services, and what the gates before them say.
var serviceRules = []rule{
	{
		name: "service_auth", cause: answer, reason: Auth, retry: RetryNo,
		when: cond{any: []string{"invalid totp", "invalid otp", "invalid pin", "invalid verification*", "invalid 2fa*", "two factor*", "2fa…required", "mfa…required", "authentication rejected", "login rejected", "verification code*", "invalid code", "invalid password", "incorrect pin", "session or expired", "not authenticated or session*", "login failed", "login failure", "unable to log in*", "unable to login*", "failed to log in*", "failed to login*", "could not log in*", "sign in failed", "authorization failed", "authorization required", "auth failed", "auth error", "authentication unsuccessful*",
			"set the…token environment*", "set…token environment variable*", "gh token environment*",
			"not authed", "invalid auth", "account inactive", "token revoked", "token has been revoked", "requires authentication", "invalid_auth*", "missing api keys", "no valid credential*", "invalid client secret", "invalid client id", "invalid api credentials", "api token is invalid", "missing credentials", "missing access token", "no access token*", "access token…expired", "refresh token*…expired", "refresh token*…invalid", "unable to refresh token*", "please authenticate", "not connected your*…account", "connect your*…account", "authorize the app*", "please reconnect*", "reauthorize*", "reauthorise*", "could not validate credentials", "user not authenticated", "requires login", "sign in required", "session invalid", "invalid session", "invalid signing*", "invalid webhook secret*", "wrong credentials", "api key…not found in environment*", "environment variable…token*…not set", "token…not found in environment*", "missing…token", "token is required", "auth token*…required", "authentication token*…required", "account is not logged in", "logged out",
		}, not: []string{"code parsing*", "status code*", "exit code*", "invalid code…http", "unexpected*", "json*", "csrf*", "parse*", "model output*"}},
		example: "{'ok': False, 'error': 'not_authed'}",
	},
	{
		name: "service_forbidden", cause: answer, reason: Permission, retry: RetryNo, weak: Tool,
		when: cond{any: []string{"is blocked for*", "blocked for security*", "blocked by a*", "blocked by…hook", "blocked by…policy", "blocked by policy*", "denied by policy*", "denied by…policy", "denied by…rule", "denied by…hook", "rejected by…policy", "not in the allowed list*", "not in allowed list*", "not in allowed*", "not on allowed*", "is not allowlisted", "is blacklisted*", "in the blocklist*", "is forbidden", "are forbidden", "not allowed in…mode", "plan mode*", "read only mode", "ask mode*…not", "requires user approval*", "requires human approval*", "needs user approval*", "awaiting approval*", "approval timed out*", "user did not approve*", "user did not confirm*", "user declined*", "declined by user*", "rejected the request*", "user denied*", "permission for…denied*", "permission…been denied*", "must be run as*", "run as administrator", "run as root", "blocked command*", "was blocked by*…user", "is blocked in*",
			"permission to…denied*", "permission to…been denied", "access to…is denied", "write access…denied", "read access…denied", "blocked by sandbox*", "blocked by the sandbox*", "operation blocked", "is not allowed to perform*", "are not allowed to*", "you may not*", "not authorised*", "refusing to run*", "refusing to execute*", "refusing to delete*", "refusing to write*", "refused to run*", "requires approval*", "needs approval*", "requires confirmation*", "not on the allow list", "not in the allow list", "not on the whitelist", "domain…not allowed", "host…not allowed", "url…not allowed", "private ip*", "ssrf*", "internal address*",
			"missing scope*", "insufficient scopes", "restricted action*", "not in channel", "cant post*", "user is restricted*", "not allowed token type", "operation not allowed", "operation is not allowed", "action not allowed", "action is not allowed", "request not allowed", "api failed not allowed", "not entitled*", "not permitted to*", "not allowed to access*", "not allowed to read*", "not allowed to write*", "not allowed to use*", "bot protection*", "bot detection*", "captcha*", "are you a robot", "access blocked*", "blocked by cloudflare*", "cloudflare*…blocked", "cloudflare*…protection", "ip…blocked", "banned", "blacklisted*", "account suspended*", "account has been suspended*", "account…disabled", "account…locked", "must have admin*", "admin rights*", "admin only", "owner only", "only the owner*", "permission to view*", "permission to edit*", "permissions to perform*", "have permission*…to", "needs permission*", "required permission*", "missing permission*", "missing access", "private repository*", "insufficient permissions for*", "the caller does not have permission*", "policy…denies", "explicit deny*", "disallowed by robots*", "not accessible by*", "requires elevated*", "requires administrator*", "must be run as root*", "are you root", "must be root", "superuser", "path traversal not*", "outside…sandbox", "outside…workspace", "escapes*…directory", "not within allowed*", "not an allowed*", "unauthorized command*", "disallowed command*", "access to…is restricted", "safe mode", "denied access to*",
		}, not: []string{"guard*", "content*", "safety*", "reviewer*", "tool use was*", "does not exist*", "not found", "please run*", "mkdir*", "chmod*", "errno 1*", "open", "unlink", "eperm", "bedrock*", "model*", "file*…permission denied"}},
		example: "SlackApiError: The server responded with: {'ok': False, 'error': 'missing_scope'}",
	},
	{
		name: "service_missing", cause: answer, reason: NotFound, retry: RetryNo, home: Tool,
		when: cond{any: []string{"could not resolve to a*", "does not match any pages*", "does not match any items*", "shared with your integration*",
			"channel not found", "users not found", "user not found*…slack", "issue does not exist*", "no commit found*", "reference not found*", "page not found*…notion", "object not found*", "no matching distribution*", "could not find a version that satisfies*", "unable to locate package*", "no match for argument*", "no package…found", "no package…available", "package…not found in*…registry", "404…not in this registry", "e404", "no such customer*", "no such price*", "no such charge*", "no such payment*", "no such subscription*", "no such product*", "no such invoice*", "resource missing", "no video*…found", "no transcript*", "event not found*", "contact not found*", "message not found*", "folder not found*", "drive…not found", "sheet not found*", "no sheet*…named", "worksheet*…not found", "recipient not found*", "city not found", "location not found*", "no location*…found", "symbol not found*…stock", "no data found*…symbol", "possibly delisted*", "ticker*…not found", "unknown symbol*", "airport…not found", "station not found*", "address not found*",
		}, not: []string{"node*…module"}},
		example: `{"message": "No commit found for SHA: 404", "documentation_url": "https://docs.github.com/rest/commits/commits#get-a-commit", "status": "422"}`,
	},
	{ // A service that is named does not take what it was given.
		name: "service_invalid", cause: answer, reason: BadRequest, retry: RetryNo, weak: Tool,
		when: cond{
			any: []string{"invalid channel*", "invalid form*", "invalid recipient*", "invalid blocks*", "invalid arguments", "invalid phone*", "invalid number", "invalid email*", "invalid user*", "invalid parent*", "invalid label*", "invalid status*", "invalid query*", "invalid request*", "is not a valid*", "validation failed*", "validation error*", "reference already exists", "message is too long*", "message too long", "text is empty", "no text*", "msg too long", "cannot be blank", "is archived", "cant parse entities*"},
			and: append([]string{"github", "gitlab", "slack", "notion", "jira", "confluence", "stripe", "twilio", "shopify", "discord", "telegram", "gmail", "trello", "asana", "linear", "hubspot", "salesforce", "sendgrid", "airtable", "spotify", "zoom", "whatsapp"}, services...),
			not: []string{"token*", "credential*", "api key*", "auth*", "parse error*", "json*", "environment variable*", "argument*", "required parameter*", "missing required*", "tool*", "signature*", "schema*", "url", "mcp*", "config*", "client id*", "#401", "#403", "#404", "#5xx"},
		},
		example: "SlackNotify::Error: Invalid channel specified",
	},
	{
		name: "service_request", cause: answer, reason: BadRequest, retry: RetryNo, weak: Tool,
		when: cond{
			any: []string{"is not a valid*", "cannot be blank", "must be unique", "reference already exists", "no commits between*",
				"validation failed", "validation error", "bad jql", "error in the jql*", "time spent required", "errors…cannot be set*", "invalid request data*", "body failed validation*", "unprocessable*", "is not a valid phone number*", "cannot be empty", "is required", "required", "invalid", "missing", "bad request"},
			and: []string{"resource…code custom", "resource…code missing*", "resource…code invalid", "documentation url*", "#422", "error messages", "object error", "github api*", "slack api*", "notion api*", "jira api*", "stripe*…error", "twilio*…error", "status 400 code*", "code bad request"},
			not: []string{"invalid json*", "json…invalid", "error message", "type invalid request error", "code invalid json", "unauthorized", "#401", "#403", "#404", "forbidden", "token is invalid"},
		},
		example: `{"message": "Validation Failed", "documentation_url": "https://docs.github.com"}`,
	},
}
