// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"container/list"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/internal/recorder"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// fileTrace is what is known of one trace.
type fileTrace struct {
	id      trace.TraceID
	file    string    // where it was seen first
	evicted bool      // some came when there was no room
	due     time.Time // in a stream: when to take it, and
	touched time.Time // when something of it came last

	seen    map[trace.SpanID]struct{}
	spans   map[trace.SpanID]*span // that are held
	size    int
	element *list.Element

	// What the ledger is told.
	root       *span // the outermost one that was seen
	start, end time.Time
	user       string
	operations map[string]failurelog.OperationCount
	failures   map[failurelog.Outcome]int
	ours       bool // otelfail's agents tell of their runs themselves
	told       bool // the ledger has the run
}

// saw takes in a span. It returns false for one that has come before.
func (t *fileTrace) saw(s *span, names *names) bool {
	id := s.context.SpanID()
	if _, ok := t.seen[id]; ok {
		return false
	}
	t.seen[id] = struct{}{}
	if t.start.IsZero() || s.start.Before(t.start) {
		t.start = s.start
	}
	if s.end.After(t.end) {
		t.end = s.end
	}
	if s.outermost() > 0 && (t.root == nil || s.outermost() > t.root.outermost() ||
		s.outermost() == t.root.outermost() && s.start.Before(t.root.start)) {
		t.root = s
	}
	for _, kv := range s.attributes {
		if t.user == "" && (kv.Key == "user.id" || kv.Key == "enduser.id") {
			t.user = names.get(kv.Value.AsString())
		}
	}
	if t.operations == nil {
		t.operations = map[string]failurelog.OperationCount{}
	}
	name := names.get(s.name)
	c := t.operations[name]
	c.Calls++
	if s.status.Code == codes.Error {
		c.Failed++
	}
	t.operations[name] = c
	return true
}

// outermost says how likely a span is the outermost one of its trace: 2 for one
// without parent, 1 for one whose parent is in another process.
func (s *span) outermost() int {
	switch {
	case !s.parent.IsValid():
		return 2
	case s.remote:
		return 1
	}
	return 0
}

// count counts a failure, or what became of it, for the ledger.
func (t *fileTrace) count(e failurelog.Entry) {
	if e.Run != nil {
		t.ours = true
	}
	if e.Record == nil {
		return
	}
	if t.failures == nil {
		t.failures = map[failurelog.Outcome]int{}
	}
	if e.Record.Event == failurelog.FailureRecorded {
		t.failures[failurelog.Unknown]++
		return
	}
	t.failures[e.Record.Recovery.Supersedes]--
	t.failures[e.Record.Recovery.Outcome]++
}

// ledger returns the lines of the run that the trace is, where no agent of
// otelfail's tells of its run: of what has come since it was last asked.
func (t *fileTrace) ledger(names *names) []failurelog.Entry {
	if t.ours || t.told && len(t.operations) == 0 && len(t.failures) == 0 {
		return nil
	}
	started := failurelog.Run{
		Event: failurelog.RunStarted, Schema: failurelog.Schema, Timestamp: t.start.UTC(),
		RunID: t.id.String(), UserID: t.user, TraceID: t.id.String(),
	}
	status, end := failurelog.RunUnknown, t.end
	if t.root != nil {
		started.Agent = names.get(t.root.agent())
		started.Service = t.root.group.resource.service()
		started.SpanID = t.root.context.SpanID().String()
		status, end = failurelog.RunOK, t.root.end
		if recorder.Failed(t.root) {
			status = failurelog.RunError
		}
	}
	ended := started
	ended.Event, ended.Status, ended.Timestamp = failurelog.RunEnded, status, end.UTC()
	ended.Operations, ended.Failures = t.operations, t.failures
	t.operations, t.failures = nil, nil
	if t.told {
		return []failurelog.Entry{{File: t.file, Run: &ended}}
	}
	t.told = true
	ended.DurationMS = float64(max(0, end.Sub(t.start))) / float64(time.Millisecond)
	return []failurelog.Entry{{File: t.file, Run: &started}, {File: t.file, Run: &ended}}
}

// agent returns the name of the agent that a span is, or the span's own.
func (s *span) agent() string {
	for _, kv := range s.attributes {
		if kv.Key == semconv.GenAIAgentName {
			return kv.Value.AsString()
		}
	}
	return s.name
}

func (r *wireResource) service() string {
	for _, kv := range attributes(r.Attributes, func(key attribute.Key) bool { return key == "service.name" }) {
		return kv.Value.AsString()
	}
	return ""
}
