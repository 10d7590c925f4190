// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package model answers the travel agent's prompts without a language model. In
// come the messages of a chat; out comes the text that a model would answer. The
// first line of the system message names the task, the last user message is what
// the answer is made from:
//
//	TASK: parse_intent   a query in free text    → the trip's constraints, JSON
//	TASK: plan           the constraints         → the steps to take, JSON
//	TASK: correct_call   a call that was refused → a better one, JSON
//	TASK: synthesize     the steps' results      → the itinerary, Markdown
//
// A query may also change the current trip or answer a question about it: then
// both stand in lines before it.
package model
