// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/otelfail/otelfail-go/otelfail"
)

// points collects "name{values}=n" of all instruments.
func points(t *testing.T, reader *sdkmetric.ManualReader) []string {
	t.Helper()
	var data metricdata.ResourceMetrics
	if err := reader.Collect(t.Context(), &data); err != nil {
		t.Fatal(err)
	}
	var list []string
	add := func(name string, set attribute.Set, n any) {
		var values []string
		for _, kv := range set.ToSlice() {
			values = append(values, kv.Value.String())
		}
		list = append(list, fmt.Sprintf("%s{%s}=%v", name, strings.Join(values, ","), n))
	}
	for _, scope := range data.ScopeMetrics {
		for _, m := range scope.Metrics {
			switch d := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range d.DataPoints {
					add(m.Name, p.Attributes, p.Value)
				}
			case metricdata.Histogram[float64]:
				for _, p := range d.DataPoints {
					add(m.Name, p.Attributes, p.Count)
				}
			}
		}
	}
	slices.Sort(list)
	return list
}

func TestMetrics(t *testing.T) {
	reader := sdkmetric.NewManualReader()
	mp := sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))
	tracker, _ := newTracker(t, otelfail.WithMeterProvider(mp))
	_, err := otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
		_ = call(ctx, otelfail.Tool("weather"), context.DeadlineExceeded)
		_ = call(ctx, otelfail.Tool("weather"), nil)
		_ = call(ctx, otelfail.Tool("hotels"), context.DeadlineExceeded)
		otelfail.Record(ctx, context.DeadlineExceeded, otelfail.Tool("soft"))
		return 0, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"otelfail.failures{network,timeout,high,execute_tool hotels}=1",
		"otelfail.failures{network,timeout,high,execute_tool soft}=1",
		"otelfail.failures{network,timeout,high,execute_tool weather}=1",
		"otelfail.operations{execute_tool hotels}=1",
		"otelfail.operations{execute_tool weather}=2",
		"otelfail.operations{invoke_agent a}=1",
		"otelfail.outcomes{network,timeout,handled,inferred,degraded,high,execute_tool hotels}=1",
		"otelfail.outcomes{network,timeout,handled,inferred,degraded,high,execute_tool soft}=1",
		"otelfail.outcomes{network,timeout,retry,inferred,recovered,high,execute_tool weather}=1",
		"otelfail.recovery.duration{network,timeout,retry,inferred,recovered,high,execute_tool weather}=1",
	}
	if diff := cmp.Diff(want, points(t, reader)); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
}

// TestMetricsAreBounded: names that a model makes up must not become series
// without end.
func TestMetricsAreBounded(t *testing.T) {
	reader := sdkmetric.NewManualReader()
	mp := sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader), sdkmetric.WithCardinalityLimit(0))
	tracker, _ := newTracker(t, otelfail.WithMeterProvider(mp))
	const n = 1000
	_, _ = otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
		for i := range n {
			_ = call(ctx, otelfail.Tool(fmt.Sprint("made-up-", i)), errDown)
		}
		return 0, nil
	})
	got := points(t, reader)
	if len(got) > 3*201+1 {
		t.Errorf("%d series for %d names", len(got), n)
	}
	if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "_OTHER") }) {
		t.Error("no series for the names beyond the bound")
	}
}
