// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"context"
	"sync"
	"sync/atomic"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// startedSpans holds the foreign spans that have started and not ended and have
// others below them, so that a failure there can be written at once and still
// name them. It has room for 4,096. Where a bucket is full the one put in first
// goes.
type startedSpans [512]startedBucket

type startedBucket struct {
	held atomic.Int32     // for a look without the lock
	ids  [8]atomic.Uint64 // the same: 0 is free
	mu   sync.Mutex
	next uint8
	all  [8]sdktrace.ReadOnlySpan
}

func (l *startedSpans) bucket(id bits) *startedBucket { return &l[id%512] }

// find returns the place of a span in its bucket, or -1.
func (b *startedBucket) find(id bits) int {
	for i := range b.ids {
		if b.ids[i].Load() == uint64(id) {
			return i
		}
	}
	return -1
}

// below takes that a span starts with this context: what is around it is a span
// that has others below it.
func (l *startedSpans) below(ctx context.Context) {
	parent, ok := trace.SpanFromContext(ctx).(sdktrace.ReadOnlySpan)
	if !ok {
		return
	}
	id := spanBits(parent.SpanContext().SpanID())
	if b := l.bucket(id); b.find(id) < 0 && l.recording(parent) {
		b.add(id, parent)
		if !l.recording(parent) { // it has ended since, perhaps before it was added
			l.remove(id)
		}
	}
}

func (l *startedSpans) recording(s sdktrace.ReadOnlySpan) bool {
	w, ok := s.(sdktrace.ReadWriteSpan)
	return ok && w.IsRecording()
}

func (b *startedBucket) add(id bits, s sdktrace.ReadOnlySpan) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.find(id) >= 0 {
		return
	}
	i := b.find(0)
	if i < 0 {
		i = int(b.next)
		b.next = (b.next + 1) % uint8(len(b.all))
	} else {
		b.held.Add(1)
	}
	b.all[i] = s
	b.ids[i].Store(uint64(id))
}

// remove takes out a span that has ended, if it is there.
func (l *startedSpans) remove(id bits) {
	b := l.bucket(id)
	if b.held.Load() == 0 || b.find(id) < 0 { // as of most, which have none below them
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if i := b.find(id); i >= 0 {
		b.ids[i].Store(0)
		b.all[i] = nil
		b.held.Add(-1)
	}
}

func (l *startedSpans) get(id bits) sdktrace.ReadOnlySpan {
	b := l.bucket(id)
	b.mu.Lock()
	defer b.mu.Unlock()
	if i := b.find(id); i >= 0 {
		return b.all[i]
	}
	return nil
}

// around returns the spans around one, as far as they are known, the nearest
// first.
func (l *startedSpans) around(s sdktrace.ReadOnlySpan) []sdktrace.ReadOnlySpan {
	var list []sdktrace.ReadOnlySpan
	for parent := s.Parent(); parent.SpanID().IsValid() && !parent.IsRemote() && len(list) < maxPath; {
		up := l.get(spanBits(parent.SpanID()))
		if up == nil || up.SpanContext().TraceID() != parent.TraceID() {
			break
		}
		list = append(list, up)
		parent = up.Parent()
	}
	return list
}
