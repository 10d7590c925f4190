// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package report says what failed, why, and what became of it.
//
// In go the lines of a failure log, in any order: failures, outcomes and the
// run ledger. Out come a [Summary] with stable JSON keys, and a text for people.
// Counting needs no memory per failure; only the timeline and the detailed
// records hold failures, the latest ones up to a limit. A summary has them in
// groups, by fingerprint or another [Field], and can be written for people, for
// programs, as Markdown and as CSV. [Compare] says what changed between two of
// them, [Limits] which demands one keeps; [WriteLine] shows the lines of a log as
// they come.
//
// Every text of a record may come from an attacker. What is printed goes
// through [SafeText], [SafeMarkdown] or [SafeCSV].
package report
