// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Command existing is an application that has OpenTelemetry already: a tracer
// provider of its own, otelhttp on both sides of HTTP, otelgrpc on its gRPC
// client. docs/existing-setup.md shows the lines that add otelfail to it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"

	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
)

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) (err error) {
	spans, err := os.Create("spans.json")
	if err != nil {
		return err
	}
	exp, err := stdouttrace.New(stdouttrace.WithWriter(spans))
	if err != nil {
		return err
	}
	tp := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(exp),
	)
	defer func() { err = errors.Join(err, tp.Shutdown(ctx), spans.Close()) }()
	otel.SetTracerProvider(tp)

	app, err := newApp(ctx)
	if err != nil {
		return err
	}
	defer app.close()
	server := httptest.NewServer(otelhttp.NewHandler(app, "plan"))
	defer server.Close()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, http.NoBody)
	if err != nil {
		return err
	}
	resp, err := app.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	_, err = io.Copy(os.Stdout, resp.Body)
	return err
}

// app answers a question with what two services tell, and does without those
// that fail.
type app struct {
	client  *http.Client
	weather *httptest.Server
	hotels  *grpc.ClientConn
	close   func()
}

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	forecast, err := a.forecast(ctx)
	if err != nil {
		forecast = "climate averages"
	}
	hotels, err := a.bookings(ctx)
	if err != nil {
		hotels = "none found"
	}
	_, _ = fmt.Fprintf(w, "weather: %s\nhotels: %s\n", forecast, hotels)
}

// forecast is a tool: HTTP.
func (a *app) forecast(ctx context.Context) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.weather.URL, http.NoBody)
	if err != nil {
		return "", err
	}
	resp, err := a.client.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("weather: %s: %s", resp.Status, body)
	}
	return string(body), err
}

// bookings is a tool: gRPC.
func (a *app) bookings(ctx context.Context) (string, error) {
	resp, err := healthpb.NewHealthClient(a.hotels).Check(ctx, &healthpb.HealthCheckRequest{Service: "hotels"})
	return resp.GetStatus().String(), err
}

// hotelService is never there.
type hotelService struct {
	healthpb.UnimplementedHealthServer
}

func (hotelService) Check(context.Context, *healthpb.HealthCheckRequest) (*healthpb.HealthCheckResponse, error) {
	return nil, status.Error(codes.Unavailable, "no healthy upstream")
}

func newApp(ctx context.Context) (*app, error) {
	weather := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"error":"too many requests"}`, http.StatusTooManyRequests)
	}))
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := grpc.NewServer()
	healthpb.RegisterHealthServer(server, hotelService{})
	go func() { _ = server.Serve(ln) }()
	conn, err := grpc.NewClient(ln.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithStatsHandler(otelgrpc.NewClientHandler()))
	if err != nil {
		return nil, err
	}
	return &app{
		client:  &http.Client{Transport: otelhttp.NewTransport(http.DefaultTransport)},
		weather: weather,
		hotels:  conn,
		close: func() {
			_ = conn.Close()
			server.Stop()
			weather.Close()
		},
	}, nil
}
