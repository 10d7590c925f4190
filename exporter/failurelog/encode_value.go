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
	"strings"
)

// maxDepth bounds the nesting of context data, which may refer to itself.
const maxDepth = 32

func appendStrings(b []byte, list []string) []byte {
	if len(list) == 0 {
		return append(b, '[', ']')
	}
	sep := `["`
	for _, s := range list {
		b = appendField(b, sep, s)
		sep = `,"`
	}
	return append(b, ']')
}

// member is what a map has for one key.
type member[V any] struct {
	key   string
	value V
}

// appendMap appends m in the order of its keys, each value by the given
// function. Members are sorted at the end of scratch, since a value may be
// another map.
func appendMap[K ~string, V any](b []byte, scratch *[]member[V], m map[K]V, value func([]byte, V) []byte) []byte {
	list := *scratch
	from := len(list)
	for k, v := range m {
		list = append(list, member[V]{string(k), v})
	}
	*scratch = list
	list = list[from:]
	slices.SortFunc(list, func(a, b member[V]) int { return strings.Compare(a.key, b.key) })
	sep := `{"`
	for i := range list {
		b = append(appendField(b, sep, list[i].key), ':')
		b = value(b, list[i].value)
		sep = `,"`
	}
	clear((*scratch)[from:]) // what is pooled keeps nothing alive
	*scratch = (*scratch)[:from]
	return append(b, '}')
}

func (e *encoder) object(b []byte, m map[string]any, depth int) []byte {
	if len(m) == 0 {
		return append(b, '{', '}')
	}
	return appendMap(b, &e.data, m, func(b []byte, v any) []byte { return e.value(b, v, depth+1) })
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
