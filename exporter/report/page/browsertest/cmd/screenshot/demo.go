// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const question = "Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London"

// demoReport lets the demo make so many chaos runs, and writes the page of them
// to dir.
func demoReport(runs int, dir string) (string, error) {
	root, err := exec.Command("git", "rev-parse", "--show-toplevel").Output() //nolint:noctx // a command line tool
	if err != nil {
		return "", fmt.Errorf("the demo is run in the repository: %w", err)
	}
	do := func(args ...string) error {
		cmd := exec.Command("go", append([]string{"run"}, args...)...) //nolint:noctx // a command line tool
		cmd.Dir, cmd.Env = strings.TrimSpace(string(root)), append(os.Environ(), "RUNTIME_DIR="+dir)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("go run %s: %w\n%s", strings.Join(args, " "), err, out)
		}
		return nil
	}
	for seed := range runs {
		if err := do("./agentdemo", "chat", "--chaos-mode", "--seed", fmt.Sprint(seed+1), question); err != nil {
			return "", err
		}
	}
	page := filepath.Join(dir, "report.html")
	return page, do("./cmd/otelfail", "report", filepath.Join(dir, "logs"), "--format", "html", "-o", page)
}
