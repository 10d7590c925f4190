// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// The words below say who speaks in a text alone. They never decide what
// happened.

var carriedWords = cond{any: []string{
	"get http*", "post http*", "put http*", "delete http*", "patch http*", "head http*", "rpc error", "grpc", "gRPC", "http", "https", "http2",
	"response body", "round trip", "client connection", "econn*", "dial tcp",
	"status code resource exhausted", "8 resource exhausted", "rpc that terminated*", "websocket", "websockets", "response code",
}}

// calledWords say that somebody answered, without a word of how he was asked.
var calledWords = cond{any: []string{
	"remote server*", "server returned*", "server responded*", "server replied*", "server answered*", "server rejected*", "response 40*", "status code…:…body", "curl",
}}

// aloneWords are statuses with no word around them.
var aloneWords = cond{any: []string{
	"^ http 400 $", "^ http 401 $", "^ http 403 $", "^ http 404 $", "^ http 405 $", "^ http 409 $", "^ http 422 $", "^ http 500 $",
}}

var telemetryWords = cond{any: []string{
	"sending queue*", "metrics to collector*", "logs to collector*", "to the collector", "to collector", "export request*", "sending metrics*", "send metrics*", "otlp*", "exporting span*", "exporting trace*", "exporting metric*", "exporting log*", "metrics batch", "logs batch", "export batch", "span exporter*", "metric exporter*", "log exporter*", "langfuse…flush*", "send telemetry*", "telemetry…fail*", "otel collector*", "traces export", "metrics export", "logs export", "exporting failed", "exporter*…span*", "export…span*", "export…traces", "export…metrics", "export…telemetry",
	"opentelemetry…:…export*", "dropping…traces", "dropped…spans", "reporting…span", "flushing metrics*", "flush metrics*", "datadog tracer*", "datadog agent*", "to intake", "agent intake", "remote write", "v1 write", "loki push*", "pushgateway*", "statsd*", "span batch*", "v1 traces", "v1 metrics", "v1 logs",
	"exporting…spans", "batch span processor", "batchspanprocessor", "failed to upload metrics",
	"failed to export…span*", "failed to export…trace*", "failed to export…metric*", "failed to export log*", "failed to export batch*", "failed to export telemetry*", "while exporting…span*", "while exporting…trace*", "while exporting…metric*", "exporter failed send data*", "export to collector*", "multipart ingest*", "send…traces", "sending traces*", "send spans*", "sending spans*", "langsmith…trac*", "langfuse…trac*", "flush*…span*", "flush*…traces", "force flush*", "opentelemetry…export*", "otel…export*", "zipkin", "jaeger", "opentelemetry collector", "send…spans", "spans…dropped", "dropping data",
}}

var exporterWords = cond{any: []string{
	"export", "exporter", "exporting", "publish artifact*", "publish…artifact*", "artifact*…publish*", "s3…upload*", "upload*…:…s3", "put object", "upload…:…artifact*", "artifact*…upload*",
}}

var bodyWords = cond{any: []string{
	"error type", "error code", "message", "type error", "error error", "detail", "details", "errors", "error invalid*", "error description",
}, not: []string{"html", "doctype*"}}

// driverWords are the names that drivers give to answers of a database.
var driverWords = cond{any: []string{
	"psycopg*", "asyncpg*", "pymongo*", "sqlstate", "redis exceptions*", "reply error", "response error", "operational error", "programming error", "database error", "sqlite error", "sqlite3*", "mongo server error", "mongo error", "pg error", "my sql error", "sql exception", "sqlalchemy*", "ora 0*", "unexpected response…qdrant*", "qdrant client*",
}}

// inputWords are of what a program reads itself: a store that is named with them has
// not answered.
var inputWords = cond{any: []string{
	"json*", "yaml*", "toml*", "configuration", "config", "config file", "environment variable*", "compose file*", "config option*",
}}

