// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"runtime"
	"strconv"
	"strings"
)

// maxFrames bounds a stack.
const maxFrames = 64

// ownPackage starts the functions that a reader of a stack need not see.
const ownPackage = "github.com/otelfail/otelfail-go/otelfail."

// stackOf returns the stack of the failure that an error's chain describes, in
// the layout of a Go traceback. For a panic it starts where the panic began.
// An error carries no stack, so that of its operation's end stands for it: it
// shows the code that called the failing operation.
func stackOf(chain []error) string {
	_, panicked := chain[0].(*panicError) //nolint:errorlint // a panic is never wrapped here
	pcs := make([]uintptr, maxFrames)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	var b strings.Builder
	for {
		frame, more := frames.Next()
		switch {
		case panicked && (frame.Function == "runtime.gopanic" || strings.HasPrefix(frame.Function, "runtime.panic")):
			b.Reset() // what is above are the deferred calls that the panic runs
		case !strings.HasPrefix(frame.Function, ownPackage) && frame.Function != "":
			b.WriteString(frame.Function)
			b.WriteString("\n\t")
			b.WriteString(frame.File)
			b.WriteByte(':')
			b.WriteString(strconv.Itoa(frame.Line))
			b.WriteByte('\n')
		}
		if !more {
			return b.String()
		}
	}
}
