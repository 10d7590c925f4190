// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Scenario says which calls fail, and how.
type Scenario struct {
	Name        string
	Title       string // one line
	Description string
	Rules       []Rule
}

// Rule says when one fault is met. A rule decides by itself: where several want
// the same call, the first wins.
type Rule struct {
	// Operations are the names of the operations that the rule is for. A star
	// stands for any text; no names stand for all operations. A request that
	// belongs to no named operation is called by its method, host and path, such
	// as "GET api.open-meteo.com/v1/forecast".
	Operations []string
	OneOf      bool // only one of Operations, chosen by the seed
	Kind       Kind // only calls of that kind; empty: all

	Faults []Fault // of several one is chosen for each call
	At     Layer   // where; empty: the function for stores and exports, else where the fault usually is

	// The rule fires on the calls that Calls lists, with Probability, at most
	// Count times in each operation.
	Calls        string  // such as "1", "2-4", "1,3,7-"; empty: all
	Probability  float64 // 0: 1
	Count        int     // 0: no limit
	PerArguments bool    // number, and count, the calls with equal arguments by themselves
	Off          bool    // never
	// RunProbability is how many seeds the rule is for at all. 0: all
	RunProbability float64

	Delay    time.Duration // of Latency; 0: 250 ms
	Provider string        // whose words an HTTP status comes in; empty: told from the request
	Field    string        // dotted path of the field to corrupt, with * for any key or index; "text": a model's text as a whole; empty: one is chosen
	Value    any           // what WrongValue puts there; nil: something similar

	// Expect is how the fault is to be classified; the zero value: by its kind.
	Expect Expectation
}

// Expectation is how a fault is expected to be recorded.
type Expectation struct {
	Category classify.Category `json:"category,omitempty"`
	Reason   classify.Reason   `json:"reason,omitempty"`
}

const (
	defaultDelay = 250 * time.Millisecond
	maxDelay     = time.Hour
	maxRules     = 1000
)

// Validate says what is wrong with the scenario.
func (s Scenario) Validate() error {
	if len(s.Rules) > maxRules {
		return fmt.Errorf("chaos: %d rules, at most %d", len(s.Rules), maxRules)
	}
	for i, r := range s.Rules {
		if err := r.validate(); err != nil {
			return fmt.Errorf("chaos: rule %d: %w", i+1, err)
		}
	}
	return nil
}

func (r Rule) validate() error {
	if len(r.Faults) == 0 {
		return errors.New("fault: is missing")
	}
	if r.Kind != "" && !slices.Contains(kinds, r.Kind) {
		return fmt.Errorf("kind: %q is none: want tool, model, store or export", string(r.Kind))
	}
	if r.At != "" && r.At != Request && r.At != Function {
		return fmt.Errorf("at: %q is no layer: want request or function", string(r.At))
	}
	var latency, status, corrupts, wrong bool
	for _, f := range r.Faults {
		if err := f.check(r.At, r.Kind); err != nil {
			return err
		}
		latency = latency || f == Latency
		status = status || f.status() != 0
		corrupts = corrupts || f.corrupts() || f == InvalidArguments
		wrong = wrong || f == WrongValue
	}
	if err := checkProbability("probability", r.Probability); err != nil {
		return err
	}
	if err := checkProbability("run_probability", r.RunProbability); err != nil {
		return err
	}
	if _, err := parseCalls(r.Calls); err != nil {
		return fmt.Errorf("calls: %w", err)
	}
	if r.Count < 0 {
		return fmt.Errorf("count: %d is negative", r.Count)
	}
	if err := r.validateOperations(); err != nil {
		return err
	}
	switch {
	case r.Delay < 0 || r.Delay > maxDelay:
		return fmt.Errorf("delay: %v is not between 0 and %v", r.Delay, maxDelay)
	case r.Delay > 0 && !latency:
		return errors.New("delay: is for the fault latency only")
	case r.Provider != "" && !status:
		return errors.New("provider: is for HTTP statuses only")
	case r.Provider != "" && !knownProvider(r.Provider):
		return fmt.Errorf("provider: %q is not known: want one of %v", r.Provider, providerNames())
	case r.Field != "" && !corrupts:
		return errors.New("field: is for faults that change data only")
	case r.Value != nil && !wrong:
		return errors.New("value: is for the fault wrong_value only")
	case r.Expect.Category != "" && !slices.Contains(classify.Categories(), r.Expect.Category):
		return fmt.Errorf("expect: category: %q is none: want one of %v", string(r.Expect.Category), classify.Categories())
	}
	return nil
}

func (r Rule) validateOperations() error {
	for _, name := range r.Operations {
		if name == "" {
			return errors.New("operation: a name is empty")
		}
		if r.OneOf && isPattern(name) {
			return fmt.Errorf("one_of: needs whole names, not %q", name)
		}
	}
	if r.OneOf && len(r.Operations) < 2 {
		return errors.New("one_of: needs several operations")
	}
	return nil
}

func checkProbability(name string, p float64) error {
	if math.IsNaN(p) || p < 0 || p > 1 {
		return fmt.Errorf("%s: %v is not between 0 and 1", name, p)
	}
	return nil
}
