// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// foreign makes spans as other libraries do.
type foreign struct{ trace.Tracer }

// span runs fn within a span that ends with its error.
func (f foreign) span(ctx context.Context, name string, fn func(context.Context) error, attrs ...attribute.KeyValue) error {
	ctx, span := f.Start(ctx, name, trace.WithAttributes(attrs...))
	defer span.End()
	err := fn(ctx)
	if err != nil {
		span.RecordError(err)
		span.SetStatus(codes.Error, err.Error())
	}
	return err
}

// get is an HTTP client's span; it fails for a status of 400 and above.
func (f foreign) get(ctx context.Context, url string, status int) error {
	_, span := f.Start(ctx, "GET", trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		attribute.String("url.full", url), attribute.Int("http.response.status_code", status)))
	defer span.End()
	if status < 400 {
		return nil
	}
	span.SetStatus(codes.Error, "")
	span.SetAttributes(attribute.String("error.type", fmt.Sprint(status)))
	return fmt.Errorf("GET %s: the answer was not what was hoped for", url)
}

func fails(message string) func(context.Context) error {
	return func(context.Context) error { return errors.New(message) }
}

func describe(r failurelog.Record) string {
	text := fmt.Sprintf("%s: %s %q", strings.Join(r.Path, " < "), r.ErrorType, r.ErrorMessage)
	if r.CauseSpanID != "" {
		text += " with a cause"
	}
	if r.Recovery == nil {
		return text + " unknown"
	}
	return fmt.Sprintf("%s %s/%s", text, r.Recovery.Outcome, r.Recovery.Action)
}

const errorString = "*errors.errorString"

