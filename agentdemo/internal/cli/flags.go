// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
)

// flags are the values of the command line. They replace the environment's
// only where they were given.
type flags struct {
	set *pflag.FlagSet
	val settings.Settings
}

// switches are the settings that can be on or off: each has a flag and its
// opposite.
var switches = []struct {
	name, usage string
	on          bool
	set         func(*settings.Settings, bool)
}{
	{"track-failures", "record failures", true, func(s *settings.Settings, on bool) { s.TrackFailures = on }},
	{"track-tools", "make each tool call an operation of its own", true, func(s *settings.Settings, on bool) { s.TrackTools = on }},
	{"show-failures", "print the failure report at the end", true, func(s *settings.Settings, on bool) {
		s.ShowFailureSummary, s.ShowFailureDetails = on, on
	}},
	{"verbose", "report also traceback, context, attempts and path of failures", false, func(s *settings.Settings, on bool) { s.VerboseFailures = on }},
	{"chaos-mode", "meet real faults, injected into the connections", false, func(s *settings.Settings, on bool) { s.ChaosMode = on }},
	{"trace-stdout", "print the spans", false, func(s *settings.Settings, on bool) { s.TraceStdout = on }},
}

func newFlags(set *pflag.FlagSet) *flags {
	f := &flags{set: set}
	d := settings.Default()
	set.SortFlags = false
	for _, sw := range switches {
		set.Bool(sw.name, sw.on, sw.usage)
		set.Bool("no-"+sw.name, false, "the opposite of --"+sw.name)
	}
	set.Uint64Var(&f.val.Seed, "seed", 0, "decides the faults of --chaos-mode; without it one is drawn and printed")
	set.StringVar(&f.val.RuntimeDir, "runtime-dir", d.RuntimeDir, "directory of the run's files")
	set.StringVar(&f.val.RunID, "run-id", "", "name of the run; without it one is made")
	set.StringVar(&f.val.UserID, "user-id", d.UserID, "who asks")
	set.IntVar(&f.val.MaxToolRetries, "max-tool-retries", d.MaxToolRetries, "how often a failed tool or model call is tried again")
	set.DurationVar(&f.val.ToolTimeout, "tool-timeout", 0, fmt.Sprintf(
		"time limit of one tool call (default %v; %v in chaos mode with the embedded sandbox)", settings.DefaultToolTimeout, settings.ChaosTimeout))
	set.StringVar(&f.val.LLMBaseURL, "llm-base-url", "", "OpenAI-compatible endpoint, such as http://localhost:11434/v1 (default: the embedded sandbox); its key is read from OPENAI_API_KEY")
	set.StringVar(&f.val.LLMModel, "llm-model", d.LLMModel, "model to ask")
	set.DurationVar(&f.val.LLMTimeout, "llm-timeout", 0, fmt.Sprintf(
		"time limit of one model call (default %v; %v in chaos mode with the embedded sandbox)", settings.DefaultLLMTimeout, settings.ChaosTimeout))
	set.StringVar(&f.val.OTLPEndpoint, "otlp-endpoint", "", "send the spans there as well: host:port or URL; plain text to this machine and to http://, TLS otherwise")
	return f
}

// apply puts the flags that were given over the environment's settings.
func (f *flags) apply(s settings.Settings) (settings.Settings, error) {
	for _, sw := range switches {
		yes, no := f.set.Changed(sw.name), f.set.Changed("no-"+sw.name)
		if yes && no {
			return s, fmt.Errorf("--%s and --no-%s exclude each other", sw.name, sw.name)
		}
		if yes {
			on, _ := f.set.GetBool(sw.name)
			sw.set(&s, on)
		}
		if no {
			off, _ := f.set.GetBool("no-" + sw.name)
			sw.set(&s, !off)
		}
	}
	for name, take := range map[string]func(){
		"seed":             func() { s.Seed, s.SeedSet = f.val.Seed, true },
		"runtime-dir":      func() { s.RuntimeDir = f.val.RuntimeDir },
		"run-id":           func() { s.RunID = f.val.RunID },
		"user-id":          func() { s.UserID = f.val.UserID },
		"max-tool-retries": func() { s.MaxToolRetries = f.val.MaxToolRetries },
		"tool-timeout":     func() { s.ToolTimeout = f.val.ToolTimeout },
		"llm-base-url":     func() { s.LLMBaseURL = f.val.LLMBaseURL },
		"llm-model":        func() { s.LLMModel = f.val.LLMModel },
		"llm-timeout":      func() { s.LLMTimeout = f.val.LLMTimeout },
		"otlp-endpoint":    func() { s.OTLPEndpoint = f.val.OTLPEndpoint },
	} {
		if f.set.Changed(name) {
			take()
		}
	}
	if f.set.Changed("run-id") && f.val.RunID == "" {
		return s, errors.New("--run-id is empty")
	}
	return s, s.Validate()
}
