// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"fmt"
	"strconv"
	"strings"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// sampler returns the sampler that OTEL_TRACES_SAMPLER names. The SDK reads the
// variable itself, but not where a sampler is set, as it is here.
func sampler(c Config) sdktrace.Sampler {
	kind := strings.ToLower(strings.TrimSpace(c.Getenv("OTEL_TRACES_SAMPLER")))
	root, parentBased := strings.CutPrefix(kind, "parentbased_")
	var s sdktrace.Sampler
	switch root {
	case "always_off":
		s = sdktrace.NeverSample()
	case "traceidratio":
		s = sdktrace.TraceIDRatioBased(ratio(c))
	case "", "always_on":
		s = sdktrace.AlwaysSample()
	default:
		c.Warn(fmt.Sprintf("OTEL_TRACES_SAMPLER: %+q is not supported, all traces are sampled", kind))
		return sdktrace.AlwaysSample()
	}
	if parentBased || kind == "" {
		return sdktrace.ParentBased(s)
	}
	return s
}

func ratio(c Config) float64 {
	arg := strings.TrimSpace(c.Getenv("OTEL_TRACES_SAMPLER_ARG"))
	if arg == "" {
		return 1
	}
	f, err := strconv.ParseFloat(arg, 64)
	if err != nil || !(f >= 0 && f <= 1) { // negated, so that NaN fails too
		c.Warn(fmt.Sprintf("OTEL_TRACES_SAMPLER_ARG: %+q is not a number from 0 to 1, all traces are sampled", arg))
		return 1
	}
	return f
}
