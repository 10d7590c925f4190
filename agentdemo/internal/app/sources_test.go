// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/internal/app"
	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// source is a row of the table in docs/agentdemo.md.
type source struct{ what, node, category, reason, outcome, action string }

func documented(t *testing.T) []source {
	t.Helper()
	doc, err := os.ReadFile("../../../docs/agentdemo.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(doc), "\n## Where failures come from\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var rows []source
	for line := range strings.Lines(section) {
		cells := strings.Split(strings.NewReplacer("`", "", "\n", "").Replace(line), "|")
		if len(cells) != 8 || strings.Contains(line, "---") || strings.Contains(line, "What happens") {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, source{cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]})
	}
	return rows
}

// sources make happen what the documentation says, with broken services, files
// and processes.
var sources = map[string]func(t *testing.T) []failurelog.Record{
	"the model's plan is not JSON": asking(task("plan", func(r *http.Request, base http.RoundTripper, _ int) (*http.Response, error) {
		return edited(r, base, func(string) string {
			return `{"choices":[{"message":{"role":"assistant","content":"First, pack a suitcase."}}]}`
		})
	})),
	"a place is not on the map": asking(func(t *testing.T, c *app.Config) {
		c.Settings.Disambiguate = false
		path("/v1/search", func(r *http.Request, base http.RoundTripper, _ int) (*http.Response, error) {
			return edited(r, base, func(string) string { return `{"generationtime_ms":0.1}` })
		})(t, c)
	}),
	"the forecast service refuses connections": asking(path("/v1/forecast", func(r *http.Request, base http.RoundTripper, _ int) (*http.Response, error) {
		return base.RoundTrip(to(r, "127.0.0.1:1"))
	})),
	"a forecast is not JSON": asking(path("/v1/forecast", func(r *http.Request, base http.RoundTripper, n int) (*http.Response, error) {
		if n > 1 {
			return base.RoundTrip(r)
		}
		return edited(r, base, func(body string) string { return strings.ReplaceAll(body, `"daily":`, `"daily" `) })
	})),
	"the model invents a price": asking(task("synthesize", func(r *http.Request, base http.RoundTripper, n int) (*http.Response, error) {
		if n > 1 {
			return base.RoundTrip(r)
		}
		return edited(r, base, func(body string) string { return strings.Replace(body, "## Flights", "## Flights\\n\\nFrom $199.", 1) })
	})),
	"the model's endpoint is down": asking(func(t *testing.T, c *app.Config) {
		c.Settings.LLMBaseURL, c.Settings.LLMModel = "http://127.0.0.1:1/v1", "m"
	}),
	"the plan is longer than MAX_GRAPH_ITERS": asking(func(_ *testing.T, c *app.Config) { c.Settings.MaxGraphIters = 3 }),
	"the scores are below EVAL_THRESHOLD": func(t *testing.T) []failurelog.Record {
		const crowded = "Rome, Florence and Venice, 2026-12-01 to 2026-12-02"
		return ask(t, crowded, func(c *app.Config) { c.Settings.EvalThreshold = 5 }).records
	},
	"the calendar file cannot be written": asking(func(t *testing.T, c *app.Config) {
		write(t, filepath.Join(c.Settings.RuntimeDir, "artifacts"))
	}),
	"the memory's files are damaged": asking(func(t *testing.T, c *app.Config) {
		dir := c.Settings.RuntimeDir
		ask(t, "Trip to Rome", func(c *app.Config) { c.Settings.RuntimeDir = dir })
		files, err := filepath.Glob(filepath.Join(dir, "memory", "*", "*.gob"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no memory: %v", err)
		}
		for _, file := range files {
			write(t, file)
		}
	}),
	"the memory cannot be written": asking(func(t *testing.T, c *app.Config) {
		c.Settings.MaxToolRetries = 0
		write(t, filepath.Join(c.Settings.RuntimeDir, "sessions"))
	}),
	"the traveler names another place": asking(func(t *testing.T, c *app.Config) {
		nowhere := path("/v1/search", func(r *http.Request, base http.RoundTripper, n int) (*http.Response, error) {
			if n > 1 {
				return base.RoundTrip(r)
			}
			return edited(r, base, func(string) string { return "{}" })
		})
		nowhere(t, c)
		c.Ask = func(_ context.Context, q agent.Question) (string, error) {
			if strings.Contains(q.Text, "was not found") {
				return "Reading", nil
			}
			return "", agent.ErrNoAnswer
		}
	}),
	"Ctrl-C while the agent asks": func(t *testing.T) []failurelog.Record {
		ctx, cancel := context.WithCancel(t.Context())
		r := askIn(ctx, t, parisQuery, func(c *app.Config) {
			c.Ask = func(ctx context.Context, _ agent.Question) (string, error) {
				cancel()
				return "", ctx.Err()
			}
		})
		if !errors.Is(r.err, context.Canceled) {
			t.Errorf("got %v", r.err)
		}
		return r.records
	},
	"the process is killed": killed,
}

// Each category and each outcome occurs in the demo without chaos; the
// documentation says where, and this is what happens.
func TestSources(t *testing.T) {
	rows := documented(t)
	seen := map[string]bool{}
	for _, row := range rows {
		seen[row.category], seen[row.outcome], seen[row.action] = true, true, true
		t.Run(row.what, func(t *testing.T) {
			t.Parallel()
			happen := sources[row.what]
			if happen == nil {
				t.Fatal("the documentation lists what this test does not know")
			}
			list := happen(t)
			if len(list) == 0 {
				t.Fatal("nothing was recorded")
			}
			for _, rec := range list {
				got := source{row.what, rec.GraphNode, string(rec.Category), string(rec.Reason), string(failurelog.Unknown), ""}
				if rec.Recovery != nil {
					got.outcome, got.action = string(rec.Recovery.Outcome), rec.Recovery.Action
				}
				if got != row {
					t.Errorf("recorded  %+v\ndocumented %+v\n%s", got, row, rec.ErrorMessage)
				}
			}
		})
	}
	for what := range sources {
		if !slices.ContainsFunc(rows, func(row source) bool { return row.what == what }) {
			t.Errorf("the documentation does not list %q", what)
		}
	}
	wanted := []string{"recovered", "degraded", "failed", "unknown", "retry", "fallback", "self_correction", "skip", "ask_user", "handled"}
	for _, category := range classify.Categories() {
		wanted = append(wanted, string(category))
	}
	for _, word := range wanted {
		if !seen[word] {
			t.Errorf("%q has no source", word)
		}
	}
}

func asking(edit func(*testing.T, *app.Config)) func(*testing.T) []failurelog.Record {
	return func(t *testing.T) []failurelog.Record {
		return ask(t, parisQuery, func(c *app.Config) { edit(t, c) }).records
	}
}

func write(t *testing.T, file string) {
	t.Helper()
	if err := os.WriteFile(file, []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// killedDir tells this test program to be the run that is killed.
const killedDir = "AGENTDEMO_TEST_KILLED_DIR"

// killed has another process fail and kills it before it can end the run.
func killed(t *testing.T) []failurelog.Record {
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // this program
	cmd.Env = append(os.Environ(), killedDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Errorf("%q, %v", line, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = cmd.Wait() // killed
	return records(t, filepath.Join(dir, "logs"))
}

// runToBeKilled fails to find flights and then hangs in the search for hotels.
func runToBeKilled(dir string) {
	hang := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		fmt.Println("hanging")
		<-r.Context().Done()
	}))
	s := settings.Default()
	s.RuntimeDir, s.MaxToolRetries = dir, 0
	a, err := app.New(context.Background(), app.Config{Settings: s, Transport: func(base http.RoundTripper) http.RoundTripper {
		return &between{
			base: base,
			mine: func(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/links/") },
			serve: func(r *http.Request, base http.RoundTripper, n int) (*http.Response, error) {
				host := "127.0.0.1:1"
				if n > 1 {
					host = hang.Listener.Addr().(*net.TCPAddr).String()
				}
				return base.RoundTrip(to(r, host))
			},
		}
	}})
	if err == nil {
		_, err = a.Ask(context.Background(), parisQuery)
	}
	fmt.Fprintln(os.Stderr, "not killed:", err)
}
