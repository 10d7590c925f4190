// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

const (
	// maxGroups bounds the groups that are counted apart.
	maxGroups = 5_000

	// maxHits bounds the runs that a group remembers. A run counts once if fewer
	// others hit the group between its failures.
	maxHits = 256

	// maxActions bounds the ways of recovery that a group counts apart.
	maxActions = 16

	maxExampleText = 500 // runes
)

// Group is what is known of failures that have something in common, by default
// their fingerprint: the same thing going wrong.
type Group struct {
	Name  string `json:"name"` // the value of the field that failures are grouped by
	Count int    `json:"count"`
	Runs  int    `json:"runs"` // that it hit
	// RunSquares is the sum, over these runs, of the square of the failures in
	// each: it says how much failures come together. See [Compare].
	RunSquares int       `json:"run_squares"`
	FirstSeen  time.Time `json:"first_seen"`
	LastSeen   time.Time `json:"last_seen"`

	ByOutcome          map[failurelog.Outcome]int `json:"by_outcome"` // all four
	RecoveryRate       *float64                   `json:"recovery_rate"`
	StrictRecoveryRate *float64                   `json:"strict_recovery_rate"`
	UsualRecovery      string                     `json:"usual_recovery"` // the most frequent action

	Severity classify.Severity `json:"severity"` // the highest
	Example  Example           `json:"example"`
	Cost     Cost              `json:"cost"`
	Timeline []int             `json:"timeline"` // in the columns of the summary's
}

// Example is the latest failure of a group.
type Example struct {
	FailureID    string            `json:"failure_id"`
	TraceID      string            `json:"trace_id"`
	RunID        string            `json:"run_id"`
	Category     classify.Category `json:"category"`
	Reason       classify.Reason   `json:"reason"`
	Operation    string            `json:"operation"`
	Node         string            `json:"node"`
	Tool         string            `json:"tool"`
	Model        string            `json:"model"`
	ErrorType    string            `json:"error_type"`
	ErrorMessage string            `json:"error_message"` // shortened
}

// Cost is what failed operations used up.
type Cost struct {
	LatencyMS    float64 `json:"latency_ms"`
	InputTokens  int64   `json:"input_tokens"`
	OutputTokens int64   `json:"output_tokens"`
}

// group counts the failures of one group.
type group struct {
	count    int
	hits     hits
	first    time.Time
	last     time.Time
	outcomes map[failurelog.Outcome]int
	actions  map[string]int
	severity classify.Severity
	example  Example
	cost     Cost
	history  histogram
}

// groups counts by name.
type groups map[string]*group

func (gs groups) get(name string) *group {
	name = cmp.Or(name, none)
	g := gs[name]
	if g == nil && len(gs) >= maxGroups {
		name = other
		g = gs[name]
	}
	if g == nil {
		g = &group{outcomes: map[failurelog.Outcome]int{}}
		gs[name] = g
	}
	return g
}

// tally adds n, which is 1, or -1 for what an outcome line takes back.
func (g *group) tally(rec *failurelog.Record, outcome failurelog.Outcome, n int) {
	g.count += n
	g.outcomes[outcome] += n
	g.cost.LatencyMS += float64(n) * rec.LatencyMS
	if rec.Cost != nil {
		g.cost.InputTokens += int64(n) * rec.Cost.InputTokens
		g.cost.OutputTokens += int64(n) * rec.Cost.OutputTokens
	}
	switch {
	case rec.Recovery == nil:
	case n > 0 && (outcome == failurelog.Recovered || outcome == failurelog.Degraded):
		g.recoveredBy(rec.Recovery.Action, n)
	case n < 0 && outcome == failurelog.Degraded && rec.Recovery.SupersedesBasis == failurelog.Inferred:
		g.recoveredBy(handled, n)
	}
}

// handled is the action of every failure that is inferred to be degraded.
const handled = "handled"

