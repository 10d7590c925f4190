// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// maxFile bounds a scenario file.
const maxFile = 1 << 20

// Load reads a scenario from a YAML file.
func Load(path string) (Scenario, error) {
	f, err := os.Open(path)
	if err != nil {
		return Scenario{}, fmt.Errorf("chaos: %w", err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return Scenario{}, fmt.Errorf("chaos: read %s: %w", path, err)
	}
	s, err := Parse(data)
	if err != nil {
		return Scenario{}, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// Parse reads a scenario from YAML. Errors name the line. Keys of the document
// that begin with x- are left to other programs.
func Parse(data []byte) (Scenario, error) {
	if len(data) > maxFile {
		return Scenario{}, fmt.Errorf("chaos: a scenario of more than %d bytes", maxFile)
	}
	var doc, more yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			err = errors.New("the scenario is empty")
		}
		return Scenario{}, fmt.Errorf("chaos: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		return Scenario{}, errors.New("chaos: more than one document")
	}
	var s Scenario
	err := fields(doc.Content[0], map[string]func(*yaml.Node) error{
		"name":        text(&s.Name),
		"title":       text(&s.Title),
		"description": text(&s.Description),
		"faults":      s.parseRules,
	})
	if err != nil {
		return Scenario{}, fmt.Errorf("chaos: %w", err)
	}
	return s, nil
}

func (s *Scenario) parseRules(n *yaml.Node) error {
	if n.Kind != yaml.SequenceNode {
		return at(n, errors.New("faults: want a list"))
	}
	if len(n.Content) > maxRules {
		return at(n, fmt.Errorf("faults: %d rules, at most %d", len(n.Content), maxRules))
	}
	for _, item := range n.Content {
		r, err := parseRule(item)
		if err != nil {
			return err
		}
		s.Rules = append(s.Rules, r)
	}
	return nil
}

func parseRule(n *yaml.Node) (Rule, error) {
	var (
		r      Rule
		names  []string
		lines  = map[string]int{}
		parsed = func(key string, parse func(*yaml.Node) error) func(*yaml.Node) error {
			return func(n *yaml.Node) error {
				lines[key] = n.Line
				return parse(n)
			}
		}
	)
	keys := map[string]func(*yaml.Node) error{
		"operation":       list(&r.Operations),
		"one_of":          scalar(&r.OneOf, "true or false"),
		"kind":            text(&r.Kind),
		"fault":           list(&names),
		"at":              text(&r.At),
		"calls":           callList(&r.Calls),
		"probability":     r.parseProbability(&r.Probability),
		"run_probability": r.parseProbability(&r.RunProbability),
		"count":           scalar(&r.Count, "a number"),
		"per":             r.parsePer,
		"delay":           duration(&r.Delay),
		"provider":        text(&r.Provider),
		"field":           text(&r.Field),
		"value":           func(n *yaml.Node) error { return n.Decode(&r.Value) },
		"expect":          r.Expect.parse,
	}
	for key, parse := range keys {
		keys[key] = parsed(key, parse)
	}
	if err := fields(n, keys); err != nil {
		return r, err
	}
	for _, name := range names {
		r.Faults = append(r.Faults, Fault(name))
	}
	if err := r.validate(); err != nil {
		// The problem begins with the key that it is about.
		key, _, _ := strings.Cut(err.Error(), ":")
		if line := lines[key]; line != 0 {
			return r, fmt.Errorf("line %d: %w", line, err)
		}
		return r, at(n, err)
	}
	return r, nil
}

// parseProbability takes 0 for never: in Go's Rule it means always.
func (r *Rule) parseProbability(to *float64) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if err := scalar(to, "a number from 0 to 1")(n); err != nil {
			return err
		}
		r.Off = r.Off || *to == 0
		return nil
	}
}

func (r *Rule) parsePer(n *yaml.Node) error {
	switch n.Value {
	case "operation":
		r.PerArguments = false
	case "arguments":
		r.PerArguments = true
	default:
		return at(n, fmt.Errorf("per: %q: want operation or arguments", n.Value))
	}
	return nil
}

func (e *Expectation) parse(n *yaml.Node) error {
	return fields(n, map[string]func(*yaml.Node) error{
		"category": text[classify.Category](&e.Category),
		"reason":   text[classify.Reason](&e.Reason),
	})
}

// fields gives each value of a mapping to its reader.
func fields(n *yaml.Node, readers map[string]func(*yaml.Node) error) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.MappingNode {
		return at(n, errors.New("want keys and values"))
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if value.Kind == yaml.AliasNode {
			value = value.Alias
		}
		read, ok := readers[key.Value]
		switch {
		case seen[key.Value]:
			return at(key, fmt.Errorf("key %q stands there twice", key.Value))
		case ok:
			if err := read(value); err != nil {
				return at(value, err)
			}
		case !strings.HasPrefix(key.Value, "x-"):
			return at(key, fmt.Errorf("unknown key %q", key.Value))
		}
		seen[key.Value] = true
	}
	return nil
}

// lineError is a problem whose line is known.
type lineError struct {
	line int
	err  error
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %v", e.line, e.err) }

func (e *lineError) Unwrap() error { return e.err }

// at adds the line, unless the error has one.
func at(n *yaml.Node, err error) error {
	var known *lineError
	if errors.As(err, &known) || strings.HasPrefix(err.Error(), "line ") {
		return err
	}
	return &lineError{n.Line, err}
}

func text[S ~string](to *S) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
			return at(n, errors.New("want a text"))
		}
		*to = S(n.Value)
		return nil
	}
}

func scalar[T any](to *T, want string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || n.Decode(to) != nil {
			return at(n, fmt.Errorf("%q: want %s", n.Value, want))
		}
		return nil
	}
}

// list reads one text or several.
func list(to *[]string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		items := []*yaml.Node{n}
		if n.Kind == yaml.SequenceNode {
			items = n.Content
		}
		for _, item := range items {
			var s string
			if err := text(&s)(item); err != nil {
				return err
			}
			*to = append(*to, s)
		}
		return nil
	}
}

// callList reads call numbers and ranges as one text.
func callList(to *string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		var parts []string
		if err := list(&parts)(n); err != nil {
			return err
		}
		*to = strings.Join(parts, ",")
		if *to == "" {
			return at(n, errors.New("calls: want numbers such as 1 or 2-4"))
		}
		return nil
	}
}

func duration(to *time.Duration) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		d, err := time.ParseDuration(n.Value)
		if err != nil {
			return at(n, fmt.Errorf("%q: want a duration such as 300ms", n.Value))
		}
		*to = d
		return nil
	}
}
