// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

func ExampleLog() {
	dir, err := os.MkdirTemp("", "logs")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()

	log, err := failurelog.Open(dir, failurelog.Options{})
	if err != nil {
		panic(err)
	}
	err = log.Append(&failurelog.Record{
		Event:        failurelog.FailureRecorded,
		FailureID:    "00f067aa0ba902b7-1",
		Timestamp:    time.Now(),
		RunID:        "run-1",
		Category:     classify.Network,
		ErrorMessage: "connection refused",
	})
	if err != nil {
		panic(err)
	}
	if err := log.Close(); err != nil {
		panic(err)
	}

	sources, err := failurelog.Sources(dir)
	if err != nil {
		panic(err)
	}
	for r, err := range failurelog.Records(sources...) {
		if err != nil {
			panic(err)
		}
		fmt.Println(r.RunID, r.Category, r.ErrorMessage)
	}
	// Output: run-1 network connection refused
}

func ExampleRead() {
	log := `{"event":"failure_recorded","failure_id":"1"}
{"event":"failure_recorded","fail
{"event":"failure_recorded","failure_id":"2"}
`
	for e, err := range failurelog.Read(failurelog.FromReader("app.jsonl", strings.NewReader(log))) {
		if err != nil {
			fmt.Println("skipped", err)
			continue
		}
		fmt.Println(e.Line, e.Record.FailureID)
	}
	// Output:
	// 1 1
	// skipped app.jsonl:2: unexpected end of JSON input
	// 3 2
}
