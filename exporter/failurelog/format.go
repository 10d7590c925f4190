// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import "strings"

// Format says which files a [Log] writes. The zero value is [JSONL].
type Format string

// The formats. Lines are written live in both.
const (
	JSONL Format = "jsonl" // lines alone
	JSON  Format = "json"  // lines, and one array per run when it is finished
)

// ParseFormat returns the format that s names, in any letter case, and whether
// there is one.
func ParseFormat(s string) (Format, bool) {
	for _, f := range []Format{JSONL, JSON} {
		if strings.EqualFold(s, string(f)) {
			return f, true
		}
	}
	return "", false
}
