// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// line returns what a log writes for r.
func line(t testing.TB, r failurelog.Record) string {
	t.Helper()
	dir := t.TempDir()
	l, err := failurelog.Open(dir, failurelog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(l.Append(&r), l.Close()); err != nil {
		t.Fatal(err)
	}
	return readFile(t, l.RunFile(r.RunID))
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestEncodingIsThatOfEncodingJSON(t *testing.T) {
	plain := failure("r", "1")
	plain.Schema, plain.Path, plain.Tags, plain.ContextData = 1, []string{}, []string{}, map[string]any{}
	no := example()
	no.Retryable = classify.RetryNo
	no.LatencyMS = 1e21
	no.ErrorMessage = "\b\f\n\r\t\"\\\x00\x1f é 日本 \u2028 \xff 🙂"
	for name, r := range map[string]failurelog.Record{"full": example(), "plain": plain, "odd": no} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(marshal(t, r), line(t, r)); diff != "" {
				t.Errorf("-encoding/json +failurelog\n%s", diff)
			}
		})
	}
}

func TestRunEncodingIsThatOfEncodingJSON(t *testing.T) {
	runs := []failurelog.Run{
		{Event: failurelog.RunStarted, Schema: 1, Timestamp: noon, RunID: "r", Host: "h", PID: 7, ProcessStart: noon},
		{
			Event: failurelog.RunEnded, Schema: 1, Timestamp: noon, RunID: "r", UserID: "u", Service: "s", Agent: "a",
			TraceID: "t", SpanID: "s", Host: "h", PID: 7, Status: failurelog.RunOK, DurationMS: 12.25,
			Operations: map[string]failurelog.OperationCount{
				"step executor": {Calls: 3, Failed: 1, Attempts: 2}, "chat m": {Calls: 1},
			},
			Failures: map[failurelog.Outcome]int{failurelog.Recovered: 1, failurelog.Failed: 2},
		},
	}
	l := open(t, t.TempDir(), failurelog.Options{})
	want := ""
	for i := range runs {
		if err := l.AppendRun(&runs[i]); err != nil {
			t.Fatal(err)
		}
		want += marshal(t, runs[i])
	}
	if diff := cmp.Diff(want, readFile(t, l.LedgerFile())); diff != "" {
		t.Errorf("-encoding/json +failurelog\n%s", diff)
	}
}

func TestRoundTrip(t *testing.T) {
	want := example()
	var got failurelog.Record
	if err := json.Unmarshal([]byte(line(t, want)), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-written +read\n%s", diff)
	}
}

func TestListsAndObjectsAreNeverNull(t *testing.T) {
	got := line(t, failure("r", "1"))
	for _, part := range []string{`"path":[]`, `"tags":[]`, `"context_data":{}`, `"schema":1`, `"retryable":null`, `"recovery":null`} {
		if !strings.Contains(got, part) {
			t.Errorf("%s is not in %s", part, got)
		}
	}
}

func TestLineIsSafeToPrint(t *testing.T) {
	r := failure("r", "1")
	r.ErrorMessage = "\x1b[2J\x7f\u009b31m\u202etxt\u2066\u200f\ufeffend"
	r.ContextData = map[string]any{"\x1b]0;title\a": json.RawMessage(`"\u202e"`)}
	got := line(t, r)
	for _, c := range strings.TrimSuffix(got, "\n") {
		if c < ' ' || c > '~' {
			t.Errorf("raw %U in %q", c, got)
		}
	}
	var back failurelog.Record
	if err := json.Unmarshal([]byte(got), &back); err != nil {
		t.Fatal(err)
	}
	if back.ErrorMessage != r.ErrorMessage {
		t.Errorf("message = %q, want %q", back.ErrorMessage, r.ErrorMessage)
	}
}

type panics struct{}

func (panics) MarshalJSON() ([]byte, error) { panic("no") }

