// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"math"
	"strconv"
	"time"
)

// table is a list of columns, as JSON.
type table [][]byte

func newTable(columns int) table { return make(table, columns) }

// add adds a row and returns how many bytes it takes.
func (t table) add(row ...cell) int {
	size := 0
	for i, c := range row {
		if len(t[i]) > 0 {
			t[i] = append(t[i], ',')
		}
		t[i] = append(t[i], c...)
		size += len(c) + 1
	}
	return size
}

func (t table) append(b []byte) []byte {
	b = append(b, '[')
	for i, column := range t {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		b = append(append(b, column...), ']')
	}
	return append(b, ']')
}

// cell is a value as JSON.
type cell []byte

func number(n int) cell { return strconv.AppendInt(nil, int64(n), 10) }

func integer(n int64) cell { return strconv.AppendInt(nil, n, 10) }

// rounded keeps what a page can show of milliseconds.
func rounded(ms float64) cell {
	if math.IsNaN(ms) || math.IsInf(ms, 0) {
		return cell("0")
	}
	if math.Abs(ms) < 100 {
		return strconv.AppendFloat(nil, math.Round(ms*10)/10, 'f', -1, 64)
	}
	return strconv.AppendFloat(nil, math.Round(ms), 'f', -1, 64)
}

func instant(t time.Time) cell {
	if t.IsZero() {
		return cell("0")
	}
	return integer(t.UnixMilli())
}

func list(numbers []int) cell {
	b := cell{'['}
	for i, n := range numbers {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, ']')
}
