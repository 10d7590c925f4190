// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

// maxRecent is how many failures a recentFailures knows at least.
const maxRecent = 1 << 16

// recentFailures says something of the failures that it was last told of, up to
// twice as many as it knows at least.
type recentFailures[V any] struct{ latest, before map[failureKey]V }

type failureKey struct{ runID, id string }

func (r *recentFailures[V]) get(key failureKey) (value V, ok bool) {
	if value, ok = r.latest[key]; !ok {
		value, ok = r.before[key]
	}
	return value, ok
}

func (r *recentFailures[V]) set(key failureKey, value V) {
	if r.latest == nil || len(r.latest) >= maxRecent {
		r.latest, r.before = map[failureKey]V{}, r.latest
	}
	r.latest[key] = value
}
