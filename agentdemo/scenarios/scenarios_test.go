// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package scenarios_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
)

func TestAll(t *testing.T) {
	all, err := scenarios.All()
	if err != nil {
		t.Fatal(err)
	}
	// The nine of the original system, by what they show, and the one of chat.
	for _, name := range []string{
		"partial-tool-failure", "max-iterations", "timeout-cascade", "invalid-data", "data-corruption",
		"state-validation", "controlled-injection", "missing-constraints", "evaluation-gates", scenarios.Mixed,
	} {
		if _, err := scenarios.Choose(all, name); err != nil {
			t.Error(err)
		}
	}
	for _, s := range all {
		if s.Description == "" || s.Agent.Query == "" || s.Name != scenarios.Mixed && s.Agent.LookFor == "" {
			t.Errorf("%s explains too little", s.Name)
		}
		if _, err := os.Stat(s.Name + ".yaml"); err != nil {
			t.Errorf("%s is not in the file of its name", s.Name)
		}
	}
	if _, err := scenarios.Find("nope"); !errors.Is(err, scenarios.ErrUnknown) || !strings.Contains(err.Error(), "max-iterations") {
		t.Errorf("got %v, want an error with the names", err)
	}
}

func TestParse(t *testing.T) {
	s, err := scenarios.Parse([]byte(`
name: a
title: b
x-agentdemo:
  query: Where to?
  max_tool_retries: 0
  max_graph_iters: 5
  tool_timeout: 300ms
  llm_timeout: 2s
`))
	if err != nil {
		t.Fatal(err)
	}
	got := s.Apply(settings.Default())
	if s.Agent.Query != "Where to?" || got.MaxToolRetries != 0 || got.MaxGraphIters != 5 ||
		got.ToolTimeout != 300*time.Millisecond || got.LLMTimeout != 2*time.Second {
		t.Errorf("%+v, %+v", s, got)
	}
}

func TestParseErrors(t *testing.T) {
	for name, tt := range map[string]struct{ yaml, want string }{
		"chaos":          {"name: a\ntitle: b\nfaults:\n  - fault: nope\n", "line 4"},
		"no name":        {"title: b\n", "name:"},
		"a path as name": {"name: ../a\ntitle: b\n", "name:"},
		"no title":       {"name: a\n", "title: is missing"},
		"unknown key":    {"name: a\ntitle: b\nx-agentdemo:\n  querry: c\n", "line 4"},
		"no duration":    {"name: a\ntitle: b\nx-agentdemo:\n  tool_timeout: soon\n", "line 4"},
		"negative":       {"name: a\ntitle: b\nx-agentdemo:\n  tool_timeout: -1s\n", "time limit"},
		"too many":       {"name: a\ntitle: b\nx-agentdemo:\n  max_tool_retries: 99\n", "max_tool_retries"},
		"half a natural": {"name: a\ntitle: b\nx-agentdemo:\n  natural:\n    - {category: state}\n", "natural"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := scenarios.Parse([]byte(tt.yaml))
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %q in one line", err, tt.want)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := scenarios.Load(dir); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("an empty directory: %v", err)
	}
	write("notes.txt", "not mine")
	write("b.yml", "name: b\ntitle: b\n")
	write("a.yaml", "name: a\ntitle: a\n")
	all, err := scenarios.Load(dir)
	if err != nil || len(all) != 2 || all[0].Name != "a" || all[0].Agent.Query != scenarios.DefaultQuery {
		t.Errorf("%+v, %v", all, err)
	}
	write("c.yaml", "name: a\ntitle: a\n")
	if _, err := scenarios.Load(dir); err == nil || !strings.Contains(err.Error(), "c.yaml") {
		t.Errorf("two of one name: %v", err)
	}
	for _, path := range []string{filepath.Join(dir, "none"), filepath.Join(dir, "a.yaml")} {
		if _, err := scenarios.Load(path); err == nil {
			t.Errorf("%s is accepted", path)
		}
	}
}
