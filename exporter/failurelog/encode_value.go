// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"
)

// maxDepth bounds the nesting of context data, which may refer to itself.
const maxDepth = 32

func (e *encoder) object(m map[string]any, depth int) {
	appendMap(e, m, func(v any) { e.value(v, depth+1) })
}

func (e *encoder) value(v any, depth int) {
	if depth > maxDepth {
		e.str("(nested too deeply)")
		return
	}
	switch v := v.(type) {
	case nil:
		e.key("null")
	case string:
		e.str(v)
	case bool:
		e.buf = strconv.AppendBool(e.buf, v)
	case int:
		e.int(int64(v))
	case int64:
		e.int(v)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			e.str(strconv.FormatFloat(v, 'g', -1, 64))
			return
		}
		e.float(v)
	case json.Number:
		if json.Valid([]byte(v)) {
			e.key(v.String())
		} else {
			e.str(v.String())
		}
	case []string:
		e.strs(v)
	case []any:
		e.buf = append(e.buf, '[')
		for i, item := range v {
			if i > 0 {
				e.buf = append(e.buf, ',')
			}
			e.value(item, depth+1)
		}
		e.buf = append(e.buf, ']')
	case map[string]any:
		e.object(v, depth)
	default:
		e.value(plain(v), depth+1)
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

// float appends f as encoding/json does; what JSON cannot hold becomes 0.
func (e *encoder) float(f float64) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		f = 0
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	e.buf = strconv.AppendFloat(e.buf, f, format, -1, 64)
	if n := len(e.buf); format == 'e' && n >= 4 && e.buf[n-4] == 'e' && e.buf[n-3] == '-' && e.buf[n-2] == '0' {
		e.buf[n-2] = e.buf[n-1] // e-09 is written e-9
		e.buf = e.buf[:n-1]
	}
}

const hexDigits = "0123456789abcdef"

func (e *encoder) str(s string) {
	buf := append(e.buf, '"')
	start := 0
	for i := 0; i < len(s); {
		b := s[i]
		if b < utf8.RuneSelf {
			if b >= ' ' && b != '"' && b != '\\' && b != 0x7f {
				i++
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
			continue
		}
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
	}
	buf = append(buf, s[start:]...)
	e.buf = append(buf, '"')
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
