// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// Limits of the walk over an error's tree: a chain may be a cycle.
const (
	maxDepth = 64
	maxNodes = 256
)

// walk lists the errors of a tree, outermost first, each branch in order. It
// never calls Is or As, and contains panics of Unwrap.
func walk(err error) []error {
	if err == nil {
		return nil
	}
	return appendTree(nil, err, 0)
}

func appendTree(list []error, err error, depth int) []error {
	if err == nil || depth >= maxDepth || len(list) >= maxNodes {
		return list
	}
	list = append(list, err)
	for _, e := range unwrap(err) {
		list = appendTree(list, e, depth+1)
	}
	return list
}

func unwrap(err error) (inner []error) {
	defer func() {
		if recover() != nil {
			inner = nil
		}
	}()
	switch e := err.(type) { //nolint:errorlint // this is the walk
	case interface{ Unwrap() error }:
		return []error{e.Unwrap()}
	case interface{ Unwrap() []error }:
		return e.Unwrap()
	}
	return nil
}

// textOf returns the error's message, empty if Error panics.
func textOf(err error) (s string) {
	if err == nil {
		return ""
	}
	defer func() {
		if recover() != nil {
			s = ""
		}
	}()
	return err.Error()
}
