// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"hash/maphash"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// attempt says which spans under one parent are attempts of the same work:
// those that are alike in all of it.
type attempt struct {
	name   string
	kind   trace.SpanKind
	target string // tool or model
	// work is a hash of what was asked: the arguments, where they are known. Of
	// a span of no known kind it is one of all that is not about how it went.
	work  uint64
	vague bool // nothing says that it is the same work, but nothing says otherwise
}

var workSeed = maphash.MakeSeed()

func (f *facts) attempt() attempt {
	a := attempt{name: f.span.Name(), kind: f.span.SpanKind(), target: f.tool + "\x00" + f.model}
	switch {
	case f.arguments != "":
		a.work = maphash.String(workSeed, f.arguments)
	case f.operation == classify.OpNone:
		a.vague = true
		a.work = worksOf(f)
	}
	return a
}

// Worker is implemented by spans that do not keep all their attributes.
type Worker interface {
	// Work returns the sum of [Work] of all attributes that there were.
	Work() uint64
}

func worksOf(f *facts) (sum uint64) {
	if w, ok := f.span.(Worker); ok {
		return w.Work()
	}
	for _, kv := range f.span.Attributes() {
		sum += Work(kv.Key, kv.Value)
	}
	return sum
}

// Work returns a hash of an attribute, or 0 for one that may differ between two
// attempts of the same work.
func Work(key attribute.Key, value attribute.Value) uint64 {
	switch vocabulary[key].field {
	case fieldErrorType, fieldHTTP, fieldGRPC, fieldInput, fieldOutput:
		return 0
	}
	for _, word := range howItWent {
		if strings.Contains(string(key), word) {
			return 0
		}
	}
	var h maphash.Hash
	h.SetSeed(workSeed)
	_, _ = h.WriteString(string(key))
	_ = h.WriteByte(0)
	_, _ = h.WriteString(value.String())
	return h.Sum64()
}

// howItWent are parts of the names of attributes that tell of the outcome, of
// the attempt, or of the process.
var howItWent = [...]string{
	"error", "exception", "status", "response", "result", "output", "usage", "duration", "elapsed",
	"retry", "retries", "attempt", "resend", "backoff", "thread", "sock", "peer.port", "otel.", "failure.",
}

// failedAttempt says whether x came from a failed attempt of the work a, and
// was over by the time given. Where the spans tell next to nothing, an error
// that the same request would meet again was of other work: of one probe among
// many.
func (x *failure) failedAttempt(a attempt, start time.Time) bool {
	return !x.from.IsZero() && x.carrier == a && !start.Before(x.from) &&
		(!a.vague || x.rec == nil || x.rec.Retryable != classify.RetryNo)
}
