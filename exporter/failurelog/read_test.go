// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

func l(id string) string {
	return fmt.Sprintf(`{"event":"failure_recorded","schema":1,"failure_id":%q,"trace_id":"t"}`, id)
}

func zip(t testing.TB, text string) string {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestReadGoesOn(t *testing.T) {
	const bom = "\xef\xbb\xbf"
	long := `{"x":"` + strings.Repeat("x", 20<<20) + `"}`
	zipped := zip(t, l("1")+"\n"+l("2")+"\n")
	tests := map[string]struct {
		text string
		ids  string
		errs []string // line: part of the text
	}{
		"empty":               {"", "", nil},
		"blank lines":         {"\n \n" + l("1") + "\n\n", "1", nil},
		"no final newline":    {l("1") + "\n" + l("2"), "1 2", nil},
		"torn tail":           {l("1") + "\n" + l("2")[:30], "1", []string{"2: killed"}},
		"torn then fresh":     {l("1")[:30] + "\n" + l("2") + "\n", "2", []string{"1: unexpected end"}},
		"BOM and CRLF":        {bom + l("1") + "\r\n" + l("2") + "\r\n", "1 2", nil},
		"NULs":                {l("1") + "\n\x00\x00\x00\n" + l("2") + "\n", "1 2", []string{"2: invalid character"}},
		"NUL tail":            {l("1") + "\n\x00\x00\x00", "1", []string{"2: killed"}},
		"not JSON":            {"hello\n" + l("1") + "\n", "1", []string{"1: invalid character"}},
		"two values":          {l("1") + l("2") + "\n" + l("3") + "\n", "3", []string{"1: after top-level value"}},
		"wrong type":          {`{"event":"failure_recorded","failure_id":7}` + "\n" + l("1") + "\n", "1", []string{"1: cannot unmarshal number"}},
		"not an object":       {"7\nnull\n" + l("1") + "\n", "1", []string{"1: cannot unmarshal", "2: neither"}},
		"other event":         {`{"event":"log_line"}` + "\n" + l("1") + "\n", "1", []string{`1: neither a failure nor a run: event "log_line"`}},
		"no event":            {"{}\n" + l("1") + "\n", "1", []string{"1: neither"}},
		"no id":               {l("") + "\n" + l("1") + "\n", "1", []string{"1: no failure_id"}},
		"newer schema":        {strings.Replace(l("1"), `"schema":1`, `"schema":2`, 1) + "\n" + l("2") + "\n", "2", []string{"1: newer schema: 2"}},
		"unknown fields":      {strings.Replace(l("1"), "{", `{"extra":{"a":[1]},`, 1) + "\n", "1", nil},
		"no schema":           {`{"failure_id":"1","event":"failure_recorded"}` + "\n", "1", nil},
		"invalid UTF-8":       {l("1")[:40] + "\n" + strings.Replace(l("1"), `"t"`, "\"\xff\"", 1) + "\n", "1", []string{"1: "}},
		"too long":            {l("1") + "\n" + long + "\n" + l("2") + "\n", "1 2", []string{"2: too long"}},
		"too long tail":       {l("1") + "\n" + long[:len(long)-9], "1", []string{"2: too long"}},
		"too deep":            {strings.Repeat(`[{"a":`, 1) + strings.Repeat("[", 20000), "", []string{"1: "}},
		"ledger lines":        {`{"event":"run_started","run_id":"r"}` + "\n" + l("1") + "\n", "1", nil},
		"gzip":                {zipped, "1 2", nil},
		"gzip members":        {zipped + zip(t, l("3")+"\n"), "1 2 3", nil},
		"gzip cut short":      {zip(t, l("1")+"\n")[:40], "", []string{"1: unexpected EOF"}},
		"gzip then garbage":   {zipped + "garbage", "1 2", []string{"3: unexpected EOF"}},
		"gzip header alone":   {"\x1f\x8b", "", []string{"0: gzip: unexpected EOF"}},
		"array":               {" [\n" + l("1") + ",\n" + l("2") + "\n]\n", "1 2", nil},
		"empty array":         {"[\n]\n", "", nil},
		"two arrays":          {"[" + l("1") + "]\n[" + l("2") + "]", "1 2", nil},
		"array, bad element":  {"[\n" + l("1") + ",\n{},\n" + l("2") + "]", "1 2", []string{"3: neither"}},
		"array, torn":         {"[\n" + l("1") + ",\n" + l("2")[:20], "1", []string{"3: killed"}},
		"array, no bracket":   {"[\n" + l("1") + "\n", "1", []string{"3: killed"}},
		"array, bad syntax":   {"[\n" + l("1") + ";" + l("2") + "]", "1", []string{"2: expected comma"}},
		"array, long element": {"[\n" + l("1") + ",\n" + long + "]", "1", []string{"3: too long"}},
		"array, then text":    {"[" + l("1") + "]\n7", "1", []string{"2: not an array"}},
		"array, far bracket":  {"[" + strings.Repeat(" \n", 5000) + l("1") + "]", "1", nil},
		"bracket, then text":  {"[INFO] agent starting\n" + l("1") + "\n" + l("2") + "\n", "1 2", []string{"1: invalid character"}},
		"bracket, BOM, CRLF":  {bom + " [INFO] starting\r\n" + l("1") + "\r\n", "1", []string{"1: invalid character"}},
		"bracket, gzip":       {zip(t, "[INFO] starting\n"+l("1")+"\n"), "1", []string{"1: invalid character"}},
		"list of numbers":     {"[1, 2]\n" + l("1") + "\n", "1", []string{"1: cannot unmarshal array: not an object"}},
		"bracket alone":       {"[", "", []string{"1: killed"}},
		"brackets":            {"[[" + l("1") + "]]\n" + l("2") + "\n", "2", []string{"1: cannot unmarshal array"}},
		"UTF-16":              {"\xff\xfe" + utf16(l("1")+"\n"), "", []string{"1: invalid character", "2: killed"}},
		"binary garbage":      {"\x80\x01\x02{\xfe\n" + l("1") + "\n\x1b[2J\n", "1", []string{"1: invalid character", "3: invalid character"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			source := failurelog.FromReader("in", strings.NewReader(tt.text))
			next := failurelog.FromReader("next", strings.NewReader(l("next")))
			records, errs := collect(failurelog.Records(source, next))
			if got, want := ids(records), strings.TrimSpace(tt.ids+" next"); got != want {
				t.Errorf("records %q, want %q", got, want)
			}
			if len(errs) != len(tt.errs) {
				t.Fatalf("errors %.300q, want %q", errs, tt.errs)
			}
			for i, err := range errs {
				lineErr, ok := errors.AsType[*failurelog.LineError](err)
				if !ok || lineErr.File != "in" {
					t.Errorf("error %.300v is no *LineError of the file", err)
					continue
				}
				line, text, _ := strings.Cut(tt.errs[i], ": ")
				if fmt.Sprint(lineErr.Line) != line || !strings.Contains(err.Error(), text) {
					t.Errorf("error %.300v, want %q", err, tt.errs[i])
				}
			}
		})
	}
}

func utf16(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		b.Write([]byte{c, 0})
	}
	return b.String()
}