// pageWords are what the page of a gateway says of itself.
var pageWords = cond{any: []string{
	"html", "doctype*", "nginx*", "cloudflare*", "bad gateway", "gateway time*", "service unavailable", "service temporarily unavailable", "for url", "upstream*", "no server is available*", "dial*", "error code 52*",
}}

// stores are the names of databases, search engines, caches, and of what speaks to them.
var stores = []string{
	"LanceDB", "lancedb*", "lance error", "pouchdb*", "PouchDB", "bolt db", "boltdb*", "bbolt*", "orientdb*", "cockroach*", "CockroachDB", "timescale*", "questdb*", "QuestDB", "yugabyte*", "ScyllaDB", "cosmosdb*", "hbase", "impala", "databricks sql*", "teradata*", "vertica", "sybase", "db2", "hsqldb*", "h2 database", "pdoexception*", "adodb*", "activerecord*", "Doctrine DBAL", "ef core", "peewee*", "drizzle*", "gorm*", "TypeSense", "algolia*", "zilliz*", "marqo*", "turbopuffer*", "redisearch*", "lettuce core*", "ioredis*", "keydb", "dragonfly db", "dgraph*", "janusgraph*", "gremlin*", "graphdb*", "c3p0*", "watermelondb*", "foundationdb*", "FoundationDB", "hazelcast*", "ehcache*", "aerospike*", "rethinkdb*", "RethinkDB", "planetscale*", "libsql*", "neon database*", "sparql*",
	"indexeddb*", "IndexedDB", "IDBDatabase", "idb database", "object stores", "etcd", "etcdserver*", "supabase*",
	"memcache", "memcached", "memcache*…error", "solr*", "influxdb*", "InfluxDB", "couchdb*", "CouchDB", "couchbase*", "rocksdb*", "RocksDB", "leveldb*", "LevelDB", "lmdb*", "badger", "pebble", "LanceDBError", "surrealdb*", "arangodb*", "arango*", "tidb*", "scylla*", "datastax*", "CosmosDB", "firestore", "dynamo", "trino*", "presto*", "hive", "snowflake*", "bigquery", "BigQuery", "redshift", "spark sql*", "firebird", "jdbc sql*", "odbc*", "pdo exception", "sqlstate", "mysqli*", "active record", "doctrine*", "entity framework*", "knex*", "mongoose*", "sqlx", "ecto", "flyway*", "liquibase*", "alembic*", "meilisearch*", "MeiliSearch*", "typesense*", "lucene*", "jedis*", "redisson*", "db exception", "pg hba conf", "hikari*",
}

