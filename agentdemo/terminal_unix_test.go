// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build linux || darwin

package main_test

import (
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// terminal is the program in a pseudo-terminal.
type terminal struct {
	t    *testing.T
	cmd  *exec.Cmd
	tty  *os.File
	done chan error // of the process, after all output was read

	mu     sync.Mutex
	out    bytes.Buffer
	read   int // how much of it was expected already
	change chan struct{}
}

func startTerminal(t *testing.T, dir string, args ...string) *terminal {
	t.Helper()
	cmd, _, _ := command(t, args...)
	cmd.Stdout, cmd.Stderr = nil, nil
	cmd.Dir = dir
	tty, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	term := &terminal{t: t, cmd: cmd, tty: tty, done: make(chan error, 1), change: make(chan struct{}, 1)}
	go func() {
		_, _ = io.Copy(term, tty) // ends with EIO when the process does
		term.done <- cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = tty.Close()
	})
	return term
}

func (term *terminal) Write(b []byte) (int, error) {
	term.mu.Lock()
	defer term.mu.Unlock()
	select {
	case term.change <- struct{}{}:
	default:
	}
	return term.out.Write(b)
}

// patience is for a loaded machine; nothing waits for it to pass.
const patience = 30 * time.Second

// expect waits until the text appears in what was not yet expected.
func (term *terminal) expect(text string) {
	term.t.Helper()
	deadline := time.After(patience)
	for {
		term.mu.Lock()
		at := strings.Index(term.out.String()[term.read:], text)
		if at >= 0 {
			term.read += at + len(text)
		}
		all := term.out.String()
		term.mu.Unlock()
		if at >= 0 {
			return
		}
		select {
		case <-term.change:
		case <-deadline:
			term.t.Fatalf("no %q in\n%s", text, all)
		}
	}
}

func (term *terminal) say(line string) {
	term.t.Helper()
	if _, err := term.tty.WriteString(line + "\n"); err != nil {
		term.t.Fatal(err)
	}
}

// exit waits for the end and returns the exit code.
func (term *terminal) exit() int {
	term.t.Helper()
	select {
	case err := <-term.done:
		return exitCode(term.t, err)
	case <-time.After(patience):
		term.t.Fatalf("the program does not end:\n%s", term.out.String())
		return -1
	}
}

func TestConversation(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	term := startTerminal(t, dir, "chat", "--run-id", "talk")
	term.expect("Where would you like to go?")
	term.say("3 days in London")
	term.expect("When is the trip? (Enter: ")
	term.say("1 March 2027")
	term.expect("Where do you start from?")
	term.say("paris")
	term.expect("Which London do you mean?")
	term.expect("  2. London, Ontario, Canada")
	term.say("what?")
	term.expect(`"what?" is none of these`)
	term.say("the second")
	term.expect("Intent parsed: London, Ontario, 2027-03-01 to 2027-03-03, from Paris")
	term.expect("Calendar saved to: ")
	term.expect("Anything to change?")
	term.say("make it two days longer, and add Toronto")
	term.expect("Intent parsed: London, Ontario and Toronto, 2027-03-01 to 2027-03-05, from Paris")
	term.expect("Anything to change?")
	term.say("Toronto to Nowhere, 2027-03-05 to 2027-03-01")
	term.expect("The trip ends (2027-03-01) before it starts (2027-03-05). When is the trip?")
	term.say("2027-03-01 to 2027-03-05")
	term.expect("Intent parsed: Nowhere, 2027-03-01 to 2027-03-05, from Toronto")
	term.expect("Anything to change?")
	term.say("bye")
	if code := term.exit(); code != 0 {
		t.Errorf("exit %d\n%s", code, term.out.String())
	}
	for _, id := range []string{"talk", "talk-2", "talk-3"} { // each answer is a run of its own
		if _, err := os.Stat(filepath.Join(dir, "runtime", "artifacts", "itinerary_"+id+".ics")); err != nil {
			t.Error(err)
		}
	}
}

