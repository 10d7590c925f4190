// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

func lines(t *testing.T, style report.Style, entries ...failurelog.Entry) string {
	t.Helper()
	var b strings.Builder
	for i := range entries {
		if err := report.WriteLine(&b, &entries[i], style); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func entriesOf(records []failurelog.Record) []failurelog.Entry {
	out := make([]failurelog.Entry, len(records))
	for i := range records {
		out[i].Record = &records[i]
	}
	return out
}

func TestWriteLine(t *testing.T) {
	entries := entriesOf(guide())
	entries = append(entries,
		failurelog.Entry{Dropped: &failurelog.Dropped{Timestamp: at("10:31:05"), Cause: failurelog.CauseWrite, Error: "disk full", Failures: 3}},
		failurelog.Entry{Run: &failurelog.Run{Event: failurelog.RunStarted}}, failurelog.Entry{})
	golden(t, "lines", lines(t, report.Style{}, entries...))
	golden(t, "lines_80", lines(t, report.Style{Width: 80}, entries...))
	golden(t, "lines_160", lines(t, report.Style{Width: 160, Color: true}, entries...))
}

func TestWriteLineFitsTheWidth(t *testing.T) {
	records := guide()
	records[0].ErrorMessage = strings.Repeat("東京 e\u0301 👩\u200d👩 ", 50)
	records[0].ToolName, records[0].Path = strings.Repeat("長", 99), nil
	for _, width := range []int{40, 57, 80, 99, 120, 200} {
		for line := range strings.Lines(lines(t, report.Style{Width: width}, entriesOf(records)...)) {
			if n := displaywidth.String(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("%d columns for %d: %s", n, width, line)
			}
		}
	}
}

func TestWriteJSONLine(t *testing.T) {
	want := guide()[1]
	want.ErrorMessage = attack
	var b strings.Builder
	if err := report.WriteJSONLine(&b, &failurelog.Entry{Record: &want}); err != nil {
		t.Fatal(err)
	}
	var got failurelog.Record
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	if got.ErrorMessage != strings.ToValidUTF8(attack, "\ufffd") || got.Recovery == nil || strings.Count(b.String(), "\n") != 1 ||
		strings.ContainsAny(b.String(), "\x1b\u202e\u009b") {
		t.Errorf("%q", b.String())
	}
}

func ExampleWriteLine() {
	source := failurelog.FromReader("log", strings.NewReader(log))
	for e, err := range failurelog.Read(source) {
		if err == nil {
			err = report.WriteLine(os.Stdout, &e, report.Style{})
		}
		if err != nil {
			panic(err)
		}
	}
	// Output:
	// 2026-02-15T10:30:45.000Z failure   high       llm/empty_response  step planner: no answer  [run-1]
	// 2026-02-15T10:30:46.000Z recovered retry      unknown/other       (none): (no text) (inferred)  [run-1]
}
