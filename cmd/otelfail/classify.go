// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// maxClassifyLine is how much of one line is read; the rest is skipped.
const maxClassifyLine = 1 << 20

// newClassifyCommand returns the command that judges error texts.
func newClassifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "classify",
		Short: "Say what kind of failure error texts are",
		Long: `Reads error texts from standard input, one a line: either plain, or as JSON
objects {"text","type","operation"} where type is the name of the error's type
and operation one of agent, step, tool, model, memory, export, evaluation.
Writes one JSON object for each line: category, reason, severity, retryable and
the rule that decided.`,
		Example: `  echo 'dial tcp: lookup api.example.com: no such host' | otelfail classify`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return classifyLines(cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
}

func classifyLines(r io.Reader, w io.Writer) error {
	in := bufio.NewReader(r)
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for n := 1; ; n++ {
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			return out.Flush()
		}
		if err != nil {
			return errors.Join(err, out.Flush())
		}
		input, err := classifyInput(line)
		if err != nil {
			return errors.Join(fmt.Errorf("line %d: %w", n, err), out.Flush())
		}
		if err := enc.Encode(classify.New().Classify(input)); err != nil {
			return err
		}
		if in.Buffered() == 0 { // whoever types sees the answer at once
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}

// readLine reads a line without its end, of which it keeps maxClassifyLine
// bytes.
func readLine(r *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, more, err := r.ReadLine()
		if err != nil {
			return "", err
		}
		line = append(line, part[:min(len(part), maxClassifyLine-len(line))]...)
		if !more {
			return string(line), nil
		}
	}
}

// classifyInput reads a line: a JSON object with a text, or the text itself.
func classifyInput(line string) (classify.Input, error) {
	var object struct {
		Text      *string            `json:"text"`
		Type      string             `json:"type"`
		Operation classify.Operation `json:"operation"`
	}
	if !strings.HasPrefix(strings.TrimSpace(line), "{") ||
		json.Unmarshal([]byte(line), &object) != nil || object.Text == nil {
		return classify.Input{Text: line}, nil // perhaps an error that is JSON itself
	}
	switch object.Operation {
	case classify.OpNone, classify.OpAgent, classify.OpStep, classify.OpTool, classify.OpModel,
		classify.OpMemory, classify.OpExport, classify.OpEvaluation:
	default:
		return classify.Input{}, fmt.Errorf("unknown operation %q", object.Operation)
	}
	return classify.Input{Text: *object.Text, Type: object.Type, Operation: object.Operation}, nil
}
