// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/otelfailtest"
	"github.com/otelfail/otelfail-go/otelfail"
)

// TestConform runs the specification against the two ways in which a program
// uses otelfail.
func TestConform(t *testing.T) {
	adapters := map[string]func(*otelfail.Tracker) otelfailtest.Do{
		"Do": func(tracker *otelfail.Tracker) otelfailtest.Do {
			return func(ctx context.Context, spec otelfail.Spec, fn func(context.Context) error) error {
				_, err := otelfail.Do(ctx, tracker, spec, func(ctx context.Context) (int, error) { return 0, fn(ctx) })
				return err
			}
		},
		"Start and End": func(tracker *otelfail.Tracker) otelfailtest.Do {
			return func(ctx context.Context, spec otelfail.Spec, fn func(context.Context) error) (err error) {
				ctx, op := tracker.Start(ctx, spec)
				defer op.End(&err)
				return fn(ctx)
			}
		},
	}
	for name, adapt := range adapters {
		t.Run(name, func(t *testing.T) { otelfailtest.Conform(t, adapt) })
	}
}

// TestScenarios holds the table itself to its form.
func TestScenarios(t *testing.T) {
	seen := map[string]bool{}
	scenarios := otelfailtest.Scenarios()
	for _, s := range scenarios {
		if seen[s.Name] {
			t.Errorf("two scenarios are named %q", s.Name)
		}
		seen[s.Name] = true
		if (s.Plain == nil) != (s.PlainWhy == "") {
			t.Errorf("%s: Plain and PlainWhy belong together", s.Name)
		}
		exceptions := 0
		for _, e := range s.Events {
			if strings.HasSuffix(e, ": exception") {
				exceptions++
			}
		}
		if exceptions != len(s.Failures) {
			t.Errorf("%s: %d exception events for %d failures", s.Name, exceptions, len(s.Failures))
		}
	}
	if len(scenarios) < 40 {
		t.Errorf("%d scenarios", len(scenarios))
	}
}
