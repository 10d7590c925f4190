// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Why a line could not be read, besides what encoding/json says.
var (
	ErrTooLong = errors.New("line is too long")                               // longer than 16 MiB
	ErrTorn    = errors.New("line ends in the middle: its writer was killed") // or is still writing it
	ErrSchema  = errors.New("line is of a newer schema")                      // written by a later version
	ErrEvent   = errors.New("line is neither a failure nor a run")
)

// LineError says which line could not be read, and why. Reading went on after
// it, except where Err is about the file as a whole.
type LineError struct {
	File string
	Line int // 1-based; 0 if the file could not be read at all
	Err  error
}

// Error returns "file:line: cause".
func (e *LineError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.File, e.Err)
	}
	return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err)
}

// Unwrap returns the cause.
func (e *LineError) Unwrap() error { return e.Err }

// maxCause bounds the text of a cause: values of a line may stand in it.
const maxCause = 160

// shortError is an error in fewer words.
type shortError struct {
	text string
	err  error
}

func (e *shortError) Error() string { return e.text }
func (e *shortError) Unwrap() error { return e.err }

// shorten says what is wrong with a line without the names of Go's types, and
// not at the length that the line may have.
func shorten(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		value, _, _ := strings.Cut(wrong.Value, " ") // "number 1e999"
		text = "cannot unmarshal " + value
		if wrong.Field != "" {
			text += " as " + wrong.Field
		} else {
			text += ": not an object"
		}
	}
	if len(text) > maxCause {
		text = strings.ToValidUTF8(text[:maxCause], "") + "…"
	}
	if text == err.Error() {
		return err
	}
	return &shortError{text, err}
}
