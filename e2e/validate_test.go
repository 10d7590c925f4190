// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestConfigurationsAreValid: by the Collector's own judgement. That they also
// start, which tells more, the other tests show.
func TestConfigurationsAreValid(t *testing.T) {
	for _, file := range []string{"agent.yaml", "gateway.yaml", "loadbalancer.yaml", "clickhouse.yaml"} {
		cmd := exec.CommandContext(t.Context(), peer(t, "otelcol"), "validate", "--config", filepath.Join("..", "collector-config", file))
		cmd.Env = environment()
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", file, err, out)
		}
	}
}
