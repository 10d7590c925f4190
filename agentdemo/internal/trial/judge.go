// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"fmt"
	"slices"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/chaos"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// The kinds of disagreement.
const (
	Missed     = "missed"      // it surfaced, and the log does not have it
	Double     = "double"      // one failure, several records
	FalseAlarm = "false_alarm" // a record of nothing
	Category   = "category"
	Reason     = "reason"
	Outcome    = "outcome"
	Refusal    = "refusal" // the agent should have asked back and did not, or the other way round
)

// Problem is one disagreement.
type Problem struct {
	Scenario string `json:"scenario"`
	Seed     uint64 `json:"seed"`
	Kind     string `json:"kind"`
	Detail   string `json:"detail"`
}

// Verdict is what was found out about one run.
type Verdict struct {
	Run       Run
	Faults    []Fault
	OwnCalls  int // that failed without a fault
	Announced int // failures that the scenario brings about
	Problems  []Problem
}

// Fault is one injection and what is known of it.
type Fault struct {
	Injection chaos.Injection
	Surfaced  bool
	Wrong     bool // it gave wrong data that the call accepted
	Caught    bool // by a gate, later
	Record    *failurelog.Record
	Truth     failurelog.Outcome // what became of it; empty: not known
}

// Judge compares the witnesses of a run.
func Judge(r Run) *Verdict {
	v := &Verdict{Run: r}
	taken := make([]bool, len(r.Records))
	take := func(span string) *failurelog.Record {
		for i := range r.Records {
			if rec := &r.Records[i]; rec.SpanID == span && !taken[i] {
				taken[i] = true
				return rec
			}
		}
		return nil
	}
	callOf := map[string]int{}
	for i, c := range r.Calls {
		callOf[c.SpanID] = i
	}

	injected := map[string]bool{} // spans whose failure is a fault's
	var accused []*failurelog.Record
	var pending []*Fault
	for _, in := range r.Injections {
		f := Fault{Injection: in, Surfaced: in.Surfaced == chaos.Yes}
		i, known := callOf[in.SpanID]
		switch {
		case f.Surfaced:
			injected[in.SpanID] = true
			f.Record = take(in.SpanID)
			if known {
				f.Truth = r.fate(i)
			}
			v.compare(f)
			accused = append(accused, f.Record)
		case known && r.Calls[i].Err == nil && changesData(in):
			f.Wrong = true
			f.Truth, f.Caught = r.caught(i)
		}
		v.Faults = append(v.Faults, f)
	}
	for i := range v.Faults {
		if v.Faults[i].Caught {
			pending = append(pending, &v.Faults[i])
		}
	}

	for i, c := range r.Calls {
		if c.Err == nil || injected[c.SpanID] {
			continue
		}
		v.OwnCalls++
		rec := take(c.SpanID)
		if rec == nil {
			v.problem(Missed, "%s failed by itself and was not recorded: %v", c.Operation, c.Err)
			continue
		}
		accused = append(accused, rec)
		if truth := r.fate(i); truth != "" && outcomeOf(rec) != truth {
			v.problem(Outcome, "%s failed by itself: %s, recorded as %s", c.Operation, truth, outcomeOf(rec))
		}
	}

	announced := slices.Clone(r.Scenario.Agent.Natural)
	for i := range r.Records {
		if !taken[i] {
			v.explain(&r.Records[i], accused, &pending, &announced)
		}
	}
	for _, f := range pending {
		v.problem(Missed, "a gate refused the data of %s (%s), and that was not recorded", f.Injection.Operation, f.Injection.Detail)
	}
	for _, n := range announced {
		v.problem(Missed, "%s/%s comes about by itself and was not recorded", n.Category, n.Reason)
	}
	if r.Scenario.Agent.Refused != refused(r.Err) {
		v.problem(Refusal, "the run ended with: %v", r.Err)
	}
	return v
}

// changesData reports whether a fault that did not make its call fail left wrong
// data behind.
func changesData(in chaos.Injection) bool {
	switch in.Fault {
	case chaos.Partial, chaos.WrongType, chaos.MissingField, chaos.WrongValue, chaos.Malformed, chaos.Truncated, chaos.InvalidArguments:
		return true
	}
	return false
}

// compare holds a record to the fault that surfaced.
func (v *Verdict) compare(f Fault) {
	in := f.Injection
	what := fmt.Sprintf("%s of %s, call %d", in.Fault, in.Operation, in.Call)
	if f.Record == nil {
		v.problem(Missed, "%s: %s", what, in.Error)
		return
	}
	if f.Record.Category != in.Expected.Category {
		v.problem(Category, "%s is recorded as %s/%s, expected %s/%s: %s", what, f.Record.Category, f.Record.Reason,
			in.Expected.Category, in.Expected.Reason, f.Record.ErrorMessage)
	}
	if f.Record.Reason != in.Expected.Reason {
		v.problem(Reason, "%s is recorded with the reason %s, expected %s: %s", what, f.Record.Reason, in.Expected.Reason, f.Record.ErrorMessage)
	}
	if f.Truth != "" && outcomeOf(f.Record) != f.Truth {
		v.problem(Outcome, "%s: %s, recorded as %s", what, f.Truth, outcomeOf(f.Record))
	}
}

// refusedBy reports whether a gate's record is about the data of the fault: the
// gate for steps names the tool, the others look at what the model wrote.
func (f *Fault) refusedBy(rec *failurelog.Record) bool {
	if rec.Category != classify.Evaluation {
		return false
	}
	if f.Injection.Kind == chaos.Tool {
		return strings.Contains(rec.ErrorMessage, f.Injection.Operation)
	}
	return !strings.Contains(rec.ErrorMessage, "step_result")
}

// explain finds out why there is a record that belongs to no call.
func (v *Verdict) explain(rec *failurelog.Record, accused []*failurelog.Record, pending *[]*Fault, announced *[]scenarios.Natural) {
	for _, other := range accused {
		if other != nil && rec.ErrorMessage != "" && strings.Contains(rec.ErrorMessage, other.ErrorMessage) {
			v.problem(Double, "%q is recorded on %s and again on %s", other.ErrorMessage, other.SpanID, rec.SpanID)
			return
		}
	}
	if i := slices.IndexFunc(*pending, func(f *Fault) bool { return f.refusedBy(rec) }); i >= 0 {
		f := (*pending)[i]
		*pending = slices.Delete(*pending, i, i+1)
		f.Record = rec
		if outcomeOf(rec) != f.Truth {
			v.problem(Outcome, "%s of %s, refused by a gate: %s, recorded as %s: %s", f.Injection.Fault, f.Injection.Operation, f.Truth, outcomeOf(rec), rec.ErrorMessage)
		}
		return
	}
	for i, n := range *announced {
		if n.Category == rec.Category && n.Reason == rec.Reason {
			*announced = slices.Delete(*announced, i, i+1)
			v.Announced++
			if outcomeOf(rec) != n.Outcome {
				v.problem(Outcome, "%s/%s: %s, recorded as %s", n.Category, n.Reason, n.Outcome, outcomeOf(rec))
			}
			return
		}
	}
	v.problem(FalseAlarm, "%s/%s on %v: %s", rec.Category, rec.Reason, rec.Path, rec.ErrorMessage)
}

func (v *Verdict) problem(kind, format string, args ...any) {
	v.Problems = append(v.Problems, Problem{v.Run.Scenario.Name, v.Run.Seed, kind, fmt.Sprintf(format, args...)})
}

func outcomeOf(rec *failurelog.Record) failurelog.Outcome {
	if rec.Recovery == nil {
		return failurelog.Unknown
	}
	return rec.Recovery.Outcome
}
