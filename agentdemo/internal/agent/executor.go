// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
)

// result is what a step gives: a tool's data, or the answer's text.
type result struct {
	data json.RawMessage
	text string
}

// execute makes one attempt at the current step. An error takes the graph to
// issue_triage, which decides what to do about it.
func (a *Agent) execute(ctx context.Context, s *State) (err error) {
	step := s.current
	s.result = result{}
	if step.Type == TypeSynthesize {
		s.result.text, err = a.synthesize(ctx, s, nil)
		return err
	}
	s.result.data, err = a.Tools.Call(ctx, step.Tool, step.Args)
	return err
}

// synthesize has the model write the answer. faults are what was wrong with an
// earlier one.
func (a *Agent) synthesize(ctx context.Context, s *State, faults []string) (string, error) {
	p := synthesisPayload(s)
	p.Faults = faults
	payload, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("synthesize: %w", err)
	}
	return a.Model.Complete(ctx, llm.Request{
		Task: taskSynthesize, System: promptSynthesize, User: string(payload), Check: checkItinerary,
		Essential: faults == nil,
	})
}
