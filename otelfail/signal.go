// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"context"
	"os"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/log"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// signalVariable says on which signals exceptions are recorded, by the
// exceptions document of the semantic conventions: unset for span events,
// "logs" for log events alone, "logs/dup" for both.
const signalVariable = "OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN"

// signal writes a failure where it is to be seen. The zero signal writes span
// events.
type signal struct {
	logger   log.Logger // nil without log events
	noEvents bool       // write the failure as span attributes, not as an event
}

func newSignal(lp log.LoggerProvider) signal {
	if lp == nil {
		return signal{}
	}
	var s signal
	for _, value := range strings.Split(os.Getenv(signalVariable), ",") {
		switch strings.TrimSpace(value) {
		case "logs":
			s.noEvents = true
		case "logs/dup":
			s.noEvents = false
		default:
			continue
		}
		s.logger = lp.Logger(semconv.ScopeName, log.WithInstrumentationVersion(Version))
		if !s.noEvents {
			break
		}
	}
	return s
}

// write records a failure on its span, its log event, or both.
func (t *Tracker) write(span trace.Span, f *failure, event []trace.EventOption, attributes []attribute.KeyValue) {
	if t.signal.noEvents {
		span.SetAttributes(attributes...)
	} else {
		span.AddEvent(semconv.EventException, event...)
	}
	if t.signal.logger != nil {
		t.contain("emitting a log record", func() { t.signal.emit(span, f, attributes) })
	}
}

func (s signal) emit(span trace.Span, f *failure, attributes []attribute.KeyValue) {
	var rec log.Record
	rec.SetEventName(semconv.EventException)
	rec.SetTimestamp(f.ended)
	rec.SetSeverity(logSeverity(f.verdict.Severity))
	rec.SetSeverityText(string(f.verdict.Severity))
	rec.SetBody(attribute.StringValue(f.message))
	rec.AddAttributes(attributes...)
	s.logger.Emit(trace.ContextWithSpan(context.Background(), span), rec)
}

func logSeverity(s classify.Severity) log.Severity {
	switch s {
	case classify.Low:
		return log.SeverityInfo
	case classify.Medium:
		return log.SeverityWarn
	case classify.Critical:
		return log.SeverityFatal
	}
	return log.SeverityError
}
