// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// TestExistingSetup applies the lines that docs/existing-setup.md shows to the
// application they are for, and runs it with and without them.
func TestExistingSetup(t *testing.T) {
	before := filepath.Join(t.TempDir(), "before")
	after := filepath.Join(t.TempDir(), "after")
	build(t, before, nil)
	build(t, after, map[string]string{"existing/main.go": patched(t)})

	dir := t.TempDir()
	want, got := runIn(t, t.TempDir(), before), runIn(t, dir, after)
	if want != "weather: climate averages\nhotels: none found\n" {
		t.Fatalf("the application says %q", want)
	}
	if got != want {
		t.Errorf("with otelfail it says %q", got)
	}

	records, _ := readLog(t, filepath.Join(dir, "failures"))
	var failures []string
	for _, r := range records {
		failures = append(failures, fmt.Sprintf("%s %s/%s @ %s", r.ToolName, r.Category, r.Reason, r.Path[0]))
		if r.CauseSpanID == "" {
			t.Errorf("the failure of %s names no client span", r.ToolName)
		}
	}
	if diff := gocmp.Diff([]string{
		"weather tool/rate_limit @ execute_tool weather",
		"hotels network/unreachable @ execute_tool hotels",
	}, failures); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// patched returns the application with the documented diff applied.
func patched(t *testing.T) string {
	t.Helper()
	doc, err := os.ReadFile("../docs/existing-setup.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("existing/main.go")
	if err != nil {
		t.Fatal(err)
	}
	program := string(text)
	imports := block(t, string(doc), "```go\n")
	program = strings.Replace(program, "\t\"google.golang.org/grpc\"\n", imports+"\t\"google.golang.org/grpc\"\n", 1)
	for hunk := range strings.SplitSeq(block(t, string(doc), "```diff\n"), "@@\n") {
		var from, to strings.Builder
		for line := range strings.Lines(hunk) {
			if line[0] != '+' {
				from.WriteString(line[1:])
			}
			if line[0] != '-' {
				to.WriteString(line[1:])
			}
		}
		if strings.Count(program, from.String()) != 1 {
			t.Fatalf("the application does not have, once:\n%s", from.String())
		}
		program = strings.Replace(program, from.String(), to.String(), 1)
	}
	return program
}

func block(t *testing.T, doc, start string) string {
	t.Helper()
	_, rest, found := strings.Cut(doc, start)
	text, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatalf("no block %q", start)
	}
	return text
}

// build builds the application with some files replaced.
func build(t *testing.T, to string, replaced map[string]string) {
	t.Helper()
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for name, text := range replaced {
		original, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), filepath.Base(name))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay.Replace[original] = file
	}
	text, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-overlay", file, "-o", to, "./existing").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
}

func runIn(t *testing.T, dir, program string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, environment(), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
