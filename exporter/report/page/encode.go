// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// The page is at most 10 MB: groups, then failures in short, then what else is
// known of them, each as much as fits below its mark.
const (
	groupBytes  = 1_500_000
	rowBytes    = 8_400_000
	detailBytes = 9_700_000
)

// data is what the script of the page reads, as JSON, and what was left out of
// it. Texts are in one list and said by their place in it; a table is a list of
// columns, as assets/data.js reads them.
type data struct {
	json     []byte
	listed   int // failures
	detailed int // of these with all that is known
	groups   int
}

type encoder struct {
	texts     [][]byte // as JSON
	places    map[string]int
	textBytes int

	kindPlaces map[*kind]int
	runPlaces  map[*run]int

	groups, kinds, runs, rows, details *table
	rowBytes                           int // of rows to come
}

func newEncoder() *encoder {
	e := &encoder{
		places: map[string]int{}, kindPlaces: map[*kind]int{}, runPlaces: map[*run]int{},
		groups: newTable(16), kinds: newTable(15), runs: newTable(4), rows: newTable(10), details: newTable(14),
	}
	e.text("") // at 0
	return e
}

// size returns the bytes so far, also of rows that are chosen.
func (e *encoder) size() int {
	return e.textBytes + e.groups.size + e.kinds.size + e.runs.size + e.details.size + e.rowBytes
}

// text returns the place of s, made visible.
func (e *encoder) text(s string) int {
	if at, ok := e.places[s]; ok {
		return at
	}
	at := len(e.texts)
	e.texts = append(e.texts, appendQuoted(nil, visible(s)))
	e.places[s] = at
	e.textBytes += len(e.texts[at]) + 1
	return at
}

func encode(s *report.Summary, list []*failure, jaegerURL string, made time.Time) data {
	e := newEncoder()
	var out data
	for i := range s.Groups {
		if e.size() > groupBytes {
			break
		}
		e.group(&s.Groups[i])
		out.groups++
	}
	telling := mostTelling(list)
	for _, f := range list {
		f.row = -1
	}
	for _, f := range telling {
		if e.size() > rowBytes {
			break
		}
		e.choose(f)
		f.row = 0
		out.listed++
	}
	chosen := make([]*failure, 0, out.listed)
	for _, f := range list {
		if f.row == 0 {
			f.row = len(chosen)
			chosen = append(chosen, f)
		}
	}
	messages := make([]int, len(chosen)) // 0 is none
	for _, f := range telling[:len(chosen)] {
		if e.size() > detailBytes {
			break
		}
		messages[f.row] = e.text(f.message)
		if f.detail != nil {
			e.detail(f)
			out.detailed++
		}
	}
	e.addRows(chosen, messages)
	out.json = e.json(s, jaegerURL, made)
	return out
}

// json puts the parts together.
func (e *encoder) json(s *report.Summary, jaegerURL string, made time.Time) []byte {
	b := make([]byte, 0, e.size()+e.rows.size+1<<12)
	b = fmt.Appendf(b, `{"version":1,"made":%d,"total":%d,"groupCount":%d,"jaeger":`, made.UnixMilli(), s.TotalFailures, s.GroupCount)
	b = appendQuoted(b, jaegerURL)
	b = append(b, `,"words":{`...)
	for i, reason := range slices.Sorted(maps.Keys(reasonWords)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendQuoted(b, string(reason)), ':')
		b = appendQuoted(b, reasonWords[reason])
	}
	b = append(b, '}')
	if t := s.Timeline; t.Start != nil {
		b = fmt.Appendf(b, `,"start":%d,"column":%d,"columns":%d`, t.Start.UnixMilli(), t.Seconds*1000, len(t.Counts))
	}
	b = append(b, `,"texts":[`...)
	for i, text := range e.texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, text...)
	}
	b = append(b, ']')
	for _, part := range []struct {
		name string
		*table
	}{{"groups", e.groups}, {"kinds", e.kinds}, {"runs", e.runs}, {"rows", e.rows}, {"details", e.details}} {
		b = append(b, `,"`+part.name+`":`...)
		b = part.append(b)
	}
	return append(b, '}')
}

var categories, severities, outcomes = classify.Categories(), classify.Severities(), failurelog.Outcomes()

