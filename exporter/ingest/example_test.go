// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest_test

import (
	"fmt"
	"os"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/ingest"
	"github.com/otelfail/otelfail-go/exporter/report"
)

func ExampleRead() {
	for e, err := range ingest.Read(ingest.File("testdata/trail.jsonl.gz")) {
		switch {
		case err != nil:
			fmt.Fprintln(os.Stderr, err)
		case e.Record != nil && e.Record.Event == failurelog.FailureRecorded && e.Record.Reason == "rate_limit":
			fmt.Println(e.Record.GraphNode, e.Record.ErrorType)
		}
	}
	// Output:
	// Step 8 litellm.exceptions.RateLimitError
	// Step 7 litellm.exceptions.RateLimitError
}

// Reports take traces as they take failure logs.
func ExampleRead_report() {
	r := report.New(report.Options{})
	r.Read(ingest.Read(ingest.File("testdata/trail.jsonl.gz")), nil)
	s := r.Summary()
	fmt.Println(s.TotalFailures, "failures,", s.ByOutcome[failurelog.Failed], "of them ended their run")
	// Output: 19 failures, 3 of them ended their run
}
