// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package telemetry wires OpenTelemetry for one run of the program. In go the
// failure exporter and where else spans shall go; out comes a tracer provider
// whose shutdown is bounded. Nothing here can delay or break the run.
package telemetry
