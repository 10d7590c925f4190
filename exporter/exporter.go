// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/internal/recorder"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// ErrShutdown is returned by ExportSpans after Shutdown.
var ErrShutdown = errors.New("otelfail: the failure exporter is shut down")

// Exporter writes the failures in the spans it gets to a log directory. It is
// safe for concurrent use.
type Exporter struct {
	log      *failurelog.Log // nil with a writer
	recorder *recorder.Recorder

	shutdown sync.Once
	down     chan struct{} // closed when the recorder has written everything
}

var _ sdktrace.SpanExporter = (*Exporter)(nil)

// Option configures an [Exporter].
type Option interface {
	apply(config) config
}

type config struct {
	log         failurelog.Options
	redact      func(string) string
	classifiers []classify.Classifier
	severity    *classify.SeverityOverride
}

type optionFunc func(config) config

func (f optionFunc) apply(c config) config { return f(c) }

// WithFormat chooses the format of the failure log. JSONL, the default, is
// always written, line by line; with JSON each run that ends gets an array of
// its records in a .json file as well.
func WithFormat(f failurelog.Format) Option {
	return optionFunc(func(c config) config {
		c.log.Format = f
		return c
	})
}

// WithSync has each line forced to the disk before the operation's end returns,
// and the names of new files: failures survive a power cut too, for the price of
// an fsync each. Where the system cannot do it, that is reported once to the
// OpenTelemetry error handler; the line is in the file and counts as written.
func WithSync() Option {
	return optionFunc(func(c config) config {
		c.log.Sync = true
		return c
	})
}

// WithDirectWrites has the failing operation write its lines itself instead of
// handing them to another goroutine, which about halves what writing adds to the
// bare system call. The price: a disk that hangs, such as a file server that is
// gone, then holds up the operation that was writing for as long as it takes.
func WithDirectWrites() Option {
	return optionFunc(func(c config) config {
		c.log.Direct = true
		return c
	})
}

// WithRotation says when a log file goes on in another segment, and what
// becomes of closed ones.
func WithRotation(r failurelog.Rotation) Option {
	return optionFunc(func(c config) config {
		c.log.Rotation = r
		return c
	})
}

// WithFailureLimit writes at most n failures a minute of one fingerprint in full,
// for loops that fail all the time, also those that start a run each time: the
// minute is that of all runs together. The rest is counted for each run, and the
// counts are written when the minute or the run is over.
func WithFailureLimit(n int) Option {
	return optionFunc(func(c config) config {
		c.log.Limit = n
		return c
	})
}

// WithRedactor has texts of spans that other instrumentation made pass through
// redact, after the built-in rules have taken out what looks like a secret. What
// otelfail's own operations record went through the redactor of their Tracker.
// It may make spans; those that fail pass through it too.
func WithRedactor(redact func(string) string) Option {
	return optionFunc(func(c config) config {
		c.redact = redact
		return c
	})
}

// WithClassifier asks cl about failures of spans that other instrumentation made,
// before the built-in rules; several are asked in the order given. What a verdict
// leaves empty the next ones fill in. It is asked with the text, type, status and
// kind of operation that the span tells, before redaction. It may make spans; if
// they fail, it is asked about them too. About otelfail's own operations the
// classifiers of their Tracker were asked. A nil cl is ignored.
func WithClassifier(cl classify.Classifier) Option {
	return optionFunc(func(c config) config {
		if cl != nil {
			c.classifiers = append(c.classifiers[:len(c.classifiers):len(c.classifiers)], cl)
		}
		return c
	})
}

// WithSeverityOverride gives failures of spans that other instrumentation made
// the severity of the table's row that fits them, whatever the classifiers said.
// Without this option [New] and [NewWriter] read the table from the environment
// variable FAILURE_SEVERITY_OVERRIDE, as a Tracker does for otelfail's own
// operations. A variable that is no table is reported to the OpenTelemetry error
// handler and overrides nothing.
func WithSeverityOverride(table classify.SeverityOverride) Option {
	return optionFunc(func(c config) config {
		c.severity = &table
		return c
	})
}

