// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// Bounds of a stack, and of the places in the program whose text is kept.
const (
	maxFrames = 64
	maxPlaces = 4096
)

// ownPackage starts the functions that a reader of a stack need not see.
const ownPackage = "github.com/otelfail/otelfail-go/otelfail."

// place is the text of a program counter in a stack.
type place struct {
	text  string // without credentials; empty for otelfail's own functions
	panic bool   // here a panic began; what is above runs its deferred calls
}

// placeCache keeps the texts of program counters: finding them is most of a
// stack's cost.
type placeCache struct {
	mu     sync.RWMutex
	places map[uintptr]place
}

// counters holds the program counters of one stack.
var counters = sync.Pool{New: func() any { return new([maxFrames]uintptr) }}

// stackOf returns the stack of the failure that an error's chain describes, in
// the layout of a Go traceback. For a panic it starts where the panic began.
// An error carries no stack, so that of its operation's end stands for it: it
// shows the code that called the failing operation.
func (t *Tracker) stackOf(chain []error) string {
	_, panicked := chain[0].(*panicError) //nolint:errorlint // a panic is never wrapped here
	pcs := counters.Get().(*[maxFrames]uintptr)
	defer counters.Put(pcs)
	var texts [maxFrames]string
	n, size := 0, 0
	for _, pc := range pcs[:runtime.Callers(2, pcs[:])] {
		p := t.place(pc)
		if panicked && p.panic {
			n, size = 0, 0
			continue
		}
		if size+len(p.text) > redact.MaxLen {
			break
		}
		texts[n] = p.text
		n++
		size += len(p.text)
	}
	var b strings.Builder
	b.Grow(size)
	for _, text := range texts[:n] {
		b.WriteString(text)
	}
	return b.String()
}

// place returns the text of a program counter.
func (t *Tracker) place(pc uintptr) place {
	c := &t.places
	c.mu.RLock()
	p, known := c.places[pc]
	c.mu.RUnlock()
	if known {
		return p
	}
	p = newPlace(pc, t.redactor)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.places == nil {
		c.places = map[uintptr]place{}
	}
	if len(c.places) < maxPlaces {
		c.places[pc] = p
	}
	return p
}

func newPlace(pc uintptr, r *redact.Redactor) place {
	var b strings.Builder
	frames := runtime.CallersFrames([]uintptr{pc}) // several where functions are inlined
	for {
		frame, more := frames.Next()
		switch {
		case frame.Function == "runtime.gopanic" || strings.HasPrefix(frame.Function, "runtime.panic"):
			return place{panic: true}
		case !strings.HasPrefix(frame.Function, ownPackage) && frame.Function != "":
			b.WriteString(frame.Function + "\n\t" + frame.File + ":" + strconv.Itoa(frame.Line) + "\n")
		}
		if !more {
			return place{text: r.String(b.String())}
		}
	}
}
