// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package llm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/shared"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// Model answers prompts.
type Model interface {
	Complete(ctx context.Context, r Request) (string, error)
}

// Request is one prompt.
type Request struct {
	Task   string // what the answer is for: parse_intent, plan or synthesize
	System string
	User   string
	JSON   bool // the answer must be one JSON object

	// Check refuses an answer that cannot be used: the call has failed then.
	Check func(answer string) error

	// Essential says that without the answer the run is worthless.
	Essential bool
}

// ErrEmptyAnswer is a completion without text.
var ErrEmptyAnswer = errors.New("empty response from model")

// Config says which model to ask where.
type Config struct {
	BaseURL    string // with the version, such as http://localhost:11434/v1
	Model      string
	APIKey     string       // may be empty
	HTTPClient *http.Client // nil: http.DefaultClient
	Timeout    time.Duration
}

// Client asks a model over HTTP. It never tries again by itself: retries are
// the agent's, where each is an operation of its own.
type Client struct {
	chat    openai.ChatCompletionService
	model   string
	timeout time.Duration
}

var _ Model = (*Client)(nil)

// NewClient returns a client. Of the OPENAI_ environment variables it reads
// none: what it sends where is only what the Config says.
func NewClient(c Config) *Client {
	return &Client{chat: openai.NewChatCompletionService(c.options()...), model: c.Model, timeout: c.Timeout}
}

func (c Config) options() []option.RequestOption {
	hc := c.HTTPClient
	if hc == nil {
		hc = http.DefaultClient
	}
	opts := []option.RequestOption{
		option.WithBaseURL(c.BaseURL),
		option.WithHTTPClient(hc),
		option.WithMaxRetries(0),
	}
	if c.APIKey != "" {
		opts = append(opts, option.WithAPIKey(c.APIKey))
	}
	return opts
}

// Complete sends the prompt and returns the checked answer.
func (c *Client) Complete(ctx context.Context, r Request) (string, error) {
	if c.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.timeout)
		defer cancel()
	}
	params := openai.ChatCompletionNewParams{
		Model: c.model,
		Messages: []openai.ChatCompletionMessageParamUnion{
			openai.SystemMessage(r.System),
			openai.UserMessage(r.User),
		},
	}
	if r.JSON {
		object := shared.NewResponseFormatJSONObjectParam()
		params.ResponseFormat = openai.ChatCompletionNewParamsResponseFormatUnion{OfJSONObject: &object}
	}
	completion, err := c.chat.New(ctx, params)
	if err != nil {
		return "", fmt.Errorf("%s: %w", r.Task, explained(err))
	}
	// Tokens are spent whether or not the answer is of use. Without a span this
	// does nothing.
	trace.SpanFromContext(ctx).SetAttributes(
		semconv.GenAIInputTokens.Int64(completion.Usage.PromptTokens),
		semconv.GenAIOutputTokens.Int64(completion.Usage.CompletionTokens),
	)
	if len(completion.Choices) == 0 || completion.Choices[0].Message.Content == "" {
		return "", fmt.Errorf("%s: %w", r.Task, ErrEmptyAnswer)
	}
	answer := completion.Choices[0].Message.Content
	if r.Check != nil {
		if err := r.Check(answer); err != nil {
			return "", fmt.Errorf("%s: %w", r.Task, err)
		}
	}
	return answer, nil
}

// explained adds the provider's own words, which the library keeps out of the
// error's text.
func explained(err error) error {
	var api *openai.Error
	if errors.As(err, &api) && api.Message != "" {
		return fmt.Errorf("%w: %s", err, api.Message)
	}
	return err
}

// Retryable reports whether asking the same again may help: not where the
// endpoint refused the request itself.
func Retryable(err error) bool {
	var api *openai.Error
	if !errors.As(err, &api) {
		return true
	}
	switch api.StatusCode {
	case http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return api.StatusCode >= http.StatusInternalServerError
}
