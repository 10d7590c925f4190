// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

const (
	// settling is how long after a failure its outcome is looked for on the
	// other side of a border.
	settling = 24 * time.Hour

	// maxBorder bounds the failures remembered at a border.
	maxBorder = 10_000
)

// period chooses failures by when they happened. An outcome belongs to its
// failure's time, which its line does not tell; so failures shortly before a
// border are remembered.
type period struct {
	since, until time.Time // zero is no border

	before border // failures left out, shortly before since
	within border // failures counted, shortly before until
}

type borderKey struct{ traceID, failureID string }

// border remembers the latest failures.
type border struct {
	keys map[borderKey]struct{}
	fifo []borderKey
}

func (b *border) add(key borderKey) {
	if b.keys == nil {
		b.keys = map[borderKey]struct{}{}
	}
	if _, ok := b.keys[key]; ok {
		return
	}
	b.keys[key] = struct{}{}
	b.fifo = append(b.fifo, key)
	if len(b.fifo) > maxBorder {
		delete(b.keys, b.fifo[0])
		b.fifo = b.fifo[1:]
	}
}

func (b *border) has(key borderKey) bool {
	_, ok := b.keys[key]
	return ok
}

func (p *period) contains(t time.Time) bool {
	return (p.since.IsZero() || !t.Before(p.since)) && (p.until.IsZero() || t.Before(p.until))
}

// overlaps reports whether some of the time from since to until, both
// included, is within p. Where since is not known it is until.
func (p *period) overlaps(since, until time.Time) bool {
	if since.IsZero() || since.After(until) {
		since = until
	}
	return (p.since.IsZero() || !until.Before(p.since)) && (p.until.IsZero() || since.Before(p.until))
}

// includes reports whether the failure that rec is about happened within.
func (p *period) includes(rec *failurelog.Record) bool {
	if p.since.IsZero() && p.until.IsZero() {
		return true
	}
	t, key := rec.Timestamp, borderKey{rec.TraceID, rec.FailureID}
	if rec.Event != failurelog.FailureRecorded {
		return p.contains(t) && !p.before.has(key) || p.within.has(key)
	}
	in := p.contains(t)
	if in && !p.until.IsZero() && p.until.Sub(t) <= settling {
		p.within.add(key)
	}
	if !p.since.IsZero() && t.Before(p.since) && p.since.Sub(t) <= settling {
		p.before.add(key)
	}
	return in
}
