// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// workRules: what a store or a file could not do, where the text says no more.
// They come after what says why.
var workRules = []rule{
	{ // Nothing that turns values of the one type into the other.
		name: "no_converter", cause: decode, reason: Type, retry: RetryNo,
		when: cond{
			any: []string{"no converter*", "converter not found*", "converter found for*", "no codec*", "find a codec*", "find codec*", "codec not found*", "no serializer*", "serializer not found*", "serializer found for*", "no deserializer*", "deserializer not found*", "no encoder*", "no decoder*", "no type handler*", "capable of converting*", "no type mapping*", "no property editor*", "no message body writer*", "no message body reader*", "no http message converter*"},
			not: []string{"ffmpeg*", "audio*", "video*", "stream", "sql*", "mongo*", "cassandra*", "image*", "gstreamer*"},
		},
		example: "No converter found capable of converting from type [String] to type [Dialect]",
	},
	{
		name: "not_found", cause: answer, reason: NotFound, retry: RetryNo,
		when: cond{any: []string{"could not be located*", "cannot be located*", "can not be located*", "has been removed", "was removed", "no longer exists*", "has been deleted", "was deleted", "has been deprecated*", "not served", "no longer available", "is gone", "has been archived", "was not recognized", "is not recognized", "couldnt be found", "unable to be found", "cannot locate*", "not located", "nonexistent", "non existent", "not in the list of", "does not contain a*",
			"not found", "does not exist*", "doesnt exist*", "no such*", "not exist", "cannot be found", "could not be found", "<fail> find*"}, not: []string{
			"magic bytes*",

			"error validating*", "validating data*", "<fail> validate*",
			"graph ql error field*", "validation failures*", "key error", "was removed from*…graph", "#404"}},
		example: `{"error":"Dataset not found"}`,
	},
	{
		name: "unexpected_eof", cause: silent, reason: EOF,
		when:    cond{any: []string{"unexpected eof"}},
		example: "download: unexpected EOF",
	},
	{
		name: "stream_failed", cause: noAnswer, reason: Reset, retry: RetryYes,
		when:    cond{any: []string{"stream error*"}, not: []string{"upstream connect error*", "cancel*"}},
		example: "stream error: stream ID 17; INTERNAL_ERROR",
	},
	{
		name: "server_error", cause: answer, reason: ServerError, retry: RetryYes,
		when:    cond{any: []string{"internal service error", "server encountered an*", "encountered an internal*", "encountered a temporary*", "unexpected condition*…server", "on our side", "on our end", "backend error", "upstream service failure", "internal exception", "internal problem", "service internal*", "unhandled server*", "internal error", "13 internal", "code internal", "internal failure", "server error"}, not: []string{"mongo server error", "error 32603", "code 32603", "#5xx", "tool*", "GraphQL", "graphql", "page"}},
		example: `{"error":{"message":"Internal server error"}}`,
	},
	{
		name: "retries_exhausted", cause: own, reason: MaxIterations, retry: RetryNo,
		when: cond{
			any: []string{"exceeded retry limit*", "exceeded the retry limit*", "retry limit reached*", "retry budget*", "retries used up*", "gave up after…attempts*", "giving up after…attempts*", "gave up after…tries*", "gave up after…retries*", "maximum retries exceeded", "retries exhausted", "exceeded maximum retries", "retry limit exceeded", "maximum retry*", "max retries reached", "max attempts*", "maximum attempts*", "maximum number of attempts", "too many retries", "exhausted all retries*"},
			not: []string{"throttl*", "econn*", "connect*", "timed out*", "timeout*", "too many requests", "#429", "#5xx", "rate limit*", "http*", "login*", "password*", "authentication*"},
		},
		example: "Error synthesizing research report: Maximum retries exceeded",
	},
	{ // A server of tools that could not be talked to: why, what comes before may say.
		name: "tool_handshake", cause: rejected, reason: Protocol, retry: RetryNo,
		when:    cond{any: []string{"mcp initialization failed*", "failed to initialize mcp*", "mcp proxy request failed", "mcp transport*…error", "failed to initialize*…initialize", "initialize*…failed…mcp", "initialize request*…fail*", "error posting to endpoint*", "POSTing to endpoint", "error POSTing to endpoint*", "streamable http error*", "mcp initialize*", "handshake failed mcp*", "mcp handshake*", "initialize rejected*", "initialize was rejected*", "initialize failed*"}, not: []string{"authenticat*", "unauthorized*", "expired", "#401", "#403", "#429", "#5xx"}},
		example: "Failed to initialize MCP server github",
	},
	{
		name: "grpc_unavailable", cause: noAnswer, reason: Unreachable, retry: RetryYes,
		when: cond{any: []string{
			"no connection to*", "connection to…not be established*", "broker may not be*",
			"all host s tried*", "no host available*", "broker transport failure*", "no brokers available*", "server selection error", "i o error on get*", "i o error on post*", "i o error on put*", "i o error on delete*", "fetch failed", "failed to fetch $", "type error failed to fetch*", "client connector error", "load failed $", "type error load failed*", "auto reconnect", "service request error", "network request failed", "replicas are down", "all…are down", "leader not available*", "no leader*", "not leader for*", "no quorum*", "lost quorum*", "not enough replicas*", "<fail> contact*", "<fail> reach*", "<fail> connect to*", "<fail> connect*", "connection could not be made*", "<fail> establish*", "unable to open connection*", "connect to…failed", "p1001", "<fail> communicate*", "communications link failure", "error while connecting*", "check your internet*", "check your network*", "check…network connection", "no network", "connection not established", "<fail> make connection*", "cannot access…host", "failed to open a connection*",
			"error communicating with*", "error connecting to*", "failed to establish*…connection", "failed to establish a new connection*", "error trying to connect*", "connection to…lost", "connection to…failed", "connection attempt failed*", "error occurred while connecting*", "failed to dial*", "not connected", "fail connecting to*", "reached the max retries per request*", "not reachable*", "all connection attempts failed", "error sending request for url", "code unavailable", "14 unavailable", "error while dialing*", "statuscode unavailable", "status unavailable", "io exception…:…unavailable", "network error", "connection failed", "<fail> connect", "connection error", "connection could not be established", "unreachable", "connecterror", "connect error", "connectionerror", "max retries exceeded with url*", "err network", "err failed", "apiconnectionerror", "network is not available", "connection failure"}, not: []string{"check your api key*", "verify your api key*", "remote host closed*", "peer closed*", "server closed*", "unreachable backend*", "upstream connect error*", "mcp client*"}},
		example: "14 UNAVAILABLE: failed to connect to all addresses",
	},
	{ // The words around whatever nobody caught.
		name: "unhandled", cause: own, reason: Panic, retry: RetryNo,
		when:    cond{any: []string{"unhandled promise rejection", "unhandled rejection", "uncaught exception"}, not: []string{"exception object $", "exception $", "exception undefined $", "exception null $", "exception none $", "rejection undefined $", "rejection null $"}},
		example: "Unhandled promise rejection",
	},
	{
		name: "store_failed", cause: answer, reason: Other, home: Memory,
		when: cond{any: []string{"compaction failed*", "backup failed*…database", "retriever failed*", "reindex*…failed", "vacuum failed*", "migration failed*", "failed to run migration*", "failed to commit*", "commit failed*…transaction", "failed to roll back*", "failed to rollback*", "failed to persist*…database", "failed to persist conversation*", "failed to save conversation*", "failed to load conversation*", "failed to save…database", "failed to save…memory", "failed to load…memory", "failed to update…memory", "failed to write…database", "failed to read…database", "failed to fetch…database", "vector search failed*", "semantic search failed*", "memory update failed*", "memory operation failed*", "error storing memor*", "failed to store memor*", "failed to add memor*", "failed to update memor*", "failed to delete memor*", "failed to search memor*", "failed to load memor*", "failed to recall*", "error saving memor*", "error retrieving memor*", "error searching memor*", "failed to add texts*", "failed to index…document*", "indexing failed", "failed to write…collection", "error querying*…collection", "error querying*…database", "database error", "database query failed", "failed to query…database", "failed to execute query*", "query execution failed*", "failed to initialize…vector*", "failed to initialize…database*", "failed to open…store", "embedding failed", "failed to generate…embeddings", "failed to get embedding*", "error getting embedding*", "ingestion failed", "failed to ingest*", "error inserting*", "failed to insert*", "<fail> create embedding*", "failed to embed*", "error embedding*", "failed to generate embedding*", "failed to compute embedding*", "error generating embedding*", "failed to persist*…collection", "failed to delete…vector*", "failed to open database", "failed to begin transaction", "current transaction is aborted*", "error adding document*", "failed to read memory", "memory write failed", "memory search failed", "failed to retrieve memor*", "sql error*", "error running sql*",
			"error creating collection", "error resetting collection", "failed to create collection", "failed to load collection", "failed to query collection", "vector store…failed", "failed to create index", "failed to add documents", "failed to upsert*", "failed to search…collection", "similarity search*…failed", "memory store unavailable", "vector store…unavailable", "retrieval failed*", "embedding store*", "failed to store embedding*", "failed to query…vector*", "failed to delete collection", "sql database is closed", "sql tx…done", "transaction has already been*", "failed to retrieve documents", "failed to get collection",
		}, not: []string{"dial tcp*", "econn*", "timed out*", "deadline*"}},
		example: "error creating collection",
	},
	{ // What a client says of a request that never got out, whatever kept it.
		name: "request_unsent", cause: noAnswer, reason: Other, retry: RetryYes,
		when:    cond{any: []string{"error occurred while sending the request*", "error while sending the request*", "error while sending request*", "request could not be sent*", "could not send the request*"}},
		example: "An error occurred while sending the request.",
	},
	{ // A collector says whether it will try again.
		name: "export_refused", cause: answer, reason: Other, retry: RetryNo, home: Export,
		when: cond{
			any: []string{"permanent error", "not retryable error"},
			and: []string{"export*", "dropping data", "otlp*", "otelcol*"},
		},
		example: "Exporting failed. Dropping data. error: not retryable error: Permanent error: 3 items",
	},
	{
		name: "artifact", cause: file, reason: Other,
		when: cond{any: []string{"workbook destructor*", "load pdf*", "loading pdf*", "open pdf*", "opening pdf*", "read pdf*", "reading pdf*", "open docx*", "load docx*", "open xlsx*", "load xlsx*", "generate…pdf", "pdf report*", "upload to…:…failed", "upload of…:…failed", "upload*…:…failed $",
			"failed to create…pdf", "error generating…pdf", "generating pdf*", "failed to generate report", "failed to create…directory", "<fail> save*", "error saving*", "failed to persist*", "failed to store…file", "failed to download…file", "<fail> read file*", "failed to read…file", "failed to load file*", "could not open file*", "cannot open*…file", "could not create file*", "failed to copy*", "failed to move*", "failed to rename*", "failed to archive*", "failed to compress*", "failed to zip*", "failed to unzip*", "failed to extract archive*", "spreadsheet*…fail*", "docx*…fail*",
			"exporting span*", "exporting trace*", "exporting metric*", "exporting logs", "while exporting*", "error exporting*", "<fail> export*",
			"pdf generation*", "pdf…error",
			"ics…fail*", "ics export*", "calendar…fail*", "invalid ics*", "ical*", "<fail> write*", "write failed", "failed to upload*", "upload failed", "pdf…fail*", "failed to render…pdf", "export failed*", "input output error", "i o error", "file already closed", "bad file descriptor", "short write", "ebadf", "ebusy", "text file busy", "failed to flush*", "exporter*…fail*", "exporting…failed", "failed to create file", "failed to open file", "error writing*", "error reading file", "multipart upload*",
		}, not: []string{"#4xx", "#5xx", "i o error on*", "database*", "conversation*", "memory", "memories", "failed to write message", "failed to write…collection"}},
		example: "failed to export calendar: invalid ICS: missing DTSTART",
	},
}
