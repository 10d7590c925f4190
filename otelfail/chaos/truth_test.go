// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/chaos"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

func TestTruthLog(t *testing.T) {
	var log bytes.Buffer
	scheduled := rule(chaos.StoreUnavailable)
	scheduled.Calls = "2-3"
	in := inject(t, []chaos.Rule{scheduled}, chaos.WithTruth(&log), chaos.WithSeed(9), chaos.WithRunID("run-1"))
	ctx := trace.ContextWithSpanContext(t.Context(), trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2},
	}))
	search := chaos.Wrap(in, chaos.Store, "search", func(context.Context, string) (string, error) {
		return "", errors.New("password=hunter2 is wrong")
	})
	for range 3 {
		_, _ = search(ctx, "Rome")
	}
	all := in.Injections()
	if len(all) != 2 {
		t.Fatalf("injections %+v", all)
	}
	got := all[0]
	if got.Time.IsZero() || got.Arguments == "" {
		t.Errorf("%+v", got)
	}
	want := chaos.Injection{
		Event: chaos.EventEnded, ID: 1, Time: got.Time, Seed: 9, Scenario: "test", RunID: "run-1", Rule: 1,
		Operation: "search", Kind: chaos.Store, At: chaos.Function, Call: 2, Arguments: got.Arguments, Attempt: 2,
		Fault:    chaos.StoreUnavailable,
		Expected: chaos.Expectation{Category: classify.Memory, Reason: classify.Other},
		TraceID:  "01000000000000000000000000000000", SpanID: "0200000000000000",
		Surfaced: chaos.Yes, Error: "open search: input/output error",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// Each is told when it begins and when it is over; a reader gets the latter.
	if lines := strings.Count(log.String(), "\n"); lines != 4 {
		t.Errorf("%d lines, want 4:\n%s", lines, log.String())
	}
	var read []chaos.Injection
	for i, err := range chaos.ReadTruth(strings.NewReader(log.String() + "\n{\"event\":\"other\"}\nno JSON\n")) {
		if err != nil {
			if !strings.Contains(err.Error(), "line 6") && !strings.Contains(err.Error(), "line 7") {
				t.Error(err)
			}
			continue
		}
		read = append(read, i)
	}
	if diff := cmp.Diff(all, read); diff != "" {
		t.Error(diff)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("no space") }

func TestTruthLogThatCannotBeWritten(t *testing.T) {
	in, err := chaos.New(t.Context(), chaos.Scenario{Rules: []chaos.Rule{rule(chaos.DiskFull)}}, chaos.InjectFaults(), chaos.WithTruth(brokenWriter{}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chaos.Wrap(in, chaos.Tool, "op", works)(t.Context(), ""); err == nil {
		t.Error("no fault")
	}
	if err := in.Close(); err == nil || !strings.Contains(err.Error(), "no space") {
		t.Errorf("got %v", err)
	}
}

func FuzzReadTruth(f *testing.F) {
	line, _ := json.Marshal(chaos.Injection{Event: chaos.EventInjected, ID: 1})
	f.Add(append(line, '\n'))
	f.Add([]byte("{}\n\nx"))
	f.Fuzz(func(t *testing.T, data []byte) {
		count := 0
		for i, err := range chaos.ReadTruth(bytes.NewReader(data)) {
			if err == nil && i.Event == "" {
				t.Error("an injection without an event")
			}
			count++
		}
		if lines := bytes.Count(data, []byte("\n")) + 2; count > lines {
			t.Errorf("%d injections of %d lines", count, lines)
		}
	})
}
