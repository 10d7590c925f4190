// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint

import (
	"bytes"
	"strings"
)

// isCode reports whether the number or word w, which rest follows, is a code
// that says what happened, and not a value.
func (t *templater) isCode(w, rest string) bool {
	switch {
	case len(w) <= 6 && isDigits(w):
		return t.announced() || isHTTPStatus(w) && t.isStatus(rest)
	case isVendorShape(w):
		return t.isVendorCode(w, rest)
	}
	return isSQLState(w) && t.follows("sqlstate", " :=('\"[")
}

// announced reports whether the word before announces a code: an HTTP status,
// an errno, a JSON-RPC error.
func (t *templater) announced() bool {
	for _, word := range [...]string{"status", "code", "error", "errno", "http", "sqlstate", "returned", "exception"} {
		if t.follows(word, " :=('\"-#") {
			return true
		}
	}
	return t.follows("sqlstate", "[")
}

// follows reports whether what was written ends with a word, whatever the case,
// and some of between.
func (t *templater) follows(word, between string) bool {
	out := bytes.TrimRight(t.out[max(0, len(t.out)-16):], between)
	return len(out) >= len(word) && strings.EqualFold(string(out[len(out)-len(word):]), word)
}

// isHTTPStatus reports whether w is a status of a failure that servers use.
func isHTTPStatus(w string) bool {
	return len(w) == 3 && ("400" <= w && w <= "451" || "494" <= w && w <= "511" || "520" <= w && w <= "530" || w == "598" || w == "599")
}

// isStatus reports whether an HTTP status may stand here: at the beginning, or
// after a colon. What is counted or measured is none: "500 rows", "limit: 500".
func (t *templater) isStatus(rest string) bool {
	out := bytes.TrimRight(t.out, " ")
	if len(out) > 0 && (out[len(out)-1] != ':' || len(out) == len(t.out) || isQuantity(lastWord(out[:len(out)-1]))) {
		return false
	}
	next := strings.TrimLeft(rest[:min(len(rest), 24)], " ")
	if next != "" && strings.IndexByte("=!<>", next[0]) >= 0 {
		return false // a comparison
	}
	end := 0
	for end < len(next) && isLetter(next[end]) {
		end++
	}
	return !isUnit(next[:end])
}

// lastWord returns the word at the end of out, in lower case.
func lastWord(out []byte) string {
	i := len(out)
	for i > 0 && isLetter(out[i-1]) {
		i--
	}
	return strings.ToLower(string(out[max(i, len(out)-16):]))
}

// isUnit reports whether a word after a number says what it counts.
func isUnit(w string) bool {
	switch strings.ToLower(w) {
	case "kb", "mb", "gb", "tb", "kib", "mib", "gib", "min", "h", "of", "x", "more", "out", "but", "vs", "and", "or":
		return true
	}
	return strings.HasSuffix(w, "s")
}

// isQuantity reports whether a word, in lower case, names a number.
func isQuantity(w string) bool {
	switch w {
	case "limit", "used", "requested", "remaining", "length", "size", "count", "offset", "index", "line", "column", "col",
		"row", "char", "position", "port", "id", "pid", "step", "attempt", "dimension", "dim", "max", "min", "maximum",
		"minimum", "total", "timeout", "page", "chunk", "batch", "key", "value", "number", "user", "order", "item", "task", "job":
		return true
	}
	return strings.HasSuffix(w, "s")
}

// vendors lists prefixes that number the errors of one product; their codes are
// codes wherever they stand.
var vendors = [...]string{"ORA-", "TNS-", "PLS-", "DPY-", "DPI-", "PGRST", "AADSTS", "NETSDK", "MSB", "TS", "CS", "SC", "E"}

// isVendorCode reports whether w, of the shape of one, is the code of an error:
// by its prefix, announced by the word before, or where errors begin and with a
// colon behind. "order ORD-10001 not found" has none.
func (t *templater) isVendorCode(w, rest string) bool {
	for _, v := range vendors {
		if n := len(w) - len(v); strings.HasPrefix(w, v) && isDigits(w[len(v):]) && (n >= 4 || n == 3 && len(v) > 2) {
			return true
		}
	}
	if t.announced() {
		return true
	}
	out := bytes.TrimRight(t.out, " ")
	return strings.HasPrefix(rest, ":") && (len(out) == 0 || out[len(out)-1] == ':')
}

// isVendorShape reports whether w is up to 8 capitals, perhaps a hyphen, and 3
// to 6 digits: ORA-00942, TS2345, E11000, PGRST116.
func isVendorShape(w string) bool {
	i := 0
	for i < len(w) && 'A' <= w[i] && w[i] <= 'Z' {
		i++
	}
	if i == 0 || i > 8 {
		return false
	}
	digits := strings.TrimPrefix(w[i:], "-")
	return len(digits) >= 3 && len(digits) <= 6 && isDigits(digits)
}

// isSQLState reports whether w is five digits and capitals, as in 42P01.
func isSQLState(w string) bool {
	if len(w) != 5 {
		return false
	}
	for i := range len(w) {
		if c := w[i]; !isDigit(c) && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

func isDigits(w string) bool {
	for i := range len(w) {
		if !isDigit(w[i]) {
			return false
		}
	}
	return w != ""
}
