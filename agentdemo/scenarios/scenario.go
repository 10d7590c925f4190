// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package scenarios

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/chaos"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Scenario is a chaos scenario with the question that meets it.
type Scenario struct {
	chaos.Scenario
	Agent Agent
}

// Agent is how the agent is asked.
type Agent struct {
	Query string `yaml:"query"`
	// LookFor says what the run shows.
	LookFor string `yaml:"look_for"`
	// Settings that differ from the usual ones.
	MaxToolRetries *int          `yaml:"max_tool_retries"`
	MaxGraphIters  *int          `yaml:"max_graph_iters"`
	ToolTimeout    time.Duration `yaml:"tool_timeout"`
	LLMTimeout     time.Duration `yaml:"llm_timeout"`
	// Refused says that the agent has to ask back instead of answering.
	Refused bool `yaml:"refused"`
	// Natural are failures that come about without a fault, such as a plan that is
	// too long.
	Natural []Natural `yaml:"natural"`
}

// Natural is a failure that nobody injects.
type Natural struct {
	Category classify.Category  `yaml:"category" json:"category"`
	Reason   classify.Reason    `yaml:"reason" json:"reason"`
	Outcome  failurelog.Outcome `yaml:"outcome" json:"outcome"`
}

// DefaultQuery is asked where a scenario names no other.
const DefaultQuery = "Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London"

// Parse reads a scenario. Errors name the line.
func Parse(data []byte) (Scenario, error) {
	base, err := chaos.Parse(data)
	if err != nil {
		return Scenario{}, err
	}
	var file struct {
		Name        yaml.Node `yaml:"name"`
		Title       yaml.Node `yaml:"title"`
		Description yaml.Node `yaml:"description"`
		Faults      yaml.Node `yaml:"faults"`
		Agent       Agent     `yaml:"x-agentdemo"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&file); err != nil {
		text := strings.TrimPrefix(strings.ReplaceAll(err.Error(), "\n  ", " "), "yaml: ")
		return Scenario{}, fmt.Errorf("x-agentdemo: %s", text)
	}
	s := Scenario{base, file.Agent}
	if s.Agent.Query == "" {
		s.Agent.Query = DefaultQuery
	}
	if err := s.check(); err != nil {
		return Scenario{}, err
	}
	return s, nil
}

func (s Scenario) check() error {
	switch {
	case s.Name == "" || strings.Trim(s.Name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return fmt.Errorf("name: %q: want lower case letters, digits and dashes", s.Name)
	case s.Title == "":
		return fmt.Errorf("title: is missing")
	case s.Agent.ToolTimeout < 0 || s.Agent.LLMTimeout < 0:
		return fmt.Errorf("x-agentdemo: a time limit is negative")
	}
	for _, n := range s.Agent.Natural {
		if n.Category == "" || n.Reason == "" || n.Outcome == "" {
			return fmt.Errorf("x-agentdemo: natural: category, reason and outcome are all needed")
		}
	}
	if err := s.Apply(settings.Default()).Validate(); err != nil {
		return fmt.Errorf("x-agentdemo: %w", err)
	}
	return nil
}

// Apply puts the scenario's settings over others.
func (s Scenario) Apply(to settings.Settings) settings.Settings {
	if s.Agent.MaxToolRetries != nil {
		to.MaxToolRetries = *s.Agent.MaxToolRetries
	}
	if s.Agent.MaxGraphIters != nil {
		to.MaxGraphIters = *s.Agent.MaxGraphIters
	}
	if s.Agent.ToolTimeout > 0 {
		to.ToolTimeout = s.Agent.ToolTimeout
	}
	if s.Agent.LLMTimeout > 0 {
		to.LLMTimeout = s.Agent.LLMTimeout
	}
	return to
}
