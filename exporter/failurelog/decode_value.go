// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
)

// object reads an object, or null.
func (d *decoder) object(key string) map[string]any {
	if d.key(key); d.has("null") {
		return nil
	}
	d.key("{")
	out := map[string]any{}
	for first := true; !d.bad && !d.has("}"); first = false {
		if !first {
			d.key(",")
		}
		name := d.word("")
		d.key(":")
		out[name] = d.any()
	}
	return out
}

// any reads a value of any kind.
func (d *decoder) any() any {
	switch {
	case d.next(`"`):
		return d.word("")
	case d.has("true"):
		return true
	case d.has("false"):
		return false
	case d.has("null"):
		return nil
	case d.next("{"), d.next("["):
		var value any
		if raw := d.raw(""); !d.bad {
			d.bad = json.Unmarshal(raw, &value) != nil
		}
		return value
	}
	return d.number("")
}

// raw goes past a key and a value of any kind, and returns the value. It does
// not check it.
func (d *decoder) raw(key string) []byte {
	d.key(key)
	start, depth := d.pos, 0
	for i := start; i < len(d.text) && !d.bad; i++ {
		switch d.text[i] {
		case '"':
			d.pos = i
			d.quoted("")
			i = d.pos - 1
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth == 0 && (i+1 == len(d.text) || d.text[i+1] == ',' || d.text[i+1] == '}' || d.text[i+1] == ']') {
			d.pos = i + 1
			return d.text[start:d.pos]
		}
	}
	d.bad = true
	return nil
}

func (d *decoder) boolean(key string) bool {
	if d.key(key); d.has("true") {
		return true
	}
	d.key("false")
	return false
}

// integer reads a whole number of the usual size.
func (d *decoder) integer(key string) int {
	text := d.digits(key)
	if len(text) == 0 || len(text) > 15 || len(text) > 1 && text[0] == '0' || bytes.ContainsAny(text, "-+.eE") {
		d.bad = true
		return 0
	}
	n := 0
	for _, c := range text {
		n = 10*n + int(c-'0')
	}
	return n
}

// number reads a number. Those that encoding/json would not take are not usual.
func (d *decoder) number(key string) float64 {
	text := d.digits(key)
	if n := len(text); n == 0 || n > 1 && text[0] == '0' && text[1] != '.' || text[0] == '.' || text[n-1] == '.' ||
		bytes.ContainsAny(text, "-+eE") {
		if !json.Valid(text) {
			d.bad = true
			return 0
		}
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || math.IsInf(f, 0) {
		d.bad = true
	}
	return f
}

// digits goes past a key and all that a number can consist of.
func (d *decoder) digits(key string) []byte {
	d.key(key)
	start := d.pos
	for d.pos < len(d.text) && isNumeric(d.text[d.pos]) {
		d.pos++
	}
	return d.text[start:d.pos]
}

func isNumeric(c byte) bool {
	return '0' <= c && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E'
}

// words reads a list of texts that many lines share.
func (d *decoder) words(key string) []string {
	if d.key(key); d.has("null") {
		return nil
	}
	d.key("[")
	list := []string{}
	for !d.bad && !d.has("]") {
		if len(list) > 0 {
			d.key(",")
		}
		list = append(list, d.word(""))
	}
	return list
}
