// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package collectorconfig_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
)

// config is the part of a Collector configuration that can be checked without
// the Collector. Jaeger v2 is a Collector and reads the same format.
type config struct {
	Receivers  map[string]receiver `yaml:"receivers"`
	Processors map[string]any      `yaml:"processors"`
	Exporters  map[string]any      `yaml:"exporters"`
	Connectors map[string]any      `yaml:"connectors"`
	Extensions map[string]any      `yaml:"extensions"`
	Service    struct {
		Extensions []string            `yaml:"extensions"`
		Pipelines  map[string]pipeline `yaml:"pipelines"`
		Telemetry  map[string]any      `yaml:"telemetry"`
	} `yaml:"service"`
}

type receiver struct {
	Protocols map[string]struct {
		Endpoint string `yaml:"endpoint"`
	} `yaml:"protocols"`
}

type pipeline struct {
	Receivers  []string `yaml:"receivers"`
	Processors []string `yaml:"processors"`
	Exporters  []string `yaml:"exporters"`
}

func loadConfig(t *testing.T, file string) config {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c config
	// A key written twice is an error too.
	if err := yaml.Unmarshal(text, &c); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return c
}

// configFiles returns the files that configure a Collector, or Jaeger.
func configFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(f string) bool { return f == "builder.yaml" || f == "prometheus.yaml" })
	if len(files) == 0 {
		t.Fatal("no configuration files")
	}
	return files
}

func has[V any](m map[string]V, key string) bool {
	_, ok := m[key]
	return ok
}

// Every component that a pipeline names is configured, and the other way
// round: the Collector rejects the first and silently ignores the second.
func TestConfigComponentsAreDefinedAndUsed(t *testing.T) {
	for _, file := range configFiles(t) {
		t.Run(file, func(t *testing.T) {
			c := loadConfig(t, file)
			if len(c.Service.Pipelines) == 0 {
				t.Fatal("no pipelines")
			}
			used := map[string]bool{}
			use := func(where, id string, defined bool) {
				used[id] = true
				if !defined {
					t.Errorf("%s names %q, which is not configured", where, id)
				}
			}
			for name, p := range c.Service.Pipelines {
				for _, id := range p.Receivers {
					use(name, id, has(c.Receivers, id) || has(c.Connectors, id))
				}
				for _, id := range p.Processors {
					use(name, id, has(c.Processors, id))
				}
				for _, id := range p.Exporters {
					use(name, id, has(c.Exporters, id) || has(c.Connectors, id))
				}
			}
			for _, id := range c.Service.Extensions {
				use("service", id, has(c.Extensions, id))
			}
			for id := range c.Receivers {
				if !used[id] {
					t.Errorf("receiver %q is not used", id)
				}
			}
			for _, kind := range []map[string]any{c.Processors, c.Exporters, c.Connectors, c.Extensions} {
				for id := range kind {
					if !used[id] {
						t.Errorf("%q is not used", id)
					}
				}
			}
		})
	}
}

var loopbackByDefault = regexp.MustCompile(`^\$\{env:[A-Z_]+:-127\.0\.0\.1\}:\d+$`)

// Without a container around them the programs listen on loopback.
func TestConfigListensOnLoopbackByDefault(t *testing.T) {
	for _, file := range configFiles(t) {
		for id, r := range loadConfig(t, file).Receivers {
			for protocol, p := range r.Protocols {
				if !loopbackByDefault.MatchString(p.Endpoint) {
					t.Errorf("%s: %s %s listens on %q", file, id, protocol, p.Endpoint)
				}
			}
		}
	}
}
