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
// application they are for, and runs it without them, with the first three, and
// with all.
func TestExistingSetup(t *testing.T) {
	before := filepath.Join(t.TempDir(), "before")
	build(t, before, nil)
	want := runIn(t, t.TempDir(), before)
	if want != "weather: climate averages\nhotels: none found\n" {
		t.Fatalf("the application says %q", want)
	}
	for _, tt := range []struct {
		name  string
		hunks int
		want  []string
	}{
		{"three lines", 1, []string{"'' rate_limit @ HTTP GET", "'' upstream @ grpc.health.v1.Health/Check"}},
		{"with names for the tools", 3, []string{"'weather' rate_limit @ execute_tool weather", "'hotels' unreachable @ execute_tool hotels"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, dir := filepath.Join(t.TempDir(), "after"), t.TempDir()
			build(t, after, map[string]string{"existing/main.go": patched(t, tt.hunks)})
			if got := runIn(t, dir, after); got != want {
				t.Errorf("with otelfail it says %q", got)
			}
			records, _ := readLog(t, filepath.Join(dir, "failures"))
			var failures []string
			for _, r := range records {
				failures = append(failures, fmt.Sprintf("'%s' %s @ %s", r.ToolName, r.Reason, r.Path[0]))
				if named := r.ToolName != ""; named != (r.CauseSpanID != "") {
					t.Errorf("the failure of %q has the client span %q as its cause", r.ToolName, r.CauseSpanID)
				}
				if r.Recovery == nil || r.Recovery.Outcome != "degraded" {
					t.Errorf("the outcome is %+v", r.Recovery)
				}
			}
			if diff := gocmp.Diff(tt.want, failures); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// patched returns the application with the first of the documented diffs
// applied.
func patched(t *testing.T, hunks int) string {
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
	imports := blocks(string(doc), "```go\n")[0]
	if hunks == 1 {
		imports, _, _ = strings.Cut(imports, "\n")
	}
	program = strings.Replace(program, "\t\"google.golang.org/grpc\"\n", imports+"\n\t\"google.golang.org/grpc\"\n", 1)
	diffs := blocks(string(doc), "```diff\n")
	if len(diffs) < hunks {
		t.Fatalf("%d diffs", len(diffs))
	}
	for _, hunk := range diffs[:hunks] {
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

// blocks returns the blocks of a document that begin so.
func blocks(doc, begin string) []string {
	var found []string
	for {
		_, rest, ok := strings.Cut(doc, begin)
		text, after, closed := strings.Cut(rest, "```")
		if !ok || !closed {
			return found
		}
		found, doc = append(found, text), after
	}
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
