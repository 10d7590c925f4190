-- The report at fleet scale: views over the table otel_traces that clickhouse.yaml
-- fills. Run once in its database:
--
--   clickhouse-client --database otel --queries-file collector-config/clickhouse.sql
--
--   SELECT * FROM failures WHERE category = 'network' ORDER BY timestamp DESC LIMIT 20
--   SELECT * FROM failure_groups ORDER BY failures DESC LIMIT 10
--   SELECT * FROM recovery_rate WHERE day >= today() - 7
--
-- They read what otelfail's spans tell (docs/spans.md). A row that was delivered
-- twice counts once.

-- Each failure once, with its latest outcome.
CREATE OR REPLACE VIEW failures AS
WITH
    recorded AS (
        SELECT
            TraceId AS trace_id,
            event.attributes['failure.id'] AS failure_id,
            any(SpanId) AS span_id,
            any(event.time) AS timestamp,
            any(ServiceName) AS service,
            any(SpanName) AS operation,
            any(event.attributes['failure.run.id']) AS run_id,
            any(event.attributes['failure.user.id']) AS user_id,
            any(event.attributes['failure.category']) AS category,
            any(event.attributes['failure.reason']) AS reason,
            any(event.attributes['failure.severity']) AS severity,
            any(event.attributes['failure.retryable']) AS retryable, -- true, false or empty
            any(event.attributes['failure.fingerprint']) AS fingerprint,
            any(event.attributes['exception.type']) AS error_type,
            any(event.attributes['exception.message']) AS error_message,
            any(event.attributes['failure.node']) AS graph_node,
            any(event.attributes['failure.step.id']) AS step_id,
            any(SpanAttributes['gen_ai.tool.name']) AS tool_name,
            any(SpanAttributes['gen_ai.request.model']) AS llm_model,
            any(toUInt32OrZero(event.attributes['failure.attempt'])) AS attempt_number,
            any(Duration / 1e6) AS latency_ms
        FROM otel_traces
        ARRAY JOIN arrayMap((t, n, a) -> CAST((t, n, a), 'Tuple(time DateTime64(9), name String, attributes Map(String, String))'),
            Events.Timestamp, Events.Name, Events.Attributes) AS event
        WHERE event.name = 'exception' AND event.attributes['failure.id'] != ''
        GROUP BY trace_id, failure_id
    ),
    settled AS (
        SELECT
            TraceId AS trace_id,
            failure_id,
            -- An event that supersedes another is the later one.
            argMax(
                (event.attributes['failure.recovery.outcome'], event.attributes['failure.recovery.action'], event.attributes['failure.recovery.basis'],
                    event.attributes['failure.recovery.detail'], toFloat64OrNull(event.attributes['failure.recovery.duration'])),
                (event.time, event.attributes['failure.recovery.supersedes'] != '')
            ) AS last
        FROM otel_traces
        ARRAY JOIN arrayMap((t, a) -> CAST((t, a), 'Tuple(time DateTime64(9), attributes Map(String, String))'),
            Events.Timestamp, Events.Attributes) AS event
        ARRAY JOIN if(event.attributes['failure.ids'] = '', [event.attributes['failure.id']],
            JSONExtract(event.attributes['failure.ids'], 'Array(String)')) AS failure_id
        WHERE event.attributes['failure.recovery.outcome'] != ''
        GROUP BY trace_id, failure_id
    )
SELECT
    recorded.*,
    if(settled.last.1 = '', 'unknown', settled.last.1) AS outcome,
    settled.last.2 AS recovery_action,
    settled.last.3 AS recovery_basis,
    settled.last.4 AS recovery_detail,
    settled.last.5 AS recovery_seconds
FROM recorded
LEFT JOIN settled ON settled.trace_id = recorded.trace_id AND settled.failure_id = recorded.failure_id;

-- The same thing going wrong, counted.
CREATE OR REPLACE VIEW failure_groups AS
SELECT
    service,
    fingerprint,
    argMax(category, timestamp) AS category,
    argMax(reason, timestamp) AS reason,
    argMax(severity, timestamp) AS severity,
    argMax(operation, timestamp) AS operation,
    argMax(error_message, timestamp) AS example,
    count() AS failures,
    uniqExact(trace_id, run_id) AS runs,
    min(timestamp) AS first_seen,
    max(timestamp) AS last_seen,
    countIf(outcome = 'recovered') AS recovered,
    countIf(outcome = 'degraded') AS degraded,
    countIf(outcome = 'failed') AS failed,
    countIf(outcome = 'unknown') AS unknown,
    topKIf(1)(recovery_action, recovery_action != '')[1] AS usual_recovery,
    quantileExactIf(0.5)(recovery_seconds, outcome = 'recovered') AS median_recovery_seconds
FROM failures
GROUP BY service, fingerprint;

-- Per service and day: how often it went wrong, and how often that was made good.
-- recovery_rate counts recovered and degraded, strict_recovery_rate recovered only;
-- both are NULL without failures.
CREATE OR REPLACE VIEW recovery_rate AS
SELECT
    service,
    day,
    sum(runs) AS runs,
    sum(failures) AS failures,
    sum(recovered) AS recovered,
    sum(degraded) AS degraded,
    sum(failed) AS failed,
    sum(unknown) AS unknown,
    if(failures = 0, NULL, 100 * (recovered + degraded) / failures) AS recovery_rate,
    if(failures = 0, NULL, 100 * recovered / failures) AS strict_recovery_rate
FROM
(
    SELECT service, toDate(timestamp) AS day, 0 AS runs, 1 AS failures,
        outcome = 'recovered' AS recovered, outcome = 'degraded' AS degraded, outcome = 'failed' AS failed, outcome = 'unknown' AS unknown
    FROM failures
    UNION ALL
    SELECT ServiceName, toDate(Timestamp), uniqExact(TraceId, SpanId), 0, 0, 0, 0, 0
    FROM otel_traces
    WHERE mapContains(SpanAttributes, 'failure.count')
    GROUP BY ServiceName, toDate(Timestamp)
)
GROUP BY service, day;
