// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
)

// WriteJSON writes the summary as indented JSON. Characters that a terminal
// would obey are escaped.
func (s Summary) WriteJSON(w io.Writer) error { return writeJSON(w, s) }

// writeJSON writes a value as indented JSON that is safe to print.
func writeJSON(w io.Writer, value any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(value); err != nil {
		return fmt.Errorf("encode report: %w", err)
	}
	_, err := w.Write(escapeCommands(escapeHidden(buf.Bytes())))
	return err
}

// escapeCommands breaks up what a CI system takes for a command. Outside strings
// JSON has no #.
func escapeCommands(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte("##["), []byte(`#\u0023[`))
	return bytes.ReplaceAll(text, []byte("##vso["), []byte(`#\u0023vso[`))
}

// escapeHidden escapes control and formatting characters in JSON. They are not
// ASCII or DEL, and so occur in strings alone.
func escapeHidden(text []byte) []byte {
	hidden := func(r rune) bool { return r >= 0x7f && (unicode.IsControl(r) || hides(r)) }
	if bytes.IndexFunc(text, hidden) < 0 {
		return text
	}
	var out []byte
	for _, r := range string(text) {
		switch {
		case !hidden(r):
			out = append(out, string(r)...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}