// TestErrorsAreShort, whatever stands in the line, and do not speak of Go.
func TestErrorsAreShort(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for _, text := range []string{
		"[INFO] agent starting", "[1,2]", `"text"`, "7", `{"event":7}`, `{"event":"failure_recorded","failure_id":[]}`,
		`{"event":"failure_recorded","failure_id":"1","timestamp":"` + long + `"}`,
		`{"event":"failure_recorded","failure_id":"1","timestamp":7}`,
		`{"event":"failure_recorded","failure_id":"1","latency_ms":1` + strings.Repeat("0", 1<<20) + `}`,
		`{"event":"failure_recorded","failure_id":"1","recovery":"` + long + `"}`,
		`{"event":"` + long + `"}`, `{"event":"run_ended","operations":{"` + long + `":7}}`, `{"event":"run_started","pid":1e99}`,
		`{"event":"log_dropped","lines":{}}`, `{"event":"operation_started","name":1}`, `{"schema":99999999999999999999}`,
		`{"failure_id":7,"was_recovered":true}`, `{"failure_id":"1","was_recovered":false,"timestamp":"` + long + `"}`,
		`{"failure_id":"1","was_recovered":false,"timestamp":[]}`,
		`{"event_group":"failure","event":"failure_recorded","span_payload":7}`, `{"event_group":"x","latency_ms":"` + long + `"}`,
		"{" + long, strings.Repeat("[", 1<<16), "\xff\xfe\x00",
	} {
		_, errs := collect(failurelog.Read(failurelog.FromReader("in", strings.NewReader(text+"\n"))))
		if len(errs) != 1 {
			t.Errorf("%.60q: errors %.300q", text, errs)
			continue
		}
		msg := errs[0].Error()
		if len(msg) > 200 || strings.Contains(msg, "Go ") || strings.Contains(msg, "struct") || strings.Contains(msg, "failurelog.") || strings.ContainsRune(msg, '\n') {
			t.Errorf("%.60q: error %.400q", text, msg)
		}
	}
}

