// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package retry tries calls of tools and models again. In go a function and
// how often it may be tried; out comes its first result or its last error,
// unchanged.
package retry

import (
	"context"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// The waits between attempts: short, since a person is waiting.
const (
	firstWait = 50 * time.Millisecond
	maxWait   = 500 * time.Millisecond
)

// Policy says how often and when to try again. The zero Policy tries once.
type Policy struct {
	Retries int              // tries after the first
	Useful  func(error) bool // whether another try can help; nil: always
	Notify  func(error)      // called before each further try; may be nil
}

// Do calls fn until it succeeds, the policy has had enough or ctx is done. The
// error is the one that fn returned last.
func Do[T any](ctx context.Context, p Policy, fn func(context.Context) (T, error)) (T, error) {
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval = firstWait
	wait.MaxInterval = maxWait

	var last error
	v, err := backoff.Retry(ctx,
		func() (T, error) {
			v, err := fn(ctx)
			last = err
			if err != nil && (ctx.Err() != nil || p.Useful != nil && !p.Useful(err)) {
				return v, backoff.Permanent(err)
			}
			return v, err
		},
		backoff.WithBackOff(wait),
		backoff.WithMaxTries(uint(max(p.Retries, 0))+1),
		backoff.WithMaxElapsedTime(0),
		backoff.WithNotify(func(err error, _ time.Duration) {
			if p.Notify != nil {
				p.Notify(err)
			}
		}),
	)
	if err != nil {
		return v, last // Retry returns the context's error when that ends the wait
	}
	return v, nil
}

// Pause waits before the n-th further try, as Do does. It returns the context's
// error if that ends the wait.
func Pause(ctx context.Context, n int) error {
	wait := min(firstWait<<min(max(n-1, 0), 8), maxWait)
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