func TestForeignSpans(t *testing.T) {
	agent := otelfail.Agent("travel")
	agent.RunID = "run-1"
	run := func(ctx context.Context, tracker *otelfail.Tracker, spec otelfail.Spec, fn func(context.Context) error) error {
		_, err := otelfail.Do(ctx, tracker, spec, func(ctx context.Context) (int, error) { return 0, fn(ctx) })
		return err
	}
	tests := []struct {
		name string
		run  func(ctx context.Context, f foreign, tracker *otelfail.Tracker)
		want []string // in the order in which they happen
	}{
		{"passes up to the root", func(ctx context.Context, f foreign, _ *otelfail.Tracker) {
			_ = f.span(ctx, "root", func(ctx context.Context) error {
				return f.span(ctx, "mid", func(ctx context.Context) error { return f.span(ctx, "leaf", fails("no such table")) })
			})
		}, []string{"leaf < mid < root: " + errorString + ` "no such table" failed/`}},
		{"absorbed by the root", func(ctx context.Context, f foreign, _ *otelfail.Tracker) {
			_ = f.span(ctx, "root", func(ctx context.Context) error {
				_ = f.span(ctx, "leaf", fails("no such table"))
				return nil
			})
		}, []string{"leaf < root: " + errorString + ` "no such table" degraded/handled`}},
		{"absorbed, and the root fails all the same", func(ctx context.Context, f foreign, _ *otelfail.Tracker) {
			_ = f.span(ctx, "root", func(ctx context.Context) error {
				_ = f.span(ctx, "mid", func(ctx context.Context) error {
					_ = f.span(ctx, "leaf", fails("no such table"))
					return nil
				})
				return errors.New("could not load the cart")
			})
		}, []string{"leaf < mid < root: " + errorString + ` "no such table" failed/`}},
		{"tried three times", func(ctx context.Context, f foreign, _ *otelfail.Tracker) {
			_ = f.span(ctx, "root", func(ctx context.Context) error {
				_ = f.get(ctx, "http://a", 503)
				_ = f.get(ctx, "http://a", 503)
				return f.get(ctx, "http://a", 200)
			})
		}, []string{`GET < root: 503 "" recovered/retry`, `GET < root: 503 "" recovered/retry`}},
		{"another request succeeds", func(ctx context.Context, f foreign, _ *otelfail.Tracker) {
			_ = f.span(ctx, "root", func(ctx context.Context) error {
				_ = f.get(ctx, "http://a/paris", 503)
				return f.get(ctx, "http://a/rome", 200)
			})
		}, []string{`GET < root: 503 "" degraded/handled`}},
		{"one of two is what the root failed for", func(ctx context.Context, f foreign, _ *otelfail.Tracker) {
			_ = f.span(ctx, "root", func(ctx context.Context) error {
				err := f.span(ctx, "first", fails("the disk is full"))
				_ = f.span(ctx, "second", fails("the cache is cold"))
				return fmt.Errorf("saving: %w", err)
			})
		}, []string{
			"first < root: " + errorString + ` "the disk is full" failed/`,
			"second < root: " + errorString + ` "the cache is cold" degraded/handled`,
		}},
		{"handled exception", func(ctx context.Context, f foreign, _ *otelfail.Tracker) {
			_, span := f.Start(ctx, "root")
			span.RecordError(errors.New("oops"))
			span.End()
		}, nil},
		{"recorded panic", func(ctx context.Context, f foreign, _ *otelfail.Tracker) {
			defer func() { _ = recover() }()
			_ = f.span(ctx, "root", func(context.Context) error { panic("no way out") })
		}, []string{`root: .string "no way out" failed/`}},
		{"cause of a tool's failure", func(ctx context.Context, f foreign, tracker *otelfail.Tracker) {
			_ = run(ctx, tracker, agent, func(ctx context.Context) error {
				return run(ctx, nil, otelfail.Tool("weather"), func(ctx context.Context) error { return f.get(ctx, "http://a", 429) })
			})
		}, []string{`execute_tool weather < invoke_agent travel: *errors.errorString "GET http://a: the answer was not what was hoped for" with a cause failed/`}},
		{"retried below, then the tool fails", func(ctx context.Context, f foreign, tracker *otelfail.Tracker) {
			_ = run(ctx, tracker, agent, func(ctx context.Context) error {
				_ = run(ctx, nil, otelfail.Tool("weather"), func(ctx context.Context) error {
					_ = f.get(ctx, "http://a", 503)
					return f.span(ctx, "parse", fails("invalid character '<'"))
				})
				return nil
			})
		}, []string{
			`GET < execute_tool weather < invoke_agent travel: 503 "" degraded/handled`,
			"execute_tool weather < invoke_agent travel: " + errorString + ` "invalid character '<'" with a cause degraded/handled`,
		}},
		{"failure of a tool that succeeds", func(ctx context.Context, f foreign, tracker *otelfail.Tracker) {
			_ = run(ctx, tracker, agent, func(ctx context.Context) error {
				return run(ctx, nil, otelfail.Spec{Kind: otelfail.KindStep, Name: "executor", StepID: "s1", StepTitle: "Weather"}, func(ctx context.Context) error {
					return run(ctx, nil, otelfail.Tool("weather"), func(ctx context.Context) error {
						_ = f.get(ctx, "http://a", 503)
						return nil
					})
				})
			})
		}, []string{`GET < execute_tool weather < step executor < invoke_agent travel: 503 "" degraded/handled`}},
		{"retry within a tool", func(ctx context.Context, f foreign, tracker *otelfail.Tracker) {
			_ = run(ctx, tracker, agent, func(ctx context.Context) error {
				return run(ctx, nil, otelfail.Tool("weather"), func(ctx context.Context) error {
					_ = f.get(ctx, "http://a", 503)
					return f.get(ctx, "http://a", 200)
				})
			})
		}, []string{`GET < execute_tool weather < invoke_agent travel: 503 "" recovered/retry`}},
		{"cause of a soft failure", func(ctx context.Context, f foreign, tracker *otelfail.Tracker) {
			_ = run(ctx, tracker, agent, func(ctx context.Context) error {
				return run(ctx, nil, otelfail.Tool("weather"), func(ctx context.Context) error {
					otelfail.Record(ctx, f.get(ctx, "http://a", 503), otelfail.Spec{})
					return nil
				})
			})
		}, []string{`execute_tool weather < invoke_agent travel: *errors.errorString "GET http://a: the answer was not what was hoped for" with a cause degraded/handled`}},
		{"a tool without an agent", func(ctx context.Context, f foreign, tracker *otelfail.Tracker) {
			_ = run(ctx, tracker, otelfail.Tool("weather"), func(ctx context.Context) error { return f.get(ctx, "http://a", 429) })
		}, []string{`execute_tool weather: *errors.errorString "GET http://a: the answer was not what was hoped for" with a cause failed/`}},
		{"a foreign span between operations", func(ctx context.Context, f foreign, tracker *otelfail.Tracker) {
			_ = f.span(ctx, "POST /trips", func(ctx context.Context) error {
				return run(ctx, tracker, agent, func(ctx context.Context) error {
					return f.span(ctx, "chain", func(ctx context.Context) error {
						return run(ctx, nil, otelfail.Tool("weather"), fails("no such city"))
					})
				})
			})
		}, []string{"execute_tool weather < invoke_agent travel: " + errorString + ` "no such city" failed/`}},
		{"an error that the server swallowed", func(ctx context.Context, f foreign, tracker *otelfail.Tracker) {
			_ = f.span(ctx, "POST /trips", func(ctx context.Context) error {
				_ = run(ctx, tracker, agent, func(ctx context.Context) error { return f.get(ctx, "http://a", 429) })
				return nil
			})
		}, []string{`invoke_agent travel: *errors.errorString "GET http://a: the answer was not what was hoped for" with a cause failed/`}},
	}
	for _, tt := range tests {
		for name, wire := range wirings {
			t.Run(tt.name+"/"+name, func(t *testing.T) {
				p := newPipeline(t, wire)
				tt.run(t.Context(), foreign{p.provider.Tracer("other")}, p.tracker)
				p.close(t)
				records, runs := p.lines(t)
				last := map[string]string{}
				var ids []string
				count := map[failurelog.Outcome]int{}
				for _, r := range records {
					if r.Event == failurelog.FailureRecorded {
						ids = append(ids, r.FailureID)
						count[failurelog.Unknown]++
					} else {
						count[r.Recovery.Supersedes]--
						count[r.Recovery.Outcome]++
					}
					last[r.FailureID] = describe(r)
				}
				var got []string
				for _, id := range ids {
					got = append(got, last[id])
				}
				want := slices.Clone(tt.want)
				slices.Sort(got) // what is held back is written later
				slices.Sort(want)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("failures (-want +got):\n%s", diff)
				}
				for _, r := range runs {
					for outcome, n := range r.Failures {
						if count[outcome] != n {
							t.Errorf("the ledger has %d %s, the log %d", n, outcome, count[outcome])
						}
					}
				}
			})
		}
	}
}

