// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import "reflect"

// ErrorType returns a low-cardinality name for the kind of err, fit for the
// error.type attribute: what the outermost ErrorType() string method of its
// chain says, else the type of the innermost error that says something, such
// as "context.deadlineExceededError" or "*net.OpError". Wrappers and bare
// errno values count only where there is nothing else. It is empty for nil.
func ErrorType(err error) string {
	return errorType(walk(err))
}

func errorType(chain []error) string {
	for _, e := range chain {
		if s := ownType(e); s != "" {
			return s
		}
	}
	for i := len(chain) - 1; i >= 0; i-- {
		if name := typeName(chain[i]); !generic[name] {
			return name
		}
	}
	if n := len(chain); n > 0 {
		return typeName(chain[n-1])
	}
	return ""
}

// generic lists the types whose name tells nothing about what failed.
var generic = map[string]bool{
	"*errors.errorString": true,
	"*errors.joinError":   true,
	"*fmt.wrapError":      true,
	"*fmt.wrapErrors":     true,
	"*os.SyscallError":    true,
	"syscall.Errno":       true,
}

func typeName(err error) string { return reflect.TypeOf(err).String() }

func ownType(err error) (s string) {
	defer func() {
		if recover() != nil {
			s = ""
		}
	}()
	if e, ok := err.(interface{ ErrorType() string }); ok { //nolint:errorlint // the chain is walked by hand
		return e.ErrorType()
	}
	return ""
}