func TestContextDataOfAnyType(t *testing.T) {
	cycle := map[string]any{}
	cycle["self"] = cycle
	tests := map[string]struct {
		value any
		want  string
	}{
		"int":            {42, `42`},
		"int64":          {int64(-1), `-1`},
		"uint8":          {uint8(7), `7`},
		"large":          {uint64(math.MaxUint64), `18446744073709551615`},
		"float":          {2.5, `2.5`},
		"small float":    {1e-9, `1e-9`},
		"NaN":            {math.NaN(), `"NaN"`},
		"infinity":       {math.Inf(-1), `"-Inf"`},
		"strings":        {[]string{"a", "b"}, `["a","b"]`},
		"ints":           {[]int64{1, 2}, `[1,2]`},
		"time":           {noon, `"2026-11-23T12:00:00.123456Z"`},
		"struct":         {struct{ A string }{"<b>"}, `{"A":"<b>"}`},
		"error":          {errors.New("boom"), `"boom"`},
		"nil pointer":    {(*int)(nil), `null`},
		"bad number":     {json.Number(`1}`), `"1}"`},
		"channel":        {make(chan int), `"(chan int: no JSON)"`},
		"panics":         {panics{}, `"(failurelog_test.panics: no JSON)"`},
		"duration":       {time.Second, `1000000000`},
		"nested too far": {cycle, `"self":"(nested too deeply)"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := failure("r", "1")
			r.ContextData = map[string]any{"v": tt.value}
			got := line(t, r)
			if !json.Valid([]byte(got)) {
				t.Fatalf("not JSON: %s", got)
			}
			if !strings.Contains(got, tt.want) {
				t.Errorf("%s is not in %s", tt.want, got)
			}
		})
	}
}

func TestUnusualNumbersAndTimes(t *testing.T) {
	r := failure("r", "1")
	r.LatencyMS = math.Inf(1)
	r.Timestamp = time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)
	var back failurelog.Record
	if err := json.Unmarshal([]byte(line(t, r)), &back); err != nil {
		t.Fatal(err)
	}
	if back.LatencyMS != 0 || !back.Timestamp.IsZero() {
		t.Errorf("latency %v, time %v, want zeros", back.LatencyMS, back.Timestamp)
	}
}

func TestTimestampIsUTC(t *testing.T) {
	r := failure("r", "1")
	r.Timestamp = noon.In(time.FixedZone("", 3600))
	if got := line(t, r); !strings.Contains(got, `"timestamp":"2026-11-23T12:00:00.123456Z"`) {
		t.Errorf("no UTC timestamp in %s", got)
	}
}

func TestHugeRecordIsClippedToWhatReadersAccept(t *testing.T) {
	r := failure("r", "1")
	r.ErrorMessage = strings.Repeat("\x01", 4<<20) // six times as long in JSON
	l := open(t, t.TempDir(), failurelog.Options{})
	appendAll(t, l, r)
	records, errs := collect(failurelog.Records(sources(t, l.RunFile("r"))...))
	if len(errs) != 0 || len(records) != 1 {
		t.Fatalf("read %d records, errors %v", len(records), errs)
	}
	if got := records[0]; got.FailureID != "1" || !strings.HasPrefix(got.ErrorMessage, "\x01\x01") || got.Tags[0] != "clipped" {
		t.Errorf("clipped record: id %q, tags %q, message of %d bytes", got.FailureID, got.Tags, len(got.ErrorMessage))
	}
}

func FuzzEncode(f *testing.F) {
	f.Add("r", "id", "message", "key", 1.5, true)
	f.Add("", "\x00", "\xff\u2028\u202e\x7f\"\\", "", math.NaN(), false)
	f.Fuzz(func(t *testing.T, run, id, message, key string, number float64, flag bool) {
		r := failure(run, id)
		r.ErrorMessage, r.LatencyMS, r.WasRecovered = message, number, flag
		r.ContextData = map[string]any{key: message, "n": number}
		r.Path = []string{key}
		text := line(t, r)
		if !utf8.ValidString(text) || strings.Count(text, "\n") != 1 {
			t.Fatalf("not one line of UTF-8: %q", text)
		}
		var back failurelog.Record
		if err := json.Unmarshal([]byte(text), &back); err != nil {
			t.Fatalf("%v in %q", err, text)
		}
		if want := string([]rune(message)); back.ErrorMessage != want {
			t.Fatalf("message = %q, want %q", back.ErrorMessage, want)
		}
	})
}
