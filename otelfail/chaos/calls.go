// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"fmt"
	"strconv"
	"strings"
)

// span is a range of call numbers, both ends included. No end is 0.
type span struct{ from, to int }

// parseCalls reads numbers and ranges such as "1,3,7-9,12-". Nothing stands for
// all calls.
func parseCalls(s string) ([]span, error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	var all []span
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		first, last, isRange := strings.Cut(part, "-")
		from, err := strconv.Atoi(strings.TrimSpace(first))
		if err != nil || from < 1 {
			return nil, fmt.Errorf("%q is no call number: want 1, 2-4 or 5-", part)
		}
		sp := span{from, from}
		if isRange {
			sp.to = 0
			if last = strings.TrimSpace(last); last != "" {
				if sp.to, err = strconv.Atoi(last); err != nil || sp.to < from {
					return nil, fmt.Errorf("%q is no range of calls: want 2-4 or 5-", part)
				}
			}
		}
		all = append(all, sp)
	}
	return all, nil
}

func scheduled(spans []span, n int) bool {
	for _, sp := range spans {
		if n >= sp.from && (sp.to == 0 || n <= sp.to) {
			return true
		}
	}
	return len(spans) == 0
}

func isPattern(name string) bool { return strings.Contains(name, "*") }

// matches reports whether a name fits a pattern in which a star stands for any
// text.
func matches(pattern, name string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == name
	}
	rest, ok := strings.CutPrefix(name, parts[0])
	if !ok {
		return false
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		_, after, found := strings.Cut(rest, part)
		if !found {
			return false
		}
		rest = after
	}
	return strings.HasSuffix(rest, parts[last])
}