func TestForeignFailureOfATool(t *testing.T) {
	p := newPipeline(t, wirings["processor"])
	f := foreign{p.provider.Tracer("other")}
	agent := otelfail.Agent("travel")
	agent.RunID, agent.UserID = "run-1", "user-1"
	ctx, run := p.tracker.Start(t.Context(), agent)
	stepCtx, step := p.tracker.Start(ctx, otelfail.Spec{Kind: otelfail.KindStep, Name: "executor", StepID: "s1", StepType: "TOOL_CALL", StepTitle: "Weather"})
	toolCtx, tool := p.tracker.Start(stepCtx, otelfail.Tool("weather"))
	_ = f.get(toolCtx, "http://a", 429)
	tool.End(nil)
	step.End(nil)
	if records, _ := p.lines(t); len(records) != 0 {
		t.Errorf("written before the run's end: %+v", records)
	}
	run.End(nil)
	records, runs := p.lines(t)
	if len(records) != 2 {
		t.Fatalf("lines: %+v", records)
	}
	r := records[1]
	type fields struct {
		RunID, UserID, Tool, Node, StepID, StepType, StepTitle, Service string
		Category                                                        classify.Category
		Reason                                                          classify.Reason
		Settler                                                         string
	}
	got := fields{r.RunID, r.UserID, r.ToolName, r.GraphNode, r.StepID, r.StepType, r.StepTitle, r.Service, r.Category, r.Reason, r.Recovery.SpanID}
	want := fields{"run-1", "user-1", "weather", "executor", "s1", "TOOL_CALL", "Weather", "svc", classify.Tool, classify.RateLimit,
		trace.SpanContextFromContext(toolCtx).SpanID().String()}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
	if r.FailureID != r.SpanID+"-0" {
		t.Errorf("an error without exception has id %s", r.FailureID)
	}
	if n := runs[1].Failures[failurelog.Degraded]; n != 1 {
		t.Errorf("ledger: %+v", runs[1].Failures)
	}
}

