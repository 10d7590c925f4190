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
	"slices"
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
and operation one of ` + operationList() + `.
An object without text, or with any other field, is an error text itself, as is
JSON that is cut off.

FAILURE_SEVERITY_OVERRIDE has the last word on severity.

Writes one JSON object for each line, in their order: category, reason, severity,
retryable and the rule that decided. For a line that cannot be read the object
has an error instead; the lines after it are judged all the same, and the command
fails in the end.`,
		Example: `  echo 'dial tcp: lookup api.example.com: no such host' | otelfail classify`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			severity, err := classify.SeverityOverrideFromEnv()
			if err != nil {
				return err
			}
			return classifyLines(cmd.InOrStdin(), cmd.OutOrStdout(), severity)
		},
	}
}

func classifyLines(r io.Reader, w io.Writer, severity classify.SeverityOverride) error {
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
			err = enc.Encode(severity.Apply(chain.Classify(input)))
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

// classifyInput reads a line: an object that is meant for this command, or an
// error text, which may be JSON too. Meant is an object with the field "text" and
// no others than text, type and operation.
func classifyInput(line string) (classify.Input, error) {
	line = strings.TrimPrefix(line, "\ufeff")
	plain := classify.Input{Text: line}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &fields); err != nil || fields["text"] == nil {
		return plain, nil //nolint:nilerr // an error text
	}
	var text, kind, operation string
	known := []struct {
		name string
		to   *string
	}{{"text", &text}, {"type", &kind}, {"operation", &operation}}
	given := 0
	for _, f := range known {
		if fields[f.name] != nil {
			given++
		}
	}
	if given < len(fields) {
		return plain, nil
	}
	for _, f := range known {
		if raw := fields[f.name]; raw != nil && (f.to == &text && string(raw) == "null" || json.Unmarshal(raw, f.to) != nil) {
			return classify.Input{}, fmt.Errorf("%q is no string", f.name)
		}
	}
	op := classify.Operation(operation)
	if op != classify.OpNone && !slices.Contains(operations[:], op) {
		return classify.Input{}, fmt.Errorf("unknown operation: there are %s", operationList())
	}
	return classify.Input{Text: text, Type: kind, Operation: op}, nil
}

// operations are those that an object may name.
var operations = [...]classify.Operation{
	classify.OpAgent, classify.OpStep, classify.OpTool, classify.OpModel, classify.OpMemory, classify.OpExport, classify.OpEvaluation,
}

func operationList() string {
	var names []string
	for _, op := range operations {
		names = append(names, string(op))
	}
	return strings.Join(names, ", ")
}
