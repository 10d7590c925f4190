// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// answerError is an error that Jaeger tells.
type answerError struct {
	status  int
	message string
}

func (e *answerError) Error() string {
	return fmt.Sprintf("Jaeger answers %d: %.300s", e.status, e.message)
}

var errTooMuch = errors.New("the answer is larger than 512 MiB")

// get makes a request, and has read take the answer.
func (f *fetch) get(ctx context.Context, path string, q url.Values, read func(*json.Decoder) error) error {
	u := f.base.JoinPath(path)
	u.RawQuery = q.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	resp, err := f.client.Do(req)
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			return ue.Err // without the address, which is told already
		}
		return err
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	limited := &io.LimitedReader{R: resp.Body, N: maxAnswer}
	body := bufio.NewReader(limited)
	head, err := body.Peek(1)
	for err == nil && bytes.ContainsAny(head, " \t\r\n") {
		_, _ = body.Discard(1)
		head, err = body.Peek(1)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if string(head) != "{" {
		return fmt.Errorf("%w: it answers %s with %q", ErrNotJaeger, resp.Status, resp.Header.Get("Content-Type"))
	}
	if resp.StatusCode != http.StatusOK {
		return refusal(body, resp.StatusCode)
	}
	err = read(json.NewDecoder(body))
	if err != nil && limited.N <= 0 {
		return errTooMuch
	}
	return err
}

// refusal reads what Jaeger says was wrong.
func refusal(body io.Reader, status int) error {
	var said struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	if err := json.NewDecoder(io.LimitReader(body, 1<<16)).Decode(&said); err != nil || said.Error.Message == "" {
		return fmt.Errorf("%w: it answers %d", ErrNotJaeger, status)
	}
	return &answerError{status, said.Error.Message}
}

// answer reads an answer to a search: one or more objects, each with a result
// that is OTLP, or an error.
type answer struct {
	walker
	take func(resourceSpans json.RawMessage) error
}

func (a *answer) read() error {
	for n := 0; ; n++ {
		err := a.object(func(key string) error {
			switch key {
			case "result":
				return a.object(a.result)
			case "error":
				var said struct {
					HTTPCode int    `json:"httpCode"`
					Message  string `json:"message"`
				}
				if err := a.dec.Decode(&said); err != nil {
					return err
				}
				return &answerError{said.HTTPCode, said.Message}
			}
			return a.ignore()
		})
		if err == io.EOF && n > 0 { //nolint:errorlint // a wrapped one is a cause, not the end
			return nil
		}
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
	}
}

func (a *answer) result(key string) error {
	if key != "resourceSpans" {
		return a.ignore()
	}
	return a.array(func() error {
		var raw json.RawMessage
		if err := a.dec.Decode(&raw); err != nil {
			return err
		}
		return a.take(raw)
	})
}
