// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail"
)

// spends puts a model's usage on the span of ctx.
func spends(ctx context.Context, in, out int) {
	trace.SpanFromContext(ctx).SetAttributes(
		attribute.Int("gen_ai.usage.input_tokens", in), attribute.Int("gen_ai.usage.output_tokens", out))
}

// call is a span of another library that uses a model.
func (f foreign) call(ctx context.Context, name string, in, out int, err error) error {
	return f.span(ctx, name, func(ctx context.Context) error {
		spends(ctx, in, out)
		return err
	})
}

// TestCostOfFailures checks what failures cost, to the token: all that models
// used at and below the operation that failed, each call for one failure.
func TestCostOfFailures(t *testing.T) {
	do := func(ctx context.Context, tracker *otelfail.Tracker, spec otelfail.Spec, fn func(context.Context) error) error {
		_, err := otelfail.Do(ctx, tracker, spec, func(ctx context.Context) (int, error) { return 0, fn(ctx) })
		return err
	}
	step := otelfail.Spec{Kind: otelfail.KindStep, Name: "executor", StepID: "1"}
	model := func(ctx context.Context, in, out int, err error) error {
		return do(ctx, nil, otelfail.Model("m"), func(ctx context.Context) error { spends(ctx, in, out); return err })
	}
	errParse, errOther := errors.New("invalid character '<'"), errors.New("no plan came of it")
	for _, tt := range []struct {
		name string
		run  func(ctx context.Context, f foreign, tracker *otelfail.Tracker) error
		want map[string]failurelog.Cost // by the operation that failed; zero if none is known
	}{
		{"the call itself", func(ctx context.Context, _ foreign, _ *otelfail.Tracker) error {
			return model(ctx, 7, 11, errParse)
		}, map[string]failurelog.Cost{"chat m": {InputTokens: 7, OutputTokens: 11}}},
		{"calls that succeeded, in a step that failed", func(ctx context.Context, _ foreign, _ *otelfail.Tracker) error {
			return do(ctx, nil, step, func(ctx context.Context) error {
				_, _ = model(ctx, 100, 10, nil), model(ctx, 200, 20, nil)
				return errParse
			})
		}, map[string]failurelog.Cost{"step executor": {InputTokens: 300, OutputTokens: 30}}},
		{"calls beside the one that failed are not its cost", func(ctx context.Context, _ foreign, _ *otelfail.Tracker) error {
			return do(ctx, nil, step, func(ctx context.Context) error {
				_ = model(ctx, 100, 10, nil)
				return model(ctx, 200, 20, errParse)
			})
		}, map[string]failurelog.Cost{"chat m": {InputTokens: 200, OutputTokens: 20}}},
		{"a failure below one with another error", func(ctx context.Context, _ foreign, _ *otelfail.Tracker) error {
			return do(ctx, nil, step, func(ctx context.Context) error {
				_, _ = model(ctx, 100, 10, nil), model(ctx, 200, 20, errParse)
				return errOther
			})
		}, map[string]failurelog.Cost{
			"chat m": {InputTokens: 200, OutputTokens: 20}, "step executor": {InputTokens: 100, OutputTokens: 10},
		}},
		{"an agent that repeats the sum of its calls", func(ctx context.Context, _ foreign, tracker *otelfail.Tracker) error {
			return do(ctx, tracker, otelfail.Agent("inner"), func(ctx context.Context) error {
				_, _ = model(ctx, 100, 10, nil), model(ctx, 200, 20, nil)
				spends(ctx, 300, 30)
				return errParse
			})
		}, map[string]failurelog.Cost{"invoke_agent inner": {InputTokens: 300, OutputTokens: 30}}},
		{"an agent that knows of a call that has no span", func(ctx context.Context, _ foreign, tracker *otelfail.Tracker) error {
			return do(ctx, tracker, otelfail.Agent("inner"), func(ctx context.Context) error {
				_ = model(ctx, 100, 10, nil)
				spends(ctx, 150, 15)
				return errParse
			})
		}, map[string]failurelog.Cost{"invoke_agent inner": {InputTokens: 150, OutputTokens: 15}}},
		{"our call around the client library's span", func(ctx context.Context, f foreign, _ *otelfail.Tracker) error {
			return do(ctx, nil, otelfail.Model("m"), func(ctx context.Context) error {
				_ = f.call(ctx, "openai.chat", 50, 5, nil)
				spends(ctx, 50, 5)
				return errParse
			})
		}, map[string]failurelog.Cost{"chat m": {InputTokens: 50, OutputTokens: 5}}},
		{"the client library's span fails first", func(ctx context.Context, f foreign, _ *otelfail.Tracker) error {
			return do(ctx, nil, otelfail.Model("m"), func(ctx context.Context) error {
				return f.call(ctx, "openai.chat", 50, 5, errParse)
			})
		}, map[string]failurelog.Cost{"chat m": {InputTokens: 50, OutputTokens: 5}}},
		{"other libraries alone", func(ctx context.Context, f foreign, _ *otelfail.Tracker) error {
			return f.span(ctx, "chain", func(ctx context.Context) error {
				_ = f.call(ctx, "ChatOpenAI", 40, 4, nil)
				_ = f.span(ctx, "wrapper", func(ctx context.Context) error {
					spends(ctx, 60, 6)
					return f.call(ctx, "ChatOpenAI", 60, 6, nil)
				})
				return errParse
			})
		}, map[string]failurelog.Cost{"chain": {InputTokens: 100, OutputTokens: 10}}},
		{"nothing is known", func(ctx context.Context, f foreign, _ *otelfail.Tracker) error {
			return f.span(ctx, "chain", fails("no such table"))
		}, map[string]failurelog.Cost{"chain": {}}},
	} {
		for name, wire := range wirings {
			t.Run(tt.name+"/"+name, func(t *testing.T) {
				p := newPipeline(t, wire)
				f := foreign{p.provider.Tracer("other")}
				_ = do(t.Context(), p.tracker, otelfail.Agent("a"), func(ctx context.Context) error {
					_ = tt.run(ctx, f, p.tracker)
					return nil
				})
				_ = f.span(t.Context(), "root", func(ctx context.Context) error { // outside a run
					return tt.run(ctx, f, p.tracker)
				})
				p.close(t)
				records, _ := p.lines(t)
				got, n := map[string]failurelog.Cost{}, 0
				for _, r := range records {
					if r.Event != failurelog.FailureRecorded {
						continue
					}
					n++
					var cost failurelog.Cost
					if r.Cost != nil {
						cost = *r.Cost
					}
					if have, ok := got[r.Path[0]]; ok && have != cost {
						t.Errorf("%s costs %v in a run and %v outside", r.Path[0], have, cost)
					}
					got[r.Path[0]] = cost
				}
				if diff := cmp.Diff(tt.want, got); diff != "" || n != 2*len(tt.want) {
					t.Errorf("%d failures, cost (-want +got):\n%s", n, diff)
				}
				checkGroups(t, p.dir, tt.want)
			})
		}
	}
}

// checkGroups checks what the report says that failures cost.
func checkGroups(t *testing.T, dir string, want map[string]failurelog.Cost) {
	t.Helper()
	r := report.New(report.Options{GroupBy: report.Operation})
	r.Read(failurelog.Read(mustSources(t, filepath.Join(dir, "*.jsonl"))...), func(err error) { t.Error(err) })
	for _, g := range r.Summary().Groups {
		got := fmt.Sprint(g.Cost.InputTokens, g.Cost.OutputTokens)
		if w := want[g.Name]; got != fmt.Sprint(2*w.InputTokens, 2*w.OutputTokens) {
			t.Errorf("group %q costs %s, want twice %v", g.Name, got, w)
		}
	}
}
