// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
)

// flags are the values of the command line. They replace the environment's
// only where they were given.
type flags struct {
	set   *pflag.FlagSet
	val   settings.Settings
	level string
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
	{"disambiguate", "find out which place is meant by a name that several have", true, func(s *settings.Settings, on bool) { s.Disambiguate = on }},
	{"append-to-current", "go on with the last trip: the question changes it", false, func(s *settings.Settings, on bool) { s.AppendToCurrent = on }},
	{"include-reasoning", "say why the agent did what it did", false, func(s *settings.Settings, on bool) { s.IncludeReasoning = on }},
	{"memory", "remember trips, and recall earlier ones", true, func(s *settings.Settings, on bool) { s.Memory = on }},
	{"live", "ask the real services: Open-Meteo, OSRM, Wikipedia; and the model of GROQ_API_KEY or OLLAMA_MODEL", false, func(s *settings.Settings, on bool) { s.Live = on }},
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
	set.DurationVar(&f.val.OTLPFlush, "otlp-flush", 0, fmt.Sprintf(
		"how long the last spans may take to reach the OTLP endpoint at the end (default %v)", settings.DefaultOTLPFlush))
	set.StringVar(&f.val.EmbeddingModel, "embedding-model", "", "model of the endpoint that makes the memory's vectors (default: a local function)")
	set.StringVar(&f.val.Format, "format", d.Format, "of the answer: text or json")
	set.StringVar(&f.val.FailureLogFormat, "failure-log-format", d.FailureLogFormat, "jsonl, or json for an array at the run's end as well")
	set.StringVar(&f.level, "log-level", "error", "what to log on the error output: debug, info, warning or error")
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
		"seed":               func() { s.Seed, s.SeedSet = f.val.Seed, true },
		"runtime-dir":        func() { s.RuntimeDir = f.val.RuntimeDir },
		"run-id":             func() { s.RunID = f.val.RunID },
		"user-id":            func() { s.UserID = f.val.UserID },
		"max-tool-retries":   func() { s.MaxToolRetries = f.val.MaxToolRetries },
		"tool-timeout":       func() { s.ToolTimeout = f.val.ToolTimeout },
		"llm-base-url":       func() { s.LLMBaseURL = f.val.LLMBaseURL },
		"llm-model":          func() { s.LLMModel = f.val.LLMModel },
		"llm-timeout":        func() { s.LLMTimeout = f.val.LLMTimeout },
		"otlp-flush":         func() { s.OTLPFlush = f.val.OTLPFlush },
		"otlp-endpoint":      func() { s.OTLPEndpoint = f.val.OTLPEndpoint },
		"embedding-model":    func() { s.EmbeddingModel = f.val.EmbeddingModel },
		"format":             func() { s.Format = strings.ToLower(f.val.Format) },
		"failure-log-format": func() { s.FailureLogFormat = strings.ToLower(f.val.FailureLogFormat) },
	} {
		if f.set.Changed(name) {
			take()
		}
	}
	if f.set.Changed("run-id") && f.val.RunID == "" {
		return s, errors.New("--run-id is empty")
	}
	if f.set.Changed("log-level") {
		level, err := settings.ParseLevel(f.level)
		if err != nil {
			return s, err
		}
		s.LogLevel = level
	}
	s.ChooseModel()
	return s, s.Validate()
}

// flagError puts a flag that cannot be read into words for people.
func flagError(_ *cobra.Command, err error) error {
	var value *pflag.InvalidValueError
	if !errors.As(err, &value) {
		return err
	}
	want := map[string]string{
		"int": "a whole number", "uint64": "a whole number, 0 or more", "duration": "a duration such as 8s", "bool": "true or false",
	}[value.GetFlag().Value.Type()]
	return &settings.Error{Setting: "--" + value.GetFlag().Name, Value: value.GetValue(), Want: want}
}
