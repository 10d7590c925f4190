// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"bytes"
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

func TestSeverityOverrideOfForeignSpans(t *testing.T) {
	table, err := classify.ParseSeverityOverride("network=medium")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		env     string
		opts    []exporter.Option
		want    classify.Severity
		reports int32
	}{
		{"", nil, classify.High, 0},
		{"network/refused=low", nil, classify.Low, 0},
		{"tool=low", nil, classify.High, 0},
		{"network=worst", nil, classify.High, 1},
		{"low", []exporter.Option{exporter.WithSeverityOverride(table)}, classify.Medium, 0},
		{"network=worst", []exporter.Option{exporter.WithSeverityOverride(classify.SeverityOverride{})}, classify.High, 0},
	} {
		t.Run(tt.env, func(t *testing.T) {
			t.Setenv("FAILURE_SEVERITY_OVERRIDE", tt.env)
			var reports atomic.Int32
			otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
				if strings.Contains(err.Error(), "FAILURE_SEVERITY_OVERRIDE") {
					reports.Add(1)
				}
			}))
			t.Cleanup(func() { otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { t.Log(err) })) })
			var out bytes.Buffer
			e := exporter.NewWriter(&out, tt.opts...)
			provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(e.Processor()))
			f := foreign{provider.Tracer("other")}
			for range 2 {
				_ = f.span(t.Context(), "leaf", fails("dial tcp 10.0.0.7:443: connect: connection refused"))
			}
			if n := strings.Count(out.String(), `"severity":"`+string(tt.want)+`"`); n < 2 || n != strings.Count(out.String(), `"severity":`) {
				t.Errorf("%d of these lines have the severity %s:\n%s", n, tt.want, out.String())
			}
			if n := reports.Load(); n != tt.reports {
				t.Errorf("%d reports, want %d", n, tt.reports)
			}
		})
	}
}

// TestClassifiersOfForeignSpans: they come before the built-in rules, fill in for
// each other, and cannot do harm.
func TestClassifiersOfForeignSpans(t *testing.T) {
	var asked []classify.Input
	f := foreign{}
	p := newPipeline(t, wirings["processor"],
		exporter.WithClassifier(nil),
		exporter.WithClassifier(classify.ClassifierFunc(func(classify.Input) (classify.Verdict, bool) { panic("ouch") })),
		exporter.WithClassifier(classify.ClassifierFunc(func(in classify.Input) (classify.Verdict, bool) {
			asked = append(asked, in)
			if len(asked) == 1 {
				_ = f.span(context.Background(), "its own", fails("no such table"))
			}
			return classify.Verdict{Reason: "sold_out password=hunter2", Fingerprint: "sold-out"}, strings.Contains(in.Text, "sold out")
		})),
		exporter.WithClassifier(classify.ClassifierFunc(func(in classify.Input) (classify.Verdict, bool) {
			return classify.Verdict{Category: classify.Tool, Reason: "other words", Severity: classify.Low}, strings.Contains(in.Text, "sold out")
		})),
	)
	f.Tracer = p.provider.Tracer("other")
	_ = f.span(t.Context(), "leaf", fails("seats are sold out"), attribute.String("gen_ai.operation.name", "execute_tool"))
	if len(asked) != 2 || asked[0].Operation != classify.OpTool || asked[0].Text != "seats are sold out" || asked[0].Type != errorString {
		t.Errorf("asked about %+v", asked)
	}
	by := map[string]failurelog.Record{}
	records, _ := p.lines(t)
	for _, r := range records {
		by[r.Path[0]] = r
	}
	if r := by["leaf"]; r.Category != classify.Tool || !strings.HasPrefix(string(r.Reason), "sold_out password=[REDACTED:") ||
		r.Severity != classify.Low || r.Fingerprint != "sold-out" {
		t.Errorf("leaf: %s %s %s %s", r.Category, r.Reason, r.Severity, r.Fingerprint)
	}
	if r := by["its own"]; r.Category != classify.Memory || r.Fingerprint == "sold-out" {
		t.Errorf("its own: %s %s %s", r.Category, r.Severity, r.Fingerprint)
	}
}

// TestClassifierOfAnAdoptedText: a failure without text has that of a span around
// it, and what the classifier says of that.
func TestClassifierOfAnAdoptedText(t *testing.T) {
	p := newPipeline(t, wirings["batcher"], exporter.WithClassifier(classify.ClassifierFunc(func(in classify.Input) (classify.Verdict, bool) {
		return classify.Verdict{Category: classify.Evaluation}, strings.Contains(in.Text, "not hoped for")
	})))
	f := foreign{p.provider.Tracer("other")}
	ctx, root := f.Start(t.Context(), "root")
	_ = f.get(ctx, "http://a", 503)
	root.SetStatus(codes.Error, "GET http://a: not hoped for")
	root.End()
	p.close(t)
	if records, _ := p.lines(t); len(records) == 0 || records[0].Path[0] != "GET" || records[0].Category != classify.Evaluation {
		t.Errorf("%+v", records)
	}
}

// TestClassifiersOfOurOperations: their Tracker's were asked.
func TestClassifiersOfOurOperations(t *testing.T) {
	p := newPipeline(t, wirings["processor"], exporter.WithClassifier(classify.ClassifierFunc(func(classify.Input) (classify.Verdict, bool) {
		return classify.Verdict{Category: classify.Evaluation}, true
	})))
	_, _ = otelfail.Do(t.Context(), p.tracker, otelfail.Tool("t"), func(context.Context) (int, error) { return 0, errTimeout })
	if records, _ := p.lines(t); records[0].Category != classify.Network {
		t.Errorf("category %s", records[0].Category)
	}
}
