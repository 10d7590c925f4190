// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"fmt"

	"go.opentelemetry.io/otel"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// contain runs f and keeps a panic in it from the program.
func (t *Tracker) contain(doing string, f func()) {
	defer func() {
		if value := recover(); value != nil {
			t.fault(doing, value)
		}
	}()
	f()
}

// fault counts a panic that was contained, and passes the Tracker's first one to
// the OpenTelemetry error handler. The meter is the program's own code, too.
func (t *Tracker) fault(doing string, value any) {
	defer func() { _ = recover() }()
	defer t.metrics.fault()
	if t.faults.Add(1) == 1 {
		// Without the program's own redactor, which may be what panicked.
		handle(fmt.Errorf("otelfail: panic while %s: %s", doing, (*redact.Redactor)(nil).String(describe(value))))
	}
}

// Faults returns how many panics in the program's own code (Error and Unwrap
// methods, classifiers, the redactor, samplers, span processors) have been
// contained so far. The first was reported to the OpenTelemetry error handler.
func (t *Tracker) Faults() int64 {
	if t == nil {
		t = &fallback
	}
	return t.faults.Load()
}

// handle passes err to the OpenTelemetry error handler, which may panic.
func handle(err error) {
	defer func() { _ = recover() }()
	otel.Handle(err)
}

// guardedClassifier is a classifier of the program whose panics are reported.
type guardedClassifier struct {
	tracker *Tracker
	classify.Classifier
}

func (g guardedClassifier) Classify(in classify.Input) (v classify.Verdict, ok bool) {
	g.tracker.contain("classifying an error", func() { v, ok = g.Classifier.Classify(in) })
	return v, ok
}

// guardRedactor returns the program's redactor with its panics reported. They
// go on to package redact, which withholds the text.
func (t *Tracker) guardRedactor(f func(string) string) func(string) string {
	if f == nil {
		return nil
	}
	return func(s string) string {
		defer func() {
			if value := recover(); value != nil {
				t.fault("redacting a text", value)
				panic(value)
			}
		}()
		return f(s)
	}
}
