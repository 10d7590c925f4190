// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxQuery bounds what is sent to a model, in characters; maxBytes is what these
// can take.
const (
	maxQuery = 4000
	maxBytes = maxQuery * utf8.UTFMax
)

// piped reads the question from what is piped in.
func piped(ctx context.Context, in io.Reader) (string, error) {
	text, err := await(ctx, func() (string, error) {
		b, err := io.ReadAll(io.LimitReader(in, maxBytes+1))
		return string(b), err
	})
	if err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", fmt.Errorf("the question cannot be read: %w", err)
	}
	return text, nil
}

// await returns when read does or ctx is done, whichever is first. The read of
// a terminal cannot be stopped; it ends with the process.
func await(ctx context.Context, read func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	c := make(chan answer, 1)
	go func() {
		text, err := read()
		c <- answer{text, err}
	}()
	select {
	case a := <-c:
		return a.text, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func checkQuery(text string) (string, error) {
	text = strings.TrimSpace(strings.ToValidUTF8(text, "�"))
	if text == "" {
		return "", errors.New(`the question is empty: try agentdemo chat "Plan a trip to Paris from London"`)
	}
	if utf8.RuneCountInString(text) > maxQuery {
		return "", fmt.Errorf("the question is too long: at most %d characters", maxQuery)
	}
	return text, nil
}