// New returns an Exporter that writes below dir, which it creates. It returns
// an error where dir cannot be written.
func New(dir string, opts ...Option) (*Exporter, error) {
	c := newConfig(opts)
	log, err := failurelog.Open(dir, c.log)
	if err != nil {
		return nil, fmt.Errorf("otelfail: %w", err)
	}
	return &Exporter{log: log, recorder: newRecorder(log, c), down: make(chan struct{})}, nil
}

// NewWriter returns an Exporter that writes failures and the run ledger to w,
// one line with one call each: to standard output, say, where that is collected.
// There are no files: of the options only WithRedactor, WithClassifier and
// WithSeverityOverride count, and what an Exporter reads back from its log is an error that wraps [errors.ErrUnsupported].
// A w that blocks stops whoever fails.
func NewWriter(w io.Writer, opts ...Option) *Exporter {
	return &Exporter{recorder: newRecorder(failurelog.NewWriter(w), newConfig(opts)), down: make(chan struct{})}
}

func newConfig(opts []Option) config {
	var c config
	for _, opt := range opts {
		if opt != nil {
			c = opt.apply(c)
		}
	}
	return c
}

// processStart is when this process started, or a moment later.
var processStart = time.Now().UTC()

func newRecorder(log recorder.Log, c config) *recorder.Recorder {
	host, _ := os.Hostname() // a run without host is still a run
	return recorder.New(log, recorder.Options{
		Host: host, PID: os.Getpid(), ProcessStart: processStart, Redact: c.redact,
		Classifiers: c.classifiers, Severity: severityOverride(c.severity),
	})
}

func severityOverride(given *classify.SeverityOverride) classify.SeverityOverride {
	if given != nil {
		return *given
	}
	table, err := classify.SeverityOverrideFromEnv()
	if err != nil {
		otel.Handle(fmt.Errorf("otelfail: %w", err))
	}
	return table
}

// ExportSpans writes the failures in spans to the log. An error of the log is
// reported to the OpenTelemetry error handler, not returned, so that a full
// disk does not stop the export of the rest. It honours ctx between spans.
func (e *Exporter) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	for _, s := range spans {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !e.recorder.Ended(s, false) {
			return ErrShutdown
		}
	}
	return nil
}

// Shutdown closes the runs that are still open, with an unknown end, and the
// log. Afterwards ExportSpans returns [ErrShutdown]. It returns when ctx is done,
// even if the disk does not answer; a further call then waits for what is left,
// and returns nil when that is done.
func (e *Exporter) Shutdown(ctx context.Context) error {
	e.shutdown.Do(func() {
		go func() {
			e.recorder.Shutdown()
			close(e.down)
		}()
	})
	select {
	case <-e.down:
	case <-ctx.Done():
		return ctx.Err()
	}
	if e.log == nil {
		return nil
	}
	return e.log.Shutdown(ctx)
}

// ForceFlush does nothing: there is no buffer.
func (e *Exporter) ForceFlush(context.Context) error { return nil }

// Processor returns the Exporter as a synchronous span processor, to be
// registered with sdktrace.WithSpanProcessor. Calls of one Exporter return
// processors that share everything.
func (e *Exporter) Processor() sdktrace.SpanProcessor { return &processor{e.recorder, e.log} }

// processor passes spans to the recorder as they start and end.
type processor struct {
	recorder *recorder.Recorder
	log      *failurelog.Log // nil where lines go to a stream
}

var _ sdktrace.SpanProcessor = (*processor)(nil)

func (p *processor) OnStart(ctx context.Context, s sdktrace.ReadWriteSpan) {
	p.recorder.Started(ctx, s)
}

func (p *processor) OnEnd(s sdktrace.ReadOnlySpan) { p.recorder.Ended(s, true) }

// Shutdown closes the runs that are still open. The log stays usable for an
// exporter that a batcher has yet to flush.
func (p *processor) Shutdown(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		p.recorder.CloseRuns()
		if p.log != nil {
			p.log.Rest()
		}
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *processor) ForceFlush(context.Context) error { return nil }
