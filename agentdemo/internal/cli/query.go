// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxQuery bounds what is sent to a model.
const maxQuery = 4000

// query returns the question: from the arguments, else from the person at the
// terminal, else from what is piped in.
func query(ctx context.Context, args []string, env Environment, p *printer) (string, error) {
	if len(args) > 0 {
		return checkQuery(strings.Join(args, " "))
	}
	read := func() (string, error) {
		b, err := io.ReadAll(io.LimitReader(env.In, maxQuery*utf8.UTFMax+1))
		return string(b), err
	}
	if env.Terminal {
		_, _ = fmt.Fprint(p, "Where would you like to go? ")
		read = func() (string, error) {
			line, err := bufio.NewReader(io.LimitReader(env.In, maxQuery*utf8.UTFMax+1)).ReadString('\n')
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return line, err
		}
	}
	text, err := await(ctx, read)
	if err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", fmt.Errorf("the question cannot be read: %w", err)
	}
	return checkQuery(text)
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
	if n := utf8.RuneCountInString(text); n > maxQuery {
		return "", fmt.Errorf("the question is too long: %d characters, at most %d", n, maxQuery)
	}
	return text, nil
}