func TestReadTellsLinesApart(t *testing.T) {
	dir := t.TempDir()
	log := open(t, dir, failurelog.Options{})
	run := failurelog.Run{Event: failurelog.RunStarted, Schema: 1, Timestamp: noon, RunID: "r", PID: 1}
	want := example()
	want.RunID = "r"
	appendAll(t, log, want)
	if err := log.AppendRun(&run); err != nil {
		t.Fatal(err)
	}
	var got []failurelog.Entry
	for e, err := range failurelog.Read(sources(t, dir)...) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
	}
	diff := cmp.Diff([]failurelog.Entry{
		{File: log.RunFile("r"), Line: 1, Record: &want},
		{File: log.LedgerFile(), Line: 1, Run: &run},
	}, got)
	if diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	runs, errs := collect(failurelog.Runs(sources(t, dir)...))
	if len(runs) != 1 || len(errs) != 0 {
		t.Errorf("runs %v, errors %v", runs, errs)
	}
}

func TestReadStopsWhenAsked(t *testing.T) {
	text := l("1") + "\nbad\n" + l("2") + "\n"
	in := func() failurelog.Source { return failurelog.FromReader("in", strings.NewReader(text)) }
	for stop := 1; stop <= 4; stop++ {
		values, errs := 0, 0
		for _, err := range failurelog.Read(in(), in()) {
			if values++; err != nil {
				errs++
			}
			if values == stop {
				break
			}
		}
		if values != stop || errs != min(stop/2, 1) {
			t.Errorf("stopped at %d: %d values, %d errors", stop, values, errs)
		}
	}
}

func TestReadReportsWhatCannotBeOpened(t *testing.T) {
	dir := t.TempDir()
	path := writeFile(t, dir, "failures_a.jsonl", l("1"))
	writeFile(t, dir, "failures_b.jsonl", l("2"))
	found := sources(t, dir)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	records, errs := collect(failurelog.Records(found...))
	if ids(records) != "2" || len(errs) != 1 || !errors.Is(errs[0], fs.ErrNotExist) {
		t.Errorf("records %s, errors %v", ids(records), errs)
	}
}

func TestSources(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"failures_a.jsonl", "failures_a.json", "failures_b.jsonl.gz", "failures_b.json", "failures_c.json",
		"runs.jsonl", "combined_a.jsonl", "notes.txt", ".otelfail-1", "failures_[x].jsonl",
	} {
		writeFile(t, dir, name, "")
	}
	if err := os.MkdirAll(filepath.Join(dir, "sub", "failures_d.jsonl"), 0o700); err != nil {
		t.Fatal(err)
	}
	all := "failures_[x].jsonl failures_a.jsonl failures_b.jsonl.gz failures_c.json runs.jsonl"
	tests := map[string]struct {
		paths []string
		want  string
		err   error
	}{
		"directory":          {[]string{""}, all, nil},
		"file":               {[]string{"combined_a.jsonl"}, "combined_a.jsonl", nil},
		"pattern":            {[]string{"failures_*.json*"}, "failures_[x].jsonl failures_a.jsonl failures_b.jsonl.gz failures_c.json", nil},
		"pattern, directory": {[]string{"su*"}, "", nil},
		"twice":              {[]string{"", "failures_a.jsonl", "failures_a.json"}, all, nil},
		"array alone":        {[]string{"failures_a.json"}, "failures_a.json", nil},
		"name with brackets": {[]string{"failures_[x].jsonl"}, "failures_[x].jsonl", nil},
		"missing":            {[]string{"missing"}, "", fs.ErrNotExist},
		"empty pattern":      {[]string{"x*"}, "", fs.ErrNotExist},
		"standard input":     {[]string{"-"}, "(standard input)", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			paths := make([]string, len(tt.paths))
			for i, p := range tt.paths {
				if paths[i] = p; p != "-" {
					paths[i] = filepath.Join(dir, p)
				}
			}
			found, err := failurelog.Sources(paths...)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			var names []string
			for _, s := range found {
				names = append(names, filepath.Base(s.Name()))
			}
			if got := strings.Join(names, " "); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{
		l("1") + "\n" + l("2")[:20], "[" + l("1") + ",", "\x00\xef\xbb\xbf\r\n", zip(f, l("1")+"\n")[:30],
		`{"event":"run_ended","schema":1,"operations":{"a":{"calls":1}}}`, `[[]][`, "[]\n[",
		`{"event":"operation_started"}`, "[INFO] x\n" + l("1"), zip(f, l("1")+"\n"), "\xff\xfe" + utf16(l("1")+"\n"),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		n := 0
		for e, err := range failurelog.Read(failurelog.FromReader("in", bytes.NewReader(text))) {
			if n++; n > len(text)+1 {
				t.Fatal("more values than bytes")
			}
			if err != nil {
				if lineErr, ok := errors.AsType[*failurelog.LineError](err); !ok || lineErr.Unwrap() == nil {
					t.Fatalf("%v is no *LineError", err)
				}
				continue
			}
			if e.Line < 1 || e.Record == nil && e.Run == nil && e.Dropped == nil && e.Operation == nil {
				t.Fatalf("entry %+v", e)
			}
		}
	})
}
