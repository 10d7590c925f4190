// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report/page"
	"github.com/otelfail/otelfail-go/exporter/report/page/internal/sample"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain text":                     "plain text",
		"two\nlines\tand a tab":          "two\nlines\tand a tab",
		"windows\r\nlines":               "windows\nlines",
		"return\rhome":                   "return␍home",
		"\x1b[31mred":                    "␛[31mred",
		"nul\x00del\x7f":                 "nul␀del␡",
		"\u009b31m":                      "⟨U+009B⟩31m",
		"user\u202e \u2066//":            "user⟨U+202E⟩ ⟨U+2066⟩//",
		"zero\u200bwidth\ufeff":          "zero⟨U+200B⟩width⟨U+FEFF⟩",
		"line\u2028separator":            "line⟨U+2028⟩separator",
		"\U000e0041\U000e007f":           "⟨U+E0041⟩⟨U+E007F⟩",
		"\xff!":                          "⟨FF⟩!",
		"warning \u26a0\ufe0f, a\ufe0f":  "warning \u26a0\ufe0f, a⟨U+FE0F⟩",
		"Zürich 東京 ملف שלום":             "Zürich 東京 ملف שלום",
		"blank\u3164letter thin\u2009sp": "blank⟨U+3164⟩letter thin⟨U+2009⟩sp",
	} {
		if got := page.Visible(in); got != want {
			t.Errorf("%+q: %q, want %q", in, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for in, want := range map[string]string{
		"short": "short", "東京東京東": "東京東京東", "longer": "longe… (1 characters more)", "東京東京東京東": "東京東京東… (2 characters more)",
	} {
		if got := page.Cut(in, 5); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

// checkPage fails if a text of a log is anything but text in the page.
func checkPage(t *testing.T, html string) {
	t.Helper()
	data := between(t, html, `id="data">`, `</script>`)
	if strings.ContainsAny(data, "<>&\u2028\u2029") {
		t.Error("the data have characters of HTML")
	}
	if !json.Valid([]byte(data)) {
		t.Error("the data are not JSON")
	}
	for i, r := range html {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Variation_Selector)) && r != 0xfe0f {
			t.Fatalf("%U at %d: %q", r, i, html[max(0, i-40):min(len(html), i+40)])
		}
	}
	for _, tag := range []string{"<script", "<style", "<link", "<base", "<meta", "<iframe", "<img", "<form"} {
		want := map[string]int{"<script": 2, "<style": 1, "<link": 1, "<meta": 6, "<form": 1}[tag]
		if n := strings.Count(strings.ToLower(html), tag); n != want {
			t.Errorf("%d %s, want %d", n, tag, want)
		}
	}
}

func TestHostileTextsAreTexts(t *testing.T) {
	html := write(t, read(t, page.Options{}, sample.Hostile()))
	checkPage(t, html)
	if n := strings.Count(html, "onerror=window"); n == 0 {
		t.Error("the texts are not there at all")
	}
}

func FuzzWrite(f *testing.F) {
	for i, text := range sample.Payloads {
		f.Add(text, "execute_tool "+text, float64(i), int64(i)*1e18)
	}
	f.Add("x", "", -1e308, int64(-1))
	f.Fuzz(func(t *testing.T, text, operation string, ms float64, at int64) {
		entries := one()
		rec := entries[1].Record
		rec.ErrorMessage, rec.ErrorType, rec.Fingerprint, rec.RunID, rec.TraceID, rec.FailureID = text, text, text, text, text, text
		rec.Path, rec.Tags, rec.ErrorTraceback, rec.StepTitle = []string{operation, text}, []string{text}, text, text
		rec.ContextData, rec.LatencyMS = map[string]any{text: text}, ms
		rec.Timestamp = rec.Timestamp.Add(0).UTC()
		if at != 0 {
			rec.Timestamp = sample.Start.AddDate(int(at%9000), 0, int(at%31))
		}
		settled := entries[2].Record
		settled.TraceID, settled.FailureID, settled.RunID = text, text, text
		settled.Recovery.Action, settled.Recovery.Detail, settled.Recovery.AfterMS = text, operation, ms
		entries[0].Run.Operations[operation] = failurelog.OperationCount{Calls: 1}
		checkPage(t, write(t, read(t, page.Options{}, slices.Values(entries))))
	})
}

// TestSize holds the promise of a file that can be sent by mail, whatever the
// failures are like.
func TestSize(t *testing.T) {
	for name, change := range map[string]func(i int, rec *failurelog.Record){
		"as they are": func(int, *failurelog.Record) {},
		"long texts": func(i int, rec *failurelog.Record) {
			rec.ErrorMessage = strings.Repeat(fmt.Sprintf("<&> %d ", i), 200)
		},
		"all different": func(i int, rec *failurelog.Record) {
			text := fmt.Sprintf("<%d> %s", i, strings.Repeat("\u202e", 100))
			rec.Fingerprint, rec.GraphNode, rec.ToolName, rec.RunID, rec.TraceID = text, text, text, text, text
			rec.Tags, rec.ErrorMessage = []string{text + "a", text + "b"}, text
		},
	} {
		t.Run(name, func(t *testing.T) {
			const failures = 7_000
			i := 0
			html := write(t, read(t, page.Options{}, func(yield func(failurelog.Entry) bool) {
				for e := range sample.Log(failures) {
					if e.Record != nil {
						change(i, e.Record)
						i++
					}
					if !yield(e) {
						return
					}
				}
			}))
			if len(html) > 10_000_000 {
				t.Errorf("%d bytes", len(html))
			}
			if !strings.Contains(html, "7\u202f000 failures") {
				t.Error("the page does not count all")
			}
			if name != "as they are" && !strings.Contains(html, "to keep this file small") {
				t.Error("the page does not say what it leaves out")
			}
		})
	}
}

func TestTrend(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // to be repeated
	// Runs fail in bursts: most not at all, some much.
	draw := func(runs int, mean float64) []int {
		counts := make([]int, runs)
		for i := range counts {
			if random.IntN(3) == 0 {
				counts[i] = int(random.ExpFloat64() * 3 * mean)
			}
		}
		return counts
	}
	const trials = 100
	for _, runs := range []int{8, 40, 2_000} {
		alarms := 0
		for range trials {
			if page.Compare(draw(runs, 2)) != 0 {
				alarms++
			}
		}
		if alarms > trials/20 {
			t.Errorf("%d of %d comparisons of %d equal runs raise alarms", alarms, trials, runs)
		}
	}
	found := 0
	for range trials {
		if page.Compare(append(draw(50, 1), draw(50, 8)...)) == 1 {
			found++
		}
	}
	if found < trials/2 {
		t.Errorf("%d of %d found where failures are six times as many", found, trials)
	}
	if page.Compare(append(slicesOf(5, 50), slicesOf(1, 50)...)) != -1 {
		t.Error("fewer failures are not told")
	}
	for _, counts := range [][]int{nil, {3}, {1, 9}, slicesOf(2, 50)} {
		if page.Compare(counts) != 0 {
			t.Errorf("a trend in %v", counts)
		}
	}
}

func slicesOf(n, length int) []int {
	out := make([]int, length)
	for i := range out {
		out[i] = n
	}
	return out
}
