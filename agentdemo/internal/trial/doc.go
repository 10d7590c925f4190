// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package trial asks the demo agent many questions while faults are injected,
// and compares what was injected with what was recorded.
//
// In go scenarios, seeds and a number of runs; out comes a [Result] with one line
// for each category and reason, and a list of everything that does not agree.
// Three witnesses are heard, and none of them knows the others:
//
//   - the injector's truth log: which call met which fault, and whether it
//     surfaced;
//   - the agent's own control flow: how each call ended, what it did next, and
//     where the data of its answer comes from;
//   - the failure log.
//
// The failure log is judged by the other two. It is never the other way round.
package trial
