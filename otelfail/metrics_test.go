// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
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
		"otelfail.operations{context.deadlineExceededError,execute_tool hotels}=1",
		"otelfail.operations{context.deadlineExceededError,execute_tool weather}=1",
		"otelfail.operations{execute_tool weather}=1",
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

// hostileType is an error of whatever type it says.
type hostileType struct{ name string }

func (hostileType) Error() string       { return "hostile" }
func (e hostileType) ErrorType() string { return e.name }

// TestMetricsAreBounded: what models and programs make up must not become series
// without end, nor must the combinations of it; and nothing is left uncounted.
func TestMetricsAreBounded(t *testing.T) {
	reader := sdkmetric.NewManualReader()
	mp := sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader), sdkmetric.WithCardinalityLimit(0))
	tracker, _ := newTracker(t, otelfail.WithMeterProvider(mp))
	const runs, n = 12, 2400
	for run := range runs {
		_, _ = otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
			for i := run * n / runs; i < (run+1)*n/runs; i++ {
				made := func(up string, of int) string { return fmt.Sprint(up, "-", i%of) }
				tool := otelfail.Tool(made("tool", 50))
				tool.Verdict.Reason = classify.Reason(made("reason", 71))
				err := call(ctx, tool, hostileType{made("type", n)})
				otelfail.Recovered(ctx, err, otelfail.Action(made("action", n)), made("detail", n))
				_ = call(ctx, otelfail.Agent(made("agent", n)), nil)
			}
			return 0, nil
		})
	}
	got := map[string]int{}
	counted := map[string]int64{}
	other := map[string]bool{}
	for _, p := range points(t, reader) {
		name, rest, _ := strings.Cut(p, "{")
		values, count, _ := strings.Cut(rest, "}=")
		got[name]++
		c, err := strconv.ParseInt(count, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		counted[name] += c
		other[name] = other[name] || strings.Contains(values, "_OTHER")
		for _, word := range []string{"hostile", "detail", "failure.id"} {
			if strings.Contains(values, word) {
				t.Errorf("a message or id in %s", p)
			}
		}
	}
	for name, want := range map[string]int64{"otelfail.operations": 2*n + runs, "otelfail.failures": n, "otelfail.outcomes": n, "otelfail.recovery.duration": n} {
		if counted[name] != want {
			t.Errorf("%s counts %d, want %d", name, counted[name], want)
		}
		if got[name] > 1300 || !other[name] {
			t.Errorf("%s has %d series, one for the others: %v", name, got[name], other[name])
		}
	}
}
