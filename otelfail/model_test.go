// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/otelfail/otelfail-go/otelfail"
)

// A small model of what a run's failures are and what becomes of them, written
// from the rules of the package's documentation and not from its code: it keeps
// everything, works with a clock, and looks at all of it whenever it has to
// decide something.

// modelError is an error whose identity and chain the model knows.
type modelError struct {
	id    int
	wraps []error
}

func (e *modelError) Error() string   { return fmt.Sprintf("error %d", e.id) }
func (e *modelError) Unwrap() []error { return e.wraps }

func own(err error) *modelError { return err.(*modelError) } //nolint:errorlint // the very error is meant

// modelOp is an operation.
type modelOp struct {
	spec       otelfail.Spec
	parent     *modelOp
	start, end int // of the model's clock; end is 0 while it runs
	ok         bool
	soft       bool // stands for its parent
}

// modelFailure is a failure.
type modelFailure struct {
	err      *modelError
	origin   *modelOp
	through  []*modelOp // it passed through these, the origin first
	at       *modelOp   // waits for the end of this; nil once it ended the run
	absorbed bool
	declared string // outcome/action
	replaced *modelFailure
}

type model struct {
	clock    int
	ops      []*modelOp
	failures []*modelFailure
}

func (m *model) tick() int {
	m.clock++
	return m.clock
}

func (m *model) started(spec otelfail.Spec, parent *modelOp, soft bool) *modelOp {
	op := &modelOp{spec: spec, parent: parent, start: m.tick(), soft: soft}
	m.ops = append(m.ops, op)
	return op
}

// chain lists the ids of an error and what it wraps.
func chain(err error) []int {
	e := own(err)
	list := []int{e.id}
	for _, inner := range e.wraps {
		list = append(list, chain(inner)...)
	}
	return list
}

// carries says whether err is, wraps, or was taken out of the failure's error.
func (f *modelFailure) carriedBy(err error) bool {
	return slices.Contains(chain(err), f.err.id) || slices.Contains(chain(f.err), own(err).id)
}

// ended tells the model that op has ended.
func (m *model) ended(op *modelOp, err error) {
	op.end, op.ok = m.tick(), err == nil
	var here []*modelFailure
	for _, f := range m.failures {
		if f.at == op && !f.absorbed {
			here = append(here, f)
		}
	}
	if err == nil {
		for _, f := range here {
			f.absorbed = true
		}
		return
	}
	carried := m.carried(here, err)
	if len(carried) == 0 { // absorbed below, and returned all the same
		for _, f := range slices.Backward(m.failures) {
			if f.carriedBy(err) && below(f.origin, op) {
				if m.madeGood(f) == "" && slices.Contains(chain(err), f.err.id) {
					f.absorbed = false
					here, carried = append(here, f), []*modelFailure{f}
				}
				break
			}
		}
	}
	var began *modelFailure
	if len(carried) == 0 {
		began = &modelFailure{err: own(err), origin: op, through: []*modelOp{op}, at: op.parent}
	}
	for _, f := range here {
		if !slices.Contains(carried, f) && (f.declared != "" || m.madeGood(f) != "") {
			f.absorbed = true
			continue
		}
		f.through, f.at = append(f.through, op), op.parent
		if began != nil {
			f.replaced = began
		}
	}
	if began != nil {
		m.failures = append(m.failures, began)
	}
}

func below(op, anc *modelOp) bool {
	for p := op.parent; p != nil; p = p.parent {
		if p == anc {
			return true
		}
	}
	return false
}

// carried returns the failures that err carries: of equal ones the latest, and
// none that has been made good. A cause that was taken out of several failures'
// errors is that of the latest, unless it is a failure's whole error.
func (m *model) carried(here []*modelFailure, err error) []*modelFailure {
	var list []*modelFailure
	whole := false
	for _, f := range slices.Backward(here) {
		twin := slices.ContainsFunc(list, func(g *modelFailure) bool { return g.err == f.err })
		if !twin && m.madeGood(f) == "" && slices.Contains(chain(err), f.err.id) {
			list = append(list, f)
			whole = whole || f.err == own(err)
		}
	}
	for _, f := range slices.Backward(here) {
		if !whole && m.madeGood(f) == "" && !slices.Contains(chain(err), f.err.id) && f.carriedBy(err) {
			return append(list, f)
		}
	}
	return list
}

