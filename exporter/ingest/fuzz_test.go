// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest_test

import (
	"errors"
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
		ids := map[[2]string]bool{}
		for e, err := range ingest.Read(stream("f", text)) {
			if err != nil {
				if line := new(failurelog.LineError); !errors.As(err, &line) || line.File != "f" {
					t.Errorf("error %v", err)
				}
				continue
			}
			if e.Record == nil || e.Record.Event != failurelog.FailureRecorded {
				continue
			}
			key := [2]string{e.Record.TraceID, e.Record.FailureID}
			if ids[key] {
				t.Errorf("failure %v is recorded twice", key)
			}
			ids[key] = true
			if e.Record.Category == "" || e.Record.Severity == "" {
				t.Errorf("record %+v", e.Record)
			}
		}
	})
}
