// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// severity returns the loss if nothing recovers the failure: first row that
// fits.
func severity(v Verdict, h hit, f *facts) Severity {
	switch {
	case v.Reason == Cancelled,
		f.in.Optional,
		v.Category == Export && f.telemetry,
		h.probe:
		return Low
	case f.in.Operation == OpAgent,
		f.in.Essential,
		v.Reason == OOM,
		h.corrupt && v.Category == State:
		return Critical
	}
	switch v.Category {
	case Network, LLM, State, Unknown:
		return High
	case Tool:
		switch v.Reason {
		case NotFound, Auth, Permission, Quota, Panic:
			return High
		}
	case Export:
		if v.Reason == DiskFull {
			return High
		}
	}
	return Medium
}
