// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package llm

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openai/openai-go/v3"
)

// Embedder makes vectors of texts over HTTP.
type Embedder struct {
	api     openai.EmbeddingService
	model   string
	timeout time.Duration
}

// NewEmbedder returns an Embedder that asks the endpoint of the Config for the
// vectors of another model.
func NewEmbedder(c Config, model string) *Embedder {
	return &Embedder{api: openai.NewEmbeddingService(c.options()...), model: model, timeout: c.Timeout}
}

// ErrNoVector is an answer without a vector.
var ErrNoVector = errors.New("empty embedding from model")

// Embed returns the vector of a text.
func (e *Embedder) Embed(ctx context.Context, text string) ([]float32, error) {
	if e.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, e.timeout)
		defer cancel()
	}
	answer, err := e.api.New(ctx, openai.EmbeddingNewParams{
		Model: e.model, Input: openai.EmbeddingNewParamsInputUnion{OfString: openai.String(text)},
	})
	if err != nil {
		return nil, fmt.Errorf("embed: %w", explained(err))
	}
	if len(answer.Data) == 0 || len(answer.Data[0].Embedding) == 0 {
		return nil, fmt.Errorf("embed: %w", ErrNoVector)
	}
	vector := make([]float32, len(answer.Data[0].Embedding))
	for i, x := range answer.Data[0].Embedding {
		vector[i] = float32(x)
	}
	return vector, nil
}
