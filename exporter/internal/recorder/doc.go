// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package recorder turns ended spans into lines of the failure log.
//
// In go spans: of otelfail's own instrumentation, which say what failed and
// what became of it, and of anyone else's ("foreign" ones), where both are
// inferred. They come live from a processor, or later in batches or files. Out
// go failure, outcome and ledger lines, to a [Log].
//
// A foreign failure is an ERROR span without an ERROR span below it. Since
// children end first, a failure travels: it waits for the end of its parent,
// which carries it on, or absorbs it, and so on up to the local root. Spans that
// have not failed cost next to nothing while no failure waits.
//
// A foreign failure is written at once where nothing of otelfail's can still
// claim it. Within a run of otelfail's, and in batches and files, it is held
// back until the spans around it have ended: an operation of ours that failed
// for the same reason takes it as its cause.
package recorder
