// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package sample makes failure logs for tests and benchmarks of the page.
package sample

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Lines returns entries as [failurelog.Read] does.
func Lines(entries iter.Seq[failurelog.Entry]) iter.Seq2[failurelog.Entry, error] {
	return func(yield func(failurelog.Entry, error) bool) {
		for e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Start is when the first run of a made log began.
var Start = time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)

// weeks is how long the runs of a made log go on.
const weeks = 4 * 7 * 24 * time.Hour

var kinds = []struct {
	weight    int
	operation string
	calls     int // in a run
	category  classify.Category
	reason    classify.Reason
	severity  classify.Severity
	errorType string
	message   string
}{
	{30, "execute_tool flights_search", 5, classify.Tool, classify.RateLimit, classify.Medium, "*http.StatusError", "flights: 429 Too Many Requests: slow down, request %d"},
	{25, "execute_tool weather_summary", 6, classify.Network, classify.Timeout, classify.High, "context.deadlineExceededError", `Get "https://api.weather.example/v1/forecast?id=%d": context deadline exceeded`},
	{18, "chat gpt-5.1", 12, classify.LLM, classify.Overloaded, classify.High, "*openai.Error", "POST /v1/chat/completions: 529 overloaded, request id req_%d"},
	{10, "chat gpt-5.1", 0, classify.Validation, classify.Schema, classify.Medium, "*json.SyntaxError", "plan %d: invalid character '`' looking for beginning of value"},
	{8, "execute_tool distance", 4, classify.Network, classify.Refused, classify.High, "*net.OpError", "dial tcp 10.1.2.3:%d: connect: connection refused"},
	{6, "execute_tool hotels_search", 3, classify.Tool, classify.NotFound, classify.High, "*tools.UnknownToolError", "tool not registered: \"hotels_search_v%d\""},
	{1, "step executor", 4, classify.State, classify.MaxIterations, classify.Critical, "agent.LoopError", "gave up after %d iterations"},
}

// Log returns the lines of a log with n failures over four weeks, the same for
// the same n, with a run ledger.
func Log(n int) iter.Seq[failurelog.Entry] {
	return func(yield func(failurelog.Entry) bool) {
		random := rand.New(rand.NewPCG(1, uint64(n))) //nolint:gosec // to be repeated
		step := weeks / time.Duration(n/3+1)
		for made, i := 0, 0; made < n; i++ {
			failures := min(random.IntN(7), n-made)
			for _, e := range oneRun(random, i, Start.Add(time.Duration(i)*step), failures) {
				if !yield(e) {
					return
				}
			}
			made += failures
		}
	}
}

func oneRun(random *rand.Rand, i int, began time.Time, failures int) []failurelog.Entry {
	run := failurelog.Run{
		Event: failurelog.RunStarted, Schema: failurelog.Schema, Timestamp: began, RunID: fmt.Sprintf("run-%06d", i),
		UserID: fmt.Sprintf("user-%d", i%7), Service: "travel", Agent: "travel-agent", TraceID: fmt.Sprintf("%032x", random.Uint64()),
		SpanID: fmt.Sprintf("%016x", random.Uint64()), Host: "elsewhere", PID: 1,
	}
	end := run
	end.Event, end.Timestamp, end.Status, end.DurationMS = failurelog.RunEnded, began.Add(31*time.Second), failurelog.RunOK, 31_000
	end.Operations = map[string]failurelog.OperationCount{"invoke_agent travel-agent": {Calls: 1}}
	end.Failures = map[failurelog.Outcome]int{}
	for _, k := range kinds {
		if k.calls > 0 {
			end.Operations[k.operation] = failurelog.OperationCount{Calls: k.calls}
		}
	}
	out := []failurelog.Entry{{Run: &run}}
	for j := range failures {
		rec := failure(random, &run, j)
		out = append(out, failurelog.Entry{Record: &rec})
		recovery := outcome(random)
		end.Failures[recovery.Outcome]++
		if recovery.Outcome == failurelog.Unknown {
			continue
		}
		if recovery.Outcome == failurelog.Failed {
			end.Status = failurelog.RunError
		}
		settled := rec
		settled.Event, settled.Timestamp, settled.Recovery = failurelog.FailureRecovered, rec.Timestamp.Add(time.Second), &recovery
		settled.WasRecovered, settled.RecoveryAction = recovery.Outcome != failurelog.Failed, recovery.Action
		out = append(out, failurelog.Entry{Record: &settled})
	}
	return append(out, failurelog.Entry{Run: &end})
}

func failure(random *rand.Rand, run *failurelog.Run, j int) failurelog.Record {
	pick := random.IntN(98)
	k := kinds[0]
	for i := 0; pick >= 0; i++ {
		k = kinds[i]
		pick -= k.weight
	}
	span := fmt.Sprintf("%016x", random.Uint64())
	return failurelog.Record{
		Event: failurelog.FailureRecorded, Schema: failurelog.Schema, FailureID: span + "-1", SpanID: span,
		Timestamp: run.Timestamp.Add(time.Duration(random.IntN(30_000)) * time.Millisecond),
		RunID:     run.RunID, UserID: run.UserID, Service: run.Service, TraceID: run.TraceID,
		Category: k.category, Reason: k.reason, Severity: k.severity,
		GraphNode: "executor", StepID: fmt.Sprintf("step-%d", j), StepType: "TOOL_CALL", StepTitle: fmt.Sprintf("Do part %d", j),
		ErrorType: k.errorType, ErrorMessage: fmt.Sprintf(k.message, random.IntN(1_000_000)),
		ErrorTraceback: fmt.Sprintf("main.fetch\n\t/app/fetch.go:%d\nmain.run\n\t/app/run.go:77\nmain.main\n\t/app/main.go:12", 40+random.IntN(20)),
		LatencyMS:      random.ExpFloat64() * 800, AttemptNumber: 1 + random.IntN(2), Fingerprint: fmt.Sprintf("1:%s/%s", k.operation, k.reason),
		Path: []string{k.operation, "step executor", "invoke_agent travel-agent"}, Tags: []string{"travel", string(k.reason)},
		ContextData: map[string]any{"destination": "Paris", "day": j},
	}
}

func outcome(random *rand.Rand) failurelog.Recovery {
	r := failurelog.Recovery{Basis: failurelog.Inferred, Supersedes: failurelog.Unknown, SpanID: fmt.Sprintf("%016x", random.Uint64())}
	switch pick := random.IntN(100); {
	case pick < 78:
		r.Outcome, r.Action, r.AfterMS = failurelog.Recovered, "retry", random.ExpFloat64()*1500
	case pick < 94:
		r.Outcome, r.Action, r.AfterMS = failurelog.Degraded, "handled", random.ExpFloat64()*300
	case pick < 98:
		r.Outcome = failurelog.Failed
	default:
		r.Outcome = failurelog.Unknown
	}
	return r
}
