// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
)

// ErrEndpoint is an OTLP endpoint that is neither host:port nor a URL.
var ErrEndpoint = errors.New("the OTLP endpoint must be host:port or a URL with http:// or https://")

const defaultPort = "4317"

// Disabled reports whether OTEL_SDK_DISABLED switches everything off.
func Disabled(getenv func(string) string) bool {
	return strings.EqualFold(strings.TrimSpace(getenv("OTEL_SDK_DISABLED")), "true")
}

// newOTLP returns the exporter, or nil where nobody asked for one.
func newOTLP(ctx context.Context, c Config) (*quiet, error) {
	endpoint, where, ok := target(c)
	if !ok {
		return nil, nil
	}
	opts := []otlptracegrpc.Option{
		otlptracegrpc.WithTimeout(c.Flush),
		// A run lasts seconds. Who is not there now will not be there in time.
		otlptracegrpc.WithRetry(otlptracegrpc.RetryConfig{Enabled: false}),
	}
	if endpoint != "" {
		more, err := endpointOptions(endpoint)
		if err != nil {
			return nil, err
		}
		opts = append(opts, more...)
	}
	exp, err := otlptracegrpc.New(ctx, opts...)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrEndpoint, err)
	}
	return &quiet{next: exp, what: "traces could not be sent to " + where + ", the run is not affected", warn: c.Warn}, nil
}

// target decides whether to send at all, and where. The endpoint is empty where
// the exporter reads its own variables.
func target(c Config) (endpoint, where string, ok bool) {
	if c.OTLPEndpoint != "" {
		return c.OTLPEndpoint, hostOf(c.OTLPEndpoint), true
	}
	kind := strings.ToLower(strings.TrimSpace(c.Getenv("OTEL_TRACES_EXPORTER")))
	switch kind {
	case "", "otlp":
	case "none":
		return "", "", false
	default:
		c.Warn(fmt.Sprintf("OTEL_TRACES_EXPORTER: %+q is not supported: want otlp or none", kind))
		return "", "", false
	}
	env := c.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
	if env == "" {
		env = c.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT")
	}
	switch {
	case env == "":
		return "localhost:" + defaultPort, "localhost:" + defaultPort, kind == "otlp"
	case strings.Contains(env, "://"):
		return "", hostOf(env), true
	}
	return env, hostOf(env), true
}

// endpointOptions sends in plain text to this machine or where http:// says so,
// and by TLS elsewhere.
func endpointOptions(endpoint string) ([]otlptracegrpc.Option, error) {
	if strings.Contains(endpoint, "://") {
		u, err := url.Parse(endpoint)
		if err != nil || !validHost(u.Hostname()) || u.Scheme != "http" && u.Scheme != "https" {
			return nil, ErrEndpoint
		}
		if u.Port() == "" {
			u.Host = net.JoinHostPort(u.Hostname(), defaultPort)
		}
		return []otlptracegrpc.Option{otlptracegrpc.WithEndpointURL(u.String())}, nil
	}
	host, port, err := net.SplitHostPort(endpoint)
	if err != nil {
		// An IPv6 address needs brackets, with or without a port.
		bare, bracketed := strings.CutPrefix(endpoint, "[")
		if !bracketed && strings.Contains(endpoint, ":") {
			return nil, ErrEndpoint
		}
		host, port = strings.TrimSuffix(bare, "]"), defaultPort
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil || !validHost(host) {
		return nil, ErrEndpoint
	}
	opts := []otlptracegrpc.Option{otlptracegrpc.WithEndpoint(net.JoinHostPort(host, port))}
	if loopback(host) {
		opts = append(opts, otlptracegrpc.WithInsecure())
	}
	return opts, nil
}

// hostName is a name as DNS has it, and as container networks do.
var hostName = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$`)

func validHost(host string) bool {
	address, _, _ := strings.Cut(host, "%") // the zone of a link-local address
	return hostName.MatchString(host) || net.ParseIP(address) != nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// hostOf names an endpoint without credentials.
func hostOf(endpoint string) string {
	if u, err := url.Parse(endpoint); err == nil && u.Host != "" {
		return u.Host
	}
	return endpoint
}
