// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"
)

func unspacedWord(t token) bool {
	return strings.ContainsFunc(t.text, unspaced)
}

// readUnspaced finds names inside of text that is written without spaces.
func (f *finder) readUnspaced(s string) bool {
	found, end := false, 0
	for i := range s {
		if i < end {
			continue
		}
		name := f.atlas.Scan(s[i:])
		if name == "" || !unspaced([]rune(name)[0]) {
			continue
		}
		found = true
		before, after := s[:i], s[i+len(name):]
		isOrigin := slices.ContainsFunc([]string{"から", "発", "에서", "出发", "出發"}, func(p string) bool { return strings.HasPrefix(after, p) }) ||
			slices.ContainsFunc([]string{"从", "從", "自"}, func(p string) bool { return strings.HasSuffix(before, p) })
		// "北京到上海"
		if link := s[end:i]; f.origin == "" && len(f.targets) == 1 && (link == "到" || link == "至" || link == "去") {
			f.origin, f.targets = f.targets[0], nil
		}
		end = i + len(name)
		if isOrigin {
			f.origin = name
		} else {
			f.targets = append(f.targets, name)
		}
	}
	return found
}
