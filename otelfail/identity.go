// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"math"
	"reflect"
)

// Bounds of the walk through an error's chain, which may be a cycle: how many
// errors deep, and how many in all.
const (
	maxDepth = 64
	maxChain = 4096
)

// chainOf returns err and the errors it wraps, depth first. It calls Unwrap
// only: custom Is and As methods match too much. A panicking Unwrap ends its
// branch.
func (t *Tracker) chainOf(err error) []error {
	return t.appendChain(nil, err, maxDepth)
}

func (t *Tracker) appendChain(chain []error, err error, depth int) []error {
	for ; err != nil && depth > 0 && len(chain) < maxChain; depth-- {
		chain = append(chain, err)
		var several []error
		several, err = t.unwrap(err)
		for _, e := range several {
			chain = t.appendChain(chain, e, depth-1)
		}
	}
	return chain
}

func (t *Tracker) unwrap(err error) (several []error, one error) {
	defer func() {
		if value := recover(); value != nil {
			t.fault("unwrapping an error", value)
		}
	}()
	switch e := err.(type) { //nolint:errorlint // the chain is walked by hand
	case interface{ Unwrap() error }:
		return nil, e.Unwrap()
	case interface{ Unwrap() []error }:
		return e.Unwrap(), nil
	}
	return nil, nil
}

// carriedBy says whether the error with this chain is, wraps, or was taken out of
// the failure's error. It runs no code of the program.
func (f *failure) carriedBy(chain []error) bool {
	return contains(chain, f.chain[0]) || contains(f.chain, chain[0])
}

func contains(chain []error, err error) bool {
	for _, e := range chain {
		if same(e, err) {
			return true
		}
	}
	return false
}

// same says whether a and b are one value. Equal texts are different errors.
func same(a, b any) bool {
	if pa, ok := a.(*panicError); ok {
		if pb, ok := b.(*panicError); ok {
			return same(pa.value, pb.value)
		}
	}
	if a == nil || b == nil || reflect.TypeOf(a) != reflect.TypeOf(b) {
		return false
	}
	return identical(reflect.ValueOf(a), reflect.ValueOf(b))
}

// identical says whether two values of one type are the same: as by ==, but by
// backing pointer for slices, maps and funcs, which == refuses, and bit by bit
// for floats.
func identical(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Slice:
		return a.Len() == b.Len() && a.Pointer() == b.Pointer()
	case reflect.Map, reflect.Func:
		return a.Pointer() == b.Pointer()
	case reflect.Float32, reflect.Float64:
		return math.Float64bits(a.Float()) == math.Float64bits(b.Float())
	case reflect.Interface:
		if a.IsNil() || b.IsNil() || a.Elem().Type() != b.Elem().Type() {
			return a.IsNil() && b.IsNil()
		}
		return identical(a.Elem(), b.Elem())
	case reflect.Struct:
		for i := range a.NumField() {
			if !identical(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Array:
		for i := range a.Len() {
			if !identical(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}

// panicError is a panic as an error. It unwraps to the value where that is an
// error, so that a program that recovers and returns it passes the failure on.
type panicError struct{ value any }

func (e *panicError) Error() string { return "panic: " + describe(e.value) }

func (e *panicError) Unwrap() error {
	err, _ := e.value.(error)
	return err
}
