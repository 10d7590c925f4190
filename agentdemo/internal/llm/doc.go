// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package llm asks a language model. In goes a prompt and a check of the
// answer; out comes the answer's text, from any endpoint that speaks the OpenAI
// chat completions API.
package llm
