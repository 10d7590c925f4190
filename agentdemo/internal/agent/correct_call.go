// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
	"github.com/otelfail/otelfail-go/otelfail"
)

// correctCall has the model correct a call that was refused, once per step. ok
// is false where it has nothing better to offer.
func (a *Agent) correctCall(ctx context.Context, s *State, failure error) (corrected Step, ok bool) {
	step := s.current
	if step.consulted || step.Type != TypeToolCall || !refused(failure) {
		return corrected, false
	}
	step.consulted = true
	payload, err := json.Marshal(map[string]any{
		"constraints": s.Trip, "available_tools": a.ToolNames,
		"title": step.Title, "tool": step.Tool, "args": step.Args, "error": failure.Error(),
	})
	if err != nil {
		return corrected, false
	}
	req := llm.Request{Task: taskCorrectCall, System: promptCorrectCall, User: string(payload), JSON: true}
	req.Check = func(answer string) error {
		corrected = Step{}
		if err := llm.Decode(answer, &corrected); err != nil {
			return err
		}
		if corrected.Tool != "" && !slices.Contains(a.ToolNames, corrected.Tool) {
			return &llm.AnswerError{Problem: "there is no tool " + corrected.Tool}
		}
		return nil
	}
	if _, err := a.Model.Complete(ctx, req); err != nil {
		otelfail.Recovered(ctx, err, otelfail.Skip, "the call was not corrected")
		return corrected, false
	}
	same := corrected.Tool == step.Tool && equalJSON(corrected.Args, step.Args)
	return corrected, corrected.Tool != "" && len(corrected.Args) > 0 && !same
}

// refused reports whether the call itself was wrong.
func refused(err error) bool {
	var (
		unknown *tools.UnknownToolError
		args    *tools.ArgumentError
		status  *tools.StatusError
	)
	return errors.As(err, &unknown) || errors.As(err, &args) ||
		errors.As(err, &status) && (status.Status == http.StatusBadRequest || status.Status == http.StatusUnprocessableEntity)
}

func equalJSON(a, b json.RawMessage) bool {
	normal := func(raw json.RawMessage) []byte {
		var v any
		if json.Unmarshal(raw, &v) != nil {
			return raw
		}
		data, _ := json.Marshal(v) // was decoded, so it can be encoded
		return data
	}
	return bytes.Equal(normal(a), normal(b))
}
