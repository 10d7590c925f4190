// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import "time"

// process is a name that several processes can have had, one after the other.
type process struct {
	host string
	pid  int
}

// processes tells when the latest process of each name started.
type processes map[process]time.Time

// add takes in when a process started. Beyond [maxRuns] names it forgets further
// ones.
func (ps processes) add(p process, start time.Time) {
	latest, known := ps[p]
	if start.After(latest) && (known || len(ps) < maxRuns) {
		ps[p] = start
	}
}

// after reports whether a process has followed that of a run, which is gone then.
func (ps processes) after(r *run) bool {
	return !r.processStart.IsZero() && ps[r.process].After(r.processStart)
}
