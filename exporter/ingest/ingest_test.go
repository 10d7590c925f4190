// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/ingest"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// counts are those of testdata/README.md.
var counts = map[string]int{
	"trail.jsonl.gz":           19,
	"robotframework.jsonl.gz":  17,
	"highlight-traces.json.gz": 6,
	"highlight-fs.json.gz":     113,
}

func stream(name, text string) ingest.Source {
	return ingest.Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// read returns the records, each failure with its last outcome as a line of
// text, and the errors.
func read(sources ...ingest.Source) (failures []string, errs []error) {
	last := map[string]string{}
	var order []string
	for e, err := range ingest.Read(sources...) {
		switch {
		case err != nil:
			errs = append(errs, err)
		case e.Record != nil:
			key := e.Record.TraceID + " " + e.Record.FailureID
			if e.Record.Event == failurelog.FailureRecorded {
				order = append(order, key)
			}
			last[key] = describe(e.Record)
		}
	}
	for _, key := range order {
		failures = append(failures, key+" "+last[key])
	}
	return failures, errs
}

func describe(r *failurelog.Record) string {
	outcome := "unknown"
	if r.Recovery != nil {
		outcome = fmt.Sprintf("%s/%s", r.Recovery.Outcome, r.Recovery.Action)
	}
	return fmt.Sprintf("%s %s %q %s", r.ErrorType, r.ErrorMessage, r.Path, outcome)
}

func TestRealTraces(t *testing.T) {
	for name, want := range counts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inFile, errs := read(ingest.File(filepath.Join("testdata", name)))
			if len(inFile) != want || len(errs) > 0 {
				t.Fatalf("%d failures, want %d; errors %v", len(inFile), want, errs)
			}
			slices.Sort(inFile)
			spans := spansOf(t, filepath.Join("testdata", name))
			for seed := range uint64(20) {
				r := rand.New(rand.NewPCG(seed, 1))
				r.Shuffle(len(spans), func(i, j int) { spans[i], spans[j] = spans[j], spans[i] })
				shuffled, errs := read(stream("shuffled", strings.Join(spans, "\n")))
				slices.Sort(shuffled)
				if diff := cmp.Diff(inFile, shuffled); diff != "" || len(errs) > 0 {
					t.Fatalf("shuffled with seed %d, errors %v (-in file +shuffled):\n%s", seed, errs, diff)
				}
			}
			half := len(spans) / 2
			twice, _ := read(stream("a", strings.Join(spans, "\n")), stream("b", strings.Join(spans[half:], "\n")), stream("c", strings.Join(spans[:half], "\n")))
			slices.Sort(twice)
			if diff := cmp.Diff(inFile, twice); diff != "" {
				t.Errorf("each span fed twice, from three files (-once +twice):\n%s", diff)
			}
		})
	}
}

// spansOf returns the spans of a file, each as a line of its own.
func spansOf(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	zr, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var spans []string
	for dec := json.NewDecoder(zr); ; {
		var doc struct {
			ResourceSpans []struct {
				Resource   json.RawMessage
				ScopeSpans []struct {
					Scope json.RawMessage
					Spans []json.RawMessage
				}
			}
		}
		if err := dec.Decode(&doc); err == io.EOF { //nolint:errorlint // a wrapped one is an error
			return spans
		} else if err != nil {
			t.Fatal(err)
		}
		for _, rs := range doc.ResourceSpans {
			for _, ss := range rs.ScopeSpans {
				for _, s := range ss.Spans {
					var line bytes.Buffer
					if err := json.Compact(&line, fmt.Appendf(nil, `{"resourceSpans":[{"resource":%s,"scopeSpans":[{"scope":%s,"spans":[%s]}]}]}`,
						rs.Resource, ss.Scope, s)); err != nil {
						t.Fatal(err)
					}
					spans = append(spans, line.String())
				}
			}
		}
	}
}

const (
	traceHex, spanHex, rootHex = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "00f067aa0ba902b8"
	traceBase64, spanBase64    = "S/kvNXezTaajzpKdDg5HNg==", "APBnqgupArc="
)

func request(spans ...string) string {
	return `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"scope":{"name":"x"},"spans":[` +
		strings.Join(spans, ",") + `]}]}]}`
}

