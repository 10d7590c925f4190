// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package settings

import (
	"fmt"
	"strings"
	"unicode"
)

// Error says which setting cannot be used, and what it should be. Its text is
// one line.
type Error struct {
	Setting string // name of the setting, or of the environment variable
	Value   string // may be empty
	Want    string
}

func invalid(setting, value, want string) error {
	return &Error{Setting: setting, Value: value, Want: want}
}

// Error returns one line without control characters.
func (e *Error) Error() string {
	if e.Value == "" {
		return fmt.Sprintf("%s needs %s", e.Setting, e.Want)
	}
	value := e.Value
	if r := []rune(value); len(r) > 80 {
		value = string(r[:80]) + "…"
	}
	return fmt.Sprintf("%s: %+q is not usable: want %s", e.Setting, value, e.Want)
}

func printable(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}
