// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import "go.opentelemetry.io/otel/trace"

// maxSeen is the number of failed spans that are recognised when they come again:
// more than a batcher holds back, of which the default is 2,048 spans.
const maxSeen = 1 << 18

// seenSpans remembers the last spans that told of failures, so that a span that
// comes by the processor and by a batcher is written once.
type seenSpans struct {
	known map[spanKey]struct{}
	ring  []spanKey
	next  int
}

type spanKey struct {
	trace trace.TraceID
	span  trace.SpanID
}

// add remembers a span; it returns false where it was known.
func (s *seenSpans) add(sc trace.SpanContext) bool {
	key := spanKey{sc.TraceID(), sc.SpanID()}
	if _, ok := s.known[key]; ok {
		return false
	}
	if s.known == nil {
		s.known = map[spanKey]struct{}{}
	}
	s.known[key] = struct{}{}
	if len(s.ring) < maxSeen {
		s.ring = append(s.ring, key)
		return true
	}
	delete(s.known, s.ring[s.next])
	s.ring[s.next] = key
	s.next = (s.next + 1) % maxSeen
	return true
}
