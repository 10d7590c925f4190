// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
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
	texts  [][]byte // as JSON
	places map[string]int
	size   int // bytes used so far

	kinds    map[*kind]int
	kindList []*kind
	runs     map[*run]int
	runList  []*run
	rows     []*failure
}

// text returns the place of s, made visible.
func (e *encoder) text(s string) int {
	if at, ok := e.places[s]; ok {
		return at
	}
	enc, err := json.Marshal(visible(s)) // escapes what HTML would obey
	if err != nil {
		enc = []byte(`""`)
	}
	at := len(e.texts)
	e.texts = append(e.texts, enc)
	e.places[s] = at
	e.size += len(enc) + 1
	return at
}

func encode(s *report.Summary, list []*failure, jaegerURL string, made time.Time) data {
	e := &encoder{places: map[string]int{}, kinds: map[*kind]int{}, runs: map[*run]int{}}
	e.text("") // at 0
	var out data

	groups := newTable(16)
	for i := range s.Groups {
		if e.size > groupBytes {
			break
		}
		e.size += groups.add(e.group(&s.Groups[i])...)
		out.groups++
	}

	telling := mostTelling(list)
	chosen := make(map[*failure]struct{}, len(list))
	for _, f := range telling {
		if e.size > rowBytes {
			break
		}
		e.choose(f)
		chosen[f] = struct{}{}
	}
	for _, f := range list {
		if _, ok := chosen[f]; ok {
			e.rows = append(e.rows, f)
		}
	}
	out.listed = len(e.rows)

	places := make(map[*failure]int, len(e.rows))
	for i, f := range e.rows {
		places[f] = i
	}
	messages := make([]int, len(e.rows)) // 0 is none
	details := newTable(14)
	for _, f := range telling[:len(chosen)] {
		if e.size > detailBytes {
			break
		}
		messages[places[f]] = e.text(f.message)
		if f.detail != nil {
			e.size += details.add(e.detail(places[f], f)...)
			out.detailed++
		}
	}
	rows := e.rowTable(messages)
	kinds, runTable := e.kindTable(), e.runTable()

	b := make([]byte, 0, e.size+1<<16)
	b = append(b, `{"version":1,"made":`...)
	b = strconv.AppendInt(b, made.UnixMilli(), 10)
	b = append(b, `,"jaeger":`...)
	b = append(b, quoted(jaegerURL)...)
	b = append(b, `,"total":`...)
	b = strconv.AppendInt(b, int64(s.TotalFailures), 10)
	b = append(b, `,"groupCount":`...)
	b = strconv.AppendInt(b, int64(s.GroupCount), 10)
	b = append(b, `,"words":`...)
	b = append(b, quoted(reasonWords)...)
	if t := s.Timeline; t.Start != nil {
		b = append(b, `,"start":`...)
		b = strconv.AppendInt(b, t.Start.UnixMilli(), 10)
		b = append(b, `,"column":`...)
		b = strconv.AppendInt(b, t.Seconds*1000, 10)
		b = append(b, `,"columns":`...)
		b = strconv.AppendInt(b, int64(len(t.Counts)), 10)
	}
	b = append(b, `,"texts":[`...)
	for i, text := range e.texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, text...)
	}
	b = append(b, ']')
	for _, t := range []struct {
		name string
		table
	}{{"groups", groups}, {"kinds", kinds}, {"runs", runTable}, {"rows", rows}, {"details", details}} {
		b = append(b, `,"`+t.name+`":`...)
		b = t.append(b)
	}
	out.json = append(b, '}')
	return out
}

// quoted returns a text or a map of texts as JSON that is safe within HTML.
func quoted[T string | map[classify.Reason]string](s T) []byte {
	enc, err := json.Marshal(s)
	if err != nil {
		return []byte(`""`)
	}
	return enc
}