func TestTheCauseExplains(t *testing.T) {
	p := newPipeline(t, wirings["processor"])
	f := foreign{p.provider.Tracer("other")}
	ctx, tool := p.tracker.Start(t.Context(), otelfail.Tool("weather"))
	err := f.get(ctx, "http://a", 429)
	tool.End(&err)
	records, _ := p.lines(t)
	if r := records[0]; r.Category != classify.Tool || r.Reason != classify.RateLimit || r.Retryable != classify.RetryYes || r.CauseSpanID == "" {
		t.Errorf("%s %s %v, cause %q", r.Category, r.Reason, r.Retryable, r.CauseSpanID)
	}
}

func TestOutsideARunAFailureIsWrittenAtOnce(t *testing.T) {
	p := newPipeline(t, wirings["processor"], exporter.WithRedactor(func(s string) string { return strings.ReplaceAll(s, "Ada", "…") }))
	f := foreign{p.provider.Tracer("other")}
	ctx, root := f.Start(t.Context(), "root")
	_ = f.span(ctx, "leaf", fails("no room for Ada, token=ghp_abcdefghijklmnopqrstuvwxyz0123456789"),
		attribute.String("enduser.id", "Ada L"), attribute.String("gen_ai.operation.name", "execute_tool"), attribute.String("gen_ai.tool.name", "booking"),
		attribute.Int("gen_ai.usage.input_tokens", 812), attribute.Int("gen_ai.usage.output_tokens", 5))
	records, _ := p.lines(t)
	if len(records) != 1 {
		t.Fatalf("lines: %+v", records)
	}
	r := records[0]
	if r.UserID != "… L" || r.ToolName != "booking" || r.FailureID != r.SpanID+"-1" || r.RunID != r.TraceID ||
		strings.Contains(r.ErrorMessage, "Ada") || strings.Contains(r.ErrorMessage, "ghp_") || r.Category == "" {
		t.Errorf("record: %+v", r)
	}
	if diff := cmp.Diff(&failurelog.Cost{InputTokens: 812, OutputTokens: 5}, r.Cost); diff != "" {
		t.Errorf("cost (-want +got):\n%s", diff)
	}
	root.End()
	if records, _ = p.lines(t); len(records) != 2 || records[1].Recovery.Outcome != failurelog.Degraded {
		t.Errorf("lines: %+v", records)
	}
}

func TestCostOfOurOperations(t *testing.T) {
	p := newPipeline(t, wirings["processor"])
	_, _ = otelfail.Do(t.Context(), p.tracker, otelfail.Model("m"), func(ctx context.Context) (int, error) {
		trace.SpanFromContext(ctx).SetAttributes(attribute.Int("gen_ai.usage.input_tokens", 7), attribute.Int("gen_ai.usage.output_tokens", 11))
		return 0, errors.New("truncated")
	})
	records, _ := p.lines(t)
	if diff := cmp.Diff(&failurelog.Cost{InputTokens: 7, OutputTokens: 11}, records[0].Cost); diff != "" {
		t.Errorf("cost (-want +got):\n%s", diff)
	}
}
