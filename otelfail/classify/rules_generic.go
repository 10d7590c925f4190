// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// genericRules: answers whose words do not say by themselves whose they are.
var genericRules = []rule{
	{ // A page that was fetched and not given, as one that is not there: nobody behind it is named.
		name: "url_forbidden", cause: answer, reason: Permission, home: Network,
		when:    cond{any: []string{"#403"}, and: []string{"for url", "status code for http*", "fetching http*"}, not: []string{"insufficient*", "not authorized*", "scope*", "denied", "quota*", "rate limit*", "bot*", "captcha*"}},
		example: "403 Client Error: Forbidden for url: https://example.com/page",
	},
	{
		name: "url_unauthorized", cause: answer, reason: Auth, retry: RetryNo, home: Network,
		when:    cond{any: []string{"#401"}, and: []string{"for url", "status code for http*", "fetching http*"}, not: []string{"api key*", "token*", "credential*", "login*"}},
		example: "401 Client Error: Unauthorized for url: https://example.com/page",
	},
	{
		name: "url_bad_request", cause: answer, reason: BadRequest, retry: RetryNo, home: Network,
		when:    cond{any: []string{"#400", "#405", "#406", "#422"}, and: []string{"client error…:…for url", "client error…for url"}, not: []string{"error message", "detail*", "#403"}},
		example: "400 Client Error: Bad Request for url: https://example.com/page",
	},
	{ // A token or credentials could not be fetched: by what, the text does not say.
		name: "auth_unsettled", cause: answer, reason: Auth,
		when: cond{
			any: []string{"<fail> fetch token*", "failed to fetch the token*", "error fetching token*", "error getting token*", "error refreshing token*", "<fail> retrieve…credentials", "error retrieving…credentials", "failed to fetch…credentials", "error fetching…credentials", "failed to get…credentials", "error getting…credentials", "failed to obtain…credentials", "failed to refresh…credentials", "failed to assume role*", "<fail> generate access token*", "failed to get access token*", "failed to fetch access token*", "failed to obtain access token*", "failed to retrieve access token*", "<fail> refresh token*", "failed to refresh access token*", "failed to refresh the…token*", "could not get token*", "failed to acquire token*", "token refresh failed*", "token exchange failed*"},
			not: []string{"expired", "invalid*", "revoked", "#401", "#403", "#400", "unauthorized*", "not found", "no credentials*", "missing", "incorrect*", "denied", "model*", "device token*", "csrf*"},
		},
		example: "credentials: unable to generate access token",
	},
	{
		name: "not_authorized", cause: answer, reason: Permission, retry: RetryNo,
		when:    cond{any: []string{"unauthorized operation*", "not authorized to*", "is not authorized*", "are not authorized*", "insufficient permission*", "insufficient scope*", "not allowed to perform*", "does not have permission*", "do not have permission*", "insufficient privilege*"}, not: []string{"s3*", "bucket", "upload*"}},
		example: "User is not authorized to perform: bedrock:InvokeModel",
	},
	{
		name: "auth", cause: answer, reason: Auth, retry: RetryNo,
		when: cond{any: []string{
			"logon failure*", "logon failed*",
			"login was refused*", "access refused", "anonymous access*", "auth credential*", "aadsts*", "missing bearer*", "missing basic*", "bearer or basic*", "username or password", "user name or password", "email or password", "<bad> username*", "invalid user credentials", "password is incorrect*", "<bad> login*",
			"refresh error", "please log in", "please login", "run…login", "sign in again", "login again", "not signed in", "authentication error", "authentication failure", "<fail> authenticate", "session…expired", "expired session", "invalid credential*", "credentials are invalid", "<bad> credentials", "<bad> password", "invalid access key*", "invalid key id", "invalid secret*", "http 401",
			"bad auth*",
			"unauthorized", "unauthenticated", "#401", "authentication failed*", "authentication required", "not authenticated", "invalid token", "expired token", "invalid access token", "login required", "no credentials*", "could not find credentials", "unable to locate credentials", "default credentials*", "invalid client token*", "unrecognized client*", "security token*…invalid", "signature does not match", "invalid grant", "jwt expired", "invalid jwt", "token…expired", "credentials…missing", "not logged in", "missing authorization*", "authorization header*", "authentication credentials*", "invalid bearer*", "token is invalid", "invalid api token",
		}, not: []string{"unauthorized access exception", "access to the path*", "not well formed*"}},
		example: "401 Unauthorized",
	},
	{ // Something to log in with, and what is wrong with it.
		name: "named_credentials", cause: answer, reason: Auth, retry: RetryNo,
		when: cond{
			any: []string{"api key", "api keys", "apikey", "api token", "access token", "bearer token", "auth token", "oauth token", "access key", "client secret", "credentials", "password", "login", "security token", "session token", "refresh token", "subscription key", "secret key", "pat"},
			and: []string{"missing", "invalid", "incorrect", "expired", "revoked", "not set", "not provided", "required", "wrong", "not valid", "rejected", "not found", "malformed", "not configured", "must be set", "didnt find*", "didnt get*", "did not find*", "could not find*", "no longer valid", "unavailable", "empty", "disabled", "blocked", "not accepted", "unknown", "unrecognized*", "absent", "blank"},
			not: []string{"decode*", "<fail> parse*", "unexpected*", "json*", "csrf*", "rate limit*", "max*", "login page*", "password must*", "at least*", "characters", "schema*", "validation error*", "#403", "forbidden", "permission", "permissions", "#5xx", "timed out*", "could not resolve*", "proxy*", "element*", "both*", "field*", "tool call*", "command*", "cannot specify*"},
		},
		example: "the personal access token is absent",
	},
	{ // Said of this request; a bare 403 may mean anything.
		name: "permission_denied", cause: answer, reason: Permission, retry: RetryNo,
		when: cond{
			any: []string{"permission denied", "permission to…denied"},
			not: []string{"#403", "forbidden", "service account*", "exceptions permission denied", "code permission denied", "7 permission denied", "artifact*", "io error", "os error", "ioerror", "oserror", "^ permission denied $", "bash", "fopen", "cannot create*", "could not create*", "could not open*", "cannot open*", "touch", "errno 13*", "eacces", "open", "mkdir", "unlink", "file*", "directory", "rename", "storage", "s3*", "put object", "path", "write*", "upload*", "bucket"},
		},
		example: "Permission denied and could not request permission from user",
	},
	{
		name: "permission", cause: answer, reason: Permission,
		when: cond{any: []string{"insufficient…scopes", "permission to…denied",
			"permission denied", "access denied*", "forbidden", "#403", "insufficient permission*", "insufficient scope*", "not authorized*", "permission error", "does not have permission*", "do not have permission*", "lacks permission*", "lack permission*", "insufficient privilege*", "denied access", "not have access*", "resource not accessible*",
		}, not: []string{
			"forbidden attributes*",

			"extra forbidden*", "extra inputs*", "additional propert*",
			"artifact*", "io error", "os error", "ioerror", "oserror", "^ permission denied $", "bash", "fopen", "cannot create*", "could not create*", "could not open*", "cannot open*", "touch", "errno 13*", "eacces", "open", "mkdir", "unlink", "file*", "directory", "rename", "storage", "s3*", "put object", "path", "write*", "upload*", "bucket"}},
		example: "403 Forbidden",
	},
	{
		name: "request_too_large", cause: answer, reason: BadRequest, retry: RetryNo,
		when: cond{any: []string{"exceeds maximum allowed size*", "maximum allowed size", "larger than the maximum*", "exceeds the maximum file size*", "exceeds max size*", "exceeds size limit*", "over the size limit*", "too big to*",
			"exceeds the maximum size*", "exceeds maximum upload*", "file size exceeds*", "file is too large*", "attachment*…too large", "payload exceeds*", "message too long", "body exceeds*", "request size exceeds*", "maximum request length*", "content too large", "image too large", "image is too large", "exceeds…mb limit",
			"request entity too large", "payload too large", "message too large*", "message size exceeds*", "message exceeds*…size", "exceeds fixed maximum*", "552 5", "event too large*", "attachment size*", "#413", "request too large", "larger than max*", "body too large", "message length too large", "file too large"}, not: []string{}},
		example: "413 Request Entity Too Large",
	},
	{
		name: "unsupported", cause: answer, reason: Unsupported, retry: RetryNo,
		when: cond{any: []string{"invalid request method*", "invalid http method*", "request method…not supported*", "unsupported method*", "unsupported operation*", "operation not supported*", "unsupported action*",
			"unimplemented", "#501", "#405", "method not allowed", "unsupported media type"}, not: []string{"unsupported type*", "unsupported value*", "unsupported protocol scheme*"}},
		example: "12 UNIMPLEMENTED: unknown service",
	},
	{ // What a program reads to know how to run.
		name: "named_config", cause: decode, reason: Schema, retry: RetryNo,
		when: cond{
			any: []string{"config option*", "configuration option*", "config key*", "configuration key*", "config setting*", "configuration setting*", "configuration parameter*", "config parameter*", "config field*", "config value*", "config file*", "configuration file*", "configuration directive*", "config directive*", "compose file*", "conf file*"},
			and: []string{"invalid", "unsupported", "unknown", "unrecognized*", "unrecognised*", "not allowed", "unexpected", "not expected", "duplicate", "bad", "wrong number*", "missing required*", "must be*", "must have*", "not permitted", "misspelled"},
			not: []string{"not found", "does not exist*", "no such file*", "permission denied*", "api key*", "token", "credentials*", "access denied*", "json*", "yaml*", "toml*", "parse*", "syntax*", "unable to open*", "model*"},
		},
		example: "The Compose file is invalid because: Unsupported config option for services: 'web'",
	},
	{
		name: "unsupported_here", cause: answer, reason: Unsupported, retry: RetryNo, home: Validation,
		when:    cond{any: []string{"unknown file extension*", "unknown file type*", "unknown file format*", "unrecognized file type*", "unrecognized file format*", "unrecognized image format*", "unknown image format*", "not yet supported", "not currently supported", "not officially supported", "not implemented", "not supported", "unsupported", "does not support*", "doesnt support*", "isnt supported"}, not: []string{"unsupported argument*", "unsupported parameter*", "unsupported option*", "unsupported attribute*", "unsupported operand*", "unsupported type*", "unsupported value*", "unsupported protocol scheme*"}},
		example: "Unsupported format: tiff",
	},
	{
		name: "http_not_found", cause: page, reason: NotFound, retry: RetryNo,
		when:    cond{any: []string{"^ 404 page not found", "^ not found $", "^ 404 not found $", "^ 404 $"}},
		example: "404 page not found",
	},
	{
		name: "http_bad_request", cause: answer, reason: BadRequest, retry: RetryNo,
		when: cond{any: []string{"#400", "#422", "<bad> request", "invalid argument", "failed precondition", "unprocessable entity"}, not: []string{
			"incompatible shapes*", "shapes must*", "dimensions must be equal*", "must be rank*",
			"invalid enum value*", "invalid argument for*", "invalid argument option*", "invalid argument type*", "not found", "does not exist*", "credentials not*", "flag", "errno 22*", "write", "open", "read", "setsockopt", "json", "grpc status unknown"}},
		example: "3 INVALID_ARGUMENT: currency code ZZZ",
	},
	{
		name: "bare_server_error", cause: page, reason: Upstream, retry: RetryYes,
		when: cond{any: []string{
			"contact the server administrator*", "server encountered an internal error and was*", "server encountered an internal error or misconfiguration*",
			"^ internal server error $", "^ server error $"}},
		example: "Internal Server Error",
	},
}

