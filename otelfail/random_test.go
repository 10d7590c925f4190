// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/codes"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

var (
	randomRuns = flag.Int("random.runs", 2000, "number of random runs compared with the model")
	randomSeed = flag.Uint64("random.seed", 1, "seed of the first random run")
)

// program is a random run, played and modelled at the same time.
type program struct {
	*rand.Rand
	model  model
	errors []error // seen so far, wherever
	size   int     // operations yet to start
	lines  []string
}

// note keeps a line of what happens, to be read if the run goes wrong.
func (p *program) note(depth int, format string, args ...any) {
	p.lines = append(p.lines, strings.Repeat("  ", depth)+fmt.Sprintf(format, args...))
}

// mistake makes every error one that other arguments could avoid.
var mistake = classifierFunc(func(classify.Input) (classify.Verdict, bool) {
	return classify.Verdict{Reason: classify.Schema}, true
})

func (p *program) spec() otelfail.Spec {
	pick := func(of ...string) string { return of[p.IntN(len(of))] }
	switch p.IntN(6) {
	case 0, 1:
		s := otelfail.Step(pick("plan", "execute"))
		s.StepID = pick("", "1", "2")
		return s
	case 2:
		return otelfail.Model("m")
	case 3:
		return otelfail.Agent("inner")
	}
	s := otelfail.Tool(pick("weather", "hotels"))
	s.Arguments = pick("", "paris", "rome")
	return s
}

// newError returns an error that has not been before.
func (p *program) newError(wraps ...error) error {
	err := &modelError{id: len(p.errors) + 1, wraps: wraps}
	p.errors = append(p.errors, err)
	return err
}

// result returns what an operation ends with, given what its work returned.
func (p *program) result(below []error) error {
	some := func(of []error) error { return of[p.IntN(len(of))] }
	switch n := p.IntN(12); {
	case n < 4 || n < 8 && len(below) == 0 && n%2 == 0:
		return nil
	case len(below) > 0 && n < 7:
		return some(below)
	case len(below) > 0 && n < 8:
		return p.newError(some(below))
	case len(below) > 0 && n < 9:
		return p.newError(some(below), some(below))
	case len(p.errors) > 0 && n < 10:
		return some(p.errors) // kept somewhere, or a sentinel
	case len(p.errors) > 0 && n < 11:
		if inner := own(some(p.errors)).wraps; len(inner) > 0 {
			return some(inner) // a cause taken out
		}
	}
	return p.newError()
}

// do plays an operation and what is within it.
func (p *program) do(ctx context.Context, tracker *otelfail.Tracker, spec otelfail.Spec, parent *modelOp, depth int) error {
	op := p.model.started(spec, parent, false)
	p.note(depth, "%s %q %q", spanName(op), spec.StepID, spec.Arguments)
	_, err := otelfail.Do(ctx, tracker, spec, func(ctx context.Context) (int, error) {
		var below []error
		for range p.IntN(5) {
			if depth > 5 || p.size == 0 {
				break
			}
			switch p.IntN(8) {
			case 0:
				err := p.newError()
				if len(below) > 0 && p.IntN(2) == 0 {
					err = below[p.IntN(len(below))]
				}
				p.note(depth+1, "Record %v", err)
				otelfail.Record(ctx, err, otelfail.Spec{})
				p.model.softFailure(op, err)
				below = append(below, err)
			case 1, 2:
				if len(below) > 0 {
					err := below[p.IntN(len(below))]
					if p.IntN(3) == 0 {
						err = p.newError(err, below[p.IntN(len(below))])
					}
					p.note(depth+1, "Recovered %v", err)
					p.recover(ctx, op, err)
				}
			default:
				p.size--
				if err := p.do(ctx, nil, p.spec(), op, depth+1); err != nil {
					below = append(below, err)
				}
			}
		}
		return 0, p.result(below)
	})
	p.model.ended(op, err)
	if err != nil {
		p.note(depth, "= %v, chain %v", err, chain(err))
	}
	return err
}

func (p *program) recover(ctx context.Context, op *modelOp, err error) {
	declare, outcome := otelfail.Recovered, "recovered/fallback"
	if p.IntN(3) == 0 {
		declare, outcome = otelfail.Degraded, "degraded/fallback"
	}
	declare(ctx, err, otelfail.Fallback, "")
	meant := p.model.known(op, err)
	if len(meant) == 0 {
		p.model.softFailure(op, err)
		meant = p.model.known(op, err)
	}
	for _, f := range meant {
		f.declared = outcome
	}
}

// TestRandomRuns compares what is recorded of random runs with the model.
func TestRandomRuns(t *testing.T) {
	for i := range *randomRuns {
		if seed := *randomSeed + uint64(i); !compareRandom(t, seed) { //nolint:gosec // small
			t.Fatalf("seed %d; again: go test ./otelfail -run TestRandomRuns -random.seed %d -random.runs 1", seed, seed)
		}
	}
}

func FuzzRuns(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { compareRandom(t, seed) })
}

func compareRandom(t *testing.T, seed uint64) bool {
	p := &program{Rand: rand.New(rand.NewPCG(seed, 0)), size: 40} //nolint:gosec // it has to be repeatable
	tracker, spans := newTracker(t, otelfail.WithClassifier(mistake))
	_ = p.do(t.Context(), tracker, otelfail.Agent("a"), nil, 0)
	o := observe(spans)

	var want []string
	sums := map[string]int{}
	for _, f := range p.model.failures {
		name := spanName(f.origin)
		out := p.model.outcome(f)
		want = append(want, fmt.Sprintf("%v @ %s: %s", f.err, name, out))
		sums[wordBefore(out, '/')]++
	}
	ok := true
	if diff := cmp.Diff(want, o.failures); diff != "" {
		t.Errorf("seed %d: failures (-want +got):\n%s", seed, diff)
		ok = false
	}
	for _, s := range o.spans {
		exceptions := 0
		for _, e := range s.Events() {
			if e.Name == semconv.EventException {
				exceptions++
			}
		}
		ids := len(attr(s.Attributes(), semconv.FailureIDs).AsStringSlice())
		if failed := s.Status().Code == codes.Error; exceptions > 1 || exceptions > 0 && !failed || failed && exceptions+ids == 0 {
			t.Errorf("seed %d: %s has status %v, %d exception events, %d ids", seed, s.Name(), s.Status().Code, exceptions, ids)
			ok = false
		}
	}
	run := o.spans[len(o.spans)-1].Attributes()
	for key, n := range map[string]int{"failure.count": len(want), "failure.recovered.count": sums["recovered"], "failure.degraded.count": sums["degraded"], "failure.failed.count": sums["failed"]} {
		if v, there := toMap(run)[key]; len(want) > 0 && (!there || v != int64(n)) {
			t.Errorf("seed %d: %s is %v, want %d", seed, key, v, n)
			ok = false
		}
	}
	if !ok {
		t.Log(strings.Join(p.lines, "\n"))
	}
	return ok
}

func spanName(op *modelOp) string {
	if op.soft { // it stands for the operation around it
		return spanName(op.parent)
	}
	switch op.spec.Kind {
	case otelfail.KindAgent:
		return "invoke_agent " + op.spec.Name
	case otelfail.KindModel:
		return "chat " + op.spec.Name
	case otelfail.KindTool:
		return "execute_tool " + op.spec.Name
	}
	return "step " + op.spec.Name
}

func wordBefore(s string, sep byte) string {
	word, _, _ := strings.Cut(s, string(sep))
	return word
}
