// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package settings

import (
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// FromEnv returns the defaults with the environment applied. lookup is
// os.LookupEnv outside of tests. A variable that is set but empty counts as not
// set. The result is not yet validated: flags may replace a wrong value.
func FromEnv(lookup func(string) (string, bool)) (Settings, error) {
	s := Default()
	e := env{lookup: lookup}
	e.boolean("TRACK_FAILURES", &s.TrackFailures)
	e.boolean("TRACK_TOOLS", &s.TrackTools)
	e.text("FAILURE_LOG_DIR", &s.FailureLogDir)
	e.text("FAILURE_LOG_FORMAT", &s.FailureLogFormat)
	e.boolean("SHOW_FAILURE_SUMMARY", &s.ShowFailureSummary)
	e.boolean("SHOW_FAILURE_DETAILS", &s.ShowFailureDetails)
	e.boolean("VERBOSE_FAILURES", &s.VerboseFailures)
	e.severity("FAILURE_SEVERITY_OVERRIDE", &s.SeverityOverride)
	e.text("RUNTIME_DIR", &s.RuntimeDir)
	e.text("USER_ID", &s.UserID)
	e.number("MAX_TOOL_RETRIES", &s.MaxToolRetries)
	e.number("MAX_GRAPH_ITERS", &s.MaxGraphIters)
	e.fraction("EVAL_THRESHOLD", &s.EvalThreshold)
	e.boolean("DISAMBIGUATE", &s.Disambiguate)
	e.boolean("MEMORY", &s.Memory)
	e.boolean("LIVE", &s.Live)
	e.level("LOG_LEVEL", &s.LogLevel)
	e.seed("FAILURE_SEED", &s)
	e.text("OLLAMA_BASE_URL", &s.OllamaBaseURL)
	e.text("OLLAMA_MODEL", &s.OllamaModel)
	e.text("GROQ_API_KEY", &s.GroqKey)
	e.text("GROQ_MODEL", &s.GroqModel)
	e.text("EMBEDDING_MODEL", &s.EmbeddingModel)
	e.text("LLM_BASE_URL", &s.LLMBaseURL)
	e.text("LLM_MODEL", &s.LLMModel)
	e.text("OPENAI_API_KEY", &s.LLMKey)
	e.duration("LLM_TIMEOUT", &s.LLMTimeout)
	e.duration("TOOL_TIMEOUT", &s.ToolTimeout)
	e.duration("OTLP_FLUSH", &s.OTLPFlush)
	s.FailureLogFormat = strings.ToLower(s.FailureLogFormat)
	return s, e.err
}

// env applies one variable after the other and keeps the first error.
type env struct {
	lookup func(string) (string, bool)
	err    error
}

func (e *env) get(name string) (string, bool) {
	v, ok := e.lookup(name)
	v = strings.TrimSpace(v)
	return v, ok && v != ""
}

func (e *env) fail(name, value, want string) {
	if e.err == nil {
		e.err = invalid(name, value, want)
	}
}

func (e *env) text(name string, dst *string) {
	if v, ok := e.get(name); ok {
		*dst = v
	}
}

func (e *env) boolean(name string, dst *bool) {
	v, ok := e.get(name)
	if !ok {
		return
	}
	switch strings.ToLower(v) {
	case "1", "t", "true", "yes", "y", "on":
		*dst = true
	case "0", "f", "false", "no", "n", "off":
		*dst = false
	default:
		e.fail(name, v, "true or false")
	}
}

func (e *env) number(name string, dst *int) {
	v, ok := e.get(name)
	if !ok {
		return
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		e.fail(name, v, "a whole number")
		return
	}
	*dst = n
}

func (e *env) fraction(name string, dst *float64) {
	v, ok := e.get(name)
	if !ok {
		return
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil {
		e.fail(name, v, "a number such as 3.5")
		return
	}
	*dst = f
}

// seed leaves SeedSet alone: without --chaos-mode nobody asked for faults.
func (e *env) seed(name string, s *Settings) {
	v, ok := e.get(name)
	if !ok {
		return
	}
	n, err := strconv.ParseUint(v, 10, 64)
	if err != nil {
		e.fail(name, v, "a whole number")
		return
	}
	s.Seed, s.SeedFromEnv = n, true
}

func (e *env) level(name string, dst *slog.Level) {
	v, ok := e.get(name)
	if !ok {
		return
	}
	level, err := ParseLevel(v)
	if err != nil {
		e.fail(name, v, wantLevel)
		return
	}
	*dst = level
}

func (e *env) duration(name string, dst *time.Duration) {
	v, ok := e.get(name)
	if !ok {
		return
	}
	d, err := time.ParseDuration(v)
	if err != nil || d <= 0 {
		e.fail(name, v, "a duration such as 8s")
		return
	}
	*dst = d
}

func (e *env) severity(name string, dst *string) {
	v, ok := e.get(name)
	if !ok {
		return
	}
	if _, err := classify.ParseSeverityOverride(v); err != nil {
		e.fail(name, v, "a severity, or rows such as network=medium,tool/not_found=critical")
		return
	}
	*dst = v
}