// fileRules: files and disks.
var fileRules = []rule{
	{
		name: "read_only", cause: file, reason: ReadOnly, retry: RetryNo,
		when:    cond{any: []string{"read only file system*", "erofs", "read only filesystem"}},
		example: "open /data/trip.ics: read-only file system",
	},
	{
		name: "file_probe", cause: file, reason: NotFound, retry: RetryNo, probe: true,
		when:    cond{any: []string{"enoent…:…access", "enoent…:…stat", "enoent…:…lstat", "stat…:…no such file*", "access…:…no such file*", "enoent…:…scandir"}},
		example: "ENOENT: no such file or directory, access '/app/middleware.tsx'",
	},
	{
		name: "file_missing", cause: file, reason: NotFound, retry: RetryNo,
		when:    cond{any: []string{"specified container does not exist*", "specified blob does not exist*", "blob…<gone>", "part of the path*", "non existent directory*", "nonexistent directory*", "<fail> find file*", "file missing $", "file is missing", "directory missing", "directory is missing", "folder is missing", "folder missing", "folder…does not exist*", "no…file provided", "no…file found", "no such file*", "enoent", "file…<gone>", "filenotfound*", "no such directory", "cannot find the file*", "cannot find the path*", "directory…<gone>", "no such bucket", "bucket…<gone>", "no such key", "missing directory", "not a directory", "cannot open file", "path…does not exist*", "nosuchfileexception"}},
		example: "open /data/itinerary.ics: no such file or directory",
	},
	{ // Windows says no in the words of its country.
		name: "file_permission_abroad", cause: file, reason: Permission, retry: RetryNo,
		when: cond{
			any: []string{"zugriff verweigert*", "permiso denegado*", "acceso denegado*", "accès refusé*", "permissão negada*", "acesso negado*", "permesso negato*", "accesso negato*", "отказано в доступе*", "*拒绝访问*", "*アクセスが拒否*"},
			and: []string{"path", "file", "files", "directory", "folder", "io exception", "winerror*", "errno*", "os error*", "access denied exception", "open", "mkdir", "writable", "unlink", "rename", "nio file*", "fichier*", "datei*"},
		},
		example: "Error while checking if path is writable: java.io.IOException: Acesso negado",
	},
	{ // A program that guesses what its file lacks.
		name: "file_missing_hint", cause: file, reason: NotFound, retry: RetryNo,
		when: cond{
			any: []string{"make sure…exists", "check that…exists", "check if…exists", "verify that…exists", "ensure that…exists", "make sure it exists"},
			and: []string{"log file", "output file", "input file", "the file", "directory", "folder", "file path", "config file", "the path"},
			not: []string{"repository", "model*", "table", "api*", "tool*"},
		},
		example: "Error while opening the log file. Make sure it exists.",
	},
	{
		name: "file_permission", cause: file, reason: Permission, retry: RetryNo,
		when: cond{any: []string{"access…denied…socket", "access to the path…denied", "permission denied", "eacces", "eperm", "operation not permitted", "access is denied", "permission error", "permissionerror", "access denied", "forbidden", "accessdenied*", "not writable", "is not writeable"}, not: []string{
			"forbidden attributes*",

			"no converter*",
			"extra forbidden*", "extra inputs*", "additional propert*"}},
		example: "open /etc/otelfail.json: permission denied",
	},
	{ // A program that guesses, and knows its files.
		name: "file_permission_hint", cause: file, reason: Permission, retry: RetryNo,
		when: cond{
			any: []string{"check permission*", "check…permissions", "verify…permissions", "permission issue*", "permission problem*", "permissions issue*", "permissions problem*", "file permissions", "directory permissions", "folder permissions"},
			and: []string{"file", "files", "directory", "directories", "folder", "folders", "path", "disk", "log", "cache"},
			not: []string{"exists", "exist", "not found", "no such*", "api key*", "token", "repository"},
		},
		example: "Could not write to the cache directory. Please check permissions.",
	},
	{
		name: "file_conflict", cause: file, reason: Other, retry: RetryNo,
		when:    cond{any: []string{"stale file handle*", "stale nfs*", "estale", "path too long*", "path is too long*", "specified path file name*", "file name or both are too long*", "is a directory", "eisdir", "file exists", "eexist", "file already exists", "file name too long", "enametoolong", "cross device link", "directory not empty", "enotempty"}},
		example: "open /data: is a directory",
	},
	{ // What a builder says of whatever went wrong.
		name: "build_wrapper", cause: exit, reason: Exec, retry: RetryNo, home: Tool,
		when: cond{
			any: []string{"build failed in*", "build failed with*", "execution failed for task*", "failed to execute goal*", "could not build wheels*", "building wheel*", "custom build command*", "metadata generation failed*"},
		},
		example: "BUILD FAILED in 3s",
	},
}

