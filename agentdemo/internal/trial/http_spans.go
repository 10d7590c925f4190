// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"net/http"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// httpSpans makes a client span of each request, as HTTP instrumentation does
// that knows nothing of otelfail (semantic conventions for HTTP spans): a call
// that fails then fails twice in the trace, and must be counted once.
type httpSpans struct{ base http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (h httpSpans) RoundTrip(req *http.Request) (*http.Response, error) {
	tracer := trace.SpanFromContext(req.Context()).TracerProvider().Tracer("net/http")
	ctx, span := tracer.Start(req.Context(), req.Method, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		attribute.String("http.request.method", req.Method),
		attribute.String("server.address", req.URL.Hostname()),
		attribute.String("url.full", req.URL.String()),
	))
	defer span.End()
	resp, err := h.base.RoundTrip(req.WithContext(ctx))
	switch {
	case err != nil:
		span.RecordError(err)
		span.SetStatus(codes.Error, err.Error())
		span.SetAttributes(attribute.String("error.type", "request"))
	case resp.StatusCode >= http.StatusBadRequest:
		span.SetStatus(codes.Error, "")
		span.SetAttributes(attribute.String("error.type", strconv.Itoa(resp.StatusCode)), attribute.Int("http.response.status_code", resp.StatusCode))
	default:
		span.SetAttributes(attribute.Int("http.response.status_code", resp.StatusCode))
	}
	return resp, err
}
