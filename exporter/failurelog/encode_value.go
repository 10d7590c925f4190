// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// maxDepth bounds the nesting of context data, which may refer to itself.
const maxDepth = 32

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
