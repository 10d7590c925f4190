// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/otelfail/otelfail-go/exporter/report"
)

func TestSafeText(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"plain":               {"Weather API timeout", "Weather API timeout"},
		"letters":             {"Zürich 東京 🙂", "Zürich 東京 🙂"},
		"lines":               {"a\r\n\tb\n", "a b"},
		"spaces":              {"  a   b ", "a b"},
		"colour":              {"\x1b[1;31mred\x1b[0m", "red"},
		"title":               {"\x1b]0;title\adone", "done"},
		"title, ST":           {"\x1b]0;title\x1b\\done", "done"},
		"link":                {"\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\", "text"},
		"C1":                  {"\u009b31mred", "red"},
		"C1 string":           {"a\u0090payload\u009cb", "ab"},
		"short escape":        {"a\x1bcb", "ab"},
		"lone escape":         {"a\x1b", "a"},
		"unfinished sequence": {"a\x1b[12", "a12"},
		"unfinished string":   {"a\x1b]0;all the rest", "a0;all the rest"},
		"string over lines":   {"\x1b]0;x\nerror", "0;x error"},
		"bidi":                {"a\u202eb\u2066c\u200fd", "abcd"},
		"zero width":          {"a\u200bb\ufeffc\u00add", "abcd"},
		"separators":          {"a\u2028b\u0085c", "a bc"},
		"invalid UTF-8":       {"a\xffb", "a\ufffdb"},
		"bell and NUL":        {"a\a\x00b", "a b"},
		"tags":                {"a\U000e0041b", "ab"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := report.SafeText(tt.in); got != tt.want {
				t.Errorf("SafeText(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzSafeText(f *testing.F) {
	f.Add(attack)
	f.Add("\x1b\x1b[[0m\u009b\u009d")
	f.Fuzz(func(t *testing.T, in string) {
		got := report.SafeText(in)
		if strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
			t.Errorf("SafeText(%q) = %q", in, got)
		}
		if again := report.SafeText(got); again != got {
			t.Errorf("SafeText(%q) = %q, again %q", in, got, again)
		}
	})
}
