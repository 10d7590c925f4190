// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// networkRules: no bytes could be exchanged. The cause deep inside decides
// over what encloses it.
var networkRules = []rule{
	{ // An answer that is none of what was asked for.
		name: "http_mismatch", cause: noAnswer, reason: Protocol,
		when:    cond{any: []string{"bad handshake", "websocket…handshake*", "unexpected server response", "response is not…event stream", "is not text event stream*", "not an event stream*", "unexpected nil response*", "transport error unexpected*", "expected…content type…got", "unexpected content type*"}},
		example: "response is not 'text/event-stream'",
	},
	{
		name: "http_protocol", cause: noAnswer, reason: Protocol, retry: RetryNo,
		when: cond{any: []string{
			"expected http 1*",

			"invalid header value char*", "invalid header token*",

			"protocol banner*", "invalid ssh banner*", "invalid banner*",

			"too many invalid commands*", "too many bad commands*", "too many protocol errors*", "too many syntax or protocol errors*", "bad sequence of commands*",
			"<bad> status line*", "invalid http header*", "unexpected http version*", "expected 101 switching*", "invalid upgrade header*", "protocol error $", "err http2 protocol*", "invalid content type for event*", "invalid compression negotiation", "bad write message type", "invalid opcode", "invalid frame*", "unexpected continuation*", "reserved bits*", "bad mask*", "protocol violation*", "invalid chunk*", "invalid transfer encoding*", "transfer encoding*…invalid", "content decoding error", "invalid content length", "content length mismatch*", "err content length*", "unexpected status line*", "http parser*…error", "err response headers*", "header overflow", "malformed http*", "malformed chunked encoding", "invalid http version", "badstatusline", "hpe invalid*", "parse error expected http", "http2 unexpected*", "error reading server preface*", "first received frame was not a settings*", "http 0 9*", "invalid http response"}},
		example: "net/http: HTTP/1.x transport connection broken: malformed HTTP response \"SSH-2.0-OpenSSH_9.9\"",
	},
	{
		name: "dns_not_found", cause: noAnswer, reason: DNS, retry: RetryNo,
		when: cond{any: []string{
			"unresolved address*", "gethostby*", "the host…could not be found*", "hostname…not found",

			"host desconocido", "hôte inconnu", "host ist unbekannt", "host no es conocido*", "host non è conosciuto*", "este host não é conhecido*", "*不知道这样的主机*", "*そのようなホストは不明*", "*этот хост неизвестен*",

			"failed host lookup*", "hostname could not be found", "host <gone>", "cannot find host", "nodename nor", "wsahost not found", "no dns record*", "domain does not exist", "gai error name*", "unknown host",
			"no such host", "nxdomain", "enotfound", "unknownhostexception", "name or service not known", "no address associated with hostname", "domain name not found",
		}, not: []string{
			"unknown host key*",
			"wsatry again*", "non authoritative host*", "temporary failure*", "eai again"}},
		example: "dial tcp: lookup api.example.invalid: no such host",
	},
	{ // A resolver that does not tell a wrong name from one it could not ask for.
		name: "dns_unsettled", cause: noAnswer, reason: DNS,
		when:    cond{any: []string{"name could not be resolved*", "no data of the requested type*", "wsano data*", "wsano recovery*", "non recoverable error occurred during a database lookup*", "errno 11003*", "errno 11004*", "winerror 11003*", "winerror 11004*", "WinError 11001", "err name not resolved", "could not resolve host*", "getaddrinfo failed*", "errno 11001*", "winerror 11001*"}, not: []string{"wsatry again*", "temporary failure*", "eai again"}},
		example: "[Errno 11001] getaddrinfo failed",
	},
	{
		name: "dns", cause: noAnswer, reason: DNS, retry: RetryYes,
		when: cond{any: []string{
			"no servers could be reached*",

			"dns auflösung*", "résolution dns*", "resolución dns*", "*域名解析*",
			"hostname resolution*", "wsatry again*", "errno 11002*", "winerror 11002*", "default try again*", "no addresses found*", "no addresses for*", "no ip address*…host", "<fail> resolve host*", "failed to resolve name*", "failed to resolve dns*", "failed to resolve…errno*", "failed to resolve…com", "failed to resolve…net", "failed to resolve…org", "failed to resolve…io", "failed to resolve…ai", "failed to resolve…local", "failed to resolve…example*", "failed to resolve…internal", "failed to resolve address*", "dns…failed", "err dns*", "name resolution*", "cannot resolve…host*",
			"server misbehaving", "eai again", "name resolver error*", "dns resolution*", "dns lookup*", "dns error", "lookup…i o timeout", "dns timeout", "getaddrinfo*", "produced zero addresses", "dns query*", "dial tcp lookup", "lookup…53 dial*", "lookup…53 read*", "lookup…53 write*", "failed to lookup address*", "servfail", "dns server*",
		}},
		example: "dial tcp: lookup cartservice on 127.0.0.11:53: server misbehaving",
	},
	{ // A name that could not be looked up, in whatever words.
		name: "named_dns", cause: noAnswer, reason: DNS, retry: RetryYes,
		when: cond{
			any: []string{
				"does not resolve", "did not resolve",
				"dial tcp lookup", "dial udp lookup", "name resolution*", "name resolver*", "dns*", "<fail> resolve", "error resolving", "resolver error*", "lookup failed*", "lookup…on"},
			and: []string{"host*", "dial", "errno*", "domain", "target dns*", "connection*", "i o timeout", "misbehaving", "http*", "server*", "tcp", "udp", "endpoint*"},
			not: []string{
				"is invalid", "required value*",

				"pod", "pods", "authentication error*", "#401", "#403", "unauthorized", "is invalid",
				"module*", "import*", "conflict*", "dependenc*", "package*", "reference*", "symbol*", "merge*", "node with*", "credential*", "template*", "type*", "path", "authentication method*", "no such host", "not known", "nxdomain", "enotfound", "could not resolve host*", "certificate*", "x509*", "proxy*", "tool*"},
		},
		example: "could not resolve the endpoint carts",
	},
	{
		name: "proxy_auth", cause: noAnswer, reason: Proxy, retry: RetryNo,
		when: cond{any: []string{
			"connect tunnel failed response 401", "tunnel connection failed 401",
			"proxy authentication required", "#407", "407 proxy*", "proxy authentication failed", "proxy authorization required"}},
		example: "Tunnel connection failed: 407 Proxy Authentication Required",
	},
	{
		name: "proxy", cause: noAnswer, reason: Proxy,
		when: cond{any: []string{
			"squid*", "<fail> connect to the proxy*",
			"from proxy*", "through proxy*", "through the proxy*", "proxy returns*", "proxy requires*", "unknown scheme for proxy*", "proxy response*", "proxy returned*", "proxy refused*", "via proxy*…failed",
			"proxyconnect*", "proxy error", "proxy authentication required", "<fail> connect to proxy*", "proxy connect aborted", "proxy connection*", "socks connect*", "socks5*", "err proxy*", "err tunnel*", "tunnel connection failed*", "#407", "tunneling socket*", "proxy server*…refus*", "connect tunnel failed", "proxy tunnel*",
		}},
		example: "proxyconnect tcp: dial tcp 127.0.0.1:3128: connect: connection refused",
	},
	{
		name: "tls_eof", cause: noAnswer, reason: TLS,
		when: cond{any: []string{
			"gnutls handshake*", "schannel*", "non properly terminated*",
			"eof during handshake*", "eof…handshake", "handshake…unexpected eof", "cannot decrypt peer*", "bad record mac*", "decryption failed or bad record*", "ssl…unexpected eof while reading", "ssl error syscall", "ssl syscall error*", "ssleoferror", "ssl eof error", "eof occurred in violation of protocol", "ssl connection could not be established", "ssl connect error"}, not: []string{"errno 104", "errno 10054", "connection reset*", "econnreset", "certificate*", "eof detected"}},
		example: "SSLError(SSLEOFError(8, 'EOF occurred in violation of protocol (_ssl.c:1131)'))",
	},
	{
		name: "tls", cause: noAnswer, reason: TLS, retry: RetryNo,
		when: cond{any: []string{
			"certificate for this server*", "certificate is invalid", "cert path*", "trust anchor*", "not trusted", "secure channel", "secure connection…cannot*",
			"selected unsupported protocol version*", "remote certificate is invalid*", "certificate name mismatch*", "alpn negotiation*", "alpn mismatch*", "did not present a certificate*", "no client certificate*",
			"remote error tls*", "tls…protocol version*", "ssl is not enabled*",
			"x509*", "certificate verify failed*", "certificate has expired*", "certificate is not valid*", "certificate is valid for*", "certificate signed by unknown*", "self signed certificate*", "unable to get local issuer*", "unable to verify the first*", "tls…handshake", "handshake failure", "ssl handshake*", "sslhandshake*", "ssl error", "sslerror", "ssl routines", "wrong version number", "bad certificate", "unknown certificate*", "certificate required", "certificate unknown", "pkix path*", "err cert*", "cert has expired", "tls alert*", "tls first record*", "http response to https client", "ssl certificate*", "err ssl*", "tlsv1 alert*", "protocol version not supported…tls", "unknown authority", "certificateerror", "depth zero self signed*", "err tls*", "tls failed to verify*", "authentication handshake failed", "certificate…expired", "invalid peer certificate*", "tls error*",
		}, not: []string{"connection reset*", "reset by peer*", "errno 104", "errno 10054", "handshake timeout", "handshake…timed out", "handshake…eof", "malformed certificate*", "failed to find any pem*"}},
		example: "tls: failed to verify certificate: x509: certificate signed by unknown authority",
	},
	{ // What is wrong with a certificate or a cipher, in whatever words.
		name: "named_tls", cause: noAnswer, reason: TLS, retry: RetryNo,
		when: cond{
			any: []string{"certificate", "certificates", "cert", "ssl", "tls", "mtls", "cipher*"},
			and: []string{"not be validated", "not be verified", "not verified", "untrusted", "unsupported", "rejected", "no shared", "no common", "mismatch*", "revoked", "refused", "distrusted", "no longer valid", "not yet valid", "does not match*"},
			not: []string{"path", "file", "files", "pem", "parse*", "config*", "option*", "argument*", "ssl off", "ssl mode*", "sslmode*", "parameter*", "password*", "acme*", "order*", "connection refused", "command*", "tool*", "module", "import*", "database*", "csrf*"},
		},
		example: "The server's certificate could not be validated",
	},
	{
		name: "gateway_refused", cause: page, reason: Upstream, retry: RetryYes,
		when:    cond{any: []string{"bad gateway", "gateway timeout", "#502", "#504"}, and: []string{"connection refused", "econnrefused", "connection reset*", "econnreset", "upstream connect*"}, not: []string{"error message", "error type", "rpc error", "model*", "litellm*", "api error*"}},
		example: "Unexpected Response: 502 (Bad Gateway) Raw response content: upstream connect failed: Connection refused",
	},
	{
		name: "address_in_use", cause: noAnswer, reason: Other, retry: RetryNo,
		when: cond{any: []string{
			"cannot bind*…cannot assign requested*", "bind…:…cannot assign requested*", "bind cannot assign requested*", "cannot bind*…:…cannot assign requested*",
			"port…in use", "address already in use", "eaddrinuse", "only one usage of each socket address*", "port is in use*", "address in use"}, not: []string{"docker", "daemon"}},
		example: "listen tcp :8080: bind: address already in use",
	},
	{
		name: "redirects", cause: noAnswer, reason: Loop, retry: RetryNo,
		when:    cond{any: []string{"too many redirects", "exceeded…redirects", "stopped after…redirects", "redirect loop*", "maximum…redirects", "redirected too many times"}},
		example: "Get \"https://example.com\": stopped after 10 redirects",
	},
	{
		name: "no_socket", cause: noAnswer, reason: Refused,
		when: cond{any: []string{"connect to local…through socket", "on socket…:…no such file*", "dial unix…:…no such file*", "connect to the docker daemon*", "unix…sock…:…no such file*", "connect enoent*"}, not: []string{
			"connection refused",
			"permission denied", "eacces", "operation not permitted"}},
		example: "dial unix /run/agent.sock: connect: no such file or directory",
	},
	{
		name: "refused", cause: noAnswer, reason: Refused, retry: RetryYes,
		when: cond{any: []string{
			"nothing is listening*", "nobody is listening*", "nothing listening*",

			"denegó expresamente*", "expressément refusée*", "zielcomputer die verbindung verweigerte*", "recusou ativamente*", "recusaram ativamente*", "rifiuto persistente*", "отверг запрос на подключение*", "socket exception 10061",
			"no listener", "is the docker daemon running*", "daemon is not running", "WinError 10061", "errno 10061", "connect exception failed to connect*", "connect exception connection refused*", "connection to…refused", "verbindung verweigert", "verbindungsaufbau abgelehnt", "connexion refusée", "conexión rehusada", "conexión rechazada", "conexão recusada", "connessione rifiutata", "в соединении отказано", "*拒绝连接*", "*连接被拒绝*", "*由于目标计算机积极拒绝*", "*接続が拒否*", "*対象のコンピューターによって拒否*", "ollama…is it running",
			"connection refused", "econnrefused", "actively refused it", "errno111*", "errno 111", "errno 61", "connectionrefused*", "failed to connect to…port", "couldnt connect to server", "refused the connection", "wsaeconnrefused", "no connection could be made*", "refused to connect",
		}, not: []string{
			"return code is*",
			"not authorized*", "not authorised*", "bad user name*", "identifier rejected*", "curl 28", "timeout exception", "socket timeout*", "port…timed out"}},
		example: "dial tcp 127.0.0.1:11434: connect: connection refused",
	},
	{
		name: "unreachable", cause: noAnswer, reason: Unreachable, retry: RetryYes,
		when: cond{any: []string{
			"network path was not found*", "network name…no longer available*", "network name cannot be found*",

			"is the scheduler running*", "is the worker running*", "is the gateway running*", "is the agent running*", "is the proxy running*", "is the daemon running*", "is the api running*", "is the node running*", "is it online", "is the device online*",

			"broker transport failure*", "broker down", "brokers are down", "cant contact…server*", "cannot contact…server*", "is the server running*", "is the service running*", "is the backend running*", "is your server running*", "api is down", "site is down", "website is down", "backend is down",
			"no healthy replica*", "no healthy instance*", "no healthy endpoint*", "no healthy backend*", "no healthy worker*", "no healthy node*", "WinError 10051", "WinError 10065", "connect exception", "httphostconnectexception", "errno 10051", "winerror 10051", "errno 101", "errno 113", "errno 65", "network is not reachable", "no network access", "*网络不可达*", "*无法连接*", "network connection*…unavailable", "netzwerk nicht erreichbar", "network down", "no network connection*", "connection unavailable", "server down", "server is down", "service is down", "offline",
			"no route…host", "destination…unreachable", "no healthy host*", "no living connections*", "no nodes available*", "no node available*", "no reachable*", "no master*…available", "no available server*", "no servers available*", "server is unreachable", "all hosts failed", "all endpoints failed", "all brokers*…down", "no brokers*", "no available brokers*",
			"network is unreachable", "ehostunreach", "enetunreach", "host is unreachable", "host unreachable", "network unreachable", "network is down", "err internet disconnected", "cannot assign requested address", "err address unreachable", "unreachable host*", "enetdown", "no internet*", "host is down",
		}, not: []string{
			"bind cannot assign*", "bind…:…cannot assign*", "cannot bind*",

			"curl 28", "curl error 28*", "timed out", "timedout",
			"upstream connect error*"}},
		example: "dial tcp 10.1.2.3:443: connect: no route to host",
	},
	{ // What a broker or a directory answers to who may not come in.
		name: "broker_auth", cause: noAnswer, reason: Auth, retry: RetryNo,
		when: cond{
			any: []string{"connack*", "connection refuse*", "connection refused", "mqtt*", "mosquitto*", "nats", "pika*", "amqp*", "rabbitmq*", "RabbitMQ", "authentication mechanism*"},
			and: []string{"not authorized*", "not authorised*", "bad user name*", "bad username*", "identifier rejected*", "authorization violation*", "authentication expired*", "authentication failure*", "reason code 5", "return code 5", "rc 5", "access refused login*", "probable authentication error*", "login was refused*"},
		},
		example: "Connection refused: bad user name or password",
	},
	{ // The key of a host is what its certificate is elsewhere.
		name: "host_key", cause: noAnswer, reason: Auth, retry: RetryNo,
		when:    cond{any: []string{"authenticity of host*", "host key verification*", "host key mismatch*", "host key has changed*", "host key is not*", "host key not*", "host key for…not*", "host key…does not match*", "host key…unknown", "unknown host key*", "host identification has changed*", "not found in known hosts*", "not in known hosts*", "no hostkey*", "no host key*", "knownhosts*", "known hosts…mismatch*"}},
		example: "Host key verification failed.",
	},
	{ // The peer says why it closed: for a failure of its own.
		name: "closed_by_error", cause: noAnswer, reason: ServerError, retry: RetryYes,
		when:    cond{any: []string{"code 1011", "received 1011*", "close 1011*", "1011"}, and: []string{"server has encountered*", "server encountered*", "server had an error*", "server error occurred*"}},
		example: "closed with code 1011: the server encountered an error",
	},
	{ // Closed for want of an answer: the timeout is the cause.
		name: "silent_peer", cause: noAnswer, reason: Timeout, retry: RetryYes,
		when: cond{any: []string{
			"no pingresp*", "keepalive exceeded*", "keep alive exceeded*",

			"lost heartbeat*", "missed…heartbeat*", "heartbeats missed*", "heartbeat lost*", "no heartbeat*",

			"timeout window*", "within the timeout*", "did not receive…within*",
			"keepalive timeout*", "keep alive timeout*", "ping timeout*", "pong timeout*", "no pong received*", "heartbeat timeout*", "missed heartbeat*", "idle timeout*", "idle for too long", "inactivity timeout*", "closed due to inactivity", "net open timeout*", "net write timeout*"}, not: []string{"invalid*", "must*"}},
		example: "sent 1011 (internal error) keepalive ping timeout; no close frame received",
	},
	{ // The peer ended the answer before it was complete.
		name: "eof_midway", cause: noAnswer, reason: EOF, retry: RetryYes,
		when: cond{any: []string{
			"closed abnormally*", "status 1006", "closed 1006", "websocket 1006", "error 1006",

			"error closed", "tcp closed", "ssl closed", "connection 1006",
			"before message complet*", "before the message complet*", "before body complet*", "remote host closed the connection", "disconnected before completion*", "before completion", "close code 1006*", "code 1006", "1006 abnormal*", "abnormal closure", "close 1006*", "received 1006*", "err connection closed", "before full response*", "before the full response*", "before complete response*", "before the response was complete*", "body stream ended*", "recv returned 0 bytes*", "returned 0 bytes*…closed", "incomplete message $", "incompletemessage", "all bytes were read*", "without sending complete message body*", "incomplete chunked read*", "incomplete read*", "incompleteread*", "payload is not completed*", "transfer encoding error*", "not enough data to satisfy*", "response ended prematurely*", "ended prematurely with at least*", "end of file before message*", "content length*…with body length*", "contentlength*…with body length*", "body ended before*", "fewer bytes than*…content length*", "java io eof exception*", "eof exception", "ended prematurely responseended", "sent 1000 ok*", "received 1000 ok*", "close 1000*", "stream ended before*", "stream ended unexpectedly*", "stream closed before response completed", "response ended before*", "outstanding read*…eof", "curl 18", "curl error 18*", "transfer closed with*"}, not: []string{"json*", "parsing", "yaml*", "stream ended before*…message"}},
		example: "peer closed connection without sending complete message body (incomplete chunked read)",
	},
	{
		name: "reset", cause: noAnswer, reason: Reset, retry: RetryYes,
		when: cond{any: []string{
			"not closed cleanly*",

			"forzado la interrupción*", "fermée par l’hôte distant*", "vom remotehost geschlossen*", "forzatamente…host remoto*", "*удаленный хост принудительно*",
			"WinError 10054", "WinError 10053", "connection was cut*", "connection cut*", "cut the connection*", "connection got cut*", "err network changed", "read loop peek fail*", "hung up*", "hangs up", "software caused connection abort*", "peer disconnected*", "server hung*", "errno 104", "errno 10054", "winerror 10054", "winerror 10053", "wsaeconnreset", "header parser received no bytes", "ioexception closed $", "io exception closed $", "connection shutdown exception", "connection was lost", "conn reset exception*", "connresetexception*", "no close frame received*", "close frame…not received", "code 1011", "close 1012*", "close 1001*", "code 1001", "going away", "received 1011*", "received 1012*", "sent 1011*", "type error terminated*", "terminated at fetch*", "prematurely closed", "socket disconnected*", "socket was closed*", "stream was interrupted*", "stream interrupted*", "stream aborted*", "sse connection*…closed", "event source*…closed", "received from peer", "connection is closed*…server", "disconnected from the server*", "disconnected unexpectedly*", "unexpectedly disconnected*", "websocket…disconnected", "*连接被重置*", "*连接已关闭*", "*连接中断*", "*远程主机强迫关闭*", "*接続が切断*", "verbindung wurde zurückgesetzt*", "verbindung…geschlossen", "connexion…fermée", "conexión…cerrada", "channel closed", "closed channel…server", "connection interrupted*", "client closed*", "transport closed", "pipe is being closed", "stream is closed by*", "server closed*", "session terminated", "stream disconnected*", "stream terminated", "closed unexpectedly*", "terminated $", "unexpected disconnect*", "connection…dropped", "server disconnect*", "peer…closed", "pipe closed", "pipe…ended", "write after end",
			"client payload error", "session was closed", "client disconnected error", "connection is discarded*", "connection was terminated*", "connection was aborted", "closed by the remote host", "peer reset", "stream was reset*", "channel…shut down*", "socket closed*", "socket is closed", "socket has been ended*", "websocket…closed", "websocket connection closed*", "stream closed", "stream was closed*", "dropped connection", "connection has been closed*", "underlying connection was closed*", "terminating connection due to*", "close 1011*", "err stream destroyed", "stream ended*…unexpected*",
			"transport connection", "unable to read data*", "unable to write data*",
			"bad connection",
			"connection reset*", "econnreset", "broken pipe", "epipe", "forcibly closed*", "connection aborted*", "connectionaborted*", "econnaborted", "socket hang up", "connection was reset", "http2 server sent goaway*", "goaway", "err http2 protocol*", "rst stream*", "reset by peer", "remote disconnected", "remote end closed connection*", "connection was closed", "connection closed", "connection lost", "transport is closing", "use of closed network connection", "remote protocol error", "other side closed", "err quic*", "premature close", "terminated unexpectedly…connection", "connection terminated*", "connection is closing", "closed the connection unexpectedly", "connection…terminated", "lost connection*", "gone away", "connection error*…:…reset",
		}, not: []string{
			"not terminated",

			"nsurl error domain*", "gnutls*",

			"net read timeout",

			"maximum duration*", "max duration*", "status code deadline exceeded", "server has encountered*",
			"timeout of…exceeded", "upstream connect error*", "operation canceled", "operation cancelled", "keepalive ping timeout*", "idle timeout*", "dropped from queue*", "panicked*", "ext7*", "mcp client closed", "send on closed*", "close of closed*", "timed out waiting*"}},
		example: "read tcp 10.0.0.2:51234->10.0.0.9:443: read: connection reset by peer",
	},
	{
		name: "client_timeout", cause: noAnswer, reason: Timeout, retry: RetryYes,
		when: cond{any: []string{
			"no response from peer*", "no response from the peer*", "no response from host*", "no response from server*", "no response from the server*",

			"maximum duration of*", "max duration of*", "maximum session duration*", "session duration exceeded*", "execution expired", "no respondió adecuadamente*", "pas répondu convenablement*", "nicht richtig reagiert*", "não respondeu corretamente*", "non ha risposto correttamente*",
			"no response received from*", "curl 28", "exceeded…time limit", "did not complete in*", "did not finish in*", "not complete within*", "not finish within*", "allotted time", "time budget*…exceeded", "exceeded…time budget", "WinError 10060", "did not properly respond*", "waited…for a reply*", "waited…for a response*", "waited…for an answer*", "waited…for the server*", "stale for*", "went silent*", "was silent for*", "exceeded deadline", "exceeded the deadline", "exceeded its deadline", "in time…no response", "without a response", "no response for", "no response received within*", "no response received after*", "zeitüberschreitung*", "délai…dépassé*", "tiempo de espera*", "tempo limite*", "таймаут*", "*タイムアウト*", "*시간 초과*", "exceeded the timeout*", "errno 10060", "winerror 10060", "errno 110", "no reply within*", "no answer within*", "gave no answer in*", "took longer than*", "did not answer within*", "did not finish in*", "did not respond in*", "not responding within*", "has not responded within*", "watchdog*…expired", "max duration exceeded", "maximum duration exceeded", "maximum execution time*", "*超时*",
			"deadline…passed", "not completed within*", "query execution was interrupted*", "execution timeout*", "navigation timeout*", "gave up waiting*", "failed to complete within*", "exceeded…ms limit", "stalled", "no activity for",
			"retry error…:…deadline", "deadline has elapsed", "no response…in time", "waited too long", "failed to respond in time", "server selection timeout*", "timeoutexpired", "timed out*", "max time expired", "maxtimems*", "query timeout*", "exceeded max…time", "execution time limit*", "time limit exceeded*", "deadline expired*", "unresponsive",
			"client timeout*", "context deadline exceeded*", "deadline…exceeded", "read timeout*", "connect timeout*", "connection timeout*", "etimedout", "esockettimedout", "timeouterror", "timedout*", "request timeout*", "socket timeout*", "sockettimeoutexception", "http timeout*", "connecttimeout*", "readtimeout*", "apitimeouterror", "did not respond within", "not respond in time", "took too long*", "no response within", "no response after", "deadlineexceeded*", "timeout",
		}, not: []string{
			"error 522*",
			"timeout value*", "timeout argument*", "timeout cannot*", "timeout…greater than", "upstream connect error*", "allowed number of*", "timeout acquiring*", "error code 52*", "a timeout occurred*", "524 a timeout*", "#524", "timeout some*", "login timeout*", "timeout invalid", "unknown…timeout", "#504", "#408", "gateway timeout", "lock wait timeout*", "upstream request timeout", "invalid timeout*", "timeout must*", "timeout parameter*", "timeout should*", "timeout…positive"}},
		example: "Get \"https://api.example.com\": net/http: request canceled (Client.Timeout exceeded while awaiting headers)",
	},
	{ // The number of the error says more, where there is one.
		name: "call_failed", cause: noAnswer, reason: Refused, retry: RetryYes,
		when: cond{
			any: []string{"connect call failed"},
		},
		example: "Cannot connect to host example.com:80 [Connect call failed ('172.30.32.2', 80)]",
	},
	{
		name: "eof", cause: noAnswer, reason: EOF, retry: RetryYes,
		when: cond{any: []string{"connection broken incomplete*", "incomplete read*",
			"stream has ended*", "ended without*", "closed without response*", "eof", "end of file", "empty reply from server", "eoferror", "incompleteread*", "chunked encoding error", "incomplete chunked read", "err empty response", "err incomplete chunked*", "unexpected end of stream", "transfer closed with*"},
			and: []string{"eof during*", "eof while reading*", "reading…:…eof", "response body", "request body", "closed without response*", "eof detected", "get http*", "post http*", "put http*", "delete http*", "connection*", "dial*", "rpc error", "read tcp*", "transport", "http", "https", "http2", "handshake*", "socket", "server", "err empty response", "chunked*", "stream", "httpx", "transfer closed*", "remote"},
			not: []string{"json*", "parse*", "parsing", "unmarshal*", "yaml*", "xml", "scanning"}},
		example: "Post \"https://api.openai.com/v1/chat/completions\": EOF",
	},
	{ // The answer began: the connection that carried it broke.
		name: "eof_body", cause: noAnswer, reason: EOF, retry: RetryYes,
		when: cond{any: []string{"<read> answer unexpected eof", "<read> body unexpected eof", "<read> response unexpected eof", "<read> response body unexpected eof"},
			not: []string{"json*", "parsing", "unmarshal*", "decod*"}},
		example: "forecast: read answer: unexpected EOF",
	},
	{
		name: "cancelled", cause: cancelled, reason: Cancelled, retry: RetryNo,
		when: cond{any: []string{"statement due to user request", "interrupted exception", "interruptedexception", "signal interrupt", "sigint", "sigterm received", "operation aborted", "aborted by the user", "stopped by user", "killed by user", "cancel requested", "request was aborted*", "body closed by*", "pipeline aborted",
			"context canceled*", "context cancelled*", "interrupt signal received", "terminated signal received", "cancellederror", "abort error", "aborterror", "was aborted", "request aborted", "user aborted*", "err aborted", "client disconnected", "keyboard interrupt", "aborted by user", "interrupted by user", "cancelled", "canceled", "client closed request", "cancellation*",
		}, not: []string{
			"cancellation reason error", "canceled cancellation reason*", "cancellation details*",
			"can be cancelled", "can be canceled", "may be cancelled", "subscription…cancel*", "order…cancel*", "booking…cancel*", "flight*…cancel*", "reservation*…cancel*", "cannot be cancel*", "cancelled order*", "kernel crashed*", "kernel died*"}},
		example: "rpc error: code = Canceled desc = context canceled",
	},
	{
		name: "bad_gateway", cause: page, reason: Upstream, retry: RetryYes,
		when: cond{any: []string{
			"application failed to respond*",

			"http 3 502", "http 3 503", "http 3 504", "upstream server in time", "response from the upstream*…in time", "response from upstream*…in time",

			"timely response from*", "upstream request failed", "upstream service failed", "upstream call failed",
			"524 a timeout*", "a timeout occurred error code*", "#525", "#526", "#527", "#530", "error code 520", "error code 521", "error code 522", "error code 523", "error code 524", "error code 1033*", "error code 502", "error code 503", "error code 504", "upstream prematurely closed*", "no live upstreams*", "too many…error responses", "web server is returning an unknown error", "error 520*", "error 521*", "error 522*", "error 523*", "error 524*", "error 525*", "error 526*", "origin…unreachable", "upstream server*…error", "invalid response from upstream*", "invalid response was received from the upstream*", "upstream connect error*",
			"bad gateway", "gateway timeout", "#502", "#504", "no healthy upstream", "upstream request timeout", "service temporarily unavailable", "no server is available*", "#503", "service unavailable", "#520", "#521", "#522", "#523", "#524", "cloudflare…error"}, not: []string{"code 502 message*", "code 503 message*", "code 504 message*", "530 login*", "530 please*", "530 5*", "530 user*", "530 not logged*", "530 authentication*", "login incorrect*", "failed to connect to all*", "unable to retrieve routing*", "error message", "error type", "error code overloaded*", "rpc error", "model*", "litellm*", "api error*"}},
		example: "<html><head><title>502 Bad Gateway</title></head>",
	},
}
