// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Known is a group that was accepted: by whom is known from the history of the
// file that it stands in.
type Known struct {
	Fingerprint string
	Reason      string
	Expires     time.Time // the last day on which it is accepted, UTC
	Line        int       // where it stands
}

// Expired reports whether the day is over.
func (k *Known) Expired(now time.Time) bool { return !now.Before(k.Expires.AddDate(0, 0, 1)) }

// maxKnown bounds the list of known groups, in bytes.
const maxKnown = 4 << 20

// ReadKnown reads a list of accepted groups. It is YAML, each entry with a
// fingerprint, a reason and the last day on which it holds:
//
//   - fingerprint: "2:6f1d0c2a9b7e4455"
//     reason: the weather service limits our CI address
//     expires: 2026-12-31
//
// An unknown key, a missing or repeated value and a wrong date are errors that
// tell the line.
func ReadKnown(r io.Reader) ([]Known, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxKnown+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxKnown {
		return nil, errors.New("list of known groups is longer than 4 MiB")
	}
	var doc, more yaml.Node
	in := yaml.NewDecoder(bytes.NewReader(text))
	if err := in.Decode(&doc); errors.Is(err, io.EOF) || err == nil && len(doc.Content) == 0 { // nothing but comments
		return []Known{}, nil
	} else if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := in.Decode(&more); err == nil {
		return nil, fmt.Errorf("line %d: one list is wanted", more.Line)
	}
	list := doc.Content[0]
	if list.Tag == "!!null" {
		return []Known{}, nil
	}
	if list.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("line %d: a list of known groups is wanted", list.Line)
	}
	out := []Known{}
	lines := map[string]int{}
	for _, entry := range list.Content {
		k, err := knownOf(entry)
		if err != nil {
			return nil, err
		}
		if line, ok := lines[k.Fingerprint]; ok {
			return nil, fmt.Errorf("line %d: fingerprint %q is on line %d already", k.Line, k.Fingerprint, line)
		}
		lines[k.Fingerprint] = k.Line
		out = append(out, k)
	}
	return out, nil
}

func knownOf(entry *yaml.Node) (Known, error) {
	k := Known{Line: entry.Line}
	if entry.Kind != yaml.MappingNode {
		return k, fmt.Errorf("line %d: fingerprint, reason and expires are wanted", entry.Line)
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(entry.Content); i += 2 {
		key, value := entry.Content[i], entry.Content[i+1]
		if seen[key.Value] {
			return k, fmt.Errorf("line %d: %s is given twice", key.Line, key.Value)
		}
		if seen[key.Value] = true; value.Kind != yaml.ScalarNode || value.Value == "" {
			return k, fmt.Errorf("line %d: %s needs a text", value.Line, key.Value)
		}
		switch key.Value {
		case "fingerprint":
			k.Fingerprint = value.Value
		case "reason":
			k.Reason = value.Value
		case "expires":
			day, err := time.Parse(time.DateOnly, value.Value)
			if err != nil {
				return k, fmt.Errorf("line %d: expires %q is no day such as 2026-12-31", value.Line, value.Value)
			}
			k.Expires = day
		default:
			return k, fmt.Errorf("line %d: unknown key %q: fingerprint, reason, expires", key.Line, key.Value)
		}
	}
	for _, key := range []string{"fingerprint", "reason", "expires"} {
		if !seen[key] {
			return k, fmt.Errorf("line %d: %s is missing", entry.Line, key)
		}
	}
	return k, nil
}

// AcceptKnown returns a filter that besides what f does leaves out the failures
// of known groups that have not expired.
func (f Filter) AcceptKnown(known []Known, now time.Time) Filter {
	out := Filter{}
	for field, values := range f {
		out[field] = append([]string(nil), values...)
	}
	for i := range known {
		if !known[i].Expired(now) {
			out[Fingerprint] = append(out[Fingerprint], "!"+known[i].Fingerprint)
		}
	}
	return out
}
