// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package failurelog is the failure log on disk: what its lines hold, how they
// are written, and how they are read back.
//
// In go [Record] values, one per failure and one per outcome, and [Run] values,
// two per run. Out come files of JSON Lines in one directory:
//
//	failures_<run id>.jsonl   made at the first failure of the run
//	failures_<run id>.json    with [JSON] format: one array, made at the end of the run
//	runs.jsonl                the run ledger
//
// With [Rotation] each goes on in segments, failures_<run id>~0002.jsonl. Where
// lines could not be written, a [Dropped] line says how many.
//
// [Log] appends each line with one write to a file opened for appending, so that
// any number of processes can share a directory and a crash tears at most the
// last line. [Read] streams lines back from files, directories, globs or a pipe
// in bounded memory; a line that it cannot read is a [*LineError], and reading
// goes on after it.
package failurelog
