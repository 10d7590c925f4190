// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package exporter turns ended spans into a local failure log, a run ledger and
// a report.
//
// Spans come in from an OpenTelemetry SDK, in one of two ways or both:
//
//	failures, err := exporter.New("runtime/logs")
//	tp := sdktrace.NewTracerProvider(
//		sdktrace.WithSpanProcessor(failures.Processor()), // recommended
//		// or: sdktrace.WithBatcher(failures),
//	)
//
// The processor sees every recorded span when it starts and ends, so nothing is
// lost to a full queue or a crash after an operation ended, and the ledger knows
// the runs that have not ended. Behind a batcher the exporter is an ordinary
// SpanExporter: what the batcher drops, or still holds when the process dies, is
// not in the log, and the ledger learns of a run when it has ended. Wired both
// ways, each failure is written once.
//
// Spans of other instrumentation count too. A failure of theirs is a span with
// status Error without such a span below it; what became of it is inferred. Below
// an operation of otelfail's that failed for the same reason it is the cause, and
// no failure of its own. Within a run, and behind a batcher, it is held back until
// the spans around it have ended.
//
// Out go, below the directory given to [New], one file of failures per run and
// the ledger runs.jsonl; package failurelog describes them. What an Exporter
// reports about a run it reads back from these files.
package exporter
