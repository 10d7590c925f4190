// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import "reflect"

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

// same says whether a and b are one value: by == where they are comparable, by
// backing pointer for slices, maps and funcs. Equal texts are different errors.
func same(a, b any) (equal bool) {
	if pa, ok := a.(*panicError); ok {
		if pb, ok := b.(*panicError); ok {
			return samePanic(pa.value, pb.value)
		}
	}
	if a == nil || b == nil || reflect.TypeOf(a) != reflect.TypeOf(b) {
		return false
	}
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	switch va.Kind() {
	case reflect.Slice:
		return va.Len() == vb.Len() && va.Len() > 0 && va.Pointer() == vb.Pointer()
	case reflect.Map, reflect.Func:
		return va.Pointer() == vb.Pointer()
	}
	return va.Comparable() && vb.Comparable() && a == b
}

// samePanic says whether two recovered values are of one panic. A value that
// cannot be compared is taken for the one just seen of its type.
func samePanic(a, b any) bool {
	if va, vb := reflect.ValueOf(a), reflect.ValueOf(b); va.IsValid() && vb.IsValid() &&
		va.Type() == vb.Type() && !va.Comparable() {
		return true
	}
	return same(a, b)
}

// panicError is a panic as an error. It unwraps to the value where that is an
// error, so that a program that recovers and returns it passes the failure on.
type panicError struct{ value any }

func (e *panicError) Error() string { return "panic: " + describe(e.value) }

func (e *panicError) Unwrap() error {
	err, _ := e.value.(error)
	return err
}
