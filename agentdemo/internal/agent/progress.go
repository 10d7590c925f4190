// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import "fmt"

// Event is one line for the user while the agent works. The text may hold what
// models and tools said: clean it before it reaches a terminal.
type Event struct {
	Warning bool
	Text    string
}

func (a *Agent) done(format string, args ...any) {
	a.Progress(Event{Text: fmt.Sprintf(format, args...)})
}

func (a *Agent) warn(format string, args ...any) {
	a.Progress(Event{Warning: true, Text: fmt.Sprintf(format, args...)})
}
