// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import "slices"

// memoryRules: vector stores and databases.
var memoryRules = []rule{
	{
		name: "dimension", cause: answer, reason: Dimension, retry: RetryNo, home: Memory,
		when: cond{any: []string{"vector with length*", "vectors with length*", "vector with dimension*", "vector with size*", "same dimension", "same dimensions", "embedding of length*", "embedding…does not match*…index", "vector…does not match*…index", "embedding of size*", "vector of size*", "vectors of size*", "embeddings of size*", "wrong vector*", "vector size*", "shape mismatch*", "vector shape*", "embedding shape*", "embedding length*", "vector is of length*", "has…dims", "have…dims", "dims but", "dim but", "float data should divide*", "<bad> dimension*", "dimension…between", "dimensional vector*", "vector has…dimensions*", "vector…dims*", "embedding dim*", "inhomogeneous dimension*", "size of vector*", "vector…wrong size*", "vector…wrong length*", "embedding with dimension*", "expecting embedding*", "expected embedding*",
			"vector blob length", "vector…must be divisible*", "embedding…length*…mismatch", "embeddings…same length", "vector of length*", "vectors of different*", "embedding…size*…mismatch", "size of embedding*",
			"number of dimensions", "vector*…lengths*",
			"dimensions for type vector*", "vector cannot have more than*", "dimensionality", "dimension of vector*", "dimension error", "expected vector*…size", "embedding size*", "vector length*", "the dimension of*", "vectors must have the same*", "vector dim*", "shapes…not aligned", "assert d self d",
		}, not: []string{
			"allocate vector*", "for input", "array dimensions*",

			"shapes…not aligned", "tensor", "tensors", "matmul*", "mat mul*",
			"image dimension*", "image…dimensions*", "pixel*"}},
		example: "Wrong vector size: 4",
	},
	{ // How many numbers a vector has, and how many it was to have, in whatever words.
		name: "named_dimension", cause: answer, reason: Dimension, retry: RetryNo, home: Memory,
		when: cond{
			any: []string{"dimension", "dimensions", "dims", "dim", "dimensional*"},
			and: []string{"expected", "expects", "expecting", "mismatch*", "match", "exceed*", "cannot have more*", "got", "different*", "differ", "differs", "must", "wrong", "should", "not equal", "inconsistent", "incompatible", "not divisible*"},
			not: []string{
				"allocate vector*", "for input", "array dimensions*",

				"dimension out of range*", "shapes mismatch*", "matmul*", "mat mul*", "tensor", "tensors",
				"axis*", "concatenat*", "matrix*", "matrices", "image*", "pixel*", "dimension table", "dimension name*", "dimension key*", "chart*", "width*", "height*", "metric*", "broadcast*", "tensor*", "schema validation*"},
		},
		example: "the query vector has a different dimension [768] than the index vectors [1024]",
	},
	{ // A table and its changes, kept by number: which of them was made, and of what.
		name: "store_migration", cause: answer, reason: Other, retry: RetryNo, home: Memory,
		when: cond{
			any: []string{"target database", "head revisions", "migration", "migrations", "flyway*", "liquibase*", "alembic*", "changeset*", "changelog", "schema history*", "database version*"},
			and: []string{"checksum*", "check sum", "validate failed", "not up to date*", "dirty", "before its dependency*", "inconsistent migration*", "drift*", "multiple head*", "pending", "out of order", "failed migration*", "not resolved locally*", "not been applied*", "have failed", "newer than*"},
			not: []string{"file…missing", "no such file*", "duplicate column*", "syntax*", "timed out*", "connection*", "permission*", "already exists"},
		},
		example: "Validate failed: Migration checksum mismatch for migration version 3",
	},
	{
		name: "migration_missing", cause: answer, reason: NotFound, retry: RetryNo, home: Memory,
		when:    cond{any: []string{"<fail> locate revision*"}},
		example: "Can't locate revision identified by '01a1fa5b87f5'",
	},
	{ // Somebody else wrote the row in between.
		name: "store_conflict", cause: answer, reason: Constraint, retry: RetryNo, home: Memory,
		when:    cond{any: []string{"document update conflict*", "db update concurrency*", "expected to affect…row*", "error num 1200", "stale object error", "name conflict message document*"}},
		example: "Document update conflict.",
	},
	{ // More than a store's own server lets a query, or its cache, have.
		name: "store_full", cause: answer, reason: OOM, retry: RetryYes, home: Memory,
		when:    cond{any: []string{"total memory limit exceeded*", "out of memory storing*", "server error out of memory*"}},
		example: "SERVER_ERROR out of memory storing object",
	},
	{
		name: "store_oom", cause: answer, reason: OOM, retry: RetryNo, home: Memory,
		when: cond{
			any: []string{"memory limit for query*", "memory limit exceeded", "query exceeded…memory", "exceeded…memory limit", "out of sort memory*", "out of shared memory*"},
			and: slices.Concat([]string{"query", "queries", "transaction", "mysql*", "postgres*", "clickhouse*", "ClickHouse", "duckdb*", "DuckDB", "mongo*", "redis*", "elasticsearch*", "neo4j*", "sql", "sort", "table"}, asOne("store", stores)),
			not: []string{"pod", "container*", "function*", "php*", "total memory limit*"},
		},
		example: "DB::Exception: Memory limit (for query) exceeded: would use 18.75 GiB",
	},
	{
		name: "named_store_oom", cause: answer, reason: OOM, retry: RetryNo, home: Memory,
		when: cond{
			any: oomWords,
			and: slices.Concat([]string{"mysql*", "postgres*", "clickhouse*", "ClickHouse", "duckdb*", "DuckDB", "mongo*", "redis*", "elasticsearch*", "neo4j*", "sqlite*"}, asOne("store", stores)),
			not: []string{"cuda*", "gpu*", "heap", "java*", "pod", "node js*", "goroutine*", "docker*", "exit code*", "traceback"},
		},
		example: "duckdb.OutOfMemoryException: Out of Memory Error: failed to allocate data of size 8.0 MiB",
	},
	{ // What a cache, a key or a row has no room for.
		name: "store_too_large", cause: answer, reason: BadRequest, retry: RetryNo, home: Memory,
		when: cond{
			any: []string{"too large for cache*", "key too long*", "specified key was too long*", "row size too large*", "value too large for column*", "immense term*", "item size…exceed*"},
			and: slices.Concat([]string{"cache", "row size", "column", "columns", "immense term", "identifier", "specified key*", "table", "redis*", "etcd*", "mongo*", "bson*", "cassandra*", "dynamodb*", "mysql*", "elasticsearch*", "database", "DynamoDB"}, asOne("store", stores)),
			not: []string{"api key*", "http*", "cache control*"},
		},
		example: "SERVER_ERROR object too large for cache",
	},
	{ // A name that a search engine or a store of series does not know.
		name: "named_store_missing", cause: answer, reason: NotFound, retry: RetryNo, home: Memory,
		when: cond{
			any: slices.Concat([]string{"elasticsearch*", "mongo*", "redis*", "cassandra*", "clickhouse*", "ClickHouse", "duckdb*", "DuckDB", "neo4j*", "sql", "jdbc"}, asOne("store", stores)),
			and: []string{"undefined field*", "unknown field*", "measurement not found*", "unknown identifier*", "unknown function*", "object…does not exist*", "object does not exist*", "cannot be resolved", "not found table*"},
			not: []string{"duplicate*", "timed out*", "struct*", "argument*", "unknown host*", "hostname"},
		},
		example: "SolrException: undefined field: \"cr_host_chance_d\"",
	},
	{ // A table has the column already, of another type.
		name: "store_schema", cause: answer, reason: Type, retry: RetryNo, home: Memory,
		when:    cond{any: []string{"field type conflict*", "already exists as type*"}},
		example: "partial write: field type conflict: input field \"NS\" is type integer, already exists as type float",
	},
	{
		name: "named_store_schema", cause: answer, reason: Schema, retry: RetryNo, home: Memory,
		when: cond{
			any: slices.Concat([]string{"milvus*", "weaviate*", "duckdb*", "DuckDB", "elasticsearch*", "mongo*"}, asOne("store", stores)),
			and: []string{"different schema*", "schema mismatch*"},
		},
		example: "LanceDBError: Append with different schema: original=Field(id=0)",
	},
	{ // How to log in, which client and server do not agree on.
		name: "store_auth_method", cause: answer, reason: Unsupported, retry: RetryNo, home: Memory,
		when:    cond{any: []string{"authentication method unknown to the client*", "requested authentication method*", "authentication plugin*", "caching sha*", "does not support authentication protocol*"}, not: []string{"smtp*", "imap*"}},
		example: "The server requested authentication method unknown to the client [caching_sha2_password]",
	},
	{ // A server that goes away under its clients, and comes back.
		name: "store_restart", cause: answer, reason: ServerError, retry: RetryYes, home: Memory,
		when:    cond{any: []string{"terminating connection because of crash*", "postmaster has commanded*", "terminating connection due to administrator*"}},
		example: "WARNING: terminating connection because of crash of another server process",
	},
	{ // More reads and writes than were paid for.
		name: "store_throughput", cause: answer, reason: RateLimit, retry: RetryYes, home: Memory,
		when: cond{
			any: []string{"provisioned throughput*…exceed*", "throughput exceeded*", "throughput…was exceeded*", "request rate is large*", "too many parts*"},
			and: []string{"table", "tables", "index", "partition", "dynamodb*", "DynamoDB", "cosmos*", "request units*", "shard*", "collection", "container", "row", "document"},
			not: []string{"bedrock*", "model*", "kinesis*"},
		},
		example: "The level of configured provisioned throughput for the table was exceeded.",
	},
	{
		name: "deadlock", cause: answer, reason: Deadlock, retry: RetryYes, home: Memory,
		when:    cond{any: []string{"deadlock*", "sqlstate 40p01"}, not: []string{"resource deadlock avoided*", "panicked at", "all goroutines are asleep*"}},
		example: "ERROR: deadlock detected (SQLSTATE 40P01)",
	},
	{
		name: "store_timeout", cause: answer, reason: Timeout, retry: RetryYes, home: Memory,
		when:    cond{any: []string{"statement due to statement timeout*", "57014", "query execution was interrupted maximum*", "operation exceeded time limit*", "max time ms expired*", "maxtimems expired*", "max execution time exceeded*…query", "query exceeded…timeout", "search timed out*…shard*", "es timeout*", "read operation timed out*…mongo*", "statement timed out*", "query timeout expired*", "execution timeout expired*", "statement execution time*", "timeout during…query", "timeout during…write", "timeout during…read", "write timeout exception*", "timeout exceeded elapsed*", "code 159*…timeout", "query was killed*"}, not: []string{"duplicate key*"}},
		example: "ERROR: canceling statement due to statement timeout (SQLSTATE 57014)",
	},
	{ // Somebody has the file open.
		name: "file_locked", cause: file, reason: Locked, retry: RetryYes,
		when: cond{
			any: []string{"WinError 32", "winerror 32", "sharing violation*", "par un autre processus*", "von einem anderen prozess*", "*另一个程序正在使用*", "locked for editing*", "locked a portion of the file*", "resource busy or locked*", "used by another process*", "file is locked", "file is being used*", "file in use"},
			not: []string{"database*", "sqlite*", "port", "address"},
		},
		example: "EBUSY: resource busy or locked, unlink 'a.log'",
	},
	{ // A lock of a program, not of a store.
		name: "tool_locked", cause: answer, reason: Locked, retry: RetryYes, home: Tool,
		when: cond{
			any: []string{"index lock…file exists", "another git process*", "dpkg*…lock", "could not get lock*", "state lock*", "lockfile exists*", "lock file exists*", "another instance…running",
				"dpkg*…locked*", "apt*…locked*", "rpm…lock*", "yum…lock*", "dnf…lock*", "apk…lock*", "brew…lock*", "pacman…lock*", "snap…in progress", "package manager*…lock*", "gradle*…lock*", "cargo…lock*", "frontend lock*", "another active package manager*", "frontend is locked*"},
			not: []string{"database*", "table*", "sqlite*"},
		},
		example: "E: Could not get lock /var/lib/dpkg/lock-frontend",
	},
	{ // What a request said must hold of a thing does not; of a record in a store others changed it.
		name: "precondition", cause: answer, reason: BadRequest, retry: RetryNo, weak: Tool,
		when: cond{
			any: []string{"precondition failed", "preconditions failed", "precondition was not met*", "precondition not met*", "#412", "inequivalent arg*", "if match header*", "if none match header*", "if unmodified since*"},
			not: []string{"document*", "record*", "item*", "cosmos*", "entity*", "row*", "resource exists*", "conflict"},
		},
		example: "PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'jobs'",
	},
	{ // Somebody else was faster.
		name: "changed_meanwhile", cause: answer, reason: Locked, weak: Tool,
		when: cond{any: []string{
			"object has been modified*", "been changed by another*", "updated by another*", "modified by another*", "changed by someone else*", "edited by someone else*", "edit conflict*", "mid air collision*", "modified since you*", "changed since you*", "has changed since*", "resource version*…conflict", "conflict…resource version*", "apply your changes to the latest*", "newer version…exists on the server", "etags do not match*", "etag does not match*", "unable to edit…newer",
		}, not: []string{"file*", "old string*", "schema*"}},
		example: "Operation cannot be fulfilled on pods: the object has been modified; please apply your changes to the latest version and try again",
	},
	{
		name: "locked", cause: answer, reason: Locked, retry: RetryYes, home: Memory,
		when: cond{any: []string{"lock could not be obtained*", "lock…already held by process*", "database may be already in use*", "environment locked*", "lmdb…resource temporarily unavailable*", "while lock file*", "lock file…resource temporarily unavailable*", "lock…:…resource temporarily unavailable*", "no locks available*", "lock obtain*", "obtaining lock*", "<fail> obtain lock*", "directory lock*", "lock held by*", "ora 00054*",
			"acquiring lock*", "acquiring the lock*", "waiting for lock*", "waiting for the lock*", "acquire advisory lock*", "<fail> acquire…lock", "lock acquisition*", "database busy*", "database is busy*", "already accessed by another*", "in use by another*", "used by another process*", "accessed by another process*", "another process holds*", "another process is using*", "unable to acquire the lock*", "resource temporarily unavailable…lock", "canceling statement due to lock timeout*", "lock…timeout", "resource is locked", "precondition failed", "unable to lock*", "locked by another*", "concurrent modification*", "etag mismatch*", "stale version*", "version mismatch*…update",
			"aborted…transaction…contention", "stale data error", "pending rollback error", "conn busy", "version conflict engine exception", "database schema is locked", "restart transaction*", "transaction retry*", "rerun the transaction*", "<fail> acquire lock*", "snapshot isolation…conflict", "concurrent transaction*", "another process*…lock", "file is locked", "busy script*", "busy redis*", "transaction was aborted due to*",
			"database is locked", "table is locked", "sqlite busy*", "sqlite locked", "lock wait timeout*", "could not serialize access*", "lock not available", "could not obtain lock*", "serialization failure", "write conflict*", "optimistic lock*", "sqlstate 40001", "sqlstate 55p03", "resource busy", "transaction conflict*", "could not set lock on file", "concurrent update*", "try restarting transaction", "conflicting lock*", "retry transaction", "already locked", "lock…held", "is locked by",
		}, not: []string{
			"port",

			"delivery acknowledgement*",
			"not held", "version mismatch*…protocol", "concurrent modification exception", "dpkg*", "apt*"}},
		example: "database is locked (5) (SQLITE_BUSY)",
	},
	{ // A server that counts who is connected, whatever it serves.
		name: "peer_limit", cause: answer, reason: ConnLimit, retry: RetryYes, weak: Tool,
		when: cond{
			any: []string{"from your host", "from your ip*", "from this host", "connections from", "clients from*", "connections per*", "simultaneous connections", "simultaneous logins", "simultaneous sessions", "concurrent connections", "concurrent logins", "concurrent sessions", "connections for this user*", "connections for user*"},
			and: []string{"too many", "maximum", "max", "limit", "limits", "exceeded", "exceeds*", "already connected"},
			not: []string{"sqlstate*", "requests", "rate limit*", "pool*", "must be*", "invalid*", "should be*", "refused"},
		},
		example: "421 Too many connections from this host (8)",
	},
	{
		name: "conn_limit", cause: answer, reason: ConnLimit, retry: RetryYes, home: Memory,
		when: cond{any: []string{"pool empty*", "prior to obtaining a connection*", "jedis exhausted pool*", "could not get a resource since the pool*", "timeout acquiring a connection*", "pool is probably full*", "pool is full", "pool was full", "max clients*", "maxclients*", "p2024", "sorry too many*", "connection limit exceeded*", "no available connection*", "too many sessions*",
			"queue pool*",
			"hikari*…timed out", "hikari*…not available", "connection is not available*",
			"pool…exhausted", "max connections", "pool timeout", "sqlstate 53300", "connection slots*", "timed out fetching a new connection*", "connection pool…timed out", "acquire connection*…timeout", "pool…overflow", "max client conn", "max client connections",
		}, not: []string{"sandbox*", "browser pool*", "worker pool*", "thread pool*", "httpcore*", "httpx*", "aiohttp*", "reqwest*", "okhttp*", "HTTPConnectionPool", "HTTPSConnectionPool"}},
		example: "FATAL: sorry, too many clients already (SQLSTATE 53300)",
	},
	{ // All connections that a database has to give are given.
		name: "named_conn_limit", cause: answer, reason: ConnLimit, retry: RetryYes, home: Memory,
		when: cond{
			any: []string{"connections", "connection slots", "clients", "connection pool", "db pool", "database pool", "database sessions"},
			and: []string{"too many", "max number of", "maximum number of", "exhausted", "limit", "reserved for", "is full", "no more", "none available", "used up", "all in use"},
			not: []string{"sandbox*", "browser*", "worker pool*", "http*", "websocket*", "per minute", "per second", "rate limit*", "sse", "mcp*", "concurrent requests", "aiohttp*", "peer*"},
		},
		example: "ERR max number of clients reached",
	},
	{
		name: "constraint", cause: answer, reason: Constraint, retry: RetryNo, home: Memory,
		when: cond{any: []string{"same primary key*", "duplicate value for*", "statement conflicted with*", "already exists with label*", "already an object named*", "duplicate id", "insert duplicate*", "unique key violation*", "unique index violation*", "expected IDs to be unique", "duplicate ids", "duplicateid*",
			"constraint validation failed", "sequelize unique*", "column…cannot be null", "doesnt have a default value", "cannot insert…null*", "violation of primary key*", "violation of unique key*", "ora 00001*", "p2002", "p2003", "conflicting key*", "because other objects depend on it",
			"foreign key violation", "not null violation", "check violation", "duplicate table", "duplicate database", "duplicate object", "google api core exceptions conflict", "duplicate column*", "parent row*", "child row*", "conditional check failed*", "conditionalcheckfailed*", "document failed validation", "exclusion constraint*", "constraint violation", "sqlite constraint*", "violates unique*", "violates foreign key*", "violates not null*", "violates check*",
			"unique constraint*", "constraint failed", "violates…constraint", "duplicate key*", "duplicate entry*", "foreign key constraint*", "not null constraint*", "check constraint*", "integrity error", "integrity constraint*", "e11000*", "primary key*…violat*", "unique violation", "already exists", "sqlstate 23505", "sqlstate 23503", "sqlstate 23502",
		}, and: []string{"same primary key*", "duplicate value for*", "statement conflicted with*", "already exists with label*", "already an object named*", "ora 00001*", "p2002", "p2003", "cannot be null", "cannot insert*", "violation of*", "foreign key violation", "not null violation", "check violation", "google api core exceptions conflict", "google api core exceptions already exists", "conditional check failed*", "conditionalcheckfailed*", "document failed validation", "parent row*", "child row*", "violates*", "prepared statement…already exists", "tenant…already exists", "alias…already exists", "resource already exists exception", "collections…already exists",
			"constraint*", "duplicate*", "integrity*", "e11000*", "primary key*", "unique*", "sqlstate 23505", "sqlstate 23503", "sqlstate 23502", "collection…already exists", "index…already exists", "table…already exists", "relation…already exists", "key…already exists", "database…already exists", "document…already exists", "class…already exists", "point…already exists",
		}, not: []string{
			"javax validation*", "jakarta validation*", "in mapping",
		}},
		example: "UNIQUE constraint failed: users.email",
	},
	{ // The wrong one of several servers: which one is written to may change.
		name: "store_replica", cause: answer, reason: ReadOnly, home: Memory,
		when: cond{
			any: []string{"not primary*", "not writable primary*", "not master*", "replica…read only", "write operation*…replica", "readonly you cant write*", "read only replica", "read only slave"},
		},
		example: "READONLY You can't write against a read only replica.",
	},
	{
		name: "store_read_only", cause: answer, reason: ReadOnly, retry: RetryNo, home: Memory,
		when:    cond{not: []string{"state not recovered*", "no master*"}, any: []string{"database is read only*", "database…is read only*", "running with the read only option", "flood stage*", "disk usage exceeded*", "readonly database", "read only database", "sqlite readonly*", "index read only*", "cluster block exception", "read only allow delete"}},
		example: "attempt to write a readonly database",
	},
	{ // A store that takes no writes.
		name: "named_read_only", cause: answer, reason: ReadOnly, retry: RetryNo, home: Memory,
		when: cond{
			any: []string{"read only", "readonly", "not primary", "not master", "replica", "standby", "secondary"},
			and: []string{"cannot execute*", "<fail> write*", "cannot accept writes*", "no writes*", "not accept writes*", "write operation*", "write command*", "insert", "slave", "transaction"},
			not: []string{"file system*", "filesystem", "erofs", "mode", "query", "queries", "property", "sandbox*", "attribute"},
		},
		example: "the standby takes no write operations",
	},
	{
		name: "store_missing", cause: answer, reason: NotFound, retry: RetryNo, home: Memory,
		when: cond{any: []string{"err no such key*", "nogroup*", "missing columns", "is an undefined name*", "column…cannot be resolved*", "table or view not found*",
			"not present in schema", "class…not found in the schema", "memory with id*…not found", "memory…<gone>", "no memories found*", "document with id*…not found", "no procedure with the name*", "procedure not found", "no function with the name*…database", "no stored procedure*", "chunk…not found", "vector store…not found", "knowledge base…not found", "embedding…not found", "record to update not found*", "record to delete*…not found", "records that were required but not found*",
			"matching query does not exist*", "p2025", "entity not found error", "ora 00942*", "invalid object name*", "invalid column name*", "could not find stored procedure*", "database…<gone>", "no such keyspace", "unconfigured table*", "index…<gone>", "no such field*…redis", "prepared statement…does not exist*", "requested resource not found*", "no node found*…id", "vertex not found", "field…does not exist in*", "namespace…<gone>", "tenant…<gone>", "no such namespace", "no such database",
			"undefined object", "cursor not found", "no result found", "undefined schema", "invalid catalog name", "invalid schema name", "no existing…vector*", "not existing vector name*", "cursor id…not found", "noscript*", "ns not found", "could not connect to tenant*", "collection…isnt loaded", "schema…does not exist*", "function…does not exist*", "document…<gone>", "missing index*", "no vector index*", "unknown table*", "undefined function", "no document*…found with id*", "alias…does not exist*", "unable to open database*",
			"could not find class*", "role…does not exist*",
			"collection…<gone>", "no such table", "no such column", "relation…does not exist*", "column…does not exist*", "table…<gone>", "no such index", "unknown collection", "class…not found in schema", "undefined table", "undefined column", "unknown column", "unknown database", "cant find collection*", "keyspace…does not exist*", "no rows in result set", "record not found", "vector…not found", "type vector does not exist*", "unknown index*", "extension…is not available", "key not found…redis", "redis nil", "point…not found", "no such key…redis", "collection…not loaded", "partition not found", "sqlstate 42p01", "sqlstate 42703", "invalid collection*",
		}, not: []string{"unknown database error*", "type or namespace*", "<program> not found", "command not found*", "no module named*", "enoent", "element with index*", "element index*", "list index*", "s3", "file index*"}},
		example: "Collection docs does not exist.",
	},
	{
		name: "store_auth", cause: answer, reason: Auth, retry: RetryNo, home: Memory,
		when: cond{any: []string{
			"pg hba*", "rejects connection for host*",
			"security authentication*", "security unauthorized*", "incorrect authentication details*", "p1000", "cannot open database…requested by the login", "auth required*…redis", "unauthenticated…database",
			"scram*", "sasl*", "bad auth authentication failed", "ora 01017*", "peer authentication failed*", "role…is not permitted to log in",
			"password authentication failed*", "access denied for user*", "noauth*", "wrongpass*", "hba conf rejects*", "authentication failed…database", "login failed for user*", "sqlstate 28p01", "invalid username password pair", "invalid password", "client sent auth*", "auth…failed…redis",
		}, not: []string{
			"receive failed*", "disconnected",
			"url", "proxy", "broker*", "kafka*", "smtp*", "imap*", "ldap*", "amqp*", "rdkafka*"}},
		example: "FATAL: password authentication failed for user \"agent\" (SQLSTATE 28P01)",
	},
	{
		name: "store_permission", cause: answer, reason: Permission, retry: RetryNo, home: Memory,
		when: cond{any: []string{"not enough privileges*", "permission was denied on*", "has no…permission on", "necessary to have grant*", "lacks privilege*", "permission denied on table*", "command denied to*",
			"row level security*", "no privilege*", "privilege*…denied", "lacks privilege*", "must be owner of*", "security forbidden*", "user does not have permission to*…database", "ora 01031*", "not allowed to do action*", "insufficient privileges*", "access to…table…denied",
			"not authorized on", "client ip address is not in the allowlist", "insufficient privilege…sql*", "psycopg*…:…insufficient privilege", "permission denied for table*", "permission denied for relation*", "permission denied for schema*", "permission denied for database*", "noperm*", "sqlstate 42501"}},
		example: "ERROR: permission denied for table documents (SQLSTATE 42501)",
	},
	{
		name: "store_loading", cause: answer, reason: Overloaded, retry: RetryYes, home: Memory,
		when: cond{any: []string{"state not recovered*", "too many queries*", "no replicas*", "cluster…not ready", "collection…loading", "shard…unavailable", "not yet loaded", "index…building",
			"admin shutdown", "crash shutdown", "cannot connect now", "resuming after being auto paused", "is resuming", "cluster is red", "no shard available*", "service…warming up", "database is starting*", "the database system is*", "recovery mode", "rejected execution exception*", "too busy*…database", "store is not ready", "server is not ready…collection", "qdrant…not ready", "milvus…not ready", "loading redis*", "redis is loading*", "loading the dataset in memory", "database system is starting up", "database system is shutting down", "es rejected execution*", "clusterdown*", "cluster is down", "circuit breaking exception", "masterdown*", "sqlstate 57p03", "tryagain"}},
		example: "LOADING Redis is loading the dataset in memory",
	},
	{
		name: "store_type", cause: answer, reason: Type, retry: RetryNo, home: Memory,
		when: cond{any: []string{"input value for enum*", "data truncated for column*", "to type bigint*", "failed to parse field*…of type", "cannot convert…to column*", "types of…do not match", "neo…:…type mismatch*",
			"cannot compare*", "string or binary data would be truncated*", "arithmetic overflow error*", "field value out of range*", "out of range value for column*", "incorrect integer value*", "incorrect datetime value*", "incorrect string value*", "expected…but was…cypher", "data type mismatch", "invalid type for property*", "bson type*", "invalid objectid*", "argument passed in must be*", "bson error*", "cannot convert…to bson",
			"string data right truncation", "invalid text representation", "numeric value out of range", "invalid datetime format", "data error…:…psycopg*", "hash value is not*", "value is not a valid float", "cannot coerce", "indeterminate datatype", "operator does not exist*", "value is not an integer or out of range", "cast to objectid failed*", "cast to object id failed*", "converting null to string*", "sql scan error*", "scan error on column*", "one or more parameter values were invalid type mismatch*", "unsupported scan*", "sql converting argument*", "must appear in the group by*", "is of type…but expression is of type*", "conversion failed when converting*", "expected metadata value*", "cant cast database type*", "unable to encode…into*", "fielddata is disabled*", "invalid input syntax for type*", "wrongtype*", "data too long for column*", "value too long for type*", "numeric field overflow", "sqlstate 22*", "datatype mismatch", "mapper parsing exception", "out of range for type*", "incorrect…value…for column"}},
		example: "ERROR: invalid input syntax for type uuid: \"x\" (SQLSTATE 22P02)",
	},
	{
		name: "store_server_error", cause: answer, reason: ServerError, home: Memory,
		when:    cond{any: []string{"search phase execution exception", "shards failed", "shard failures"}},
		example: "search_phase_execution_exception: all shards failed",
	},
	{
		name: "store_syntax", cause: answer, reason: Parse, retry: RetryNo, home: Memory,
		when:    cond{any: []string{"statement syntax error*", "cypher syntax error*", "incorrect syntax near*", "query syntax*", "syntax error in query*", "error in your sql*", "sql syntax*", "syntax error at or near", "near…syntax error", "err syntax error", "no viable alternative*", "parse error near*", "ora 00933*", "sqlstate 42601", "sql parse error*", "sql parser error*", "sparql syntax*", "aql syntax*", "cql syntax*"}, not: []string{"type mismatch*", "code parsing failed*", "unexpected token", "python"}},
		example: "ERROR: syntax error at or near \"FORM\" (SQLSTATE 42601)",
	},
	{ // The grammar of a query language, told by a parser of any make.
		name: "named_store_syntax", cause: answer, reason: Parse, retry: RetryNo, home: Memory,
		when: cond{
			any: slices.Concat([]string{"sql", "select", "cassandra*", "spark", "duckdb*", "DuckDB", "clickhouse*", "ClickHouse", "elasticsearch*", "mysql*", "postgres*", "sqlite*", "neo4j*"}, asOne("store", stores)),
			and: []string{"syntax error", "syntaxerror", "mismatched input*", "extraneous input*", "no viable alternative*", "parser error*", "parse exception", "encountered eof*", "failed to parse query*"},
			not: []string{"json*", "python", "javascript*", "typescript*", "unexpected token*", "jql", "graphql", "GraphQL", "selector*", "xpath*", "css", "html", "yaml*", "code parsing*", "file", "type mismatch*", "select option*", "undefined*", "unknown"},
		},
		example: "line 1:7 mismatched input 'FORM' expecting {<EOF>, ','} in SQL",
	},
	{
		name: "store_query", cause: answer, reason: BadRequest, retry: RetryNo, home: Memory,
		when: cond{any: []string{"query must contain*", "query must start*", "query must return*", "query must not*", "query must have*", "bad sql grammar*", "aggregate in where*", "in sql statement*", "limit must not*…query", "limit must be*…query", "in group by*", "in order by*", "type illegal argument exception*", "illegal argument exception reason*", "illegal argument exception…:…field", "error executing query*", "executing query", "query failed query", "query failed…match", "sparql*…error", "where filter*…invalid", "ora 00904*", "you can only execute one statement*", "columns but…values were supplied", "invalid bookmark", "field data has pass in", "varchar field*", "bind message has*", "parameters for prepared statement*", "number of bound variables*", "invalid parameter number*", "might involve data filtering*", "use allow filtering*", "is not filterable*", "returned by a subquery*", "too many terms*", "requires an index*", "cannot insert explicit value*", "explicit value for identity*", "no on conflict*", "cannot insert multiple commands*", "query failed error", "could not execute statement", "sql grammar exception", "<bad> query*", "incomplete input", "too many buckets*", "unknown operator*", "unknown top level operator*", "invalid filter*", "unrecognized expression*", "failed to parse query*", "unknown modifier*", "positional operator*", "invalid search*…index", "illegal field*", "milvus…invalid parameter*", "invalid parameter…milvus", "output fields*", "invalid expression*",
			"invalid stream id*", "document too large", "invalid bson", "invalid document", "programming error", "cross slot", "hash to the same slot*", "ambiguous function", "grouping error", "invalid column reference", "redis…:…wrong kind*", "unknown subcommand*", "invalid expire time*", "min or max is not a float", "have no arg for*", "bind message supplies*", "incorrect number of bindings*", "no such function", "ambiguous column*", "crossslot*", "execabort*", "unrecognized pipeline*", "result window is too large*", "packet for query is too large*", "too many sql variables", "attribute name is a reserved*", "item size has exceeded*", "key condition expression*", "keyconditionexpression*", "filter expression*", "filterexpression*", "update expression*", "updateexpression*", "sql compilation error*", "where clause*", "expected where*", "number of requested results*", "sql expected…arguments*", "destination arguments in scan*", "index required but not found*", "format error in json body", "metadata size*", "bsonobj size*", "unknown query*", "query_parsing*", "invalid cypher*", "with ttl flag*", "can only…in a transaction", "select list", "group by…aggregate", "sql logic error", "sqlstate 42*", "wrong input", "parsing exception", "query shard exception", "err unknown command*", "err wrong number of arguments*", "type is not a vector"}, not: []string{"malformed query string*", "output parsing*", "code parsing failed*", "unexpected token", "python"}},
		example: "ambiguous column name: id",
	},
	{ // A store does not take what its driver was asked to do.
		name: "store_invalid", cause: answer, reason: BadRequest, retry: RetryNo, home: Memory,
		when: cond{
			any: []string{"milvus exception*", "neo client error*", "redis exceptions response error", "reply error", "mongo server error", "operation failure", "psycopg*", "asyncpg*", "sqlstate", "pymilvus*", "chromadb errors*", "qdrant client*", "weaviate*…exceptions"},
			and: []string{"invalid*", "illegal*", "subcommand*", "number of arguments*", "wrong argument*", "exceeds max*", "exceeds the max*", "not allowed*", "unrecognized*", "unrecognised*", "malformed*"},
			not: []string{"oom", "connection*", "connecting*", "unavailable", "refused", "timed out", "invalid password*", "invalid username*", "invalid catalog*", "input syntax*", "memory", "permission*", "auth*", "invalid collection*", "invalid type*", "dimension*"},
		},
		example: "MongoServerError: illegal hint",
	},
	{
		name: "store_corrupt", cause: answer, reason: Other, retry: RetryNo, home: Memory,
		when:    cond{any: []string{"corruption bad*", "corruption block checksum*", "bad entry in block*", "marked as crashed*", "page…corrupt*", "btree…corrupt*", "unexpected zero page*", "invalid page in block*", "disk i o error", "malformed database*", "checksum mismatch…page", "database disk image is malformed", "file is not a database", "database…corrupt*", "index…corrupt*", "misconf redis*", "hnsw segment*", "error loading hnsw*", "compactor…error", "backfill request*"}},
		example: "database disk image is malformed",
	},
	{
		name: "store_transaction", cause: answer, reason: Other, retry: RetryNo, home: Memory,
		when:    cond{any: []string{"database connection is closing*", "cached plan must not*", "transaction has been aborted*", "transaction already closed*", "transaction was aborted*", "rollback exception*", "lazy initialization exception*", "no session $", "in failed sql transaction", "current transaction is aborted*", "no active sql transaction", "invalid transaction state", "transaction is not active", "cannot commit*…transaction", "cannot rollback*…transaction"}},
		example: "psycopg2.errors.InFailedSqlTransaction: current transaction is aborted, commands ignored until end of transaction block",
	},
}
