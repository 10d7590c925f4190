// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest_test

import (
	"errors"
	"iter"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/ingest"
)

func FuzzRead(f *testing.F) {
	f.Add(request(fileSpan{1, 0, 0, 9, failed}.String(), fileSpan{2, 1, 0, 3, failed}.String()))
	f.Add("{\n\"resourceSpans\": [\n{\"scopeSpans\": [{\"spans\": [\n" + fileSpan{2, 2, 5, 3, failed}.String() + "\n]}]}]}")
	f.Add(request(`{"traceId":"`+traceBase64+`","spanId":"`+spanBase64+`","status":{"code":"Error"},"events":[{"name":"exception","attributes":[{"key":"exception.message","value":{"intValue":"7"}}]}],"attributes":[{"key":"http.response.status_code","value":{"doubleValue":"NaN"}},{"key":"failure.ids","value":{"arrayValue":{"values":[{},{"stringValue":"x"}]}}}]}`) + "\n{]")
	f.Add(`{"resourceSpans":[{"scopeSpans":[{"spans":[` + fileSpan{3, 0, 0, 1, failed}.String() + `],"scope":{"name":"github.com/otelfail/otelfail-go/otelfail"}}]}]}`)
	f.Add("[[{\"resourceSpans\":null}")
	f.Fuzz(func(t *testing.T, text string) {
		check(t, ingest.Read(stream("f", text)))
		check(t, ingest.Stream(stream("f", text)))
		check(t, ingest.StreamWithin(600, stream("f", text)))
	})
}

// check checks what holds of any input: errors say where, no failure comes
// twice, and a run that has ended has started.
func check(t *testing.T, entries iter.Seq2[failurelog.Entry, error]) {
	ids, started := map[[2]string]bool{}, map[string]bool{}
	for e, err := range entries {
		switch {
		case err != nil:
			if line := new(failurelog.LineError); !errors.As(err, &line) || line.File != "f" {
				t.Errorf("error %v", err)
			}
		case e.Run != nil && e.Run.Event == failurelog.RunStarted:
			started[e.Run.RunID] = true
		case e.Run != nil:
			if !started[e.Run.RunID] {
				t.Errorf("run %q ended and never started", e.Run.RunID)
			}
		case e.Record.Event == failurelog.FailureRecorded:
			key := [2]string{e.Record.TraceID, e.Record.FailureID}
			if ids[key] {
				t.Errorf("failure %v is recorded twice", key)
			}
			ids[key] = true
			if e.Record.Category == "" || e.Record.Severity == "" {
				t.Errorf("record %+v", e.Record)
			}
		}
	}
}
