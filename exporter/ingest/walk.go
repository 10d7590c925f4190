// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// walker goes through one JSON value down to the spans, which it decodes one by
// one.
type walker struct {
	*visitor
	dec    *json.Decoder
	name   string
	line   func(offset int64) int
	broken bool // the rest of the source cannot be read
}

// value reads an object, or an array of them. The end is a bare io.EOF.
func (w *walker) value() error {
	token, err := w.dec.Token()
	switch {
	case err == io.EOF: //nolint:errorlint // a wrapped one is a cause, not the end
		return err
	case err != nil:
		return w.syntax(err)
	case token == json.Delim('['):
		return w.syntax(w.rest(func() error { return w.object(w.request) }))
	case token == json.Delim('{'):
		return w.syntax(w.fields(w.request))
	}
	return w.syntax(fmt.Errorf("neither an object nor an array: %v", token))
}

func (w *walker) request(key string) error {
	switch key {
	case "result": // around each answer of Jaeger's API
		return w.object(w.request)
	case "resourceSpans", "resource_spans":
	default:
		return w.ignore()
	}
	return w.array(func() error {
		resource := &wireResource{}
		err := w.object(func(key string) error {
			switch key {
			case "resource":
				return w.decode(resource)
			case "scopeSpans", "scope_spans", "instrumentationLibrarySpans", "instrumentation_library_spans":
				return w.array(func() error { return w.scope(resource) })
			}
			return w.ignore()
		})
		if err == nil && w.after != nil && !w.after() {
			return errStopped
		}
		return err
	})
}

func (w *walker) scope(resource *wireResource) error {
	g := &group{resource: resource, scope: &wireScope{}}
	return w.object(func(key string) error {
		switch key {
		case "scope", "instrumentationLibrary", "instrumentation_library":
			return w.decode(g.scope)
		case "spans":
			return w.array(func() error {
				if w.outline != nil {
					var o outline
					if ok, err := w.decoded(&o); !ok {
						return err
					}
					w.outline(&o)
					return nil
				}
				var s wireSpan
				if ok, err := w.decoded(&s); !ok {
					return err
				}
				if err := w.span(&s, g); err != nil {
					return w.tell(err)
				}
				return nil
			})
		}
		return w.ignore()
	})
}

// object reads an object, or null.
func (w *walker) object(field func(key string) error) error {
	switch token, err := w.dec.Token(); {
	case err != nil:
		return err
	case token == nil:
		return nil
	case token != json.Delim('{'):
		return fmt.Errorf("%v where an object should be", token)
	}
	return w.fields(field)
}

func (w *walker) fields(field func(key string) error) error {
	return w.rest(func() error {
		key, err := w.dec.Token()
		if err != nil {
			return err
		}
		return field(key.(string)) // the decoder accepts no other key
	})
}

// array reads an array, or null.
func (w *walker) array(element func() error) error {
	switch token, err := w.dec.Token(); {
	case err != nil:
		return err
	case token == nil:
		return nil
	case token != json.Delim('['):
		return fmt.Errorf("%v where an array should be", token)
	}
	return w.rest(element)
}

func (w *walker) rest(element func() error) error {
	for w.dec.More() {
		if err := element(); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

func (w *walker) ignore() error {
	var skipped json.RawMessage
	return w.dec.Decode(&skipped)
}

// decode reads one value. One of a wrong type is reported, and left out.
func (w *walker) decode(v any) error {
	_, err := w.decoded(v)
	return err
}

func (w *walker) decoded(v any) (bool, error) {
	err := w.dec.Decode(v)
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) || errors.Is(err, errValue) {
		return false, w.tell(err)
	}
	return err == nil, err
}

// tell reports what was skipped; reading goes on.
func (w *walker) tell(err error) error {
	return w.failed(&failurelog.LineError{File: w.name, Line: w.line(w.dec.InputOffset()), Err: err})
}

// syntax reports an error after which nothing more can be read.
func (w *walker) syntax(err error) error {
	if err == nil || errors.Is(err, errStopped) {
		return err
	}
	w.broken = true
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return w.tell(err)
}
