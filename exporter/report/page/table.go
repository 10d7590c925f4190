// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// table is a list of columns, as JSON. Rows are added cell by cell.
type table struct {
	columns [][]byte
	next    int // column of the next cell
	size    int // bytes so far
}

func newTable(columns int) *table { return &table{columns: make([][]byte, columns)} }

// cell adds what write appends.
func (t *table) cell(write func(b []byte) []byte) *table {
	column := t.columns[t.next]
	before := len(column)
	if before > 0 {
		column = append(column, ',')
	}
	column = write(column)
	t.columns[t.next] = column
	t.size += len(column) - before
	t.next = (t.next + 1) % len(t.columns)
	return t
}

func (t *table) int(n int) *table { return t.int64(int64(n)) }

func (t *table) int64(n int64) *table {
	return t.cell(func(b []byte) []byte { return strconv.AppendInt(b, n, 10) })
}

// ms adds milliseconds with what a page can show of them.
func (t *table) ms(ms float64) *table {
	switch {
	case math.IsNaN(ms) || math.IsInf(ms, 0):
		ms = 0
	case math.Abs(ms) < 100:
		ms = math.Round(ms*10) / 10
	default:
		ms = math.Round(ms)
	}
	return t.cell(func(b []byte) []byte { return strconv.AppendFloat(b, ms, 'f', -1, 64) })
}

// time adds a time in milliseconds, 0 for none.
func (t *table) time(at time.Time) *table {
	if at.IsZero() {
		return t.int(0)
	}
	return t.int64(at.UnixMilli())
}

func (t *table) ints(numbers []int) *table {
	return t.cell(func(b []byte) []byte {
		b = append(b, '[')
		for i, n := range numbers {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, int64(n), 10)
		}
		return append(b, ']')
	})
}

func (t *table) text(s string) *table {
	return t.cell(func(b []byte) []byte { return appendQuoted(b, s) })
}

func (t *table) append(b []byte) []byte {
	b = append(b, '[')
	for i, column := range t.columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		b = append(append(b, column...), ']')
	}
	return append(b, ']')
}

// appendQuoted appends s as JSON that is safe within HTML.
func appendQuoted(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			enc, err := json.Marshal(s)
			if err != nil { // never of a string
				return append(b, `""`...)
			}
			return append(b, enc...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
