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
// A run is the outermost [Agent]; agents within it are part of it. Steps and
// tools outside of any agent are runs of their own in all but the ledger.
// Outcomes are final when the run ends; what fails later, in goroutines that
// outlive it, is recorded with what the ended operations make of it. A failure
// that has ended a run stays failed, whatever is done about it outside.
//
// A run, and an operation, remembers 1,000 failures; older ones keep the outcome
// that they have, else unknown. Of an error's chain 4,096 errors are looked at,
// 64 deep.
//
// # Concurrency, and what blocks
//
// Every function and method may be called from any number of goroutines at a
// time; a [Spec] is plain data that is only read. The first [Operation.End]
// counts, whoever calls it.
//
// otelfail starts no goroutine, does no I/O and waits for nothing but locks that
// are held for a look at memory. It calls the program's own code where it stands:
// Error and Unwrap methods, classifiers and the redactor, and the OpenTelemetry
// SDK, whose samplers run in Start and whose span processors run in End. What
// they take, the call takes. With the processor of package exporter, End of a
// failed operation, and Start and End of a run, return once their line is on its
// way to the disk; a disk that does not answer is waited for a second at most,
// and not again until it has answered.
//
// # Harm
//
// A panic in the program's own code named above is contained: the operation goes
// on, at worst without a span. The first is reported to the OpenTelemetry error
// handler, all are counted: [Tracker.Faults], and the metric otelfail.faults. What
// cannot be contained is code that never returns, or exits. An operation that was begun
// with [Tracker.Start] takes a goroutine that ends by runtime.Goexit for one that
// succeeds; [Do] can tell.
//
// # Sampling
//
// Where a sampler drops an operation's span, Start returns a nil operation, [Do]
// only calls the function, and failures in it are seen where they come up in a
// recorded operation. sdktrace.AlwaysRecord around the sampler loses nothing.
//
// # Conventions
//
// Span names, kinds, status and gen_ai attributes follow the OpenTelemetry
// semantic conventions, the GenAI ones in their state of v1.41; the exception
// event and error.type those on exceptions and recording errors. The test
// TestStandards quotes them sentence by sentence, with the reason where otelfail
// deviates. Names under "failure." and "otelfail." are this project's own;
// package semconv says of each where it comes from.
package otelfail
