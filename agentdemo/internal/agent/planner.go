// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/retry"
	"github.com/otelfail/otelfail-go/otelfail"
)

// maxSteps bounds what a model can make the agent do.
const maxSteps = 60

// plan has the model plan the lookups. Where it cannot, the built-in plan does.
func (a *Agent) plan(ctx context.Context, s *State) error {
	steps, err := a.askForPlan(ctx, s)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		a.warn("Planning: %s, using the built-in plan", Explain(err))
		// Does nothing where nothing is tracked.
		otelfail.Recovered(ctx, err, otelfail.Fallback, "built-in plan used")
		s.reason(nodePlanner, "%s, built-in plan used", Explain(err))
		steps = builtinPlan(s.Trip)
	}
	s.Steps = steps
	s.reason(nodePlanner, "%s for %s", plural(len(steps), "step"), s.Trip.describe())
	a.done("Plan made: %s", plural(len(steps), "step"))
	return nil
}

func (a *Agent) askForPlan(ctx context.Context, s *State) ([]*Step, error) {
	payload, err := json.Marshal(struct {
		Trip
		AvailableTools []string `json:"available_tools"`
	}{s.Trip, a.ToolNames})
	if err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	var steps []*Step
	req := llm.Request{Task: taskPlan, System: promptPlan, User: string(payload), JSON: true}
	req.Check = func(answer string) (err error) {
		steps, err = readPlan(answer)
		return err
	}
	_, err = retry.Do(ctx, a.policy("Planning", llm.Retryable), func(ctx context.Context) (string, error) {
		return a.Model.Complete(ctx, req)
	})
	return steps, err
}

// readPlan reads the model's plan. The ids are made anew: models repeat them.
func readPlan(answer string) ([]*Step, error) {
	var plan struct {
		Steps []*Step `json:"steps"`
	}
	if err := llm.Decode(answer, &plan); err != nil {
		return nil, err
	}
	var steps []*Step
	for _, step := range plan.Steps {
		if step == nil || step.Type == TypeSynthesize {
			continue // there is one, at the end
		}
		if step.Type != TypeToolCall || step.Tool == "" {
			return nil, &llm.AnswerError{Problem: "a step is neither TOOL_CALL nor SYNTHESIZE"}
		}
		if step.Title == "" {
			step.Title = step.Tool
		}
		steps = append(steps, step)
	}
	if len(steps) == 0 {
		return nil, &llm.AnswerError{Problem: "the plan has no steps"}
	}
	if len(steps) > maxSteps {
		return nil, &llm.AnswerError{Problem: fmt.Sprintf("a plan of %d steps", len(steps))}
	}
	return numbered(append(steps, synthesis())), nil
}

func synthesis() *Step { return &Step{Type: TypeSynthesize, Title: "Write the itinerary"} }

func numbered(steps []*Step) []*Step {
	for i, step := range steps {
		step.ID = fmt.Sprintf("step-%d", i+1)
		step.Status = Pending
	}
	return steps
}
