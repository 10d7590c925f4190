// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// SafeJSON returns a writer of JSON to a terminal: characters that could steer
// it, which JSON allows within strings, become escapes. Each Write must end at
// the end of a character.
func SafeJSON(out io.Writer) io.Writer { return &safeWriter{out} }

type safeWriter struct{ out io.Writer }

func (w *safeWriter) Write(p []byte) (int, error) {
	var b strings.Builder
	for _, r := range string(p) {
		switch {
		case r == '\n' || r == '\t' || unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			b.WriteRune(unicode.ReplacementChar)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	if _, err := io.WriteString(w.out, b.String()); err != nil {
		return 0, err
	}
	return len(p), nil
}
