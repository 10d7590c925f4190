// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox/internal/model"
	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox/internal/places"
)

// Server is a running sandbox.
type Server struct {
	url    string
	http   *http.Server
	served chan error
}

// Start listens on a free loopback port and serves until Close. The context
// bounds the start only.
func Start(ctx context.Context) (*Server, error) {
	atlas, err := places.NewAtlas()
	if err != nil {
		return nil, fmt.Errorf("start sandbox: %w", err)
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start sandbox: %w", err)
	}
	s := &Server{
		url:    "http://" + ln.Addr().String(),
		http:   &http.Server{Handler: routes(atlas), ReadHeaderTimeout: 10 * time.Second},
		served: make(chan error, 1),
	}
	go func() { s.served <- s.http.Serve(ln) }()
	return s, nil
}

// URL returns the base address of all APIs, without a slash at the end.
func (s *Server) URL() string { return s.url }

// Close ends the server. Requests in flight may finish until ctx ends; then
// their connections are cut.
func (s *Server) Close(ctx context.Context) error {
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, s.http.Close())
	}
	if served, ok := <-s.served; ok {
		close(s.served)
		if !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
	}
	if err != nil {
		return fmt.Errorf("close sandbox: %w", err)
	}
	return nil
}

func routes(atlas *places.Atlas) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /v1/search", geocoding{atlas})
	mux.Handle("GET /v1/forecast", forecast{atlas})
	mux.Handle("GET /route/v1/driving/{coordinates}", route{atlas})
	mux.Handle("GET /w/api.php", geosearch{atlas})
	mux.HandleFunc("GET /links/flights", flightLinks)
	mux.HandleFunc("GET /links/hotels", hotelLinks)
	c := chat{model: model.New(atlas)}
	mux.HandleFunc("POST /v1/chat/completions", c.complete)
	mux.HandleFunc("GET /v1/models", c.models)
	return mux
}
