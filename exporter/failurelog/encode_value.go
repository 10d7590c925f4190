// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// maxDepth bounds the nesting of context data, which may refer to itself.
const maxDepth = 32

// appendField appends a key, with what stands around it, and a string.
func appendField(b []byte, key, s string) []byte {
	b = append(b, key...)
	if s == "" {
		return append(b, '"', '"')
	}
	return appendString(b, s)
}

// appendTime appends t in UTC. Years that JSON readers refuse become the zero
// time.
func appendTime(b []byte, t time.Time) []byte {
	t = t.UTC()
	if y := t.Year(); y < 0 || y > 9999 {
		t = time.Time{}
	}
	b = t.AppendFormat(append(b, '"'), time.RFC3339Nano)
	return append(b, '"')
}

func appendStrings(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

// appendMap appends m in the order of its keys, each value by the given
// function. It is no method because methods have no type parameters.
func appendMap[K ~string, V any](e *encoder, b []byte, m map[K]V, value func([]byte, V) []byte) []byte {
	from := len(e.keys)
	for k := range m {
		e.keys = append(e.keys, string(k))
	}
	to := len(e.keys)
	slices.Sort(e.keys[from:to])
	b = append(b, '{')
	for i := from; i < to; i++ {
		if i > from {
			b = append(b, ',')
		}
		k := e.keys[i]
		b = value(append(appendString(b, k), ':'), m[K(k)])
	}
	e.keys = e.keys[:from]
	return append(b, '}')
}

func (e *encoder) object(b []byte, m map[string]any, depth int) []byte {
	if len(m) == 0 {
		return append(b, '{', '}')
	}
	return appendMap(e, b, m, func(b []byte, v any) []byte { return e.value(b, v, depth+1) })
}

func (e *encoder) value(b []byte, v any, depth int) []byte {
	if depth > maxDepth {
		return appendString(b, "(nested too deeply)")
	}
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendString(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return appendString(b, strconv.FormatFloat(v, 'g', -1, 64))
		}
		return appendFloat(b, v)
	case json.Number:
		if json.Valid([]byte(v)) {
			return append(b, v...)
		}
		return appendString(b, v.String())
	case []string:
		return appendStrings(b, v)
	case []any:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = e.value(b, item, depth+1)
		}
		return append(b, ']')
	case map[string]any:
		return e.object(b, v, depth)
	default:
		return e.value(b, plain(v), depth+1)
	}
}

// plain turns a value of any other type into one that the encoder knows, by way
// of encoding/json. Methods of the value are foreign code and may panic.
func plain(v any) (out any) {
	defer func() {
		if p := recover(); p != nil {
			out = fmt.Sprintf("(%T: no JSON)", v)
		}
	}()
	if err, ok := v.(error); ok {
		return err.Error()
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("(%T: no JSON)", v)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	if err := dec.Decode(&out); err != nil {
		return string(b)
	}
	return out
}

// appendFloat appends f as encoding/json does; what JSON cannot hold becomes 0.
func appendFloat(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		f = 0
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	b = strconv.AppendFloat(b, f, format, -1, 64)
	if n := len(b); format == 'e' && n >= 4 && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' {
		b[n-2] = b[n-1] // e-09 is written e-9
		b = b[:n-1]
	}
	return b
}

const hexDigits = "0123456789abcdef"

// appendString appends s as a JSON string.
func appendString(buf []byte, s string) []byte {
	buf = append(buf, '"')
	start := 0
	for i := plainPrefix(s); i < len(s); i += plainPrefix(s[i:]) {
		b := s[i]
		if b >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				buf = append(buf, s[start:i]...)
				buf = append(buf, `\ufffd`...)
				start = i + 1
			} else if steersTerminal(r) {
				buf = append(buf, s[start:i]...)
				buf = append(buf, '\\', 'u', hexDigits[r>>12&0xf], hexDigits[r>>8&0xf], hexDigits[r>>4&0xf], hexDigits[r&0xf])
				start = i + size
			}
			i += size
			continue
		}
		buf = append(buf, s[start:i]...)
		switch b {
		case '"', '\\':
			buf = append(buf, '\\', b)
		case '\b':
			buf = append(buf, '\\', 'b')
		case '\f':
			buf = append(buf, '\\', 'f')
		case '\n':
			buf = append(buf, '\\', 'n')
		case '\r':
			buf = append(buf, '\\', 'r')
		case '\t':
			buf = append(buf, '\\', 't')
		default:
			buf = append(buf, '\\', 'u', '0', '0', hexDigits[b>>4], hexDigits[b&0xf])
		}
		i++
		start = i
	}
	buf = append(buf, s[start:]...)
	return append(buf, '"')
}

// plainPrefix returns how many bytes at the start of s are printable ASCII that
// needs no escape. It looks at eight bytes at a time: texts are most of a line.
func plainPrefix(s string) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(s); i += 8 {
		w := uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
			uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
		quote, slash, del := w^ones*'"', w^ones*'\\', w^ones*0x7f
		// The high bit of each byte that is >= 0x80, < ' ', or one of the three.
		// Borrows only reach bytes above a hit.
		odd := (w | (w - ones*' ') | (quote - ones) | (slash - ones) | (del - ones)) & high
		if odd != 0 {
			return i + bits.TrailingZeros64(odd)/8
		}
	}
	for ; i < len(s); i++ {
		if b := s[i]; b < ' ' || b == '"' || b == '\\' || b >= 0x7f {
			break
		}
	}
	return i
}

// steersTerminal reports whether a terminal would obey r rather than show it:
// C1 controls, line and paragraph separators, bidirectional controls, the byte
// order mark. All are in the basic plane.
func steersTerminal(r rune) bool {
	switch {
	case 0x80 <= r && r <= 0x9f,
		r == 0x061c,
		r == 0x200e, r == 0x200f,
		0x2028 <= r && r <= 0x202e,
		0x2066 <= r && r <= 0x2069,
		r == 0xfeff:
		return true
	}
	return false
}
