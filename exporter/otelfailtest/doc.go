// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package otelfailtest tests agents and adapters that use otelfail.
//
// A [Recorder] records what fails, with a real SDK, exporter and log:
//
//	rec := otelfailtest.NewRecorder(t)
//	runMyAgent(rec.Tracker())
//	otelfailtest.AssertRecovered(t, rec, otelfailtest.Failure{
//		Operation: "execute_tool weather", Action: "fallback",
//	})
//
// [Scenarios] is the specification of otelfail as a table: what happens in a
// run, and which failures, outcomes and span statuses must come of it. [Conform]
// runs it against an adapter.
package otelfailtest
