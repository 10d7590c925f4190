// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// maxClassifyLine is the length of the longest line that is judged.
const maxClassifyLine = 1 << 20

// newClassifyCommand returns the command that judges error texts.
func newClassifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "classify",
		Short: "Say what kind of failure error texts are",
		Long: `Reads error texts from standard input, one a line: either plain, or as JSON
objects {"text","type","operation"} where type is the name of the error's type
and operation one of agent, step, tool, model, memory, export, evaluation.
Writes one JSON object for each line, in their order: category, reason, severity,
retryable and the rule that decided. For a line that cannot be read the object
has an error instead; the lines after it are judged all the same, and the command
fails in the end.`,
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
	chain := classify.New()
	bad := 0
	for n := 1; ; n++ {
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			if bad > 0 {
				err = fmt.Errorf("%d of %d lines could not be read", bad, n-1)
			} else {
				err = nil
			}
			return errors.Join(out.Flush(), err)
		}
		if err != nil && !errors.Is(err, errBadLine) {
			return errors.Join(err, out.Flush())
		}
		var input classify.Input
		if err == nil {
			input, err = classifyInput(line)
		}
		if err != nil {
			bad++
			err = enc.Encode(struct {
				Error string `json:"error"`
			}{fmt.Sprintf("line %d: %v", n, err)})
		} else {
			err = enc.Encode(chain.Classify(input))
		}
		if err != nil {
			return err
		}
		if in.Buffered() == 0 { // whoever types sees the answer at once
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}

// errBadLine is a line that is no text.
var errBadLine = errors.New("bad line")

// badLine is an errBadLine that says why.
type badLine string

func (e badLine) Error() string        { return string(e) }
func (e badLine) Is(target error) bool { return target == errBadLine }

// readLine reads a line without its end. What is longer than maxClassifyLine is
// read to its end and left out.
func readLine(r *bufio.Reader) (string, error) {
	var line []byte
	long := false
	for {
		part, more, err := r.ReadLine()
		if err != nil {
			return "", err
		}
		if long = long || len(line)+len(part) > maxClassifyLine; !long {
			line = append(line, part...)
		}
		if more {
			continue
		}
		switch {
		case long:
			return "", badLine(fmt.Sprintf("longer than %d bytes", maxClassifyLine))
		case bytes.IndexByte(line, 0) >= 0:
			return "", badLine("has a NUL byte: no text")
		case !utf8.Valid(line):
			return "", badLine("is not UTF-8 text")
		}
		return string(line), nil
	}
}

// object tells a JSON object that is meant for this command from an error text
// that begins with a brace.
var object = regexp.MustCompile(`^\s*\{\s*"(text|type|operation)"\s*:`)

// classifyInput reads a line: a JSON object with a text, or the text itself.
func classifyInput(line string) (classify.Input, error) {
	line = strings.TrimPrefix(line, "\ufeff")
	var fields struct {
		Text      *string            `json:"text"`
		Type      string             `json:"type"`
		Operation classify.Operation `json:"operation"`
	}
	meant := object.MatchString(line)
	err := json.Unmarshal([]byte(line), &fields)
	switch {
	case err != nil && meant:
		return classify.Input{}, fmt.Errorf("invalid JSON: %w", err)
	case err == nil && fields.Text == nil && fields.Operation != "":
		return classify.Input{}, errors.New(`no "text"`)
	case err != nil || fields.Text == nil:
		return classify.Input{Text: line}, nil // perhaps an error that is JSON itself
	}
	switch fields.Operation {
	case classify.OpNone, classify.OpAgent, classify.OpStep, classify.OpTool, classify.OpModel,
		classify.OpMemory, classify.OpExport, classify.OpEvaluation:
	default:
		return classify.Input{}, fmt.Errorf("unknown operation %q", fields.Operation)
	}
	return classify.Input{Text: *fields.Text, Type: fields.Type, Operation: fields.Operation}, nil
}
