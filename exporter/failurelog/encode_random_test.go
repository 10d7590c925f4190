// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// maker makes values of any kind that a line has.
type maker struct{ *rand.Rand }

func (m maker) fill(v reflect.Value) {
	switch p := v.Addr().Interface().(type) {
	case *time.Time:
		*p = time.Unix(m.Int64N(1<<33), m.Int64N(1e9)).UTC()
		return
	case *map[string]any:
		*p = m.data(0)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(m.text())
	case reflect.Int, reflect.Int64:
		v.SetInt(m.Int64() >> m.IntN(64))
	case reflect.Int8:
		v.SetInt(int64(m.IntN(3)) - 1)
	case reflect.Uint8:
		v.SetUint(m.Uint64N(3))
	case reflect.Bool:
		v.SetBool(m.IntN(2) == 0)
	case reflect.Float64:
		v.SetFloat(float64(m.Int64()>>m.IntN(64)) / 1e6)
	case reflect.Slice:
		n := m.IntN(4)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			m.fill(v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range m.IntN(40) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			m.fill(key)
			m.fill(value)
			v.SetMapIndex(key, value)
		}
	case reflect.Pointer:
		if m.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			m.fill(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			m.fill(v.Field(i))
		}
	default:
		panic(v.Kind())
	}
}

// text returns a text of what encoding/json writes alike.
func (m maker) text() string {
	odd := []string{"\"", "\\", "\n", "\t", "\x00", "\x1f", "é", "日本", "\u2028", "\xff", "\xe6\x97", "🙂", "<", "&"}
	var b strings.Builder
	for range m.IntN(1 << m.IntN(8)) {
		if m.IntN(20) == 0 {
			b.WriteString(odd[m.IntN(len(odd))])
		} else {
			b.WriteByte(byte(' ' + m.IntN('~'-' ')))
		}
	}
	return b.String()
}

func (m maker) data(depth int) map[string]any {
	out := map[string]any{}
	for range m.IntN(5) {
		values := []any{nil, m.text(), m.NormFloat64(), m.Int64(), true, []string{m.text()}, []any{m.text(), m.IntN(9)}}
		if depth < 3 {
			values = append(values, m.data(depth+1), []any{m.data(depth + 1)})
		}
		out[m.text()] = values[m.IntN(len(values))]
	}
	return out
}

// TestAnyLineIsThatOfEncodingJSON has lines made one after the other, as by an
// encoder that is used again.
func TestAnyLineIsThatOfEncodingJSON(t *testing.T) {
	m := maker{rand.New(rand.NewPCG(5, 6))}
	var buf strings.Builder
	w := failurelog.NewWriter(&buf)
	check := func(err error, v any) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(marshal(t, v), buf.String()); diff != "" {
			t.Fatalf("-encoding/json +failurelog\n%s", diff)
		}
		buf.Reset()
	}
	for range 300 {
		var record failurelog.Record
		m.fill(reflect.ValueOf(&record).Elem())
		record.Schema = 1
		check(w.Append(&record), record)
		var run failurelog.Run
		m.fill(reflect.ValueOf(&run).Elem())
		run.Schema = 1
		check(w.AppendRun(&run), run)
	}
}

func TestMakingALineDoesNotAllocate(t *testing.T) {
	record, outcome := usual()
	outcome.ContextData = map[string]any{"destination": "Paris", "days": 4.0, "nested": map[string]any{"list": []any{"a", nil}}}
	run := usualRun()
	var buf strings.Builder
	buf.Grow(1 << 20)
	w := failurelog.NewWriter(&buf)
	for name, write := range map[string]func() error{
		"record": func() error { return w.Append(&record) }, "outcome": func() error { return w.Append(&outcome) },
		"run": func() error { return w.AppendRun(&run) },
	} {
		if n := testing.AllocsPerRun(100, func() { _ = write() }); n != 0 {
			t.Errorf("%v allocations a line (%s), want none", n, name)
		}
	}
}
