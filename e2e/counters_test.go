// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// counts is the number of failures by "category/reason/severity", and of those
// with an outcome by "category/reason/severity outcome".
type counts map[string]int

func countLog(records []failurelog.Record) counts {
	c := counts{}
	for _, r := range records {
		key := fmt.Sprintf("%s/%s/%s", r.Category, r.Reason, r.Severity)
		c[key]++
		if r.Recovery != nil {
			c[key+" "+string(r.Recovery.Outcome)]++
		}
	}
	return c
}

// scrape reads the failure counters as Prometheus does.
func scrape(ctx context.Context, url string) (counts, error) {
	body, err := get(ctx, url)
	if err != nil {
		return nil, err
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	c := counts{}
	for _, m := range families["otelfail_events_total"].GetMetric() {
		label := map[string]string{}
		for _, l := range m.GetLabel() {
			label[l.GetName()] = l.GetValue()
		}
		n := int(m.GetCounter().GetValue())
		key := fmt.Sprintf("%s/%s/%s", label["failure_category"], label["failure_reason"], label["failure_severity"])
		if label["event"] == "failure" {
			c[key] += n
		}
		if outcome := label["failure_recovery_outcome"]; outcome != "" {
			c[key+" "+outcome] += n
		}
		if before := label["failure_recovery_supersedes"]; before != "" {
			c[key+" "+before] -= n
		}
	}
	maps.DeleteFunc(c, func(_ string, n int) bool { return n == 0 })
	return c, nil
}

// add returns the sum of counters.
func add(all ...counts) counts {
	sum := counts{}
	for _, c := range all {
		for k, n := range c {
			sum[k] += n
		}
	}
	return sum
}

// expectCounters waits until the counters of the Collectors sum up to want.
func expectCounters(t *testing.T, want counts, collectors ...*collector) {
	t.Helper()
	eventually(t, "the counters say what the log says", func(ctx context.Context) error {
		sum := counts{}
		for _, c := range collectors {
			n, err := scrape(ctx, c.metrics)
			if err != nil {
				return err
			}
			sum = add(sum, n)
		}
		if diff := gocmp.Diff(want, sum); diff != "" {
			return errors.New("(-log +counters):\n" + diff)
		}
		return nil
	})
}

// TestCountersSayWhatTheLogSays: from senders in parallel, in batches that cut
// traces into pieces.
func TestCountersSayWhatTheLogSays(t *testing.T) {
	c := startCollector(t, "gateway.yaml", []string{"DECISION_WAIT=100ms"})
	const senders, runs = 5, 40
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		want = counts{}
	)
	for i := range senders {
		s := newSender(t, c.grpc, 3+i)
		wg.Go(func() {
			for n := range runs {
				s.run(t.Context(), n)
			}
			logged := countLog(s.close(t))
			mu.Lock()
			defer mu.Unlock()
			want = add(want, logged)
		})
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
	expectCounters(t, want, c)
	t.Logf("%v", want)

	// A batch that comes late, into series that were flushed long ago.
	late := newSender(t, c.grpc, 512)
	for n := range 8 {
		late.run(t.Context(), n)
	}
	want = add(want, countLog(late.close(t)))
	expectCounters(t, want, c)
}

// TestCountersAcrossARestart: a restarted Collector starts at zero with the same
// series, so that what was counted before and after adds up.
func TestCountersAcrossARestart(t *testing.T) {
	c := startCollector(t, "gateway.yaml", []string{"DECISION_WAIT=100ms"})
	var total counts
	for range 3 {
		s := newSender(t, c.grpc, 7)
		for n := range 12 {
			s.run(t.Context(), n)
		}
		logged := countLog(s.close(t))
		expectCounters(t, logged, c)
		total = add(total, logged)
		c.stop()
		c.restart(t, "gateway.yaml", []string{"DECISION_WAIT=100ms"})
		expectCounters(t, counts{}, c)
	}
	if len(total) == 0 {
		t.Fatal("nothing was counted")
	}
}
