// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/memory"
	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox"
	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

// Config is what an App is made of. The zero value of everything but Settings
// is useful.
type Config struct {
	Settings settings.Settings
	Progress func(agent.Event)   // a line per step
	Warn     func(string)        // what the user should know, one line
	Stdout   io.Writer           // for the spans of TraceStdout; nil: os.Stdout
	Getenv   func(string) string // nil: os.Getenv
	Now      func() time.Time    // nil: time.Now
	Log      *slog.Logger        // nil: no log

	// Ask puts a question to the traveler. nil: nobody is there.
	Ask func(context.Context, agent.Question) (string, error)

	// Scenario says which calls fail, by the seed of the settings; nil: none. Truth
	// gets a line for each fault; it may be nil.
	Scenario *chaos.Scenario
	Truth    io.Writer

	// Watch gets each call of a model, tool, store or export when it has ended, from
	// whichever goroutine made it. It may be nil.
	Watch func(Call)

	// Transport is put around the HTTP transport of all services. It may be nil.
	Transport func(http.RoundTripper) http.RoundTripper
}

// App is an agent with everything it needs. Close must be called.
type App struct {
	settings  settings.Settings
	agent     *agent.Agent
	sandbox   *sandbox.Server
	transport *http.Transport
	seams     *seams
	tracking  *tracking // nil where nothing is tracked
}

// ConfigError is a setting that turned out not to be usable. The user can change
// it.
type ConfigError struct{ Err error }

func (e *ConfigError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *ConfigError) Unwrap() error { return e.Err }

// New starts the services and returns the App. The settings must be valid.
func New(ctx context.Context, c Config) (_ *App, err error) {
	c = c.withDefaults()
	a := &App{settings: c.Settings, transport: http.DefaultTransport.(*http.Transport).Clone()}
	defer func() {
		if err != nil {
			_ = a.Close(ctx)
		}
	}()
	if c.Settings.TrackFailures {
		if a.tracking, err = newTracking(ctx, c); err != nil {
			return nil, err
		}
	}
	if a.sandbox, err = sandbox.Start(ctx); err != nil {
		return nil, err
	}
	if err = a.build(ctx, c); err != nil {
		return nil, err
	}
	return a, nil
}