// silentRules: the text names its kind of nothing.
var silentRules = []rule{
	{
		name: "exit_tool", cause: exit, reason: Exec, home: Tool,
		when: cond{any: []string{"command exited*", "exited with", "non zero exit*", "failed with exit*", "failed with code*", "failed with status*", "killed by signal*", "segmentation fault*", "terminated with exit*",
			"exited with*…code", "exit status", "exit code", "nonzero exit*", "command failed*", "process exited*", "called process error", "signal killed", "terminated by signal*", "exited unexpectedly"}, and: []string{"tool*", "command*", "process*", "script*", "bash", "python", "npm", "npx", "git", "docker", "subprocess", "mcp*"}},
		example: "Command '['pdftotext', 'a.pdf']' returned non-zero exit status 1.",
	},
	{
		name: "exit", cause: exit, reason: Other,
		when:    cond{any: []string{"^ exit status*", "^ exit code*", "^ exited with*", "^ error exit status*", "^ error exit code*", "^ signal killed", "^ signal terminated", "signal killed $", "signal terminated $"}},
		example: "exit status 1",
	},
	{
		name: "exit_of_something", cause: exit, reason: Exec, home: Tool,
		when:    cond{any: []string{"^ make…:…error*", "makefile…:…error*", "non zero code*", "nonzero code*", "exit with code*", "exit with error*", "exit with status*", "exit with signal*", "returned nonzero*", "returned non zero*", "process terminated unexpectedly*", "process ended unexpectedly*", "process stopped unexpectedly*", "kernel died*", "kernel appears to have died*", "kernel appears dead*", "<fail> fork $", "<fail> fork a*", "fork failed*", "fork retry*", "kernel has died*", "kernel crashed*", "interpreter crashed*", "worker crashed*", "worker died*", "command execution failed*", "execution of command*…failed", "command execution error*", "script execution failed*", "npm err*", "<fail> install*", "installation failed*", "install failed*", "test run failed*", "tests failed*", "exited before*", "quit before*", "died before*", "terminated before*", "failed to execute command*", "process died*", "process has died*", "process crashed*", "killed by signal*", "exit signal*", "exited abnormally", "terminated with signal*", "terminated by signal*", "returned code*", "return status*", "non zero return*", "nonzero return*", "exec failed", "script failed", "failed to execute script*", "exit status*", "exit code*", "exited with*", "return code*", "returncode*", "exit value*", "nonzero status*", "non zero status*", "failed with code*", "failed with status*"}, not: []string{"http*", "status code*", "agent execution*"}},
		example: "ffmpeg execution failed with exit code 1.",
	},
	{
		name: "eof_alone", cause: silent, reason: EOF,
		when:    cond{any: []string{"eof"}},
		example: "EOF",
	},
	{
		name: "certificate", cause: noAnswer, reason: TLS, retry: RetryNo,
		when:    cond{any: []string{"certificate*", "ssl", "tls", "openssl*", "cipher suite*"}, not: []string{"failed to find any pem*", "malformed certificate*"}},
		example: "CertificateError: too many wildcards in certificate DNS name",
	},
	{ // What was to go on from where it was left.
		name: "resume_failed", cause: own, reason: Other, retry: RetryUnknown,
		when: cond{
			any: []string{"resume failed*", "<fail> resume*", "error resuming*", "resuming…failed", "resumption failed*", "<fail> restore*", "restore failed*", "restoration failed*", "error restoring*", "<fail> rehydrate*", "<fail> rewind*", "<fail> load…checkpoint", "<fail> replay*"},
			and: []string{"session", "sessions", "conversation", "thread", "agent", "workflow", "run", "checkpoint", "chat state", "run state", "task state", "saga"},
			not: []string{"database*", "backup*", "file", "files", "download*", "upload*", "stream*", "redis*", "sql*", "memory store*", "http*", "tls*", "video*", "vm"},
		},
		example: "Agent session resume failed",
	},
	{
		name: "lifecycle", cause: own, reason: Other, retry: RetryNo,
		when: cond{any: []string{"not been started", "closed session", "is currently running", "is not active", "already completed", "not yet started", "not yet initialized", "has been disposed", "was disposed", "must be initialized*", "not been initialized", "call connect first", "call start first", "is in progress", "is busy",
			"already started", "not started", "not initialized", "not initialised", "uninitialized", "is closed", "on closed*", "has shut down", "is shut down", "shutting down", "is finished", "called twice", "called too many times", "called after", "before calling*", "different event loop", "already registered", "not running", "is stopped", "not ready",
		}, not: []string{"#5xx", "internal error", "internal server error", "issue", "pull request*", "ticket"}},
		example: "ProcessError: Already started server",
	},
}
