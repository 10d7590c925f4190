// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import "reflect"

// maxChain bounds the walk through an error's chain.
const maxChain = 64

// chainOf returns err and the errors it wraps, depth first. It calls Unwrap
// only: custom Is and As methods match too much. A panicking Unwrap ends its
// branch.
func chainOf(err error) []error {
	return appendChain(nil, err)
}

func appendChain(chain []error, err error) []error {
	if err == nil || len(chain) >= maxChain {
		return chain
	}
	chain = append(chain, err)
	for _, e := range unwrap(err) {
		chain = appendChain(chain, e)
	}
	return chain
}

func unwrap(err error) (inner []error) {
	defer func() {
		if recover() != nil {
			inner = nil
		}
	}()
	switch e := err.(type) { //nolint:errorlint // the chain is walked by hand
	case interface{ Unwrap() error }:
		return []error{e.Unwrap()}
	case interface{ Unwrap() []error }:
		return e.Unwrap()
	}
	return nil
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
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	if !va.IsValid() || !vb.IsValid() || va.Type() != vb.Type() {
		return false
	}
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
