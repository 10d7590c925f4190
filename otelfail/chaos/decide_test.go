// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

// works is a tool without faults of its own.
func works(context.Context, string) (string, error) { return "fine", nil }

// met says which calls of one tool failed when they are made one by one.
func met(t *testing.T, seed uint64, r chaos.Rule, calls int) []int {
	t.Helper()
	in := inject(t, []chaos.Rule{r}, chaos.WithSeed(seed))
	call := chaos.Wrap(in, chaos.Tool, "op", works)
	var failed []int
	for n := range calls {
		if _, err := call(t.Context(), "same"); err != nil {
			failed = append(failed, n+1)
		}
	}
	return failed
}

func TestSchedule(t *testing.T) {
	disk := func(edit func(*chaos.Rule)) chaos.Rule {
		r := rule(chaos.DiskFull)
		edit(&r)
		return r
	}
	for name, tt := range map[string]struct {
		rule chaos.Rule
		want []int
	}{
		"always":         {disk(func(*chaos.Rule) {}), []int{1, 2, 3, 4, 5, 6}},
		"never":          {disk(func(r *chaos.Rule) { r.Off = true }), nil},
		"calls":          {disk(func(r *chaos.Rule) { r.Calls = "2-4" }), []int{2, 3, 4}},
		"list and rest":  {disk(func(r *chaos.Rule) { r.Calls = "1, 5-" }), []int{1, 5, 6}},
		"count":          {disk(func(r *chaos.Rule) { r.Count = 2 }), []int{1, 2}},
		"count of calls": {disk(func(r *chaos.Rule) { r.Calls, r.Count = "3-", 2 }), []int{3, 4}},
		"this operation": {disk(func(r *chaos.Rule) { r.Operations = []string{"o*"} }), []int{1, 2, 3, 4, 5, 6}},
		"another":        {disk(func(r *chaos.Rule) { r.Operations = []string{"other", "*x"} }), nil},
		"another kind":   {disk(func(r *chaos.Rule) { r.Kind = chaos.Store }), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, met(t, 1, tt.rule, 6)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestProbability(t *testing.T) {
	r := rule(chaos.DiskFull)
	r.Probability = 0.3
	total := 0
	for seed := range uint64(20) {
		first := met(t, seed, r, 100)
		if diff := cmp.Diff(first, met(t, seed, r, 100)); diff != "" {
			t.Fatalf("seed %d differs from itself: %s", seed, diff)
		}
		total += len(first)
	}
	if total < 520 || total > 680 {
		t.Errorf("%d of 2000 calls failed, want about 600", total)
	}
}

// A rule may be for some seeds only.
func TestRunProbability(t *testing.T) {
	r := rule(chaos.DiskFull)
	r.RunProbability = 0.25
	runs := 0
	for seed := range uint64(200) {
		switch failed := met(t, seed, r, 5); len(failed) {
		case 0:
		case 5:
			runs++
		default:
			t.Errorf("seed %d: calls %v", seed, failed)
		}
	}
	if runs < 30 || runs > 70 {
		t.Errorf("%d of 200 runs, want about 50", runs)
	}
}

// One of the operations is chosen, another one by other seeds, and faults of a
// list are all met.
func TestOneOf(t *testing.T) {
	chosen, faults := map[string]int{}, map[chaos.Fault]int{}
	for seed := range uint64(60) {
		in := inject(t, []chaos.Rule{{
			Operations: []string{"a", "b", "c"}, OneOf: true,
			Faults: []chaos.Fault{chaos.DiskFull, chaos.StoreUnavailable},
		}}, chaos.WithSeed(seed))
		for _, name := range []string{"a", "b", "c", "d"} {
			_, _ = chaos.Wrap(in, chaos.Store, name, works)(t.Context(), "")
		}
		all := in.Injections()
		if len(all) != 1 {
			t.Fatalf("seed %d: %+v", seed, all)
		}
		chosen[all[0].Operation]++
		faults[all[0].Fault]++
	}
	if len(chosen) != 3 || len(faults) != 2 {
		t.Errorf("chosen %v, faults %v", chosen, faults)
	}
}

// A rule decides for itself: another rule changes nothing about it but that it
// comes second.
func TestRulesAreIndependent(t *testing.T) {
	second := rule(chaos.StoreUnavailable)
	second.Probability, second.Count = 0.5, 5
	other := rule(chaos.DiskFull)
	other.Probability = 0.5
	calls := func(rules ...chaos.Rule) map[int]chaos.Fault {
		in := inject(t, rules, chaos.WithSeed(3))
		call := chaos.Wrap(in, chaos.Tool, "op", works)
		for range 40 {
			_, _ = call(t.Context(), "same")
		}
		out := map[int]chaos.Fault{}
		for _, i := range in.Injections() {
			out[i.Call] = i.Fault
		}
		return out
	}
	never := other
	never.Off = true
	alone, both := calls(never, second), calls(other, second)
	for n, f := range alone {
		if both[n] == "" {
			t.Errorf("call %d meets %s no longer", n, f)
		}
	}
	for n, f := range both {
		if f == chaos.StoreUnavailable && alone[n] == "" {
			t.Errorf("call %d meets %s only beside another rule", n, f)
		}
	}
}

// Concurrent calls in any order meet the same faults: by number where they are
// numbered by operation, and each call its own where they are numbered by
// arguments.
func TestConcurrencyDoesNotChangeFaults(t *testing.T) {
	for _, perArguments := range []bool{false, true} {
		t.Run(fmt.Sprintf("per arguments %v", perArguments), func(t *testing.T) {
			r := rule(chaos.DiskFull)
			r.Probability, r.Count, r.PerArguments = 0.4, 6, perArguments
			want := concurrent(t, r, 1, nil)
			if len(want) == 0 {
				t.Fatal("no fault at all")
			}
			for shuffle := range uint64(10) {
				got := concurrent(t, r, 8, rand.New(rand.NewPCG(shuffle, 1)))
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatal(diff)
				}
			}
		})
	}
}

// concurrent makes calls with 20 different arguments, each up to 3 times in a
// row as a retry would, and returns what they met.
func concurrent(t *testing.T, r chaos.Rule, parallel int, shuffle *rand.Rand) map[string]bool {
	t.Helper()
	in := inject(t, []chaos.Rule{r}, chaos.WithSeed(11))
	call := chaos.Wrap(in, chaos.Tool, "op", works)
	arguments := make([]string, 20)
	for n := range arguments {
		arguments[n] = fmt.Sprint("city ", n)
	}
	if shuffle != nil {
		shuffle.Shuffle(len(arguments), func(a, b int) { arguments[a], arguments[b] = arguments[b], arguments[a] })
	}
	work := make(chan string, len(arguments))
	for _, a := range arguments {
		work <- a
	}
	close(work)
	var wg sync.WaitGroup
	for range parallel {
		wg.Go(func() {
			for a := range work {
				for range 3 {
					_, _ = call(t.Context(), a)
				}
			}
		})
	}
	wg.Wait()
	out := map[string]bool{}
	for _, i := range in.Injections() {
		if r.PerArguments {
			out[fmt.Sprint(i.Arguments, i.Attempt, i.Fault)] = true
		} else {
			out[fmt.Sprint(i.Call, i.Fault)] = true
		}
	}
	return out
}

func TestNotByAccident(t *testing.T) {
	s := chaos.Scenario{Rules: []chaos.Rule{rule(chaos.DiskFull)}}
	if _, err := chaos.New(t.Context(), s, chaos.WithSeed(1)); !errors.Is(err, chaos.ErrNotEnabled) {
		t.Errorf("got %v", err)
	}
	var none *chaos.Injector
	if got, err := chaos.Wrap(none, chaos.Tool, "op", works)(t.Context(), ""); got != "fine" || err != nil {
		t.Errorf("a nil Injector: %q, %v", got, err)
	}
	if rt := none.Transport(nil); rt == nil {
		t.Error("no transport")
	}
	if none.Injections() != nil || none.Close() != nil {
		t.Error("a nil Injector has something to tell")
	}
	if _, err := chaos.New(t.Context(), chaos.Scenario{Rules: []chaos.Rule{{}}}, chaos.InjectFaults()); err == nil {
		t.Error("a rule without a fault is accepted")
	}
}
