// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/otelfail/otelfail-go/agentdemo/internal/telemetry"
	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Service is the program's name in its telemetry.
const Service = "agentdemo"

// tracking is all that failure tracking adds to the program.
type tracking struct {
	failures  *exporter.Exporter
	telemetry *telemetry.Telemetry
	tracker   *otelfail.Tracker
}

// newTracking returns nil where OTEL_SDK_DISABLED forbids it.
func newTracking(ctx context.Context, c Config) (*tracking, error) {
	s := c.Settings
	if telemetry.Disabled(c.Getenv) {
		c.Warn("OTEL_SDK_DISABLED is true: failures are not tracked")
		return nil, nil
	}
	format, _ := failurelog.ParseFormat(s.FailureLogFormat)
	severities, err := classify.ParseSeverityOverride(s.SeverityOverride)
	if err != nil {
		return nil, &ConfigError{err}
	}
	failures, err := exporter.New(s.LogDir(), exporter.WithFormat(format), exporter.WithSeverityOverride(severities))
	if err != nil {
		return nil, &ConfigError{fmt.Errorf("the failure log cannot be written: %w", err)}
	}
	cfg := telemetry.Config{
		Service: Service, Version: otelfail.Version, Failures: failures.Processor(),
		OTLPEndpoint: s.OTLPEndpoint, Flush: s.FlushLimit(), Warn: c.Warn, Getenv: c.Getenv,
	}
	if s.TraceStdout {
		cfg.Stdout = c.Stdout
	}
	t, err := telemetry.Start(ctx, cfg)
	if err != nil {
		if errors.Is(err, telemetry.ErrEndpoint) {
			err = &ConfigError{err}
		}
		return nil, errors.Join(err, failures.Shutdown(ctx))
	}
	return &tracking{
		failures:  failures,
		telemetry: t,
		tracker: otelfail.New(
			otelfail.WithTracerProvider(t.Provider()),
			otelfail.WithSeverityOverride(severities),
		),
	}, nil
}

// close works after a Ctrl-C, too: telemetry bounds its own time.
func (t *tracking) close(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	return errors.Join(t.telemetry.Shutdown(ctx), t.failures.Shutdown(ctx))
}