func TestEncodings(t *testing.T) {
	const rest = `"name":"op","startTimeUnixNano":"1000000","endTimeUnixNano":"3000000"`
	ids := func(traceID, spanID string) string {
		return fmt.Sprintf(`"traceId":%q,"spanId":%q,`, traceID, spanID)
	}
	for name, span := range map[string]string{
		"the OTLP document's":   `{` + ids(traceHex, spanHex) + rest + `,"parentSpanId":"","kind":3,"status":{"code":2,"message":"boom"}}`,
		"protobuf's own":        `{` + ids(traceBase64, spanBase64) + rest + `,"kind":"SPAN_KIND_CLIENT","status":{"code":"STATUS_CODE_ERROR","message":"boom"}}`,
		"hex in capitals":       `{` + ids(strings.ToUpper(traceHex), strings.ToUpper(spanHex)) + rest + `,"status":{"code":"2","message":"boom"}}`,
		"short names":           `{` + ids(traceHex, spanHex) + rest + `,"kind":"client","status":{"code":"Error","message":"boom"}}`,
		"times as numbers":      `{` + ids(traceHex, spanHex) + `"name":"op","startTimeUnixNano":1000000,"endTimeUnixNano":3e6,"status":{"code":2,"message":"boom"}}`,
		"a parent of zeros":     `{` + ids(traceHex, spanHex) + rest + `,"parentSpanId":"0000000000000000","status":{"code":2,"message":"boom"}}`,
		"nulls":                 `{` + ids(traceHex, spanHex) + rest + `,"parentSpanId":null,"attributes":null,"events":null,"links":null,"status":{"code":2,"message":"boom"}}`,
		"unknown fields":        `{` + ids(traceHex, spanHex) + rest + `,"new":[{}],"status":{"code":2,"message":"boom"}}`,
		"message of the event":  `{` + ids(traceHex, spanHex) + rest + `,"status":{"code":2},"droppedEventsCount":0,"events":[{"name":"exception","timeUnixNano":"2","attributes":[{"key":"exception.message","value":{"stringValue":"boom"}}]}]}`,
		"recorded panic":        `{` + ids(traceHex, spanHex) + rest + `,"status":{},"events":[{"name":"exception","timeUnixNano":"3000000","attributes":[{"key":"exception.message","value":{"stringValue":"boom"}}]}]}`,
		"status after the rest": `{"status":{"message":"boom","code":2},` + rest + `,` + strings.TrimSuffix(ids(traceHex, spanHex), ",") + `}`,
	} {
		t.Run(name, func(t *testing.T) {
			texts := map[string]string{"line": request(span), "older": strings.Replace(request(span), "scopeSpans", "instrumentationLibrarySpans", 1)}
			var indented bytes.Buffer
			if err := json.Indent(&indented, []byte(request(span)), "", "\t"); err != nil {
				t.Fatal(err)
			}
			texts["document"] = "\ufeff" + indented.String()
			texts["answer of Jaeger's"] = `{"result":` + request(span) + `}`
			texts["in protobuf's own names"] = snake(request(span))
			texts["CRLF"] = request(span) + "\r\n"
			texts["gzipped"] = gzipped(t, request(span))
			texts["array"] = "[" + request(span) + ",\n" + request() + "]"
			for form, text := range texts {
				var records []failurelog.Record
				for e, err := range ingest.Read(stream(form, text)) {
					if err != nil {
						t.Fatal(err)
					}
					if e.Record != nil {
						records = append(records, *e.Record)
					}
				}
				if len(records) != 2 {
					t.Fatalf("%s: %d lines, want a failure and its outcome", form, len(records))
				}
				r := records[0]
				if r.TraceID != traceHex || r.SpanID != spanHex || r.ErrorMessage != "boom" || r.LatencyMS != 2 || r.Service != "shop" || r.RunID != traceHex {
					t.Errorf("%s: %+v", form, r)
				}
				if out := records[1].Recovery; out == nil || out.Outcome != failurelog.Failed {
					t.Errorf("%s: a root's failure has outcome %+v", form, out)
				}
				if !ingest.IsOTLP(strings.NewReader(text)) {
					t.Errorf("%s is not recognised", form)
				}
			}
		})
	}
}

var camel = regexp.MustCompile(`[A-Z][a-z]+"?`)