// known finds the failures that a program means by err, of equal ones one: one
// that waits here or in an operation around it, at best one not declared yet,
// else the latest at all.
func (m *model) known(op *modelOp, err error) []*modelFailure {
	var fresh, declared []*modelFailure
	for p := op; p != nil; p = p.parent {
		for _, f := range slices.Backward(m.failures) {
			switch {
			case f.at != p || f.absorbed:
			case f.declared == "":
				fresh = append(fresh, f)
			default:
				declared = append(declared, f)
			}
		}
	}
	all := slices.Concat(fresh, declared, m.latestFirst())
	var list []*modelFailure
	for _, f := range all {
		twin := slices.ContainsFunc(list, func(g *modelFailure) bool { return g.err == f.err })
		if !twin && slices.Contains(chain(err), f.err.id) {
			list = append(list, f)
		}
	}
	if slices.ContainsFunc(list, func(f *modelFailure) bool { return f.err == own(err) }) {
		return list
	}
	for _, f := range all {
		if !slices.Contains(chain(err), f.err.id) && f.carriedBy(err) {
			return append(list, f)
		}
	}
	return list
}

func (m *model) latestFirst() []*modelFailure {
	list := slices.Clone(m.failures)
	slices.Reverse(list)
	return list
}

// softFailure tells the model that the program records err.
func (m *model) softFailure(op *modelOp, err error) {
	for _, f := range m.failures {
		if f.at == op && !f.absorbed && !f.origin.soft && m.madeGood(f) == "" && f.carriedBy(err) {
			return // it is that failure
		}
	}
	soft := m.started(op.spec, op, true)
	m.ended(soft, err)
}

// sameWork says whether two operations are attempts of the same work.
func sameWork(a, b *modelOp) bool {
	if a.soft || b.soft || a.spec.Kind != b.spec.Kind || a.spec.Name != b.spec.Name {
		return false
	}
	if a.spec.Arguments != "" || b.spec.Arguments != "" {
		return a.spec.Arguments == b.spec.Arguments
	}
	if stepOf(a) != "" || stepOf(b) != "" {
		return stepOf(a) == stepOf(b)
	}
	return a.parent == b.parent
}

// stepOf returns the id of the nearest step.
func stepOf(op *modelOp) string {
	for ; op != nil; op = op.parent {
		if op.spec.Kind == otelfail.KindStep && !op.soft {
			return op.spec.StepID
		}
	}
	return ""
}

// madeGood says how later work has made a failure good by now, or "".
func (m *model) madeGood(f *modelFailure) string {
	for _, op := range m.ops {
		if !op.ok {
			continue
		}
		for _, p := range f.through {
			if op.start > p.end && sameWork(op, p) {
				return "recovered/retry (inferred)"
			}
		}
	}
	if f.origin.soft || f.origin.spec.Kind != otelfail.KindTool || f.origin.spec.Arguments == "" {
		return ""
	}
	for _, spoke := range m.ops { // every error of the model is a mistake in the arguments
		if spoke.spec.Kind != otelfail.KindModel || !spoke.ok || spoke.start < f.origin.end {
			continue
		}
		for _, op := range m.ops {
			if op.ok && op.start > spoke.end && op.spec.Kind == otelfail.KindTool && op.spec.Name == f.origin.spec.Name &&
				op.spec.Arguments != "" && op.spec.Arguments != f.origin.spec.Arguments {
				return "recovered/self_correction (inferred)"
			}
		}
	}
	return ""
}

// outcome says, once the run has ended, what became of a failure.
func (m *model) outcome(f *modelFailure) string {
	if f.at == nil && !f.absorbed {
		return "failed"
	}
	if f.declared != "" {
		return f.declared + " (declared)"
	}
	if good := m.madeGood(f); good != "" {
		return good
	}
	for _, later := range []*modelFailure{m.nextAttempt(f), f.replaced} {
		if later == nil {
			continue
		}
		if out := m.outcome(later); out != "failed" {
			return inferredFrom(out)
		}
	}
	return "degraded/handled (inferred)"
}

func inferredFrom(out string) string {
	if declared, ok := strings.CutSuffix(out, " (declared)"); ok {
		return declared + " (inferred)"
	}
	return out
}

// nextAttempt returns the first failure of a later attempt of the same work.
func (m *model) nextAttempt(f *modelFailure) *modelFailure {
	for _, g := range m.failures {
		if g != f && g.origin.start > f.origin.end && sameWork(f.origin, g.origin) {
			return g
		}
	}
	return nil
}