func TestChoices(t *testing.T) {
	for answer, want := range map[string]string{
		"2":               "from London, Ontario",
		"London, Ontario": "from London, Ontario",
		"in canada":       "from London, Ontario",
		"the first one":   "from London, 1 traveler",
		"":                "from London, 1 traveler",
		"London, Ohio":    "from London, Ohio",
	} {
		t.Run(answer, func(t *testing.T) {
			t.Parallel()
			term := startTerminal(t, t.TempDir(), "chat", query)
			term.expect("Which London do you mean?")
			term.say(answer)
			term.expect(want)
			if code := term.exit(); code != 0 {
				t.Errorf("exit %d", code)
			}
		})
	}
	t.Run("not asked", func(t *testing.T) {
		t.Parallel()
		term := startTerminal(t, t.TempDir(), "chat", "--no-disambiguate", query)
		if code := term.exit(); code != 0 || strings.Contains(term.out.String(), "Which London") {
			t.Errorf("exit %d:\n%s", code, term.out.String())
		}
	})
}

// What was settled is not asked again.
func TestSettledOnce(t *testing.T) {
	t.Parallel()
	term := startTerminal(t, t.TempDir(), "chat")
	for i, text := range []string{"London, 2020-03-01 to 2020-03-03", "one day longer"} {
		term.expect([]string{"Where would you like to go?", "Anything to change?"}[i])
		term.say(text)
		if i == 0 {
			for _, question := range []string{"The start date 2020-03-01 is in the past.", "Where do you start from?", "Which London do you mean?"} {
				term.expect(question)
				term.say("")
			}
		}
		term.expect("Intent parsed: London, 2020-03-01 to 2020-03-0" + []string{"3", "4"}[i])
	}
	term.expect("Anything to change?")
	term.say("")
	if code := term.exit(); code != 0 || strings.Count(term.out.String(), "\n? ") != 3 {
		t.Errorf("exit %d\n%s", code, term.out.String())
	}
}

// What the traveler does not know is refused in the end, and so is what cannot be.
func TestNoUsefulAnswer(t *testing.T) {
	t.Parallel()
	term := startTerminal(t, t.TempDir(), "chat", "help me")
	term.expect("names no destination")
	term.say("dunno")
	term.expect("Where would you like to go?")
	term.say("")
	if code := term.exit(); code != 2 {
		t.Errorf("exit %d\n%s", code, term.out.String())
	}
}

// Ctrl-C while the agent waits for an answer ends the run as cancelled.
func TestInterruptedQuestion(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	term := startTerminal(t, dir, "chat", "--run-id", "stop", query)
	term.expect("Which London do you mean?")
	if _, err := term.tty.Write([]byte{3}); err != nil { // Ctrl-C
		t.Fatal(err)
	}
	term.expect("Total Failures: 1")
	if code := term.exit(); code != 130 {
		t.Errorf("exit %d\n%s", code, term.out.String())
	}
	log, err := os.ReadFile(filepath.Join(dir, "runtime", "logs", "failures_stop.jsonl"))
	if err != nil || !bytes.Contains(log, []byte(`"category":"unknown","reason":"cancelled"`)) {
		t.Errorf("log %s, %v", log, err)
	}
}

// A second interrupt ends the process at once, whatever the first one waits for:
// here spans that nobody takes.
func TestSecondInterrupt(t *testing.T) {
	t.Parallel()
	var lc net.ListenConfig
	silent, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }() // what connects is never served

	term := startTerminal(t, t.TempDir(), "chat", "--otlp-endpoint", silent.Addr().String(), query)
	term.expect("Which London do you mean?")
	for _, seen := range []string{"Run ledger: ", ""} {
		if err := term.cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		term.expect(seen)
	}
	if code := term.exit(); code != -1 { // by the signal
		t.Errorf("exit %d\n%s", code, term.out.String())
	}
}