func (e *encoder) group(g *report.Group) {
	x := &g.Example
	counts := make([]int, 0, len(outcomes))
	for _, outcome := range outcomes {
		counts = append(counts, g.ByOutcome[outcome])
	}
	e.groups.int(e.text(g.Name)).int(g.Count).int(g.Runs).time(g.FirstSeen).time(g.LastSeen).
		ints(counts).int(e.text(g.UsualRecovery)).int(slices.Index(severities, g.Severity)).
		ints(g.Timeline).ms(g.Cost.LatencyMS).int64(g.Cost.InputTokens + g.Cost.OutputTokens).
		int(slices.Index(categories, x.Category)).int(e.text(string(x.Reason))).int(e.text(x.Operation)).
		int(e.text(x.ErrorType)).int(e.text(cut(x.ErrorMessage, maxTitle)))
}

// choose adds what a row refers to, and makes room for it.
func (e *encoder) choose(f *failure) {
	if _, ok := e.kindPlaces[f.kind]; !ok {
		e.kindPlaces[f.kind] = len(e.kindPlaces)
		e.kind(f.kind)
	}
	if _, ok := e.runPlaces[f.run]; !ok {
		e.runPlaces[f.run] = len(e.runPlaces)
		e.runs.int(e.text(f.run.id)).int(e.text(f.run.traceID)).time(f.run.began).int(runState(f.run))
	}
	e.text(f.recovery.Action)
	e.rowBytes += maxRowNumbers + len(f.key.id)
	if !plain(f.key.id) {
		e.rowBytes += 12 * len(f.key.id) // as ⟨U+202E⟩, or escaped
	}
}

// maxRowNumbers is about what the numbers of a row take at most.
const maxRowNumbers = 42

func (e *encoder) kind(k *kind) {
	retry := -1
	if yes, known := k.retryable.Bool(); known {
		retry = 0
		if yes {
			retry = 1
		}
	}
	e.kinds.int(e.text(k.group)).int(slices.Index(categories, k.category)).int(e.text(string(k.reason))).
		int(slices.Index(severities, k.severity)).int(retry).int(e.text(k.operation)).int(e.text(k.node)).
		int(e.text(k.tool)).int(e.text(k.model)).int(e.text(k.errorType)).
		ints(e.textList(k.path)).ints(e.textList(k.tags)).int(e.text(k.stepType)).int(e.text(k.service)).int(e.text(k.user))
}

func (e *encoder) textList(joined string) []int {
	if joined == "" {
		return nil
	}
	var places []int
	for text := range strings.SplitSeq(joined, separator) {
		places = append(places, e.text(text))
	}
	return places
}

// runState returns 0 ok, 1 error, 2 unknown, 3 where no end was seen, or -1
// where the ledger does not know the run.
func runState(r *run) int {
	switch {
	case !r.inLedger:
		return -1
	case r.status == failurelog.RunOK:
		return 0
	case r.status == failurelog.RunError:
		return 1
	case r.status == failurelog.RunUnknown:
		return 2
	}
	return 3
}

// addRows adds failures, oldest first. Times are the milliseconds since the row
// before, outcomes twice their place, plus one where they are declared.
func (e *encoder) addRows(list []*failure, messages []int) {
	var before int64
	for i, f := range list {
		at := f.at.UnixMilli()
		outcome := 2 * slices.Index(outcomes, f.recovery.Outcome)
		if f.recovery.Basis == failurelog.Declared {
			outcome++
		}
		e.rows.int64(at - before).int(e.kindPlaces[f.kind]).int(e.runPlaces[f.run]).int(messages[i]).int(outcome).
			int(e.text(f.recovery.Action)).ms(f.latency).ms(f.recovery.AfterMS).int(f.attempt).text(visible(f.key.id))
		before = at
	}
}

func (e *encoder) detail(f *failure) {
	d := f.detail
	span := d.spanID
	if strings.HasPrefix(f.key.id, span+"-") {
		span = "" // the id tells
	}
	e.details.int(f.row).int(e.text(d.message)).int(e.text(d.traceback)).int(e.text(contextText(d.context))).
		int(e.text(d.stepID)).int(e.text(d.stepTitle)).int(e.text(span)).int(e.text(d.causeID)).
		int(e.text(d.causeSpanID)).int64(d.cost.InputTokens).int64(d.cost.OutputTokens).
		int(e.text(f.recovery.Detail)).int(e.text(f.recovery.SpanID)).time(f.settled)
}

// contextText returns the data as JSON for people.
func contextText(data map[string]any) string {
	if len(data) == 0 {
		return ""
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(data); err != nil {
		return fmt.Sprint(data)
	}
	return cut(strings.TrimSpace(b.String()), maxContext)
}
