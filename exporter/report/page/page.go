// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// Options are the settings of a [Page]. The zero value is ready to use.
type Options struct {
	// Report chooses what is counted. The page has groups by fingerprint, all of
	// them, and keeps failures in its own way: GroupBy, Top and Details have no
	// effect.
	Report report.Options
	// JaegerURL is where traces are looked at, such as http://localhost:16686.
	// Without it the page has no links to traces.
	JaegerURL string
	// Made is the time that the page says it was made at; zero is now.
	Made time.Time
}

// ErrJaegerURL means that the address of Jaeger is not one that a page may link
// to.
var ErrJaegerURL = errors.New("not an http or https address")

// Page collects what a page shows. It is made by [New], and not safe for
// concurrent use.
type Page struct {
	opts     Options
	report   *report.Report
	runs     runs
	failures failures
}

// New returns an empty page. The error wraps [ErrJaegerURL].
func New(opts Options) (*Page, error) {
	if opts.JaegerURL != "" {
		base, err := jaegerBase(opts.JaegerURL)
		if err != nil {
			return nil, err
		}
		opts.JaegerURL = base
	}
	opts.Report.GroupBy, opts.Report.Top, opts.Report.Details = report.Fingerprint, 0, -1
	return &Page{
		opts:     opts,
		report:   report.New(opts.Report),
		runs:     newRuns(),
		failures: newFailures(opts.Report),
	}, nil
}

// jaegerBase returns what the path of a trace is put behind.
func jaegerBase(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrJaegerURL, err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", fmt.Errorf("%w: %s", ErrJaegerURL, u.Redacted())
	}
	// Whoever gets the page shall not get a password with it.
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return strings.TrimRight(u.String(), "/"), nil
}

// Read takes in what [failurelog.Read] yields. Lines that could not be read are
// counted, and told to unreadable unless that is nil.
func (p *Page) Read(entries iter.Seq2[failurelog.Entry, error], unreadable func(error)) {
	p.report.Read(func(yield func(failurelog.Entry, error) bool) {
		for e, err := range entries {
			if err == nil {
				p.keep(&e)
			}
			if !yield(e, err) {
				return
			}
		}
	}, unreadable)
}

func (p *Page) keep(e *failurelog.Entry) {
	switch {
	case e.Run != nil:
		if p.chooses(e.Run.RunID, e.Run.Timestamp) {
			p.runs.line(e.Run)
		}
	case e.Record != nil:
		p.failures.line(e.Record, &p.runs)
	}
}

// chooses reports whether the options let a run take part.
func (p *Page) chooses(runID string, t time.Time) bool {
	return within(&p.opts.Report, runID, t)
}

func within(o *report.Options, runID string, t time.Time) bool {
	return (o.RunID == "" || o.RunID == runID) &&
		(o.Since.IsZero() || !t.Before(o.Since)) && (o.Until.IsZero() || t.Before(o.Until))
}

// Summary returns the figures.
func (p *Page) Summary() report.Summary { return p.report.Summary() }

// Write writes the page.
func (p *Page) Write(w io.Writer) error {
	s := p.report.Summary()
	made := p.opts.Made
	if made.IsZero() {
		made = time.Now()
	}
	list := p.failures.list()
	data := encode(&s, list, p.opts.JaegerURL, made)
	if err := render(w, newView(&s, list, &p.runs, data, made)); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}
