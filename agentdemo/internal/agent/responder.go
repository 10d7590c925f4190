// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"errors"
	"strings"
)

// disclaimer stands in every answer, once.
const disclaimer = "Visa and health rules vary; this is not legal advice."

// respond makes the answer ready for the user.
func (a *Agent) respond(_ context.Context, s *State) error {
	if s.Answer == "" {
		return errors.New("the run ended without an answer")
	}
	s.Answer = finished(s.Answer)
	return nil
}

// finished adds what the model may have forgotten.
func finished(answer string) string {
	answer = strings.TrimSpace(answer)
	if !strings.Contains(strings.ToLower(answer), "legal advice") {
		answer += "\n\n" + disclaimer
	}
	return answer
}
