// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package retry_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/retry"
)

func TestDo(t *testing.T) {
	for name, tt := range map[string]struct {
		policy    retry.Policy
		failures  int // before success
		wantCalls int
		wantErr   bool
	}{
		"success at once":   {policy: retry.Policy{Retries: 2}, wantCalls: 1},
		"second try":        {policy: retry.Policy{Retries: 1}, failures: 1, wantCalls: 2},
		"given up":          {policy: retry.Policy{Retries: 1}, failures: 9, wantCalls: 2, wantErr: true},
		"no retries":        {failures: 1, wantCalls: 1, wantErr: true},
		"useless to repeat": {policy: retry.Policy{Retries: 5, Useful: func(error) bool { return false }}, failures: 9, wantCalls: 1, wantErr: true},
	} {
		t.Run(name, func(t *testing.T) {
			calls, notified := 0, 0
			var last error
			tt.policy.Notify = func(error) { notified++ }
			v, err := retry.Do(t.Context(), tt.policy, func(context.Context) (int, error) {
				calls++
				if calls <= tt.failures {
					last = fmt.Errorf("failure %d", calls)
					return 0, last
				}
				return calls, nil
			})
			if calls != tt.wantCalls || notified != calls-1 {
				t.Errorf("%d calls, %d notices; want %d calls", calls, notified, tt.wantCalls)
			}
			if tt.wantErr && err != last { //nolint:errorlint // the very error must come back
				t.Errorf("got %v, want the last error unchanged, %v", err, last)
			}
			if !tt.wantErr && (err != nil || v != calls) {
				t.Errorf("got %d, %v", v, err)
			}
		})
	}
}

func TestDoStopsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	failure := errors.New("failure")
	calls := 0
	_, err := retry.Do(ctx, retry.Policy{Retries: 5}, func(context.Context) (int, error) {
		calls++
		cancel()
		return 0, failure
	})
	if calls != 1 || err != failure { //nolint:errorlint // the very error must come back
		t.Errorf("%d calls, %v", calls, err)
	}
}
