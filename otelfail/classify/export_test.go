// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import "strings"

// RuleExamples returns the example of each text rule by the rule's name.
func RuleExamples() map[string]string {
	m := map[string]string{}
	for _, r := range rules().rules {
		m["text:"+r.name] = r.example
	}
	return m
}

// RuleCount returns the number of text rules.
func RuleCount() int { return len(rules().rules) }

// Words returns the words that the rules see of a text.
func Words(text string) string {
	return strings.ReplaceAll(string(words(nil, text)), string(rune(colon)), " ")
}