// snake writes the keys of a request as protobuf's own JSON encoding may.
func snake(text string) string {
	return regexp.MustCompile(`"[a-z]+([A-Z][a-z]+)+":`).ReplaceAllStringFunc(text, func(key string) string {
		return camel.ReplaceAllStringFunc(key, func(part string) string { return "_" + strings.ToLower(part) })
	})
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	zw := gzip.NewWriter(&b)
	if _, err := io.WriteString(zw, text); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWhatCannotBeReadIsNamedAndSkipped(t *testing.T) {
	span := func(id string) string {
		return fmt.Sprintf(`{"traceId":%q,"spanId":"%s","name":"op","startTimeUnixNano":"1","endTimeUnixNano":"2","status":{"code":2}}`, traceHex, id)
	}
	good := request(span(spanHex))
	for _, tt := range []struct {
		name     string
		text     string
		failures int
		lines    []int
	}{
		{"torn first line", `{"traceId":"x"}]}` + "\n" + good, 1, []int{1}},
		{"torn last line", good + "\n" + good[:len(good)-9], 1, []int{2}},
		{"torn line between", good + "\n" + good[:len(good)/2] + "\n\n" + request(span(rootHex)), 2, []int{2}},
		{"no JSON", good + "\nhello\n" + request(span(rootHex)) + "\n", 2, []int{2}},
		{"bad ids", good + "\n" + request(span("zz"), span(rootHex), span("")), 2, []int{2, 2}},
		{"wrong types", good + "\n" + request(`{"name":1}`, `{"kind":{}}`, `{"startTimeUnixNano":"soon"}`, span(rootHex)), 2, []int{2, 2, 2}},
		{"not an object", good + "\n[1]\n7\n", 1, []int{2, 3}},
		{"other signals", good + "\n" + `{"resourceLogs":[{"scopeLogs":[]}]}`, 1, nil},
		{"broken document", "{\n\"resourceSpans\": [\n{\"scopeSpans\": [{\"spans\": [\n" + span(spanHex) + ",\n" + span("zz") + ",\n" + span(rootHex) + "\n}", 2, []int{5, 7}},
		{"empty", "", 0, nil},
		{"two objects on a line", good + request(span(rootHex)) + "\n" + good + "{", 2, []int{2}},
		{"arrays within arrays", good + "\n" + `{"resourceSpans":` + strings.Repeat("[", 100_000) + "\n" + request(span(rootHex)), 2, []int{2}},
		{"values within values", good + "\n" + request(strings.Replace(span(rootHex), `"name"`, `"attributes":[{"key":"k","value":`+strings.Repeat(`{"arrayValue":{"values":[`, 20_000)+strings.Repeat(`]}}`, 20_000)+`}],"name"`, 1)) + "\n" + request(span(rootHex)), 2, []int{2}},
		{"gzip cut short", gzipped(t, good+"\n"+strings.Repeat(good+"\n", 2_000))[:400], 1, []int{-1}},
		{"NULs", good + "\n\x00\x00\x00\n" + request(span(rootHex)), 2, []int{2}},
		{"invalid UTF-8", good + "\n" + strings.Replace(request(span(rootHex)), "op", "o\xff", 1), 2, nil},
		{"a line of 20 MB", good + "\n" + request(span(rootHex), `{"name":"`+strings.Repeat("x", 20<<20)+`"}`), 2, []int{2}},
		{"a line that is too long", good + "\n" + strings.Repeat("x", 65<<20) + "\n" + request(span(rootHex)), 2, []int{2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			failures, errs := read(stream("f", tt.text))
			var lines []int
			for _, err := range errs {
				line, ok := err.(*failurelog.LineError) //nolint:errorlint // documented to be one
				if !ok || line.File != "f" {
					t.Fatalf("error %v", err)
				}
				lines = append(lines, line.Line)
			}
			if slices.Equal(tt.lines, []int{-1}) && len(lines) == 1 {
				lines[0] = -1 // wherever it was cut
			}
			if len(failures) != tt.failures || !slices.Equal(lines, tt.lines) {
				t.Errorf("%d failures, want %d; errors %v, want lines %v", len(failures), tt.failures, errs, tt.lines)
			}
		})
	}
	if _, errs := read(ingest.File("nowhere")); len(errs) != 1 {
		t.Errorf("a file that is not there: %v", errs)
	}
}

// TestOptions: the program's classifiers and the operator's severities judge what
// is in traces, from files and from streams.
func TestOptions(t *testing.T) {
	severity, err := classify.ParseSeverityOverride("tool/sold_out=low")
	if err != nil {
		t.Fatal(err)
	}
	says := classify.ClassifierFunc(func(in classify.Input) (classify.Verdict, bool) {
		return classify.Verdict{Category: classify.Tool, Reason: "sold_out", Severity: classify.Critical}, in.Text == "no seats"
	})
	o := ingest.Options{Classifiers: []classify.Classifier{says}, Severity: severity}
	text := `{"resourceSpans":[{"scopeSpans":[{"scope":{"name":"x"},"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","name":"book","startTimeUnixNano":"1","endTimeUnixNano":"2","status":{"code":2,"message":"no seats"}}]}]}]}`
	for name, entries := range map[string]iter.Seq2[failurelog.Entry, error]{"Read": o.Read(stream("f", text)), "Stream": o.Stream(stream("f", text))} {
		n := 0
		for e, err := range entries {
			if err != nil {
				t.Fatal(err)
			}
			if r := e.Record; r != nil {
				n++
				if r.Category != classify.Tool || r.Reason != "sold_out" || r.Severity != classify.Low {
					t.Errorf("%s: %s/%s %s", name, r.Category, r.Reason, r.Severity)
				}
			}
		}
		if n == 0 {
			t.Errorf("%s: no failure", name)
		}
	}
}
