// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// printer writes to the user. What models, tools and errors say is made safe for
// a terminal, and secrets are taken out of lines. It is safe for concurrent use.
type printer struct {
	mu       sync.Mutex
	out, err io.Writer
	secrets  *redact.Redactor
	warned   map[string]bool
	lost     bool // output could not be written
}

func newPrinter(out, err io.Writer) *printer {
	return &printer{out: out, err: err, secrets: redact.New(nil), warned: map[string]bool{}}
}

// Write writes to the output as it is.
func (p *printer) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n, err := p.out.Write(b)
	if err != nil {
		p.lost = true
	}
	return n, err
}

// lostOutput says whether something could not be written.
func (p *printer) lostOutput() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lost
}

// step prints a line of progress.
func (p *printer) step(e agent.Event) {
	mark := "✓"
	if e.Warning {
		mark = "⚠"
	}
	p.line("%s %s", mark, e.Text)
}

// line prints one line.
func (p *printer) line(format string, args ...any) {
	_, _ = fmt.Fprintln(p, report.SafeText(p.secrets.String(fmt.Sprintf(format, args...))))
}

// text prints a text of several lines.
func (p *printer) text(text string) {
	_, _ = io.WriteString(p, safeLines(text)+"\n")
}

// warnOnce prints a line on the error output, unless it did before.
func (p *printer) warnOnce(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	text = p.oneLine(text)
	if p.warned[text] {
		return
	}
	p.warned[text] = true
	_, _ = fmt.Fprintln(p.err, "Warning:", text)
}

// fail prints why the program ends, in one line.
func (p *printer) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, _ = fmt.Fprintln(p.err, "Error:", p.oneLine(err.Error()))
}

// safe is a text without secrets.
func (p *printer) safe(text string) string { return p.secrets.String(text) }

// errLines returns a writer to the error output, for lines of a log.
func (p *printer) errLines() io.Writer { return errLines{p} }

type errLines struct{ p *printer }

func (w errLines) Write(b []byte) (int, error) {
	w.p.mu.Lock()
	defer w.p.mu.Unlock()
	text := strings.TrimRight(string(b), "\n")
	if _, err := fmt.Fprintln(w.p.err, safeLines(w.p.secrets.String(text))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// oneLine is the first line of a text.
func (p *printer) oneLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return report.SafeText(p.secrets.String(line))
}

// safeLines makes each line safe and keeps its indentation.
func safeLines(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		body := strings.TrimLeft(line, " ")
		lines[i] = line[:len(line)-len(body)] + report.SafeText(body)
	}
	return strings.Join(lines, "\n")
}