// choose makes room for a row.
func (e *encoder) choose(f *failure) {
	if _, ok := e.kinds[f.kind]; !ok {
		e.kinds[f.kind] = len(e.kindList)
		e.kindList = append(e.kindList, f.kind)
		e.kindCells(f.kind)
		e.size += 80
	}
	if _, ok := e.runs[f.run]; !ok {
		e.runs[f.run] = len(e.runList)
		e.runList = append(e.runList, f.run)
		e.text(f.run.id)
		e.text(f.run.traceID)
		e.size += 30
	}
	e.text(f.recovery.Action)
	e.size += 36 + len(f.key.id)
}

var categories, severities, outcomes = classify.Categories(), classify.Severities(), failurelog.Outcomes()

func (e *encoder) group(g *report.Group) []cell {
	x := &g.Example
	counts := make([]int, 0, len(outcomes))
	for _, outcome := range outcomes {
		counts = append(counts, g.ByOutcome[outcome])
	}
	return []cell{
		number(e.text(g.Name)), number(g.Count), number(g.Runs), instant(g.FirstSeen), instant(g.LastSeen),
		list(counts), number(e.text(g.UsualRecovery)), number(slices.Index(severities, g.Severity)),
		list(g.Timeline), rounded(g.Cost.LatencyMS), number(int(g.Cost.InputTokens + g.Cost.OutputTokens)),
		number(slices.Index(categories, x.Category)), number(e.text(string(x.Reason))), number(e.text(x.Operation)),
		number(e.text(x.ErrorType)), number(e.text(cut(x.ErrorMessage, maxTitle))),
	}
}

func (e *encoder) kindCells(k *kind) []cell {
	retry := -1
	if yes, known := k.retryable.Bool(); known {
		retry = 0
		if yes {
			retry = 1
		}
	}
	return []cell{
		number(e.text(k.group)), number(slices.Index(categories, k.category)), number(e.text(string(k.reason))),
		number(slices.Index(severities, k.severity)), number(retry), number(e.text(k.operation)), number(e.text(k.node)),
		number(e.text(k.tool)), number(e.text(k.model)), number(e.text(k.errorType)),
		e.textList(k.path), e.textList(k.tags), number(e.text(k.stepType)), number(e.text(k.service)), number(e.text(k.user)),
	}
}

func (e *encoder) textList(joined string) cell {
	if joined == "" {
		return list(nil)
	}
	var places []int
	for text := range strings.SplitSeq(joined, separator) {
		places = append(places, e.text(text))
	}
	return list(places)
}

func (e *encoder) kindTable() table {
	t := newTable(15)
	for _, k := range e.kindList {
		t.add(e.kindCells(k)...)
	}
	return t
}

func (e *encoder) runTable() table {
	t := newTable(4)
	for _, r := range e.runList {
		t.add(number(e.text(r.id)), number(e.text(r.traceID)), instant(r.began), number(runState(r)))
	}
	return t
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

// rowTable has times as the milliseconds since the row before, and outcomes as
// twice their place, plus one where they are declared.
func (e *encoder) rowTable(messages []int) table {
	t := newTable(10)
	var before int64
	for i, f := range e.rows {
		at := f.at.UnixMilli()
		outcome := 2 * slices.Index(outcomes, f.recovery.Outcome)
		if f.recovery.Basis == failurelog.Declared {
			outcome++
		}
		t.add(integer(at-before), number(e.kinds[f.kind]), number(e.runs[f.run]), number(messages[i]), number(outcome),
			number(e.text(f.recovery.Action)), rounded(f.latency), rounded(f.recovery.AfterMS), number(f.attempt),
			cell(quoted(visible(f.key.id))))
		before = at
	}
	return t
}

func (e *encoder) detail(row int, f *failure) []cell {
	d := f.detail
	span := d.spanID
	if strings.HasPrefix(f.key.id, span+"-") {
		span = "" // the id tells
	}
	return []cell{
		number(row), number(e.text(d.message)), number(e.text(d.traceback)), number(e.text(contextText(d.context))),
		number(e.text(d.stepID)), number(e.text(d.stepTitle)), number(e.text(span)), number(e.text(d.causeID)),
		number(e.text(d.causeSpanID)), integer(d.cost.InputTokens), integer(d.cost.OutputTokens),
		number(e.text(f.recovery.Detail)), number(e.text(f.recovery.SpanID)), instant(f.settled),
	}
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
