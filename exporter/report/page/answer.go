// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// answer is one of the four that the page begins with.
type answer struct {
	Question string
	Verdict  string
	Href     string // of the verdict, or empty
	Class    string // good, bad or empty
	Unit     string // what the verdict is of
	Lines    []phrase
	Shares   []shareOf
}

// phrase is a line of text in pieces.
type phrase []piece

// piece is text that may be code, a link or a time.
type piece struct {
	Text string
	Code bool
	Href string
	Time time.Time
}

// shareOf is a part of a bar of outcomes.
type shareOf struct {
	Name, Class, X, W string
	Count             int
	Href              string
}

func words(format string, args ...any) piece { return piece{Text: fmt.Sprintf(format, args...)} }

func newAnswers(s *report.Summary, list []*failure, rs *runs) []answer {
	return []answer{what(s, list), why(s), whether(s, list), worse(s, list, rs)}
}

// what answers: what failed?
func what(s *report.Summary, list []*failure) answer {
	a := answer{Question: "What failed?", Verdict: count(s.TotalFailures), Unit: noun(s.TotalFailures, "failure")}
	hit := map[*run]struct{}{}
	for _, f := range list {
		hit[f.run] = struct{}{}
	}
	in := min(len(hit), s.Runs.Total)
	switch {
	case s.Runs.Total == 1:
		a.Unit += " in one run"
	case len(list) == s.TotalFailures && s.Operations > 0 && in == s.Runs.Total:
		a.Unit += fmt.Sprintf(" in all of %s", plural(s.Runs.Total, "run"))
	case len(list) == s.TotalFailures && s.Operations > 0:
		a.Unit += fmt.Sprintf(" in %s of %s", count(in), plural(s.Runs.Total, "run"))
	default:
		a.Unit += " in " + plural(s.Runs.Total, "run")
	}
	rates := newRates(s)
	for i, b := range rates[:min(len(rates), 2)] {
		line := phrase{{Text: b.Name, Code: true, Href: b.Href}, words(": %s", b.Note)}
		if i == 0 && len(rates) > 1 {
			line = append(phrase{words("Most often ")}, line...)
		} else if i == 1 {
			line = append(phrase{words("then ")}, line...)
		}
		a.Lines = append(a.Lines, line)
	}
	return a
}

// why answers: why did it fail?
func why(s *report.Summary) answer {
	type reasonKey struct {
		category classify.Category
		reason   classify.Reason
	}
	counts := map[reasonKey]int{}
	for i := range s.Groups {
		g := &s.Groups[i]
		counts[reasonKey{g.Example.Category, g.Example.Reason}] += g.Count
	}
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b reasonKey) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a.category, b.category), cmp.Compare(a.reason, b.reason))
	})
	a := answer{Question: "Why?"}
	for i, key := range keys[:min(len(keys), 3)] {
		name := reasonName(key.reason, key.category)
		href := fragment("category", string(key.category), "reason", visible(string(key.reason)))
		if i == 0 {
			a.Verdict, a.Href = strings.ToUpper(name[:1])+name[1:], href
			a.Unit = categoryName(key.category)
			if len(keys) > 1 {
				a.Unit += ", " + share(counts[key], s.TotalFailures)
			}
			continue
		}
		lead := "then "
		if i == 2 {
			lead = "and "
		}
		a.Lines = append(a.Lines, phrase{words("%s", lead), {Text: name, Href: href},
			words(" (%s) %s", categoryName(key.category), count(counts[key]))})
	}
	if len(keys) > 3 {
		a.Lines = append(a.Lines, phrase{words("%s in all, in %s", plural(len(keys), "reason"), plural(s.GroupCount, "group"))})
	} else if s.TotalFailures > 1 {
		a.Lines = append(a.Lines, phrase{words("in %s", plural(s.GroupCount, "group"))})
	}
	return a
}

func reasonName(reason classify.Reason, category classify.Category) string {
	if reason == "" {
		return categoryName(category)
	}
	if words, ok := reasonWords[reason]; ok {
		return words
	}
	return visible(strings.ReplaceAll(string(reason), "_", " "))
}

// reasonWords are the reasons that are not words.
var reasonWords = map[classify.Reason]string{
	classify.EOF: "EOF", classify.DNS: "DNS", classify.TLS: "TLS", classify.OOM: "out of memory", classify.ConnLimit: "connection limit",
	classify.Nil: "nil pointer", classify.Auth: "authentication",
}

func categoryName(c classify.Category) string {
	if c == classify.LLM {
		return "LLM"
	}
	return string(c)
}

