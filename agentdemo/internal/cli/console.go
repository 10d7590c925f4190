// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// console talks with the person at the terminal.
type console struct {
	in  *bufio.Reader
	out io.Writer // for prompts
}

func newConsole(env Environment, out io.Writer) *console {
	return &console{in: bufio.NewReader(env.In), out: out}
}

// line reads a line. At the end of the input it returns io.EOF, as soon as there
// is nothing before it.
func (c *console) line(ctx context.Context, prompt string) (string, error) {
	_, _ = fmt.Fprint(c.out, prompt)
	return await(ctx, func() (string, error) {
		var b strings.Builder
		for {
			part, err := c.in.ReadSlice('\n')
			if b.Len() <= maxBytes { // of a longer line enough is kept to refuse it
				b.Write(part)
			}
			switch {
			case errors.Is(err, bufio.ErrBufferFull):
			case errors.Is(err, io.EOF) && b.Len() > 0:
				return b.String(), nil
			default:
				return b.String(), err
			}
		}
	})
}

// ask puts the agent's question.
func (c *console) ask(ctx context.Context, q agent.Question) (string, error) {
	text := "? " + report.SafeText(q.Text)
	if q.Default != "" {
		text += " (Enter: " + report.SafeText(q.Default) + ")"
	}
	text += "\n"
	for i, option := range q.Options {
		text += fmt.Sprintf("  %d. %s\n", i+1, report.SafeText(option))
	}
	answer, err := c.line(ctx, text+"> ")
	if errors.Is(err, io.EOF) {
		_, _ = fmt.Fprintln(c.out)
		return "", agent.ErrNoAnswer
	}
	return strings.ToValidUTF8(strings.TrimSpace(answer), "�"), err
}

// farewells end a conversation.
var farewells = []string{"", "bye", "goodbye", "exit", "quit", "q", "no", "nothing", "that's all"}

func isFarewell(text string) bool {
	return slices.Contains(farewells, strings.Trim(strings.ToLower(strings.TrimSpace(text)), ".!"))
}
