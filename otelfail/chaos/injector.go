// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// ErrNotEnabled is the answer of [New] to a program that does not say that it
// wants faults.
var ErrNotEnabled = errors.New("chaos: faults are injected only with the option InjectFaults")

// Injector injects the faults of one scenario, usually into one run of an agent.
// It remembers every injection. It is safe for concurrent use; a nil *Injector
// injects nothing.
type Injector struct {
	config   config
	scenario Scenario
	truth    truth
	network  *network // nil where no request can fail
	secrets  *redact.Redactor
	closed   chan struct{}
	closing  sync.Once

	mu         sync.Mutex
	decider    *decider
	transports []*http.Transport
}

// Option configures an Injector.
type Option interface{ apply(config) config }

type config struct {
	enabled bool
	seed    uint64
	runID   string
	truth   io.Writer
	scale   float64
}

type option func(config) config

func (f option) apply(c config) config { return f(c) }

// InjectFaults says that the program really wants its calls to fail. [New]
// needs it.
func InjectFaults() Option {
	return option(func(c config) config { c.enabled = true; return c })
}

// WithSeed sets the seed, 0 by default.
func WithSeed(seed uint64) Option {
	return option(func(c config) config { c.seed = seed; return c })
}

// WithRunID names the run in the truth log.
func WithRunID(id string) Option {
	return option(func(c config) config { c.runID = id; return c })
}

// WithTruth writes each injection to w as a line of JSON, at once and again when
// it is known whether it surfaced. Each line is one Write. A nil w is ignored.
func WithTruth(w io.Writer) Option {
	return option(func(c config) config { c.truth = w; return c })
}

// WithTimeScale multiplies the delays of the scenario. Scales that are not above
// 0 are ignored.
func WithTimeScale(scale float64) Option {
	return option(func(c config) config {
		if scale > 0 {
			c.scale = scale
		}
		return c
	})
}

// New returns the Injector of a scenario. Where requests can fail it opens the
// loopback listeners that they fail on; the context bounds the opening only.
// Close must be called. Without [InjectFaults] the error is [ErrNotEnabled].
func New(ctx context.Context, s Scenario, opts ...Option) (*Injector, error) {
	c := config{scale: 1}
	for _, o := range opts {
		if o != nil {
			c = o.apply(c)
		}
	}
	if !c.enabled {
		return nil, ErrNotEnabled
	}
	d, err := newDecider(s, c.seed)
	if err != nil {
		return nil, err
	}
	in := &Injector{config: c, scenario: s, decider: d, truth: truth{out: c.truth}, secrets: redact.New(nil), closed: make(chan struct{})}
	if d.needs(Request) {
		if in.network, err = listen(ctx); err != nil {
			return nil, fmt.Errorf("chaos: %w", err)
		}
	}
	return in, nil
}

// Close ends what hangs, closes the listeners and completes the truth log. Its
// error is also that of the first line which could not be written. It may be
// called more than once.
func (in *Injector) Close() error {
	if in == nil {
		return nil
	}
	in.closing.Do(func() { close(in.closed) })
	in.mu.Lock()
	transports := in.transports
	in.transports = nil
	in.mu.Unlock()
	var err error
	if in.network != nil {
		if err = in.network.close(); err != nil {
			err = fmt.Errorf("chaos: close: %w", err)
		}
	}
	for _, t := range transports {
		t.CloseIdleConnections()
	}
	return errors.Join(err, in.truth.close())
}

// Injections returns what was injected so far, in the order in which it began.
func (in *Injector) Injections() []Injection {
	if in == nil {
		return nil
	}
	return in.truth.list()
}

// injected is a fault that a call meets.
type injected struct {
	in    *Injector
	id    int
	fault Fault
	rule  *rule
	call  call
	n     int
}

// begin decides a call and notes its fault, if it has one.
func (in *Injector) begin(ctx context.Context, at Layer, c call) (injected, bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	r, f, number, attempt := in.decider.next(at, c)
	if r == nil {
		return injected{}, false
	}
	want := expected(f, at, c.kind)
	if r.Expect.Category != "" {
		want.Category = r.Expect.Category
	}
	if r.Expect.Reason != "" {
		want.Reason = r.Expect.Reason
	}
	note := Injection{
		Time: time.Now().UTC(), Seed: in.config.seed, Scenario: in.scenario.Name, RunID: in.config.runID, Rule: r.index + 1,
		Operation: c.operation, Kind: c.kind, At: at, Call: number, Arguments: c.key, Attempt: attempt,
		Fault: f, Expected: want,
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		note.TraceID, note.SpanID = span.TraceID().String(), span.SpanID().String()
	}
	return injected{in: in, id: in.truth.begin(note), fault: f, rule: r, call: c, n: number}, true
}

// end notes what became of the fault. Secrets stay out of the log.
func (i injected) end(surfaced Surfaced, got string) {
	got = i.in.secrets.String(got)
	if r := []rune(got); len(r) > maxError {
		got = string(r[:maxError]) + "…"
	}
	i.in.truth.end(i.id, surfaced, got)
}

// maxError is how much of an error the truth log keeps.
const maxError = 500

// choose returns a number from 0 to n-1 that follows from the call.
func (i injected) choose(what string, n int) int {
	i.in.mu.Lock()
	defer i.in.mu.Unlock()
	return int(i.in.decider.roll(what, i.rule.index, i.call, i.n) % uint64(n))
}

// delay is how long the fault takes.
func (i injected) delay() time.Duration {
	d := i.rule.Delay
	if d == 0 {
		d = defaultDelay
	}
	return time.Duration(float64(d) * i.in.config.scale)
}

// gone reports whether the caller gave up for a reason that is not the fault's.
func gone(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }

// wait waits, unless the caller gives up before.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
