// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package otelfail makes the work of an LLM agent into OpenTelemetry spans and
// records what fails in it: once, where it began, and with what became of it.
//
// In go the agent's operations. A [Tracker] starts them, most simply by [Do]:
//
//	forecast, err := otelfail.Do(ctx, tracker, otelfail.Tool("weather"),
//		func(ctx context.Context) (Forecast, error) { return client.Forecast(ctx, city) })
//	if err != nil {
//		otelfail.Recovered(ctx, err, otelfail.Fallback, "climate averages used")
//		forecast = averages(city)
//	}
//
// Results, errors and panics come out as they went in. Out go spans, to
// whatever OpenTelemetry SDK the program has set up; without one, nothing
// happens, at the cost of a few nanoseconds. Package exporter turns the spans
// into a failure log and a report.
//
// # What is recorded
//
// An operation that ends with an error has status Error. Where the error began,
// the span has an exception event with category, reason and severity; package
// semconv lists the attributes. Operations that the same error passes through
// have status Error and the failure's id, no event. Errors are told apart by
// identity, never by text: the program may wrap, join and unwrap them.
//
// # What became of it
//
// The nearest enclosing operation that ends without error has absorbed the
// failure and says so in an event, failure.recovered. The outcome is
//
//   - recovered, if the program declared it with [Recovered], if a later attempt
//     of the same work succeeded, or if the model corrected its call;
//   - degraded, if the program declared that, or said nothing;
//   - failed, if no operation absorbed it. The run's span lists these.
//
// The event says whether the outcome was declared or inferred. A declaration
// that the run contradicts, by ending with that very error, does not count.
//
// # Runs
//
// The outermost operation, usually an [Agent], is the run. Outcomes are final
// when it ends; what fails later, in goroutines that outlive it, is recorded
// with what the ended operations make of it.
//
// Nothing here harms the agent: telemetry does not block, and a panic in the
// program's own Error methods, classifiers or redactors, or in a span processor,
// is contained and reported to the OpenTelemetry error handler once.
package otelfail