// places, surest first.
var places = []place{
	{Tool, true, cond{any: []string{
		"for tool", "tool…failed", "^ tool", "^ error tool", "input validation error", "location type parameter", "bwrap", "bubblewrap*", "sandbox exec", "firejail*", "seccomp*", "landlock*", "error invoking tool*", "internal error running the tool*", "search api key*", "tool requires*", "tool expects*", "tool needs*", "tool argument*", "tool input", "bad tool*", "browser type launch*", "browser action*", "plugin invoke*", "plugin daemon*", "in the plugin", "toolset", "kernel function*", "interpreter error", "tool validation*", "use the tool", "tool result error", "tool call error*", "webdriver*", "web driver*", "chrome driver*", "selenium*", "error response from daemon", "docker daemon", "code execution failed at line", "executing tool", "tool execution*", "tool call failed", "tool failed",
		"structured content", "is error true", "is error false", "mcp", "json rpc", "jsonrpc", "code 320*", "code 326*", "code 327*", "error 320*", "error 326*", "error 327*", "call tool*", "tools call", "calling tool", "tool returned", "tool error", "toolerror", "function call failed", "invoke tool", "running tool", "tool exception", "invoking tool",
	}, not: []string{"no endpoints found*", "openrouter*", "litellm*", "openai…:…error code", "invalid request error", "less than…tokens", "by this model", "with this model", "max new tokens*", "^ tool choice*", "^ tool use*", "^ tool result*", "^ tool message*"}}},
	{Tool, true, cond{any: []string{"stripe error*", "stripe*…error", "stripe api*", "twilio*…error", "plaid*…error", "shopify*…error"}}},
	{Memory, true, cond{any: asOne("store", stores)}},
	{Memory, true, cond{any: []string{
		"meili*", "firestore*", "InfluxDB*", "badger*",
		"pinecone", "chroma", "chromadb", "qdrant", "weaviate", "pgvector", "faiss", "lancedb", "vector store", "vectorstore", "vector database", "vector index", "vector db",
		"neo client error*", "neo transient error*", "neo database error*", "cypher*", "milvus*", "sequelize*", "prisma*", "p2002", "p2025", "typeorm*", "hibernate*", "jdbc", "mssql", "sql server", "sqlite*", "postgres*", "PostgreSQL", "MySQL", "SQLite*", "DuckDB", "ClickHouse", "DynamoDB", "OpenSearch", "psycopg*", "pq", "pgconn", "pgx", "mysql", "mariadb", "mongo*", "pymongo*", "redis", "asyncpg", "aiosqlite", "elastic*", "opensearch", "dynamodb", "cassandra", "neo4j", "duckdb", "clickhouse", "valkey", "sqlalchemy*", "sql alchemy*", "MariaDB", "TypeORM", "hnsw", "embedding dimension", "innodb", "ora 0*", "document store", "knowledge base", "retriever",
	}, not: []string{"elastic map*", "elastic load*", "elastic beanstalk*", "elastic ip*", "elastic container*", "admission webhook*"}}},
	{LLM, true, cond{any: []string{"InvokeModel*", "ConverseStream", "converse operation", "langchain output*", "hf hub*", "output parser*", "transient ai exception*", "ai retry error*", "ai type validation*", "ai json parse*", "ai sdk*", "api call error*…:…ai", "model output*", "no object generated*", "ai no object*", "ai api call*", "ai apicall*", "model provider", "unexpected model behavior*",
		"aiplatform*", "hf token*", "ElevenLabs*", "elevenlabs*", "deepgram*", "assemblyai*", "AssemblyAI*", "edge tts*", "cognitive text to speech", "SpeechSynthesis*", "whisper", "voyage", "voyageai*", "jina embeddings*", "jina ai*", "kobold*", "sglang*", "SGLang*", "TensorRT*", "stable diffusion*", "stability ai*", "comfyui*", "ComfyUI*", "midjourney*", "dall e", "dalle", "imagen", "sora", "langgraph*", "pydantic ai*", "instructor v2*", "instructor retry*", "tokenizer for",
		"type error error type*", "type server error", "type api error", "provider returned*", "provider rejected*", "copilot", "github copilot*", "novita", "siliconflow", "silicon flow", "minimax*", "MiniMax*", "DashScope*", "SambaNova*", "baichuan*", "ernie*", "qianfan*", "hunyuan*", "doubao*", "volcengine*", "cerebras*", "sambanova*", "nebius*", "deepinfra*", "deep infra*", "kimi*", "glm*", "tongyi*", "ai21*", "lm studio", "lmstudio", "xinference*", "localai", "local ai", "chat model", "ai model", "inference api", "inference provider*", "OpenAI", "DeepSeek", "OpenRouter", "HuggingFace", "claude", "gemini", "vertex*", "bedrock", "cohere", "mistral", "groq", "ollama", "deepseek", "litellm*", "replicate", "together ai", "openrouter", "perplexity", "moonshot", "dashscope", "qwen*", "gpt*", "llama*", "llm", "chat completion*", "completions api", "completion api", "language model*", "generative*", "inference endpoint", "xai", "grok", "zhipu*", "chatglm*", "invalid request error", "generate content", "generatecontent", "fireworks*", "nvidia nim", "vllm", "text generation inference", "watsonx", "max tokens", "prompt tokens", "anthropic*", "openai*",
	}}},
	{Export, true, cond{any: []string{"uploading to bucket", "upload*…:…bucket",
		"head object operation*", "put object operation*", "list objects*", "azblob*", "azure storage*", "storage error", "blob storage*", "core windows net", "gcs", "googleapis com upload storage*", "storage googleapis com", "minio*", "artifact storage*", "artifact container*", "upload artifact*",
		"statsd*", "pushgateway*", "remote write",
		"otlp*", "no such bucket", "s3 upload", "put object", "calendar export", "traces export", "metrics export", "logs export", "exporter",
	}}},
	// Services that agents' tools speak to: their answers, where nothing else is named.
	{Tool, true, cond{any: asOne("service", services)}},
	{Tool, false, cond{any: asOne("name of a service", serviceNames), not: reportWords}},
	// Protocols of a line to a peer that no store or tool is named behind.
	{Network, false, cond{any: protocols}},
	{LLM, false, cond{any: []string{
		"api error…rate limit*", "api error 429*", "api error…status 429", "overdue payment*", "request concurrency*", "max concurrency*", "generation failed*", "image generation*", "tts", "stt", "asr", "kokoro*", "coqui*", "xtts*", "voice", "voices", "speech synthesis*", "text to speech", "speech to text", "transcription*",
		"error code 400 error", "error code 400 detail", "error code 401 error", "error code 403 error", "error code 404 error", "error code 422 detail", "error code 422 error", "error code 429 error", "error code 500 error", "error code 503 error", "new api error", "one api error", "bad response status code*", "*模型*", "llm provider*", "chat history", "in history", "api key*", "apikey*", "model", "models", "llms", "tokens", "subscription key", "prompt*", "completion*", "token limit", "assistant", "billing*", "tpm", "rpm",
	}}},
	{Memory, false, cond{any: []string{
		"collection", "collections", "database", "databases", "db", "table", "sql", "embedding*", "vector", "query", "transaction", "deadlock", "relation", "column", "row", "rows", "document", "migration*", "documents", "partition", "shard*", "replica*", "vectors", "*数据库*", "*知识库*", "*向量*",
	}}},
	{Memory, false, cond{any: []string{"index"}, not: []string{"index js*", "index ts*", "index html*", "at index*"}}},
	{Tool, false, cond{any: []string{"reservation*", "order", "booking*", "flight*", "hotel*", "passenger*", "payment*", "user id", "product*", "item*", "customer*", "ticket*", "invoice*", "seat*", "gift card*", "refund*", "shipment*", "cart", "checkout", "currency", "account", "profile", "calendar event", "tool", "tools", "function", "plugin*", "command", "username*", "appointment*", "room*", "delivery", "trip*", "itinerary", "course*", "issue", "repository", "pull request*", "channel*", "commit*", "player*", "employee*", "student*", "stock", "price*", "subscription*", "purchase*", "address book", "inbox", "email*", "contacts", "contact id", "contact list", "contact name", "contact not found", "meeting*", "page", "browser", "element", "scrape*", "crawl*", "api error", "api returned", "api responded*", "api response", "GraphQL", "graphql", "webhook", "search"}}},
}

// protocols are the names of lines to a peer, and of the libraries that hold them.
var protocols = []string{
	"authentication mechanism*", "broker*", "smb*", "cifs", "nfs", "vpn*", "nt status*",
	"amqp*", "RabbitMQ", "rabbitmq*", "pika*", "mqtt*", "mosquitto*", "nats", "kafka*", "rdkafka*", "librdkafka", "zookeeper*", "zeromq*", "stomp", "pulsar", "event hub*", "service bus*",
	"websocket*", "websockets", "signalr*", "socketio*", "socket io", "grpc*", "gRPC", "quic", "webrtc", "stun", "turn server*",
	"ssh", "sshd", "paramiko*", "asyncssh*", "libssh*", "kex*", "sftp", "ftp", "ftps", "telnet*", "ldap*", "snmp*", "modbus*", "sip", "socks", "openvpn*", "wireguard*", "tailscale*",
}
