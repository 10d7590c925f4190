// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import "context"

// execute carries out the current step. Where it fails, another source is used
// or the step is marked blocked, and the run goes on.
func (a *Agent) execute(ctx context.Context, s *State) error {
	result, err := a.perform(ctx, s, a.Tools)
	if err == nil {
		a.finish(s, result)
		return nil
	}
	if ctx.Err() != nil { // the user gave up, not the tool
		return err
	}
	if alternative, ok := a.alternative(s); ok {
		a.replace(s, alternative, err)
		return nil
	}
	a.block(s, err)
	return nil
}
