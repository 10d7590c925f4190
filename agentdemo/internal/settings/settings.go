// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package settings

import (
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

// Settings is everything that the user can set. The zero value is not useful:
// start from [Default] or [FromEnv].
type Settings struct {
	// Failure tracking.
	TrackFailures      bool
	TrackTools         bool
	FailureLogDir      string // empty: the folder logs of RuntimeDir
	FailureLogFormat   string // jsonl or json
	ShowFailureSummary bool
	ShowFailureDetails bool
	VerboseFailures    bool
	SeverityOverride   string // for classify.ParseSeverityOverride; empty: as classified

	// The run.
	RuntimeDir     string
	RunID          string // empty: one is made
	UserID         string
	MaxToolRetries int     // tries after the first, of tool and model calls alike
	MaxGraphIters  int     // rounds of orchestrator and executor
	EvalThreshold  float64 // mean score below which an answer needs work
	Disambiguate   bool    // find out which place is meant by a name that several have
	Memory         bool    // remember trips, and recall earlier ones

	// Services.
	Live        bool   // the tools ask the real services
	LLMBaseURL  string // empty: the embedded sandbox
	LLMModel    string
	LLMKey      string        // sent to LLMBaseURL only
	LLMTimeout  time.Duration // 0: see LLMLimit
	ToolTimeout time.Duration // 0: see ToolLimit

	// EmbeddingModel of LLMBaseURL makes the memory's vectors; empty: a local
	// function does.
	EmbeddingModel string

	// Services of which one is used with Live and without LLMBaseURL.
	OllamaBaseURL, OllamaModel string
	GroqKey, GroqModel         string

	// Chaos.
	ChaosMode   bool
	Seed        uint64
	SeedSet     bool // by the user for this run; needs ChaosMode
	SeedFromEnv bool // with neither a seed is drawn

	// OpenTelemetry.
	OTLPEndpoint string        // empty: the standard OTEL_ variables decide
	OTLPFlush    time.Duration // 0: see FlushLimit
	TraceStdout  bool

	// The program.
	Format           string // text or json
	LogLevel         slog.Level
	AppendToCurrent  bool // go on with the last trip
	IncludeReasoning bool // say why the agent did what it did
}

// FormatText is the answer for people; the other format is FormatJSON.
const FormatText = "text"

// The formats of the failure log.
const (
	FormatJSONL = "jsonl"
	FormatJSON  = "json"
)

// Time limits of one attempt. Injected hangs must not keep anybody waiting, so
// the limits are short in chaos mode.
const (
	DefaultToolTimeout = 8 * time.Second
	DefaultLLMTimeout  = 60 * time.Second
	ChaosTimeout       = time.Second
	DefaultOTLPFlush   = 2 * time.Second
)

const sandboxModel = "sandbox-1"

// Bounds of the numbers.
const (
	maxRetries    = 10
	maxGraphIters = 1000
	maxUserID     = 128
	maxScore      = 5
)

// Default returns the settings of a user who set nothing.
func Default() Settings {
	return Settings{
		TrackFailures:      true,
		TrackTools:         true,
		FailureLogFormat:   FormatJSONL,
		ShowFailureSummary: true,
		ShowFailureDetails: true,
		RuntimeDir:         "runtime",
		UserID:             "local",
		MaxToolRetries:     1,
		MaxGraphIters:      20,
		EvalThreshold:      3.5,
		Disambiguate:       true,
		Memory:             true,
		OllamaBaseURL:      "http://localhost:11434",
		GroqModel:          "llama-3.3-70b-versatile",
		Format:             FormatText,
		LogLevel:           slog.LevelError,
		LLMModel:           sandboxModel,
	}
}

// ChooseModel settles which model Live means where no endpoint was given: Groq's
// if there is a key for it, else Ollama's if one was named, else the sandbox's.
func (s *Settings) ChooseModel() {
	switch {
	case !s.Live || s.LLMBaseURL != "":
	case s.GroqKey != "":
		s.LLMBaseURL, s.LLMModel, s.LLMKey = groqURL, s.GroqModel, s.GroqKey
	case s.OllamaModel != "":
		s.LLMBaseURL, s.LLMModel, s.LLMKey = strings.TrimRight(s.OllamaBaseURL, "/")+"/v1", s.OllamaModel, ""
	}
}

const groqURL = "https://api.groq.com/openai/v1"

// LogDir returns the directory of the failure log.
func (s Settings) LogDir() string {
	if s.FailureLogDir != "" {
		return s.FailureLogDir
	}
	return filepath.Join(s.RuntimeDir, "logs")
}

// FlushLimit is how long the last spans may take to reach the OTLP endpoint once
// the program has nothing else to do.
func (s Settings) FlushLimit() time.Duration {
	if s.OTLPFlush > 0 {
		return s.OTLPFlush
	}
	return DefaultOTLPFlush
}

// ToolLimit returns how long one attempt of a tool call may take.
func (s Settings) ToolLimit() time.Duration {
	switch {
	case s.ToolTimeout > 0:
		return s.ToolTimeout
	case s.ChaosMode && s.LLMBaseURL == "":
		return ChaosTimeout
	}
	return DefaultToolTimeout
}

// LLMLimit returns how long one attempt of a model call may take.
func (s Settings) LLMLimit() time.Duration {
	switch {
	case s.LLMTimeout > 0:
		return s.LLMTimeout
	case s.ChaosMode && s.LLMBaseURL == "":
		return ChaosTimeout
	}
	return DefaultLLMTimeout
}

// Validate returns an [*Error] for the first setting that cannot be used.
func (s Settings) Validate() error {
	if s.FailureLogFormat != FormatJSONL && s.FailureLogFormat != FormatJSON {
		return invalid("failure_log_format", s.FailureLogFormat, "jsonl or json")
	}
	if s.RuntimeDir == "" {
		return invalid("runtime_dir", "", "a directory")
	}
	if s.RunID != "" {
		if err := checkRunID(s.RunID); err != nil {
			return err
		}
	}
	if s.UserID == "" || len(s.UserID) > maxUserID || !printable(s.UserID) {
		return invalid("user_id", s.UserID, fmt.Sprintf("1 to %d printable characters", maxUserID))
	}
	if s.MaxToolRetries < 0 || s.MaxToolRetries > maxRetries {
		return invalid("max_tool_retries", fmt.Sprint(s.MaxToolRetries), fmt.Sprintf("a number from 0 to %d", maxRetries))
	}
	if s.MaxGraphIters < 1 || s.MaxGraphIters > maxGraphIters {
		return invalid("max_graph_iters", fmt.Sprint(s.MaxGraphIters), fmt.Sprintf("a number from 1 to %d", maxGraphIters))
	}
	if s.LLMBaseURL != "" {
		u, err := url.Parse(s.LLMBaseURL)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			// The value is not shown: it may hold a credential.
			return &Error{Setting: "llm_base_url", Want: "a URL such as http://localhost:11434/v1"}
		}
	}
	if !(s.EvalThreshold >= 0 && s.EvalThreshold <= maxScore) { // negated, so that NaN fails too
		return invalid("eval_threshold", fmt.Sprint(s.EvalThreshold), fmt.Sprintf("a number from 0 to %d", maxScore))
	}
	if s.Format != FormatText && s.Format != FormatJSON {
		return invalid("format", s.Format, "text or json")
	}
	if s.EmbeddingModel != "" && s.LLMBaseURL == "" {
		return &Error{Setting: "embedding_model", Want: "an endpoint as well: --llm-base-url or LLM_BASE_URL"}
	}
	if !s.TrackFailures && s.TraceStdout {
		return &Error{Setting: "--trace-stdout", Want: "failure tracking, which is switched off"}
	}
	if !s.TrackFailures && s.OTLPEndpoint != "" {
		return &Error{Setting: "--otlp-endpoint", Want: "failure tracking, which is switched off"}
	}
	if s.LLMModel == "" || !printable(s.LLMModel) {
		return invalid("llm_model", s.LLMModel, "the name of a model")
	}
	if s.LLMBaseURL != "" && s.LLMModel == sandboxModel {
		return &Error{Setting: "llm_base_url", Want: "the name of a model as well: --llm-model or LLM_MODEL"}
	}
	if s.ToolTimeout < 0 {
		return invalid("tool_timeout", s.ToolTimeout.String(), "a duration such as 8s")
	}
	if s.LLMTimeout < 0 {
		return invalid("llm_timeout", s.LLMTimeout.String(), "a duration such as 60s")
	}
	if s.OTLPFlush < 0 {
		return invalid("otlp_flush", s.OTLPFlush.String(), "a duration such as 2s")
	}
	if s.SeedSet && !s.ChaosMode {
		return &Error{Setting: "--seed", Want: "--chaos-mode as well"}
	}
	return nil
}
