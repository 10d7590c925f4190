// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// written returns what a new Writer writes.
func written(t testing.TB, write func(*failurelog.Writer) error) string {
	t.Helper()
	var buf bytes.Buffer
	if err := write(failurelog.NewWriter(&buf)); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// quote says how a text is written, one character after the other.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case strings.ContainsRune("\b\f\n\r\t", r):
			b.WriteByte('\\')
			b.WriteByte("btn.fr"[r-'\b'])
		case r == utf8.RuneError && size == 1, r < ' ', 0x7f <= r && r <= 0x9f, strings.ContainsRune("\u061c\u200e\u200f\ufeff", r),
			0x2028 <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// checkTexts looks at texts in fields next to each other.
func checkTexts(t *testing.T, a, b, c string) {
	t.Helper()
	r := failurelog.Record{ErrorType: a, ErrorMessage: b, ErrorTraceback: c}
	got := written(t, func(w *failurelog.Writer) error { return w.Append(&r) })
	want := `"error_type":` + quote(a) + `,"error_message":` + quote(b) + `,"error_traceback":` + quote(c) + `,"latency_ms":`
	if !strings.Contains(got, want) {
		t.Fatalf("texts %q, %q, %q:\nno %s\nin %s", a, b, c, want, got)
	}
}

// TestEachCharacterAnywhere has each character that is special, or next to one,
// in texts of all lengths about those of the words that texts are copied in.
func TestEachCharacterAnywhere(t *testing.T) {
	var odd []string
	for r := rune(0); r <= 0x100; r++ {
		odd = append(odd, string(r))
	}
	for _, near := range []rune{0x061c, 0x200e, 0x2028, 0x202e, 0x2066, 0x2069, 0xfeff, utf8.RuneError, utf8.MaxRune} {
		odd = append(odd, string(near-1), string(near), string(near+1))
	}
	for b := 0x80; b <= 0xff; b++ {
		odd = append(odd, string([]byte{byte(b)}))
	}
	plain := strings.Repeat("abcdefghijklmnopqrstuvwxyz", 3)
	for _, n := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40} {
		for at := range n + 1 {
			for i := at % 3; i < len(odd); i += 3 {
				// In the last one escapes follow each other.
				a, b, c := odd[i], odd[(i*7+n)%len(odd)], odd[(i*11+at)%len(odd)]
				checkTexts(t, plain[:at]+a+plain[at:n], plain[:at]+b+plain[at:n], plain[:at]+a+b+c+plain[at:n])
			}
		}
	}
}

// FuzzTexts: texts of any kind and length are written as character by character.
func FuzzTexts(f *testing.F) {
	f.Add("", "plain", strings.Repeat("main.main\n\tmain.go:1\n", 100))
	f.Add(`"`, "日本\u2028\xff\xe6\x97", "\x00\x1f\x7f\u0080\u009f\u00a0")
	f.Add(strings.Repeat("\x01", 5000), strings.Repeat("é", 40), strings.Repeat("~", 33))
	f.Fuzz(checkTexts)
}
