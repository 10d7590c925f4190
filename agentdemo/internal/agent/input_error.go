// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

// InputError is a question that the agent cannot answer as it stands: the
// user's mistake, not a failure. Its text is one line.
type InputError struct{ Problem string }

func (e *InputError) Error() string { return e.Problem }
