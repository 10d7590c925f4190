// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// maxInProgress bounds the operations of a run that are kept, and the runs.
const maxInProgress = 1_000

// inProgress holds the operations that had not ended, by run.
type inProgress map[runKey][]failurelog.Operation

// add takes in a line, which may come twice: from the process that died, and
// from the one that moved it to the ledger.
func (p inProgress) add(o *failurelog.Operation) {
	key := runKey{o.RunID, o.TraceID}
	known := p[key]
	if known == nil && len(p) >= maxRuns || len(known) >= maxInProgress {
		return
	}
	i := slices.IndexFunc(known, func(k failurelog.Operation) bool { return k.SpanID == o.SpanID })
	if i < 0 {
		p[key] = append(known, *o)
		return
	}
	known[i].Adopted = known[i].Adopted || o.Adopted
	known[i].Unlocked = known[i].Unlocked || o.Unlocked
}

// leftOver reports whether the process that a run was in progress in is known to
// be gone: with onHost, as far as locks tell too.
func (p inProgress) leftOver(r *run, onHost bool) bool {
	return slices.ContainsFunc(p[runKey{r.runID, r.traceID}], func(o failurelog.Operation) bool {
		return o.Adopted || onHost && o.Unlocked
	})
}

// describe names the innermost operations that a run was in, or nothing.
func (p inProgress) describe(r *run) string {
	all := p[runKey{r.runID, r.traceID}]
	around := map[string]bool{}
	for _, o := range all {
		around[o.ParentSpanID] = true
	}
	innermost := slices.DeleteFunc(slices.Clone(all), func(o failurelog.Operation) bool { return around[o.SpanID] })
	slices.SortStableFunc(innermost, func(a, b failurelog.Operation) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.SpanID, b.SpanID))
	})
	const most = 3
	var names []string
	for i, o := range innermost {
		if i == most {
			names = append(names, "…")
			break
		}
		names = append(names, SafeText(o.Name))
	}
	if len(names) == 0 {
		return ""
	}
	return " in " + strings.Join(names, ", ")
}