func (g *group) recoveredBy(action string, n int) {
	if g.actions == nil {
		g.actions = map[string]int{}
	}
	if _, ok := g.actions[action]; ok || len(g.actions) < maxActions {
		g.actions[action] += n
	}
}

// see takes in when and where a failure of the group happened.
func (g *group) see(rec *failurelog.Record) {
	t := rec.Timestamp
	g.hits.add(runKey{rec.RunID, rec.TraceID})
	g.history.add(t, 1)
	if severity := severityOf(rec.Severity); worse(severity, g.severity) {
		g.severity = severity
	}
	if !t.IsZero() && (g.first.IsZero() || t.Before(g.first)) {
		g.first = t.UTC()
	}
	latest := t.After(g.last) || t.Equal(g.last) && cmp.Or(
		cmp.Compare(rec.FailureID, g.example.FailureID), cmp.Compare(rec.TraceID, g.example.TraceID)) > 0
	if !latest && g.example.FailureID != "" {
		return
	}
	g.last = t.UTC()
	g.example = Example{
		FailureID: rec.FailureID, TraceID: rec.TraceID, RunID: rec.RunID,
		Category: categoryOf(rec.Category), Reason: rec.Reason, Operation: operationOf(rec),
		Node: rec.GraphNode, Tool: rec.ToolName, Model: rec.LLMModel,
		ErrorType: shorten(rec.ErrorType, maxExampleText), ErrorMessage: shorten(rec.ErrorMessage, maxExampleText),
	}
}

// worse reports whether a is the higher severity. An empty one is the lowest.
func worse(a, b classify.Severity) bool {
	order := classify.Severities()
	return slices.Index(order, a) > slices.Index(order, b)
}

// list returns the groups, most frequent first.
func (gs groups) list(whole *histogram) []Group {
	out := make([]Group, 0, len(gs))
	for name, g := range gs {
		if g.count > 0 {
			out = append(out, g.export(name, whole))
		}
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), b.LastSeen.Compare(a.LastSeen), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func (g *group) export(name string, whole *histogram) Group {
	out := Group{
		Name: name, Count: g.count, Runs: min(g.hits.n, g.count), RunSquares: g.hits.squares, FirstSeen: g.first, LastSeen: g.last,
		ByOutcome: map[failurelog.Outcome]int{}, UsualRecovery: g.usual(),
		Severity: g.severity, Example: g.example, Cost: g.cost, Timeline: g.history.on(whole),
	}
	for _, outcome := range failurelog.Outcomes() {
		out.ByOutcome[outcome] = max(g.outcomes[outcome], 0)
	}
	out.RecoveryRate, out.StrictRecoveryRate = rates(out.ByOutcome, g.count)
	return out
}

func (g *group) usual() string {
	if actions := byCount(g.actions); len(actions) > 0 && g.actions[actions[0]] > 0 {
		return actions[0]
	}
	return ""
}

// rates returns recovery rate and strict recovery rate.
func rates(outcomes map[failurelog.Outcome]int, total int) (rated, strict *float64) {
	recovered := min(outcomes[failurelog.Recovered], total)
	return rate(min(recovered+outcomes[failurelog.Degraded], total), total), rate(recovered, total)
}

// hits counts runs, and the squares of the failures in each, without remembering
// all of them.
type hits struct {
	n       int
	squares int
	counts  map[runKey]int
	fifo    []runKey
}

func (h *hits) add(key runKey) {
	if n, ok := h.counts[key]; ok {
		h.counts[key] = n + 1
		h.squares += 2*n + 1
		return
	}
	if h.counts == nil {
		h.counts = map[runKey]int{}
	}
	h.n++
	h.squares++
	h.counts[key] = 1
	if len(h.fifo) < maxHits {
		h.fifo = append(h.fifo, key)
		return
	}
	oldest := &h.fifo[(h.n-1)%maxHits]
	delete(h.counts, *oldest)
	*oldest = key
}
