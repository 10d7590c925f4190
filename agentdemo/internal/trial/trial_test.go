// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial_test

import (
	"flag"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/otelfail/otelfail-go/agentdemo/internal/trial"
	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Long forms: go test ./agentdemo/internal/trial -trial.runs 500 -trial.soak 2000
var (
	runs     = flag.Int("trial.runs", 21, "runs of the test that compares truth and log")
	soakRuns = flag.Int("trial.soak", 24, "runs of the soak test")
	only     = flag.String("trial.scenario", "", "only this scenario")
)

func try(t *testing.T, c trial.Config) trial.Result {
	t.Helper()
	r, err := trial.Try(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := r.WriteText(&text); err != nil {
		t.Error(err)
	}
	t.Log(text.String())
	return r
}

func shipped(t *testing.T) []scenarios.Scenario {
	t.Helper()
	all, err := scenarios.All()
	if err != nil {
		t.Fatal(err)
	}
	if *only == "" {
		return all
	}
	one, err := scenarios.Find(*only)
	if err != nil {
		t.Fatal(err)
	}
	return []scenarios.Scenario{one}
}

func TestLogAndTruthAgree(t *testing.T) {
	r := try(t, trial.Config{Scenarios: shipped(t), Runs: *runs, Seed: 1, Parallel: 8})
	if missed := r.Goals(); len(missed) > 0 {
		t.Errorf("missed: %q", missed)
	}
}

// Many runs in one process need no more than few do.
func TestSoak(t *testing.T) {
	r := try(t, trial.Config{Scenarios: shipped(t), Runs: *soakRuns, Seed: 10_001, Parallel: 8, Soak: true})
	if missed := r.Goals(); len(missed) > 0 {
		t.Errorf("missed: %q", missed)
	}
}
