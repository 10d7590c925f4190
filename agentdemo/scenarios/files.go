// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package scenarios

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

//go:embed *.yaml
var builtin embed.FS

// Mixed is the name of the scenario of chat --chaos-mode.
const Mixed = "mixed"

// All returns the scenarios that are built in, by name.
func All() ([]Scenario, error) { return load(builtin, "built in") }

// Load returns the scenarios of a directory, by name: its files *.yaml and
// *.yml.
func Load(dir string) ([]Scenario, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("scenarios: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("scenarios: %s is no directory", dir)
	}
	return load(os.DirFS(dir), dir)
}

// ErrUnknown is a name that no scenario has.
var ErrUnknown = errors.New("no such scenario")

// Find returns one built-in scenario.
func Find(name string) (Scenario, error) {
	all, err := All()
	if err != nil {
		return Scenario{}, err
	}
	return Choose(all, name)
}

// Choose returns the scenario of that name, or an error that tells the names.
func Choose(all []Scenario, name string) (Scenario, error) {
	var names []string
	for _, s := range all {
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	return Scenario{}, fmt.Errorf("%w: %q; there are %s", ErrUnknown, name, strings.Join(names, ", "))
}

func load(files fs.FS, where string) ([]Scenario, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("scenarios: %w", err)
	}
	var all []Scenario
	from := map[string]string{}
	for _, entry := range entries {
		name := entry.Name()
		if ext := path.Ext(name); entry.IsDir() || ext != ".yaml" && ext != ".yml" {
			continue
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("scenarios: %w", err)
		}
		s, err := Parse(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if other := from[s.Name]; other != "" {
			return nil, fmt.Errorf("%s and %s are both called %s", other, name, s.Name)
		}
		from[s.Name] = name
		all = append(all, s)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("scenarios: no *.yaml files in %s", where)
	}
	slices.SortFunc(all, func(a, b Scenario) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}
