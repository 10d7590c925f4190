// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"encoding/binary"
	"sync/atomic"

	"go.opentelemetry.io/otel/trace"
)

// sieve says of most ids, at the cost of one or two loads, that they are not among
// some live ones. It counts how many of these share a slot, so it may say yes by
// chance.
type sieve struct {
	all   atomic.Int64 // how many there are: mostly none, and then no slot is looked at
	slots [1 << 16]atomic.Int32
}

// bits are what a sieve looks at: the last part of an id, which is random.
type bits uint64

func traceBits(id trace.TraceID) bits { return bits(binary.LittleEndian.Uint64(id[8:])) }
func spanBits(id trace.SpanID) bits   { return bits(binary.LittleEndian.Uint64(id[:])) }

func (s *sieve) slot(b bits) *atomic.Int32 { return &s.slots[b%(1<<16)] }

func (s *sieve) has(b bits) bool { return s.all.Load() > 0 && s.slot(b).Load() > 0 }

func (s *sieve) add(b bits) {
	s.slot(b).Add(1)
	s.all.Add(1)
}

// remove takes an id out. One that was never added, as of a span that started
// before its processor was registered, takes out none.
func (s *sieve) remove(b bits) {
	if slot := s.slot(b); slot.Add(-1) < 0 {
		slot.Add(1)
		return
	}
	s.all.Add(-1)
}
