// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

// The tasks of the model that the agent can do by itself: it has a plan of its
// own, and writes a plain answer without help.
var replaceable = map[string]bool{"plan": true, "synthesize": true}

// fate is what became of a call that failed, by what the agent did afterwards:
// the same call again, a result from another source, going on without it, or
// giving up. It is empty where the agent left no trace.
func (r Run) fate(i int) failurelog.Outcome {
	c := r.Calls[i]
	if next, ok := r.again(i); ok {
		if r.Calls[next].Err == nil {
			return failurelog.Recovered
		}
		return r.fate(next)
	}
	switch {
	case c.Panicked && r.Panicked, r.Err != nil && errors.Is(r.Err, c.Err):
		return failurelog.Failed
	case c.Kind == chaos.Model && replaceable[c.Operation]:
		return failurelog.Recovered
	case c.Kind != chaos.Tool:
		return failurelog.Degraded
	case r.Panicked:
		return "" // the plan is lost
	}
	return stepFate(r.stepOf(i))
}

// stepFate is the outcome of what failed for a step. A lookup of the validator
// is for no step: the agent takes the place as written.
func stepFate(step *agent.Step) failurelog.Outcome {
	if step != nil && step.Status == agent.Done {
		return failurelog.Recovered // by a retry, a corrected call or another source
	}
	return failurelog.Degraded
}

// again is the next call of the same work.
func (r Run) again(i int) (int, bool) {
	c := r.Calls[i]
	for n := i + 1; n < len(r.Calls); n++ {
		if d := r.Calls[n]; d.Kind == c.Kind && d.Operation == c.Operation && d.Arguments == c.Arguments {
			return n, true
		}
	}
	return 0, false
}

// stepOf is the step that a tool call was made for. Where the model corrected
// the call, the step has the arguments of the next one.
func (r Run) stepOf(i int) *agent.Step {
	if step := r.stepWith(i); step != nil {
		return step
	}
	corrected := false
	for n := i + 1; n < len(r.Calls); n++ {
		switch d := r.Calls[n]; {
		case d.Operation == "correct_call":
			corrected = true
		case corrected && d.Kind == chaos.Tool:
			return r.stepWith(n)
		case d.Kind == chaos.Tool:
			return nil
		}
	}
	return nil
}

func (r Run) stepWith(i int) *agent.Step {
	c := r.Calls[i]
	for _, step := range r.State.Steps {
		if step.Tool == c.Operation && c.Arguments == compact(step.Args) {
			return step
		}
	}
	return nil
}

func compact(raw json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return string(raw)
	}
	return b.String()
}

// caught says whether wrong data that a call returned as if nothing were was
// refused later, and what became of that.
func (r Run) caught(i int) (failurelog.Outcome, bool) {
	c := r.Calls[i]
	switch c.Kind {
	case chaos.Tool:
		step := r.stepWith(i)
		if step == nil {
			return "", false
		}
		_, repeated := r.again(i)
		if repeated || step.Status != agent.Done || step.Fallback != "" {
			return stepFate(step), true
		}
	case chaos.Model:
		if c.Operation != "synthesize" {
			return "", false
		}
		if len(r.State.Evaluation.Problems) > 0 {
			return failurelog.Degraded, true // the answer was delivered with a warning
		}
		if !strings.Contains(r.State.Answer, strings.TrimSpace(c.Text)) {
			return failurelog.Recovered, true // another one was delivered
		}
	}
	return "", false
}
