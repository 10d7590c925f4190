// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything that has to happen may take.
const patience = 30 * time.Second

// process is a running peer.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	done chan struct{}
	log  string
}

// start runs a program until the test ends and waits until ready says nil.
func start(t *testing.T, ready func(context.Context) error, env []string, bin string, args ...string) *process {
	t.Helper()
	p := &process{t: t, done: make(chan struct{}), log: filepath.Join(t.TempDir(), "log")}
	log, err := os.Create(p.log)
	if err != nil {
		t.Fatal(err)
	}
	p.cmd = exec.Command(bin, args...) //nolint:noctx // it outlives the test's context, for its clean end
	p.cmd.Env = append(environment(), env...)
	p.cmd.Dir = filepath.Dir(p.log)
	p.cmd.Stdout, p.cmd.Stderr = log, log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.done)
		_ = p.cmd.Wait()
		_ = log.Close()
	}()
	t.Cleanup(func() {
		p.stop()
		if t.Failed() {
			t.Logf("%s %s:\n%s", filepath.Base(bin), strings.Join(args, " "), tail(p.log))
		}
	})
	eventually(t, filepath.Base(bin)+" is ready", func(ctx context.Context) error {
		select {
		case <-p.done:
			t.Fatalf("%s ended: %v\n%s", filepath.Base(bin), p.cmd.ProcessState, tail(p.log))
		default:
		}
		return ready(ctx)
	})
	return p
}

// stop ends the process the way an operator does.
func (p *process) stop() { p.end(syscall.SIGTERM) }

// kill ends it without its having a say.
func (p *process) kill() { p.end(syscall.SIGKILL) }

func (p *process) end(s os.Signal) {
	_ = p.cmd.Process.Signal(s)
	select {
	case <-p.done:
	case <-time.After(patience):
		_ = p.cmd.Process.Kill()
		<-p.done
		p.t.Errorf("%s does not end on %v", p.cmd.Path, s)
	}
}

// eventually calls f until it returns nil.
func eventually(t *testing.T, what string, f func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		err := f(ctx)
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("not within %v: %s: %v", patience, what, err)
		case <-tick.C:
		}
	}
}

// environment is ours without what would configure OpenTelemetry or the demo.
func environment() []string {
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if !strings.HasPrefix(name, "OTEL_") && !strings.HasPrefix(name, "FAILURE_") && name != "RUNTIME_DIR" {
			env = append(env, kv)
		}
	}
	return env
}

// tail returns the end of a peer's log without what is only information.
func tail(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if !strings.Contains(line, "\tinfo\t") && !strings.Contains(line, "level=info") {
			lines = append(lines, line)
		}
	}
	const most = 20
	return strings.Join(lines[max(0, len(lines)-most):], "")
}

// answers says nil once a GET of url is answered by 200.
func answers(url string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := get(ctx, url)
		return err
	}
}

func get(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %.300s", url, resp.Status, body)
	}
	return body, err
}

// address returns a free one on loopback.
func address(t *testing.T) string {
	t.Helper()
	var lc net.ListenConfig
	ln, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	return ln.Addr().String()
}

// built returns the paths of programs, each built once.
var built = struct {
	sync.Mutex
	path map[string]string
}{path: map[string]string{}}

// peer returns the path of a program that build.sh builds.
func peer(t *testing.T, name string) string {
	t.Helper()
	if path := os.Getenv("OTELFAIL_E2E_" + strings.ToUpper(name)); path != "" {
		return path
	}
	built.Lock()
	defer built.Unlock()
	if path := built.path[name]; path != "" {
		return path
	}
	cmd := exec.CommandContext(t.Context(), "./build.sh", name)
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		t.Fatalf("build.sh %s: %v\n%s", name, err, exit.Stderr)
	} else if err != nil {
		t.Fatal(err)
	}
	built.path[name] = strings.TrimSpace(string(out))
	return built.path[name]
}
