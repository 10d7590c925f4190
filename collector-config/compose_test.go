// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package collectorconfig_test checks docker-compose.yml and the files that it
// mounts, as far as that goes without a container engine.
package collectorconfig_test

import (
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

func loadCompose(t *testing.T) *types.Project {
	t.Helper()
	// No environment is passed in: the file must not depend on the caller's.
	options, err := cli.NewProjectOptions([]string{filepath.Join("..", "docker-compose.yml")})
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(project.Services) == 0 {
		t.Fatal("no services")
	}
	return project
}

var pinned = regexp.MustCompile(`^[a-z0-9./-]+:v?\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$`)

func TestComposeImagesArePinned(t *testing.T) {
	for name, service := range loadCompose(t).Services {
		if !pinned.MatchString(service.Image) {
			t.Errorf("%s: image %q does not name one release", name, service.Image)
		}
	}
}

func TestComposePublishesOnLoopbackOnly(t *testing.T) {
	published := map[string]string{}
	for name, service := range loadCompose(t).Services {
		if service.NetworkMode == "host" {
			t.Errorf("%s: network mode host ignores the published addresses", name)
		}
		for _, port := range service.Ports {
			if ip := net.ParseIP(port.HostIP); ip == nil || !ip.IsLoopback() {
				t.Errorf("%s: port %s is published on %q", name, port.Published, port.HostIP)
			}
			if other, taken := published[port.Published]; taken {
				t.Errorf("%s: port %s is published by %s too", name, port.Published, other)
			}
			published[port.Published] = name
		}
	}
	// What the documentation tells people to open.
	for _, port := range []string{"4317", "4318", "16686", "9090", "3000"} {
		if published[port] == "" {
			t.Errorf("nobody publishes port %s", port)
		}
	}
}

func TestComposeServicesAreConfined(t *testing.T) {
	for name, service := range loadCompose(t).Services {
		if uid, _, _ := strings.Cut(service.User, ":"); uid == "" || uid == "0" || uid == "root" {
			t.Errorf("%s: user %q", name, service.User)
		}
		if !service.ReadOnly {
			t.Errorf("%s: root file system is writable", name)
		}
		if service.Privileged || len(service.CapDrop) != 1 || service.CapDrop[0] != "ALL" || len(service.CapAdd) != 0 {
			t.Errorf("%s: has capabilities", name)
		}
		if service.MemLimit == 0 || service.CPUS == 0 || service.PidsLimit == 0 {
			t.Errorf("%s: memory, CPU or process count is not limited", name)
		}
	}
}

func TestComposeMountsExistReadOnly(t *testing.T) {
	for name, service := range loadCompose(t).Services {
		mounted := map[string]bool{}
		for _, volume := range service.Volumes {
			if volume.Type != types.VolumeTypeBind {
				continue
			}
			mounted[volume.Target] = true
			if !volume.ReadOnly {
				t.Errorf("%s: %s is mounted writable", name, volume.Source)
			}
			info, err := os.Stat(volume.Source)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			} else if filepath.Ext(volume.Source) != "" && !info.Mode().IsRegular() {
				t.Errorf("%s: %s is not a file", name, volume.Source)
			}
		}
		for _, argument := range service.Command {
			for _, flag := range []string{"--config=", "--config.file="} {
				if file, ok := strings.CutPrefix(argument, flag); ok && !mounted[file] {
					t.Errorf("%s: nothing is mounted at %s", name, file)
				}
			}
		}
		if service.HealthCheck == nil || len(service.HealthCheck.Test) == 0 {
			t.Errorf("%s: has no health check", name)
		}
	}
}

// What Prometheus and Grafana ask are services, at ports that they listen on.
func TestComposeScrapesAndQueries(t *testing.T) {
	project := loadCompose(t)
	for _, file := range []string{"prometheus.yaml", filepath.Join("grafana", "datasources.yaml")} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(`(?:targets: \[|http://)([a-z]+):(\d+)`).FindAllStringSubmatch(string(text), -1)
		if len(found) == 0 {
			t.Fatalf("%s names no address", file)
		}
		for _, m := range found {
			service, ok := project.Services[m[1]]
			if !ok {
				t.Errorf("%s: no service %q", file, m[1])
				continue
			}
			if !slices.ContainsFunc(service.Ports, func(p types.ServicePortConfig) bool { return p.Published == m[2] }) {
				t.Errorf("%s: %s does not listen on %s", file, m[1], m[2])
			}
		}
	}
}

// The Collector's target is an address that Jaeger's file listens on.
func TestComposeCollectorReachesJaeger(t *testing.T) {
	project := loadCompose(t)
	target := project.Services["collector"].Environment["JAEGER_OTLP_ENDPOINT"]
	if target == nil {
		t.Fatal("JAEGER_OTLP_ENDPOINT is not set")
	}
	host, port, err := net.SplitHostPort(*target)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := project.Services[host]; !ok {
		t.Errorf("no service %q", host)
	}
	endpoint := loadConfig(t, host+".yaml").Receivers["otlp"].Protocols["grpc"].Endpoint
	if !strings.HasSuffix(endpoint, ":"+port) {
		t.Errorf("%s listens on %q, the Collector sends to port %s", host, endpoint, port)
	}
}
