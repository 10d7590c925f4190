// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"sync/atomic"
	"testing"

	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// angryError panics whenever it is asked something.
type angryError struct{ _ int }

func (*angryError) Error() string { panic("Error panics") }

// angryProcessor panics when a span ends.
type angryProcessor struct{ sdktrace.SpanProcessor }

func (angryProcessor) OnStart(context.Context, sdktrace.ReadWriteSpan) {}
func (angryProcessor) OnEnd(sdktrace.ReadOnlySpan)                     { panic("OnEnd panics") }
func (angryProcessor) Shutdown(context.Context) error                  { return nil }

// TestProgramsCodeThatPanics: whatever of the program's own code panics while a
// failure is recorded, the program gets its error, the failure is recorded, and
// the OpenTelemetry error handler hears of it once.
func TestProgramsCodeThatPanics(t *testing.T) {
	angry := classifierFunc(func(classify.Input) (classify.Verdict, bool) { panic("Classify panics") })
	tests := []struct {
		name     string
		opts     []otelfail.Option
		err      error
		reported bool // classify contains panics by itself, without a word
	}{
		{"Error method", nil, &angryError{}, true},
		{"classifier", []otelfail.Option{otelfail.WithClassifier(angry)}, errDown, false},
		{"redactor", []otelfail.Option{otelfail.WithRedactor(func(s string) string {
			if s == errDown.Error() {
				panic("redactor panics")
			}
			return s
		})}, errDown, false},
		{"check", nil, nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var reports atomic.Int32
			otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) { reports.Add(1) }))
			t.Cleanup(func() { otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { t.Log(err) })) })
			tracker, spans := newTracker(t, tt.opts...)
			for range 3 {
				fn := otelfail.Check(
					func(context.Context) (int, error) { return 7, tt.err },
					func(int) error { panic("check panics") },
				)
				got, err := otelfail.Do(t.Context(), tracker, otelfail.Tool("t"), fn)
				if got != 7 || err != tt.err { //nolint:errorlint // identity is what is promised
					t.Fatalf("got %d, %v", got, err)
				}
			}
			if tt.err != nil && len(spans.Ended()[2].Events()) != 1 {
				t.Errorf("the failure was not recorded")
			}
			if n := reports.Load(); n > 1 || tt.reported && n != 1 {
				t.Errorf("%d reports to the error handler", n)
			}
		})
	}
}

func TestASinkThatPanics(t *testing.T) {
	var reports atomic.Int32
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) { reports.Add(1) }))
	t.Cleanup(func() { otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { t.Log(err) })) })
	tracker := otelfail.New(otelfail.WithTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(angryProcessor{}))))
	for _, want := range []error{nil, errDown} {
		_, err := otelfail.Do(t.Context(), tracker, otelfail.Tool("t"), func(context.Context) (int, error) { return 0, want })
		if err != want { //nolint:errorlint // identity is what is promised
			t.Errorf("got %v, want %v", err, want)
		}
	}
	if n := reports.Load(); n != 1 {
		t.Errorf("%d reports to the error handler, want 1", n)
	}
}
