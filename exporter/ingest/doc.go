// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package ingest finds the failures in traces of any instrumentation that were
// written to files.
//
// In go files of OTLP JSON: one document, or one per line as the Collector's
// file exporter writes them, plain or gzipped. Out go the same lines as from a
// live program, as package failurelog reads them: each failure once, where it
// began, and what became of it.
//
// Spans stand in a file in no order that can be relied on, so files are read
// twice: first for the traces in which something failed, then for the spans of
// these. Memory is bounded by the failing traces, and by the longest line.
package ingest
