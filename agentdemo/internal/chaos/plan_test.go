// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/agentdemo/internal/chaos"
)

// run makes the calls of a run with two attempts each, all tools at once, and
// returns what was injected, by operation and call.
func run(t *testing.T, seed uint64, url string, base http.RoundTripper) map[string]chaos.Injection {
	t.Helper()
	p := newPlan(t, seed)
	c := &http.Client{Transport: p.Transport(base)}
	request := func(ctx context.Context, op string, n int) bool {
		// Only what hangs needs a short deadline; a busy machine must not fail the rest.
		if p.Decide(op, n) == chaos.Hang {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, 10*time.Millisecond)
			defer cancel()
		}
		status, body, _, err := get(ctx, c, url+"/v1/search")
		return err == nil && status == 200 && body == "{}"
	}
	attempt := func(op string, requests int, made *int) bool {
		ctx := chaos.WithOperation(t.Context(), op)
		if requests > 0 {
			if _, bad := p.Tool(ctx); bad {
				return false
			}
		}
		for range max(1, requests) {
			*made++
			if !request(ctx, op, *made) {
				return false
			}
		}
		return true
	}
	twice := func(op string, requests int) bool {
		made := 0
		first := attempt(op, requests, &made)
		return first || attempt(op, requests, &made)
	}
	if !twice("parse_intent", 0) {
		t.Errorf("seed %d: the request cannot be read", seed)
	}
	twice("plan", 0)
	var wg sync.WaitGroup
	for op, requests := range map[string]int{
		"flights_search_links": 1, "hotels_search_links": 1, "things_to_do_links": 2, "distance_and_time": 3, "weather_summary": 2,
	} {
		wg.Go(func() { twice(op, requests) })
	}
	wg.Wait()
	if !twice("synthesize", 0) {
		t.Errorf("seed %d: the itinerary cannot be written", seed)
	}
	out := map[string]chaos.Injection{}
	for _, i := range p.Injections() {
		i.Err = "" // names ports
		out[i.Operation+" "+strconv.Itoa(i.Call)+" "+string(i.Fault)] = i
	}
	return out
}

func TestEverySeedSurfacesAFault(t *testing.T) {
	s := service(t, httptest.NewServer)
	total := 0
	for seed := range uint64(200) {
		surfaced := 0
		for _, i := range run(t, seed, s.URL, s.Client().Transport) {
			if i.Surfaced {
				surfaced++
			}
		}
		if surfaced == 0 {
			t.Errorf("seed %d surfaces no fault", seed)
		}
		if surfaced > 14 {
			t.Errorf("seed %d surfaces %d faults: too many to live with", seed, surfaced)
		}
		total += surfaced
	}
	mean := float64(total) / 200
	t.Logf("%.1f faults a run", mean)
	if mean < 2 || mean > 6 {
		t.Errorf("%.1f faults a run, want 2 to 6", mean)
	}
}

func TestSameSeedSameFaults(t *testing.T) {
	s := service(t, httptest.NewServer)
	for seed := range uint64(20) {
		first := run(t, seed, s.URL, s.Client().Transport)
		if diff := cmp.Diff(first, run(t, seed, s.URL, s.Client().Transport)); diff != "" {
			t.Errorf("seed %d differs from itself: %s", seed, diff)
		}
	}
}

// Concurrent calls of one operation share its call numbers: which call gets
// which number may differ, what the numbers meet may not.
func TestConcurrencyDoesNotChangeFaults(t *testing.T) {
	s := service(t, httptest.NewServer)
	const calls = 40
	met := func(parallel int) map[string]bool {
		p := newPlan(t, 11)
		c := &http.Client{Transport: p.Transport(s.Client().Transport)}
		work := make(chan struct{}, calls)
		for range calls {
			work <- struct{}{}
		}
		close(work)
		var wg sync.WaitGroup
		for range parallel {
			wg.Go(func() {
				for range work {
					ctx, cancel := context.WithTimeout(chaos.WithOperation(t.Context(), "weather_summary"), 50*time.Millisecond)
					_, _, _, _ = get(ctx, c, s.URL) // the plan records what happens
					cancel()
				}
			})
		}
		wg.Wait()
		out := map[string]bool{}
		for _, i := range p.Injections() {
			out[fmt.Sprint(i.Call, i.Fault)] = true
		}
		return out
	}
	if diff := cmp.Diff(met(1), met(8)); diff != "" {
		t.Error(diff)
	}
}

func TestDecisions(t *testing.T) {
	ops := []string{"parse_intent", "plan", "synthesize", "weather_summary", "hotels_search_links"}
	different := map[string]bool{}
	for seed := range uint64(300) {
		p, q := newPlan(t, seed), newPlan(t, seed)
		var all []string
		for _, op := range ops {
			for call := 1; call <= 6; call++ {
				a := p.Decide(op, call)
				if b := q.Decide(op, call); a != b {
					t.Fatalf("seed %d, %s %d: %q and %q", seed, op, call, a, b)
				}
				all = append(all, string(a))
				if (op == "parse_intent" || op == "synthesize") && a != "" && p.Decide(op, call+1) != "" {
					t.Errorf("seed %d: %s fails twice in a row", seed, op)
				}
			}
		}
		different[strings.Join(all, ",")] = true
	}
	if len(different) < 250 {
		t.Errorf("300 seeds make only %d different runs", len(different))
	}
}

// A call with wrong arguments meets no second fault; the next call is free again.
func TestToolFaultSparesRequests(t *testing.T) {
	s := service(t, httptest.NewServer)
	for seed := range uint64(500) {
		p := newPlan(t, seed)
		ctx := chaos.WithOperation(t.Context(), "weather_summary")
		fault, bad := p.Tool(ctx)
		if !bad || p.Decide("weather_summary", 1) == "" {
			continue
		}
		if fault != chaos.MissingTool && fault != chaos.InvalidArguments {
			t.Errorf("tool fault %q", fault)
		}
		c := &http.Client{Transport: p.Transport(s.Client().Transport)}
		if _, _, _, err := get(ctx, c, s.URL); err != nil {
			t.Error(err)
		}
		if got := p.Injections(); len(got) != 1 || got[0].Fault != fault || !got[0].Surfaced {
			t.Errorf("recorded %+v, want the tool fault alone", got)
		}
		if _, bad := p.Tool(ctx); bad {
			continue
		}
		ctx, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		_, _, _, _ = get(ctx, c, s.URL) // the plan records what happens
		if got := p.Injections(); len(got) != 2 {
			t.Errorf("recorded %+v, want the request's fault too", got)
		}
		return
	}
	t.Fatal("no seed has both faults")
}

func TestToolWithoutOperation(t *testing.T) {
	if fault, bad := newPlan(t, 3).Tool(t.Context()); bad {
		t.Errorf("injected %q into no operation", fault)
	}
}
