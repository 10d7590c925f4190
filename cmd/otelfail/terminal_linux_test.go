// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/clipperhouse/displaywidth"
	"github.com/creack/pty"
)

// onTerminal runs a command whose standard output and error are terminals of so
// many columns, and returns what these got.
func onTerminal(t *testing.T, columns uint16, in io.Reader, args ...string) (code int, out, errOut string) {
	t.Helper()
	open := func() (*os.File, func() string) {
		master, slave, err := pty.Open()
		if err != nil {
			t.Skipf("no terminal to be had: %v", err)
		}
		if err := pty.Setsize(slave, &pty.Winsize{Rows: 50, Cols: columns}); err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		done := make(chan struct{})
		go func() {
			defer close(done)
			if _, err := io.Copy(&got, master); err != nil && !errors.Is(err, syscall.EIO) { // EIO is its end
				t.Error(err)
			}
		}()
		return slave, func() string {
			_ = slave.Close()
			<-done
			_ = master.Close()
			return strings.ReplaceAll(got.String(), "\r\n", "\n")
		}
	}
	outFile, outText := open()
	errFile, errText := open()
	code = run(args, in, outFile, errFile)
	return code, outText(), errText()
}

var colour = regexp.MustCompile("\x1b\\[[0-9;]*m")

func TestOnATerminal(t *testing.T) {
	logs(t)
	write(t, ".", defaultLogs+"/failures_run-3.jsonl", strings.NewReplacer("run-2", "走"+strings.Repeat("東京", 30), `"t2"`, `"t3"`,
		"boom", strings.Repeat("長い e\\u0301 👩\\u200d👩 ", 40), "planner", "計画").Replace(second))
	t.Setenv("TERM", "xterm-256color")
	t.Setenv("NO_COLOR", "")
	for _, args := range [][]string{
		{"report"}, {"report", "--details"}, {"report", "--run", "run-1", "--verbose"}, {"report", "--group-by", "run"}, {"report", "--group-by", "node"},
		{"diff", "--split", "2026-02-15T11:00"}, {"check", "--max-severity", "low"},
	} {
		for _, columns := range []uint16{40, 60, 80, 120} {
			t.Run(fmt.Sprint(args, columns), func(t *testing.T) {
				_, out, errOut := onTerminal(t, columns, strings.NewReader(""), args...)
				if !colour.MatchString(out) || strings.Contains(out, "\x1b[3") && !regexp.MustCompile("\x1b\\[3[125]m").MatchString(out) || errOut != "" {
					t.Errorf("no colour, or another than is readable on light and dark: %q, stderr %q", out, errOut)
				}
				for line := range strings.Lines(colour.ReplaceAllString(out, "")) {
					if n := displaywidth.String(strings.TrimSuffix(line, "\n")); n > int(columns) {
						t.Errorf("%d columns of %d: %q", n, columns, line)
					}
				}
			})
		}
	}
}

func TestNoColour(t *testing.T) {
	logs(t)
	for name, env := range map[string][2]string{"NO_COLOR": {"1", "xterm"}, "dumb": {"", "dumb"}} {
		t.Setenv("NO_COLOR", env[0])
		t.Setenv("TERM", env[1])
		if _, out, _ := onTerminal(t, 80, strings.NewReader(""), "report"); strings.Contains(out, "\x1b") || out == "" {
			t.Errorf("%s: %q", name, out)
		}
	}
	if _, out, _ := execute("", "report"); strings.Contains(out, "\x1b") {
		t.Errorf("piped: %q", out)
	}
}

// slowInput gives its second half when the terminal shows progress, or gives up
// after a minute.
type slowInput struct {
	shown chan struct{}
	r     io.Reader
}

func (s *slowInput) Read(p []byte) (int, error) {
	if s.r != nil {
		return s.r.Read(p)
	}
	select {
	case <-s.shown:
	case <-time.After(time.Minute):
		return 0, os.ErrDeadlineExceeded
	}
	s.r = strings.NewReader(second)
	return s.r.Read(p)
}

// TestProgress: reading that takes long is shown on a terminal, and leaves
// nothing there; a pipe gets none of it.
func TestProgress(t *testing.T) {
	logs(t)
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("no terminal to be had: %v", err)
	}
	if err := pty.Setsize(slave, &pty.Winsize{Rows: 50, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	in := &slowInput{shown: make(chan struct{})}
	var got bytes.Buffer
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 4096)
		for shown := false; ; {
			n, err := master.Read(buf)
			got.Write(buf[:n])
			if !shown && strings.Contains(got.String(), "reading ") {
				shown = true
				close(in.shown)
			}
			if err != nil {
				return
			}
		}
	}()
	var out strings.Builder
	code := run([]string{"report", "--format", "csv", defaultLogs, "-"}, io.MultiReader(strings.NewReader(strings.Repeat("\n", 2*maxPeek)), in), &out, slave)
	_ = slave.Close()
	<-done
	_ = master.Close()
	if code != 0 || strings.Contains(out.String(), "reading") || !strings.HasSuffix(got.String(), "\r\x1b[K") || !strings.Contains(got.String(), "% of ") {
		t.Errorf("exit %d, stdout %q, terminal %q", code, out.String(), got.String())
	}
}
