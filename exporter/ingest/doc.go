// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package ingest finds the failures in traces of any instrumentation that were
// written to files or to a stream.
//
// In goes OTLP JSON: one document, or one per line as the Collector's file
// exporter writes them, plain or gzipped; ids in hex or base64, enums as names or
// numbers, answers of Jaeger's API. Out go the same lines as from a live program,
// as package failurelog reads them: each failure once, where it began, what became
// of it, and the runs with the calls that failures are a part of.
//
// Spans stand in a file in no order that can be relied on, so [Read] reads files
// twice: first to learn how many spans each trace has, and in which something
// failed; then for the spans, of which those of failing traces are put in the
// order of their ends. [Stream] reads once, and waits for each trace for a while.
// Both say how much memory they need.
package ingest
