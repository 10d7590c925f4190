// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"sync"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// startedSpans holds the foreign spans that have started and not ended, so that
// a failure below them can be written at once and still name them. It has room
// for 4,096. Where a bucket is full the one put in first goes, so spans that
// never end do no harm.
type startedSpans [512]startedBucket

type startedBucket struct {
	mu    sync.Mutex
	next  uint8
	slots [8]struct {
		id   trace.SpanID
		span sdktrace.ReadOnlySpan
	}
}

func (l *startedSpans) bucket(id trace.SpanID) *startedBucket {
	return &l[spanBits(id)%512]
}

func (l *startedSpans) add(id trace.SpanID, s sdktrace.ReadOnlySpan) {
	b := l.bucket(id)
	b.mu.Lock()
	slot := &b.slots[0]
	for i := range b.slots {
		if !b.slots[i].id.IsValid() {
			slot = &b.slots[i]
			break
		}
		if i == len(b.slots)-1 {
			slot = &b.slots[b.next]
			b.next = (b.next + 1) % uint8(len(b.slots))
		}
	}
	slot.id, slot.span = id, s
	b.mu.Unlock()
}

func (l *startedSpans) remove(id trace.SpanID) {
	b := l.bucket(id)
	b.mu.Lock()
	for i := range b.slots {
		if b.slots[i].id == id {
			b.slots[i].id, b.slots[i].span = trace.SpanID{}, nil
			break
		}
	}
	b.mu.Unlock()
}

func (l *startedSpans) get(id trace.SpanID) sdktrace.ReadOnlySpan {
	b := l.bucket(id)
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.slots {
		if b.slots[i].id == id {
			return b.slots[i].span
		}
	}
	return nil
}

// around returns the spans around one, as far as they are known, the nearest
// first.
func (l *startedSpans) around(s sdktrace.ReadOnlySpan) []sdktrace.ReadOnlySpan {
	var list []sdktrace.ReadOnlySpan
	for parent := s.Parent(); parent.SpanID().IsValid() && !parent.IsRemote() && len(list) < maxPath; {
		up := l.get(parent.SpanID())
		if up == nil || up.SpanContext().TraceID() != parent.TraceID() {
			break
		}
		list = append(list, up)
		parent = up.Parent()
	}
	return list
}
