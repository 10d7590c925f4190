// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// tokens are what a model read and wrote.
type tokens struct{ in, out int64 }

func (t tokens) cost() *failurelog.Cost {
	if t == (tokens{}) {
		return nil
	}
	return &failurelog.Cost{InputTokens: t.in, OutputTokens: t.out}
}

func tokensOf(c *failurelog.Cost) tokens {
	if c == nil {
		return tokens{}
	}
	return tokens{c.InputTokens, c.OutputTokens}
}

func (t tokens) plus(other tokens) tokens { return tokens{t.in + other.in, t.out + other.out} }

// spent is what was spent at and below a span, and how much of that failures
// have been charged with. The difference is what a failure of the span costs, so
// that each model call counts for one failure.
type spent struct{ total, charged tokens }

func (s spent) open() tokens {
	return tokens{max(0, s.total.in-s.charged.in), max(0, s.total.out-s.charged.out)}
}

// spender is a span that has yet to end, with spending below it. Spans that
// come from a processor and again from a batcher are summed apart.
type spender struct {
	span trace.SpanID
	live bool
}

// spends returns what a span says that models read and wrote for it.
func spends(attributes []attribute.KeyValue) tokens {
	var in, out struct {
		n    int64
		rank uint8
		ok   bool
	}
	for i := range attributes {
		if !countsTokens(attributes[i].Key) {
			continue
		}
		word, ok := vocabulary[attributes[i].Key]
		if !ok {
			continue
		}
		have := &in
		switch word.field {
		case fieldInput:
		case fieldOutput:
			have = &out
		default:
			continue
		}
		if !have.ok || word.rank < have.rank {
			have.n, have.rank, have.ok = max(0, int64(number(attributes[i].Value))), word.rank, true
		}
	}
	return tokens{in.n, out.n}
}

// countsTokens says of most attributes, by their first letter and length, that
// they count no tokens.
func countsTokens(key attribute.Key) bool {
	return len(key) >= minTokenKey && (key[0] == 'g' || key[0] == 'l')
}

// minTokenKey is the length of the shortest attribute that counts tokens.
const minTokenKey = len("llm.token_count.prompt")

// below takes what was spent below a span that has ended, and adds what it says
// of itself: of a span that repeats what the calls below it used, as agents and
// wrappers of a client do, the larger figure counts.
func (t *traces) below(sc trace.SpanContext, own tokens, live bool) spent {
	id := sc.TraceID()
	var sum spent
	if t.spending.has(traceBits(id)) {
		s := t.shard(id)
		s.mu.Lock()
		if x := s.traces[id]; x != nil && x.spent != nil {
			key := spender{sc.SpanID(), live}
			sum = x.spent[key]
			delete(x.spent, key)
			t.tidy(s, id, x)
		}
		s.mu.Unlock()
	}
	sum.total = tokens{max(own.in, sum.total.in), max(own.out, sum.total.out)}
	return sum
}

// pass adds what was spent at and below a span to its parent's. Nothing is
// beyond a local root.
func (t *traces) pass(parent trace.SpanContext, sum spent, live bool) {
	if sum.total == (tokens{}) || !parent.SpanID().IsValid() || parent.IsRemote() {
		return
	}
	id := parent.TraceID()
	s := t.shard(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.get(id)
	if x.spent == nil {
		if len(s.traces) > maxSpending {
			t.dropSpent(s, id)
		}
		x.spent = map[spender]spent{}
		t.spending.add(traceBits(id))
	}
	key := spender{parent.SpanID(), live}
	have, ok := x.spent[key]
	if !ok && len(x.spent) >= maxSpent {
		return
	}
	x.spent[key] = spent{have.total.plus(sum.total), have.charged.plus(sum.charged)}
}

// dropSpent forgets what was spent in some other trace.
func (t *traces) dropSpent(s *traceShard, but trace.TraceID) {
	for id, x := range s.traces {
		if id != but && x.spent != nil && len(x.runs) == 0 {
			clear(x.spent)
			t.tidy(s, id, x)
			return
		}
	}
}

// forget drops what was spent in a trace.
func (t *traces) forget(id trace.TraceID) {
	s := t.shard(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	if x := s.traces[id]; x != nil && x.spent != nil {
		clear(x.spent)
		t.tidy(s, id, x)
	}
}

// spend takes in a span that ended well.
func (t *traces) spend(s sdktrace.ReadOnlySpan, sc *trace.SpanContext, own tokens, live bool) {
	if own == (tokens{}) && !t.spending.has(traceBits(sc.TraceID())) {
		return
	}
	t.pass(s.Parent(), t.below(*sc, own, live), live)
}
