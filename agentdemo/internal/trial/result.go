// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"cmp"
	"slices"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/chaos"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Result is what all runs of a trial show. Counts are of Faults unless they say
// otherwise.
type Result struct {
	Scenarios []string      `json:"scenarios"`
	Runs      int           `json:"runs"`
	Seed      uint64        `json:"seed"` // of the first run; the others follow
	Parallel  int           `json:"parallel"`
	Took      time.Duration `json:"took_ns"`

	Total Row   `json:"total"`
	Rows  []Row `json:"rows"`

	Missed      int `json:"missed"` // surfaced and not recorded
	Doubles     int `json:"double_counts"`
	FalseAlarms int `json:"false_alarms"`
	// WrongData lists the faults that gave wrong data to calls which accepted it.
	WrongData []WrongData `json:"wrong_data"`
	// OwnCalls are calls that failed without a fault of theirs, such as a tool that
	// a spoiled plan names; Announced are failures that scenarios bring about.
	OwnCalls  int `json:"calls_failed_by_themselves"`
	Announced int `json:"announced"`
	Ended     End `json:"runs_ended"`

	// Outcomes counts faults by what became of them, and by what was recorded.
	Outcomes map[failurelog.Outcome]map[failurelog.Outcome]int `json:"outcomes"`

	Problems     []Problem `json:"problems"` // the first ones
	ProblemCount int       `json:"problem_count"`

	Soak *Soak `json:"soak,omitempty"`
}

// End counts how the runs ended.
type End struct {
	Answered int `json:"answered"`
	Refused  int `json:"refused"` // asked the user back
	Failed   int `json:"failed"`
	Panicked int `json:"panicked"`
}

// Row is the faults of one category and reason, as they were to be recorded.
type Row struct {
	Category      classify.Category `json:"category,omitempty"`
	Reason        classify.Reason   `json:"reason,omitempty"`
	Injected      int               `json:"injected"`
	Surfaced      int               `json:"surfaced"`
	Recorded      int               `json:"recorded"` // of those that surfaced
	CategoryRight int               `json:"category_right"`
	ReasonRight   int               `json:"reason_right"`
	OutcomeKnown  int               `json:"outcome_known"`
	OutcomeRight  int               `json:"outcome_right"`
}

// WrongData is wrong data of one operation by one fault.
type WrongData struct {
	Operation  string      `json:"operation"`
	Fault      chaos.Fault `json:"fault"`
	Refused    int         `json:"refused"` // by a gate, later
	Undetected int         `json:"undetected"`
}

// keptProblems bounds the list of problems.
const keptProblems = 50

// add counts one run.
func (r *Result) add(v *Verdict) {
	r.Runs++
	r.OwnCalls += v.OwnCalls
	r.Announced += v.Announced
	switch {
	case v.Run.Panicked:
		r.Ended.Panicked++
	case refused(v.Run.Err):
		r.Ended.Refused++
	case v.Run.Err != nil:
		r.Ended.Failed++
	default:
		r.Ended.Answered++
	}
	for _, f := range v.Faults {
		r.count(f)
	}
	for _, p := range v.Problems {
		switch p.Kind {
		case Missed:
			r.Missed++
		case Double:
			r.Doubles++
		case FalseAlarm:
			r.FalseAlarms++
		}
		r.ProblemCount++
		if len(r.Problems) < keptProblems {
			r.Problems = append(r.Problems, p)
		}
	}
}

func (r *Result) count(f Fault) {
	row := r.row(f.Injection.Expected.Category, f.Injection.Expected.Reason)
	for _, row := range []*Row{row, &r.Total} {
		row.Injected++
		if !f.Surfaced {
			continue
		}
		row.Surfaced++
		if f.Record == nil {
			continue
		}
		row.Recorded++
		row.CategoryRight += one(f.Record.Category == f.Injection.Expected.Category)
		row.ReasonRight += one(f.Record.Reason == f.Injection.Expected.Reason)
		row.OutcomeKnown += one(f.Truth != "")
		row.OutcomeRight += one(f.Truth != "" && outcomeOf(f.Record) == f.Truth)
	}
	if f.Wrong {
		w := r.wrongData(f.Injection.Operation, f.Injection.Fault)
		w.Refused += one(f.Caught)
		w.Undetected += one(!f.Caught)
	}
	if f.Record != nil && f.Truth != "" {
		if r.Outcomes[f.Truth] == nil {
			r.Outcomes[f.Truth] = map[failurelog.Outcome]int{}
		}
		r.Outcomes[f.Truth][outcomeOf(f.Record)]++
	}
}

func (r *Result) row(category classify.Category, reason classify.Reason) *Row {
	i, found := slices.BinarySearchFunc(r.Rows, Row{Category: category, Reason: reason}, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.Reason, b.Reason))
	})
	if !found {
		r.Rows = slices.Insert(r.Rows, i, Row{Category: category, Reason: reason})
	}
	return &r.Rows[i]
}

func (r *Result) wrongData(operation string, fault chaos.Fault) *WrongData {
	i, found := slices.BinarySearchFunc(r.WrongData, WrongData{Operation: operation, Fault: fault}, func(a, b WrongData) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Fault, b.Fault))
	})
	if !found {
		r.WrongData = slices.Insert(r.WrongData, i, WrongData{Operation: operation, Fault: fault})
	}
	return &r.WrongData[i]
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// The goals, in percent.
const (
	goalRecall   = 100
	goalCategory = 98
	goalOutcome  = 98
)

// Goals says which goals were missed. None is good.
func (r Result) Goals() (missed []string) {
	t := r.Total
	check := func(met bool, name string) {
		if !met {
			missed = append(missed, name)
		}
	}
	check(r.Missed == 0, "recall of failures that surfaced: 100 %")
	check(r.Doubles == 0, "no double counts")
	check(r.FalseAlarms == 0, "no false alarms")
	check(share(t.CategoryRight, t.Surfaced) >= goalCategory, "category right: at least 98 %")
	check(share(t.OutcomeRight, t.OutcomeKnown) >= goalOutcome, "outcome right: at least 98 %")
	check(share(t.Recorded, t.Surfaced) >= goalRecall, "recall of Faults that surfaced: 100 %")
	for _, p := range r.Problems {
		if p.Kind == Refusal {
			check(false, "questions answered and asked back as announced")
			break
		}
	}
	if r.Soak != nil {
		check(r.Soak.Flat(), "heap and goroutines flat")
	}
	return missed
}

// share is a part in percent. Of nothing, all is right.
func share(part, of int) float64 {
	if of == 0 {
		return 100
	}
	return 100 * float64(part) / float64(of)
}