func (c Config) withDefaults() Config {
	if c.Progress == nil {
		c.Progress = func(agent.Event) {}
	}
	if c.Warn == nil {
		c.Warn = func(string) {}
	}
	if c.Stdout == nil {
		c.Stdout = os.Stdout
	}
	if c.Getenv == nil {
		c.Getenv = os.Getenv
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Settings.RunID == "" {
		c.Settings.RunID = settings.NewRunID(c.Now())
	}
	return c
}

// build makes the agent: first the plain one, then faults where they are asked
// for, then tracking around both.
func (a *App) build(ctx context.Context, c Config) error {
	client, err := a.client(ctx, c)
	if err != nil {
		return err
	}
	var (
		s        = c.Settings
		model    = a.model(client)
		travel   = a.travel(client, c.Now)
		registry = tools.Caller(travel)
	)
	model, registry = a.seams.model(model), a.seams.tools(registry)
	cfg := agent.Config{
		ToolNames:     travel.Names(),
		Fallback:      travel.Fallback,
		Ask:           c.Ask,
		Export:        a.seams.export(a.export),
		Disambiguate:  s.Disambiguate,
		Retries:       s.MaxToolRetries,
		MaxRounds:     s.MaxGraphIters,
		EvalThreshold: s.EvalThreshold,
		Now:           c.Now,
		Progress:      c.Progress,
		Log:           c.Log,
		RunID:         s.RunID,
		UserID:        s.UserID,
	}
	if s.Memory {
		cfg.Memory = a.seams.memory(a.memory(client))
		cfg.Current = memory.NewCurrent(filepath.Join(s.RuntimeDir, "sessions"))
	}
	if a.tracking != nil {
		cfg.Tracker = a.tracking.tracker
		model = llm.Track(model, a.tracking.tracker, s.LLMModel, a.provider())
		if s.TrackTools {
			registry = tools.Track(registry, a.tracking.tracker)
		} else {
			registry = tools.Record(registry)
		}
	}
	cfg.Model, cfg.Tools = model, registry
	a.agent = agent.New(cfg)
	return nil
}

// client returns the HTTP client of all services.
func (a *App) client(ctx context.Context, c Config) (*http.Client, error) {
	var err error
	if a.seams, err = newSeams(ctx, c); err != nil {
		return nil, err
	}
	rt := a.seams.transport(a.transport)
	if c.Transport != nil {
		rt = c.Transport(rt)
	}
	return &http.Client{Transport: rt}, nil
}

// sandboxKey opens the sandbox, which is no secret. The user's own key is sent
// to the endpoint that the user named, and to nobody else.
const sandboxKey = "sandbox"

func (a *App) model(client *http.Client) llm.Model { return llm.NewClient(a.modelConfig(client)) }

func (a *App) modelConfig(client *http.Client) llm.Config {
	s := a.settings
	c := llm.Config{BaseURL: s.LLMBaseURL, Model: s.LLMModel, APIKey: s.LLMKey, HTTPClient: client, Timeout: s.LLMLimit()}
	if c.BaseURL == "" {
		c.BaseURL, c.APIKey = a.sandbox.URL()+"/v1", sandboxKey
	}
	return c
}

// provider is the gen_ai.provider.name of the model's calls.
func (a *App) provider() string {
	if a.settings.LLMBaseURL == "" {
		return "sandbox"
	}
	return "openai" // the API that the endpoint speaks
}

// The real services. They need no key.
const (
	liveGeocoding = "https://geocoding-api.open-meteo.com"
	liveForecast  = "https://api.open-meteo.com"
	liveRouting   = "https://router.project-osrm.org"
	liveWiki      = "https://en.wikipedia.org"
)

func (a *App) travel(client *http.Client, now func() time.Time) *tools.Travel {
	url := a.sandbox.URL()
	c := tools.Config{
		Geocoding: url, Forecast: url, Routing: url, Wiki: url,
		Links:      url, // made from templates: nobody has to be asked for a search link
		HTTPClient: client, Timeout: a.settings.ToolLimit(), Now: now,
	}
	if a.settings.Live {
		c.Geocoding, c.Forecast, c.Routing, c.Wiki = liveGeocoding, liveForecast, liveRouting, liveWiki
	}
	return tools.NewTravel(c)
}

// memory remembers the trips of this user.
func (a *App) memory(client *http.Client) memory.Store {
	s := a.settings
	embed, space := memory.Embed(memory.LocalEmbed), "local"
	if s.EmbeddingModel != "" {
		embed, space = llm.NewEmbedder(a.modelConfig(client), s.EmbeddingModel).Embed, s.EmbeddingModel
	}
	return memory.New(filepath.Join(s.RuntimeDir, "memory"), s.UserID, space, embed)
}

// export keeps the agent's files in the runtime directory.
func (a *App) export(_ context.Context, name string, data []byte) (string, error) {
	path := filepath.Join(a.settings.RuntimeDir, "artifacts", name)
	return path, memory.WriteFile(path, data)
}

// RunID returns the id of the run.
func (a *App) RunID() string { return a.settings.RunID }

// Ask has the agent answer one question about a new trip.
func (a *App) Ask(ctx context.Context, query string) (*agent.State, error) {
	return a.Run(ctx, agent.Request{Query: query})
}

// Run has the agent answer one question, which may go on with a trip.
func (a *App) Run(ctx context.Context, r agent.Request) (*agent.State, error) {
	return a.agent.Run(ctx, r)
}

// Injections returns the faults that were injected so far.
func (a *App) Injections() []chaos.Injection {
	if a.seams == nil {
		return nil
	}
	return a.seams.faults.Injections()
}

// Close sends what telemetry is left, within two seconds, and stops the
// services.
func (a *App) Close(ctx context.Context) error {
	var errs []error
	if a.tracking != nil {
		errs = append(errs, a.tracking.close(ctx))
	}
	a.transport.CloseIdleConnections()
	if a.seams != nil {
		errs = append(errs, a.seams.faults.Close())
	}
	if a.sandbox != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopLimit)
		defer cancel()
		errs = append(errs, a.sandbox.Close(ctx))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close: %w", err)
	}
	return nil
}

// stopLimit is how long the sandbox may take to stop.
const stopLimit = 500 * time.Millisecond
