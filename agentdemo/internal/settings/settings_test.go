// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package settings_test

import (
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
)

func lookup(vars map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := vars[name]
		return v, ok
	}
}

func TestDefaults(t *testing.T) {
	s, err := settings.FromEnv(lookup(nil))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(settings.Default(), s); diff != "" {
		t.Error(diff)
	}
	if err := s.Validate(); err != nil {
		t.Error(err)
	}
	if !s.TrackFailures || !s.TrackTools || !s.ShowFailureSummary || !s.ShowFailureDetails || s.VerboseFailures {
		t.Errorf("switches: %+v", s)
	}
	if want := filepath.Join("runtime", "logs"); s.LogDir() != want || s.FailureLogFormat != "jsonl" {
		t.Errorf("log: %q in %q, want jsonl in %q", s.FailureLogFormat, s.LogDir(), want)
	}
	if s.MaxToolRetries != 1 || s.MaxGraphIters != 20 || s.ToolLimit() != 8*time.Second {
		t.Errorf("limits: %+v", s)
	}
}

func TestEnvironment(t *testing.T) {
	s, err := settings.FromEnv(lookup(map[string]string{
		"TRACK_FAILURES": "false", "TRACK_TOOLS": "0", "FAILURE_LOG_DIR": "/logs", "FAILURE_LOG_FORMAT": "JSON",
		"SHOW_FAILURE_SUMMARY": "no", "SHOW_FAILURE_DETAILS": "off", "VERBOSE_FAILURES": "yes",
		"FAILURE_SEVERITY_OVERRIDE": "Critical", "RUNTIME_DIR": "/rt", "USER_ID": "ada",
		"MAX_TOOL_RETRIES": "3", "MAX_GRAPH_ITERS": "7", "LLM_BASE_URL": "http://localhost:1/v1",
		"LLM_MODEL": "m", "LLM_TIMEOUT": "2s", "TOOL_TIMEOUT": "3s", "OPENAI_API_KEY": "key",
		"EVAL_THRESHOLD": "4", "DISAMBIGUATE": "no", "MEMORY": "no", "LIVE": "yes", "LOG_LEVEL": "INFO", "FAILURE_SEED": "42",
		"OLLAMA_BASE_URL": "http://o", "OLLAMA_MODEL": "om", "GROQ_API_KEY": "gk", "GROQ_MODEL": "gm", "EMBEDDING_MODEL": "em",
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := settings.Settings{
		FailureLogDir: "/logs", FailureLogFormat: "json", VerboseFailures: true,
		SeverityOverride: "Critical", RuntimeDir: "/rt", UserID: "ada",
		MaxToolRetries: 3, MaxGraphIters: 7, LLMBaseURL: "http://localhost:1/v1", LLMModel: "m",
		LLMKey: "key", LLMTimeout: 2 * time.Second, ToolTimeout: 3 * time.Second,
		EvalThreshold: 4, Live: true, LogLevel: slog.LevelInfo, Seed: 42, SeedFromEnv: true,
		OllamaBaseURL: "http://o", OllamaModel: "om", GroqKey: "gk", GroqModel: "gm", EmbeddingModel: "em", Format: "text",
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
	s.TrackFailures = true
	if err := s.Validate(); err != nil {
		t.Error(err)
	}
}

func TestUnusable(t *testing.T) {
	for name, tt := range map[string]struct {
		env  map[string]string
		edit func(*settings.Settings)
		want string
	}{
		"switch":            {env: map[string]string{"TRACK_TOOLS": "perhaps"}, want: "TRACK_TOOLS"},
		"number":            {env: map[string]string{"MAX_TOOL_RETRIES": "many"}, want: "MAX_TOOL_RETRIES"},
		"duration":          {env: map[string]string{"TOOL_TIMEOUT": "8"}, want: "TOOL_TIMEOUT"},
		"severity":          {env: map[string]string{"FAILURE_SEVERITY_OVERRIDE": "worse"}, want: "FAILURE_SEVERITY_OVERRIDE"},
		"format":            {env: map[string]string{"FAILURE_LOG_FORMAT": "xml"}, want: "failure_log_format"},
		"retries below 0":   {edit: func(s *settings.Settings) { s.MaxToolRetries = -1 }, want: "max_tool_retries"},
		"no iterations":     {edit: func(s *settings.Settings) { s.MaxGraphIters = 0 }, want: "max_graph_iters"},
		"run id upwards":    {edit: func(s *settings.Settings) { s.RunID = "../../x" }, want: "run_id"},
		"run id terminal":   {edit: func(s *settings.Settings) { s.RunID = "a\x1b[2J" }, want: "run_id"},
		"run id long":       {edit: func(s *settings.Settings) { s.RunID = strings.Repeat("x", 65) }, want: "run_id"},
		"user id":           {edit: func(s *settings.Settings) { s.UserID = "a\nb" }, want: "user_id"},
		"endpoint":          {edit: func(s *settings.Settings) { s.LLMBaseURL = "ftp://secret@x" }, want: "llm_base_url"},
		"endpoint no model": {edit: func(s *settings.Settings) { s.LLMBaseURL = "http://localhost:1" }, want: "llm_base_url"},
		"level":             {env: map[string]string{"LOG_LEVEL": "loud"}, want: "LOG_LEVEL"},
		"seed":              {env: map[string]string{"FAILURE_SEED": "x"}, want: "FAILURE_SEED"},
		"threshold":         {env: map[string]string{"EVAL_THRESHOLD": "NaN"}, want: "eval_threshold"},
		"answer format":     {edit: func(s *settings.Settings) { s.Format = "xml" }, want: "format"},
		"embedding alone":   {edit: func(s *settings.Settings) { s.EmbeddingModel = "m" }, want: "embedding_model"},
		"spans untracked":   {edit: func(s *settings.Settings) { s.TrackFailures, s.TraceStdout = false, true }, want: "--trace-stdout"},
		"OTLP untracked":    {edit: func(s *settings.Settings) { s.TrackFailures, s.OTLPEndpoint = false, "h:1" }, want: "--otlp-endpoint"},
		"seed alone":        {edit: func(s *settings.Settings) { s.SeedSet = true }, want: "--chaos-mode"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := settings.FromEnv(lookup(tt.env))
			if err == nil {
				if tt.edit != nil {
					tt.edit(&s)
				}
				err = s.Validate()
			}
			var bad *settings.Error
			if !errors.As(err, &bad) {
				t.Fatalf("got %v, want a *settings.Error", err)
			}
			text := err.Error()
			if !strings.Contains(text, tt.want) || strings.ContainsAny(text, "\n\x1b") || strings.Contains(text, "secret") {
				t.Errorf("got %q, want one safe line that names %s", text, tt.want)
			}
		})
	}
}

func TestChaosLimits(t *testing.T) {
	s := settings.Default()
	s.ChaosMode = true
	if s.ToolLimit() != settings.ChaosTimeout || s.LLMLimit() != settings.ChaosTimeout {
		t.Errorf("limits in chaos mode: %v, %v", s.ToolLimit(), s.LLMLimit())
	}
	s.LLMBaseURL = "http://localhost:1/v1"
	if s.ToolLimit() != settings.DefaultToolTimeout || s.LLMLimit() != settings.DefaultLLMTimeout {
		t.Errorf("limits with an endpoint: %v, %v", s.ToolLimit(), s.LLMLimit())
	}
}

func TestNewRunID(t *testing.T) {
	now := time.Unix(1708000245, 0)
	a, b := settings.NewRunID(now), settings.NewRunID(now)
	if a == b || !strings.HasPrefix(a, "run-1708000245-") {
		t.Errorf("run ids %q, %q", a, b)
	}
	s := settings.Default()
	s.RunID = a
	if err := s.Validate(); err != nil {
		t.Error(err)
	}
}

func TestChooseModel(t *testing.T) {
	for name, tt := range map[string]struct {
		edit                func(*settings.Settings)
		url, model, withKey string
	}{
		"not live":  {func(s *settings.Settings) { s.Live, s.GroqKey = false, "gk" }, "", "sandbox-1", ""},
		"nothing":   {func(*settings.Settings) {}, "", "sandbox-1", ""},
		"groq":      {func(s *settings.Settings) { s.GroqKey, s.GroqModel = "gk", "gm" }, "https://api.groq.com/openai/v1", "gm", "gk"},
		"ollama":    {func(s *settings.Settings) { s.OllamaModel, s.LLMKey = "om", "other" }, "http://localhost:11434/v1", "om", ""},
		"own first": {func(s *settings.Settings) { s.LLMBaseURL, s.LLMModel, s.GroqKey = "http://own", "m", "gk" }, "http://own", "m", ""},
	} {
		s := settings.Default()
		s.Live = true
		tt.edit(&s)
		s.ChooseModel()
		if s.LLMBaseURL != tt.url || s.LLMModel != tt.model || s.LLMKey != tt.withKey {
			t.Errorf("%s: %q, %q, key %q", name, s.LLMBaseURL, s.LLMModel, s.LLMKey)
		}
	}
}
