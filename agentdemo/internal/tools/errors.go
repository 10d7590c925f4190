// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools

import (
	"errors"
	"fmt"
	"net/http"
)

// UnknownToolError is a call of a tool that is not in the registry.
type UnknownToolError struct{ Name string }

func (e *UnknownToolError) Error() string { return fmt.Sprintf("tool not registered: %q", e.Name) }

// PlaceNotFoundError is a place that the geocoding service does not know.
type PlaceNotFoundError struct{ Name string }

func (e *PlaceNotFoundError) Error() string { return fmt.Sprintf("place not found: %q", e.Name) }

// ArgumentError is a tool call with arguments of the wrong shape.
type ArgumentError struct{ Err error }

func (e *ArgumentError) Error() string { return "invalid tool arguments: " + e.Err.Error() }

// Unwrap returns the decoder's error.
func (e *ArgumentError) Unwrap() error { return e.Err }

// StatusError is an answer that says no.
type StatusError struct {
	Service string // such as geocoding
	Status  int    // of the HTTP answer
	Message string // the service's own words; may be empty
}

func (e *StatusError) Error() string {
	text := fmt.Sprintf("%s: %d %s", e.Service, e.Status, http.StatusText(e.Status))
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// StatusCode returns the HTTP status.
func (e *StatusError) StatusCode() int { return e.Status }

// Retryable reports whether the same call may succeed when made again.
func Retryable(err error) bool {
	var (
		unknown *UnknownToolError
		place   *PlaceNotFoundError
		args    *ArgumentError
		status  *StatusError
	)
	if errors.As(err, &unknown) || errors.As(err, &place) || errors.As(err, &args) {
		return false
	}
	if errors.As(err, &status) {
		switch status.Status {
		case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
			return true
		}
		return status.Status >= http.StatusInternalServerError
	}
	return true
}
