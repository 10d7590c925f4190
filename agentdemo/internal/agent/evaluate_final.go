// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"errors"
	"slices"

	"github.com/otelfail/otelfail-go/otelfail"
)

// Evaluation is what the agent thinks of its own answer.
type Evaluation struct {
	HardGates map[string]bool    `json:"hard_gates"`
	Rubric    map[string]float64 `json:"rubric"` // 0 to 5
	Overall   Overall            `json:"overall_status"`
	Problems  []string           `json:"problems"` // what the gates found, for people
}

// Overall sums up an Evaluation.
type Overall string

// The verdicts on an answer.
const (
	Good      Overall = "good"
	NeedsWork Overall = "needs_work" // the scores are low
	Failed    Overall = "failed"     // a hard gate is not met
)

// evaluateFinal checks the answer before the user sees it. An answer that does
// not meet a gate is written again, first by the model, then plainly from the
// results, and so is a calendar file that is wrong. If that does not help either,
// it is delivered with a warning.
func (a *Agent) evaluateFinal(ctx context.Context, s *State) (err error) {
	s.Evaluation.HardGates = map[string]bool{}
	first := s.Answer
	failed := a.checkGates(ctx, s, answerGates)
	if len(failed) > 0 {
		if failed, err = a.rewrite(ctx, s, failed); err != nil {
			return err
		}
	}
	if s.Answer != first && s.Calendar != "" { // it quotes the answer
		if err := a.exportICS(ctx, s); err != nil {
			return err
		}
	}
	wrongFile, err := a.checkCalendar(ctx, s)
	if err != nil {
		return err
	}
	s.Evaluation.Problems = []string{}
	for _, err := range slices.Concat(failed, wrongFile) {
		s.Evaluation.Problems = append(s.Evaluation.Problems, err.Error())
		a.warn("Checking the answer: %v", err)
		otelfail.Degraded(ctx, err, otelfail.Handled, "the answer is delivered with a warning")
	}
	a.score(ctx, s)
	a.done("Answer checked: %s", s.Evaluation.Overall)
	return nil
}

// checkCalendar returns what is wrong with the calendar file, also after it was
// written again. otelfail sees by itself where the second attempt succeeds.
func (a *Agent) checkCalendar(ctx context.Context, s *State) (failed []error, err error) {
	failed = a.checkGates(ctx, s, calendarGates)
	if len(failed) == 0 {
		return nil, nil
	}
	if err := a.exportICS(ctx, s); err != nil {
		return nil, err
	}
	again := a.checkGates(ctx, s, calendarGates)
	if len(again) == 0 && s.export.err == nil {
		return nil, nil
	}
	return append(failed, again...), nil
}

// checkGates asks gates and returns what they object to. What is wrong because of
// an earlier failure is not another one.
func (a *Agent) checkGates(ctx context.Context, s *State, gates []gate) (failed []error) {
	for _, g := range gates {
		if g.known(s) {
			s.Evaluation.HardGates[g.name] = false
			continue
		}
		_, err := otelfail.Do(ctx, a.Tracker, otelfail.Evaluation(g.name), func(context.Context) (struct{}, error) {
			if problem := g.check(s); problem != "" {
				return struct{}{}, &GateError{Gate: g.name, Problem: problem}
			}
			return struct{}{}, nil
		})
		s.Evaluation.HardGates[g.name] = err == nil
		if err != nil {
			failed = append(failed, err)
		}
	}
	return failed
}

// rewrite makes a better answer and returns what is still wrong with it.
func (a *Agent) rewrite(ctx context.Context, s *State, failed []error) ([]error, error) {
	var faults []string
	for _, err := range failed {
		faults = append(faults, err.Error())
		a.warn("Checking the answer: %v, writing it again", err)
	}
	s.reason(nodeEvaluateFinal, "the answer was written again: %v", faults)
	first := s.Answer

	text, err := a.synthesize(ctx, s, faults)
	switch {
	case cancelled(ctx):
		return nil, err
	case err != nil:
		otelfail.Recovered(ctx, err, otelfail.Fallback, "plain answer assembled from the results")
	default:
		s.Answer = finished(text)
		again := a.checkGates(ctx, s, answerGates)
		if len(again) == 0 {
			otelfail.Recovered(ctx, errors.Join(failed...), otelfail.SelfCorrection, "the model wrote the answer again")
			return nil, nil
		}
		failed = append(failed, again...)
	}

	s.Answer = finished(plainAnswer(s))
	last := a.checkGates(ctx, s, answerGates)
	if len(last) == 0 {
		otelfail.Recovered(ctx, errors.Join(failed...), otelfail.Fallback, "plain answer assembled from the results")
		return nil, nil
	}
	s.Answer = first
	for _, g := range answerGates { // of the answer that is delivered after all
		s.Evaluation.HardGates[g.name] = g.check(s) == ""
	}
	return slices.Concat(failed, last), nil
}

// score rates the answer. A low score is a failure of the evaluation, unless it
// follows from parts that were already reported as missing.
func (a *Agent) score(ctx context.Context, s *State) {
	e := &s.Evaluation
	e.Rubric = rubric(s)
	mean := 0.0
	for _, score := range e.Rubric {
		mean += score / float64(len(e.Rubric))
	}
	e.Overall = Good
	if mean < a.EvalThreshold {
		e.Overall = NeedsWork
	}
	gatesMet := true
	for _, met := range e.HardGates {
		gatesMet = gatesMet && met
	}
	if !gatesMet {
		e.Overall = Failed
	}
	if mean >= a.EvalThreshold || s.limped() || !gatesMet {
		return
	}
	err := error(&ScoreError{Mean: mean, Threshold: a.EvalThreshold})
	a.warn("Checking the answer: %v", err)
	otelfail.Record(ctx, err, otelfail.Evaluation("rubric"))
	otelfail.Degraded(ctx, err, otelfail.Handled, "the answer is delivered all the same")
}
