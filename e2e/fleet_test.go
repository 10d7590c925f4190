// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
)

// TestLoadBalancerKeepsTracesTogether: behind it each gateway sees whole traces,
// and the counters of all gateways sum up to the log.
func TestLoadBalancerKeepsTracesTogether(t *testing.T) {
	const gateways = 3
	var (
		all   []*collector
		files []string
		list  string
	)
	for i := range gateways {
		files = append(files, filepath.Join(t.TempDir(), fmt.Sprintf("traces%d.jsonl", i)))
		g := startCollector(t, "gateway.yaml", []string{"KEEP_PERCENT=100", "DECISION_WAIT=200ms", "TRACES_FILE=" + files[i]})
		all = append(all, g)
		list += g.grpc + ", "
	}
	lb := startCollector(t, "loadbalancer.yaml", []string{"GATEWAYS=[" + list + "]", "GATEWAY_INSECURE=true"})

	s := newSender(t, lb.grpc, 5) // batches cut traces into pieces
	const runs = 120
	for n := range runs {
		s.run(t.Context(), n)
	}
	expectCounters(t, countLog(s.close(t)), all...)

	eventually(t, "the files hold every trace", func(context.Context) error {
		sum := 0
		for _, f := range files {
			ids, err := tracesIn(f)
			if err != nil {
				return err
			}
			sum += len(ids)
		}
		if sum < runs {
			return fmt.Errorf("%d traces of %d", sum, runs)
		}
		return nil
	})
	seen := map[string]int{}
	for i, f := range files {
		ids, err := tracesIn(f)
		if err != nil {
			t.Fatal(err)
		}
		if len(ids) == 0 {
			t.Errorf("gateway %d got nothing", i)
		}
		for id := range ids {
			seen[id]++
		}
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("trace %s is at %d gateways", id, n)
		}
	}
}

// TestAgentQueueSurvives: with the gateway away, what the agent's Collector took
// survives its end by SIGKILL and is delivered when both are back.
func TestAgentQueueSurvives(t *testing.T) {
	gateway := &collector{grpc: address(t), http: address(t)}
	env := []string{"GATEWAY_OTLP_ENDPOINT=" + gateway.grpc, "GATEWAY_INSECURE=true", "QUEUE_DIR=" + filepath.Join(t.TempDir(), "queue")}
	agent := startCollector(t, "agent.yaml", env)

	s := newSender(t, agent.grpc, 16)
	for n := range 40 {
		s.run(t.Context(), n)
	}
	want := countLog(s.close(t)) // everything was acknowledged
	agent.kill()
	agent.restart(t, "agent.yaml", env)
	gateway.restart(t, "gateway.yaml", []string{"DECISION_WAIT=100ms"})
	expectCounters(t, want, gateway)
}
