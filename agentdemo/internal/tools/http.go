// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package tools

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxBody bounds what a service can make the agent read.
const maxBody = 4 << 20

const userAgent = "otelfail-agentdemo"

// api is one HTTP service that answers with JSON.
type api struct {
	service string // name for errors
	base    string // URL without a trailing slash
	client  *http.Client
}

// get asks for a path and decodes the answer into v.
func (a api) get(ctx context.Context, path string, query url.Values, v any) error {
	u := a.base + path
	if len(query) > 0 {
		u += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", a.service, err)
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept", "application/json")
	res, err := a.client.Do(req)
	if err != nil {
		return fmt.Errorf("%s: %w", a.service, err)
	}
	defer func() { _ = res.Body.Close() }()

	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody))
	if err != nil {
		return fmt.Errorf("%s: read answer: %w", a.service, err)
	}
	if res.StatusCode != http.StatusOK {
		return &StatusError{Service: a.service, Status: res.StatusCode, Message: serviceMessage(body)}
	}
	if err := json.Unmarshal(body, v); err != nil {
		return fmt.Errorf("%s: decode answer: %w", a.service, err)
	}
	return nil
}

// serviceMessage finds the words of an error body in the shapes that these
// services use.
func serviceMessage(body []byte) string {
	var e struct {
		Reason  string `json:"reason"`  // Open-Meteo
		Message string `json:"message"` // OSRM
		Code    string `json:"code"`
		Error   any    `json:"error"`
	}
	if json.Unmarshal(body, &e) != nil {
		return ""
	}
	switch {
	case e.Reason != "":
		return e.Reason
	case e.Message != "" && e.Code != "":
		return e.Code + ": " + e.Message
	case e.Message != "":
		return e.Message
	}
	switch nested := e.Error.(type) {
	case string:
		return nested
	case map[string]any:
		for _, key := range []string{"message", "info"} { // MediaWiki says info
			if message, ok := nested[key].(string); ok {
				return message
			}
		}
	}
	return ""
}

func trimSlash(base string) string { return strings.TrimRight(base, "/") }
