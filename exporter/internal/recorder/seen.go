// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import "go.opentelemetry.io/otel/trace"

// maxSeen is the number of failed spans that are recognised when they come again,
// at least: more than a batcher holds back, of which the default is 2,048 spans.
const maxSeen = 1 << 17

// seenSpans remembers the last spans that told of failures, so that a span that
// comes by the processor and by a batcher is written once.
type seenSpans struct{ latest, before map[spanKey]struct{} }

type spanKey struct {
	trace trace.TraceID
	span  trace.SpanID
}

// add remembers a span; it returns false where it was known.
func (s *seenSpans) add(sc *trace.SpanContext) bool {
	key := spanKey{sc.TraceID(), sc.SpanID()}
	if _, ok := s.before[key]; ok {
		return false
	}
	before := len(s.latest)
	if s.latest == nil || before >= maxSeen {
		s.latest, s.before = map[spanKey]struct{}{}, s.latest
		before = 0
	}
	s.latest[key] = struct{}{}
	return len(s.latest) > before
}