// whether answers: did it recover?
func whether(s *report.Summary, list []*failure) answer {
	a := answer{Question: "Did it recover?", Verdict: percentOrNone(s.RecoveryRate), Unit: "recovered or went on without it"}
	before := 0
	for _, outcome := range outcomes {
		n := s.ByOutcome[outcome]
		if n == 0 {
			continue
		}
		a.Shares = append(a.Shares, shareOf{
			Name: string(outcome), Class: string(outcome), Count: n, Href: fragment("outcome", string(outcome)),
			X: percentOf(float64(before), s.TotalFailures), W: percentOf(float64(n), s.TotalFailures),
		})
		before += n
	}
	if s.ByOutcome[failurelog.Failed]+s.ByOutcome[failurelog.Unknown] == 0 {
		a.Class = "good"
	}
	if strict := s.StrictRecoveryRate; strict != nil && s.ByOutcome[failurelog.Degraded] > 0 {
		a.Lines = append(a.Lines, phrase{words("strictly, only what reached its aim after all: %s", percent(*strict))})
	}
	actions := map[string]int{}
	for _, f := range list {
		if f.recovery.Outcome == failurelog.Recovered {
			actions[f.recovery.Action]++
		}
	}
	usual, most := "", 0
	for action, n := range actions {
		if n > most || n == most && action < usual {
			usual, most = action, n
		}
	}
	if t := newRecoveryTimes(list); t.Count > 0 {
		line := phrase{words("Recovered mostly by "), words("%s", cmp.Or(actionName(usual), "other means"))}
		if len(actions) == 1 {
			line[0].Text = "Recovered by "
		}
		after := words(", half of them within %s", t.Median)
		if t.Count == 1 {
			after = words(" after %s", t.Median)
		}
		a.Lines = append(a.Lines, append(line, after))
	}
	return a
}

func actionName(action string) string { return visible(strings.ReplaceAll(action, "_", " ")) }

// worse answers: is it getting worse?
func worse(s *report.Summary, list []*failure, rs *runs) answer {
	a := answer{Question: "Is it getting worse?"}
	perRun := map[*run]int{}
	for _, f := range list {
		perRun[f.run]++
	}
	t := newTrend(rs.sorted(func(r *run) bool { return r.inLedger }), perRun)
	switch {
	case t.runs == 0:
		a.Verdict, a.Unit = "Not known", "without a run ledger"
		a.Lines = append(a.Lines, halves(s.Timeline))
		return a
	case t.runs == 1:
		a.Verdict, a.Unit = "Not known", "from a single run"
		a.Lines = append(a.Lines, phrase{words("It takes %d runs to tell a trend from chance.", minTrendRuns)})
		return a
	case t.runs < minTrendRuns:
		a.Verdict, a.Unit = "Not known", "from "+plural(t.runs, "run")
		a.Lines = append(a.Lines, phrase{words("It takes %d to tell a trend from chance.", minTrendRuns)})
	case t.change > 0:
		a.Verdict, a.Class = "Yes", "bad"
	case t.change < 0:
		a.Verdict, a.Class = "No, better", "good"
	default:
		a.Verdict = "No"
		a.Unit = "no change beyond chance"
	}
	line := phrase{words("%s → %s failures per run, earlier and later half of %s", decimal(t.earlier), decimal(t.later), considered(rs, t.runs))}
	if t.change != 0 {
		a.Unit, line = line[0].Text, nil
	}
	if line != nil {
		a.Lines = append(a.Lines, line)
	}
	if t.runs >= minTrendRuns {
		a.Lines = append(a.Lines, newGroups(s, t.first))
	}
	return a
}

// considered says which runs the trend is of.
func considered(rs *runs, n int) string {
	if rs.some {
		return "the latest " + plural(n, "run")
	}
	return plural(n, "run")
}

// newGroups says how many groups were first seen in the later half of runs.
func newGroups(s *report.Summary, first *run) phrase {
	n := 0
	for i := range s.Groups {
		if !s.Groups[i].FirstSeen.Before(first.began) {
			n++
		}
	}
	if n == 0 {
		return phrase{words("no new groups in the later half")}
	}
	return phrase{{Text: plural(n, "new group"), Href: fragment("sort", "first")}, words(" since "), {Time: first.began}}
}

// halves counts failures in the earlier and later half of the time, which says
// little without the runs.
func halves(t report.Timeline) phrase {
	sums := [2]int{}
	for i, n := range t.Counts {
		sums[2*i/max(len(t.Counts), 1)] += n
	}
	return phrase{words("%s failures in the earlier half of the time, %s in the later; of how many runs is not known", count(sums[0]), count(sums[1]))}
}

func noun(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
