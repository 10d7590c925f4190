// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/app"
	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

func linksOf(t *testing.T, data json.RawMessage) []string {
	t.Helper()
	if len(data) == 0 {
		return nil
	}
	var found struct {
		Links []tools.Link `json:"links"`
	}
	if err := json.Unmarshal(data, &found); err != nil {
		t.Error(err)
	}
	var urls []string
	for _, l := range found.Links {
		urls = append(urls, l.URL)
	}
	return urls
}

// Each injected fault that reached the agent has exactly one record, of its
// operation and with its reason; there are no other records.
func TestEachFaultHasOneRecord(t *testing.T) {
	queries := []string{
		parisQuery,
		"from Москва to Санкт-Петербург 1–7 December 2026",
		"Vienna and Prague from Berlin, December 3 to December 8 2026",
		"Cairo for 21 days from 2027-01-10",
	}
	for seed := range uint64(12) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			for _, traced := range []bool{true, false} {
				t.Run(fmt.Sprintf("tools traced %v", traced), func(t *testing.T) {
					t.Parallel()
					r := ask(t, queries[seed%4], func(c *app.Config) {
						chaosSeed(seed)(c)
						c.Settings.TrackTools = traced
					})
					if r.err != nil {
						t.Error(r.err)
					}
					match(t, r)
				})
			}
		})
	}
}

// tasks of the model, which its calls have as a tag.
var tasks = []string{"parse_intent", "plan", "synthesize", "correct_call"}

func match(t *testing.T, r run) {
	t.Helper()
	recorded := map[string][]failurelog.Record{}
	for _, rec := range r.records {
		op := rec.ToolName
		for _, task := range tasks {
			if op == "" && slices.Contains(rec.Tags, task) {
				op = task
			}
		}
		recorded[op] = append(recorded[op], rec)
		if rec.Recovery == nil || rec.Recovery.Outcome == failurelog.Unknown || rec.Recovery.Outcome == failurelog.Failed {
			t.Errorf("%s: the run ended well, but the outcome is %+v", op, rec.Recovery)
		}
	}
	surfaced := 0
	for _, in := range r.app.Injections() {
		if in.Surfaced != chaos.Yes {
			t.Logf("did not surface: %+v", in)
			continue
		}
		surfaced++
		list := recorded[in.Operation]
		if len(list) == 0 {
			t.Errorf("no record of %+v", in)
			continue
		}
		rec := list[0]
		recorded[in.Operation] = list[1:]
		if rec.Category != in.Expected.Category {
			t.Errorf("%s of %s is recorded as %s/%s: %s", in.Fault, in.Operation, rec.Category, rec.Reason, rec.ErrorMessage)
		}
	}
	if surfaced == 0 {
		t.Error("no fault surfaced")
	}
	for op, list := range recorded {
		for _, rec := range list {
			t.Errorf("%s: a record without a fault: %s", op, rec.ErrorMessage)
		}
	}
}

// Tracking changes nothing but what is known: the answer is the same.
func TestTrackingChangesNoAnswer(t *testing.T) {
	for _, seed := range []uint64{1, 5, 9, 23} {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			with := func(failures, traced bool) run {
				return ask(t, parisQuery, func(c *app.Config) {
					chaosSeed(seed)(c)
					c.Settings.TrackFailures, c.Settings.TrackTools = failures, traced
				})
			}
			tracked, untraced, plain := with(true, true), with(true, false), with(false, true)
			for _, r := range []run{tracked, untraced, plain} {
				if r.err != nil {
					t.Fatal(r.err)
				}
				if r.state.Answer != tracked.state.Answer {
					t.Errorf("answers differ:\n%s\n%s", tracked.state.Answer, r.state.Answer)
				}
				if !slices.Equal(r.lines, tracked.lines) {
					t.Errorf("lines differ:\n%q\n%q", tracked.lines, r.lines)
				}
			}
			if len(tracked.records) == 0 || len(tracked.records) != len(untraced.records) || len(plain.records) != 0 {
				t.Errorf("%d failures with tools traced, %d without, %d without tracking",
					len(tracked.records), len(untraced.records), len(plain.records))
			}
			for i, rec := range untraced.records {
				was := tracked.records[i]
				if rec.ToolName != was.ToolName || rec.GraphNode != was.GraphNode || rec.Category != was.Category ||
					rec.Recovery.Outcome != was.Recovery.Outcome || rec.StepID != was.StepID {
					t.Errorf("record %d without tool spans: %+v\nwith: %+v", i+1, rec, was)
				}
			}
		})
	}
}

// With one try per call more goes wrong, and the answer is still written, once
// even without a model.
func TestWithoutRetries(t *testing.T) {
	var fallbacks atomic.Int32
	t.Run("seeds", func(t *testing.T) {
		for seed := range uint64(12) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				r := ask(t, parisQuery, func(c *app.Config) {
					chaosSeed(seed)(c)
					c.Settings.MaxToolRetries = 0
				})
				for _, rec := range r.records {
					if rec.Recovery.Action == "retry" {
						t.Errorf("a retry without retries: %+v", rec.Recovery)
					}
					if strings.HasPrefix(rec.RecoveryAction, "plain answer") {
						fallbacks.Add(1)
					}
				}
				if r.err != nil {
					last := r.records[len(r.records)-1]
					if last.GraphNode != "intent_parser" || last.Recovery.Outcome != failurelog.Failed {
						t.Errorf("%v, recorded as %+v", r.err, last)
					}
					return
				}
				if !strings.Contains(r.state.Answer, "Day 5 (2026-12-05)") {
					t.Errorf("the answer lacks the last day:\n%s", r.state.Answer)
				}
			})
		}
	})
	if fallbacks.Load() == 0 {
		t.Error("no seed made the agent write the answer without a model")
	}
}
