// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Fault is a way to fail. Beside the constants there is one for each HTTP status
// that says no: see [HTTPStatus].
type Fault string

// The faults. Those of a request are met on real connections; those of answers
// change what really was answered.
const (
	Latency Fault = "latency" // the call takes longer by Rule.Delay
	Hang    Fault = "hang"    // no answer until the caller gives up

	Refused Fault = "refused" // nothing listens
	Reset   Fault = "reset"   // the connection is reset while waiting for the answer
	TLS     Fault = "tls"     // a certificate that nobody can trust
	DNS     Fault = "dns"     // a name that does not resolve

	Malformed    Fault = "malformed"     // an answer that does not parse
	Truncated    Fault = "truncated"     // the answer ends in the middle
	Partial      Fault = "partial"       // a whole answer of which half is missing
	WrongType    Fault = "wrong_type"    // a field has another type
	MissingField Fault = "missing_field" // a field is not there
	WrongValue   Fault = "wrong_value"   // a field is plausible but wrong

	MissingTool      Fault = "missing_tool"      // the tool is not registered
	InvalidArguments Fault = "invalid_arguments" // the tool is called with arguments that it cannot accept
	Panic            Fault = "panic"             // the call panics
	DiskFull         Fault = "disk_full"         // nothing can be written any more
	StoreUnavailable Fault = "store_unavailable" // the store's file cannot be opened
)

const httpPrefix = "http_"

// HTTPStatus is the fault of an answer with that status, such as http_429, in
// the words of the provider that was asked.
func HTTPStatus(code int) Fault { return Fault(httpPrefix + strconv.Itoa(code)) }

// status returns the status of an HTTP fault, else 0.
func (f Fault) status() int {
	digits, ok := strings.CutPrefix(string(f), httpPrefix)
	code, err := strconv.Atoi(digits)
	if !ok || err != nil || len(digits) != 3 || code < 400 || code > 599 {
		return 0
	}
	return code
}

// corrupts reports whether the fault changes an answer instead of replacing it.
func (f Fault) corrupts() bool {
	switch f {
	case Malformed, Truncated, Partial, WrongType, MissingField, WrongValue:
		return true
	}
	return false
}

// takesTime reports whether the fault makes calls run out of time.
func (f Fault) takesTime() bool { return f == Latency || f == Hang }

// Layer is where a fault is met.
type Layer string

// The layers.
const (
	Request  Layer = "request"  // an HTTP request: see [Injector.Transport]
	Function Layer = "function" // the call of a wrapped function: see [Wrap]
)

// Kind is what a call is made to.
type Kind string

// The kinds. They decide how a fault is expected to be classified.
const (
	Tool   Kind = "tool"
	Model  Kind = "model"
	Store  Kind = "store"
	Export Kind = "export"
)

var (
	kinds = []Kind{Tool, Model, Store, Export}

	// layers says where each fault can be met, the usual place first.
	layers = map[Fault][]Layer{
		Latency: {Request, Function}, Hang: {Request, Function},
		Refused: {Request}, Reset: {Request}, TLS: {Request}, DNS: {Request},
		Malformed: {Request, Function}, Truncated: {Request, Function}, Partial: {Request, Function},
		WrongType: {Request, Function}, MissingField: {Request, Function}, WrongValue: {Request, Function},
		MissingTool: {Function}, InvalidArguments: {Function}, Panic: {Function},
		DiskFull: {Function}, StoreUnavailable: {Function},
	}
)

// layersOf returns nil for a fault that is none.
func layersOf(f Fault) []Layer {
	if f.status() != 0 {
		return []Layer{Request}
	}
	return layers[f]
}

// check says what is wrong with meeting f in a call of that kind.
func (f Fault) check(at Layer, kind Kind) error {
	possible := layersOf(f)
	switch {
	case possible == nil:
		return fmt.Errorf("fault: %q is none: want %s or http_ with a status from 400 to 599", string(f), strings.Join(faultNames(), ", "))
	case at != "" && !slices.Contains(possible, at):
		return fmt.Errorf("fault: %s cannot be met at a %s", f, at)
	case (f == MissingTool || f == InvalidArguments) && kind != "" && kind != Tool:
		return fmt.Errorf("fault: %s is for tools, not for the kind %s", f, kind)
	}
	return nil
}

func faultNames() []string {
	names := make([]string, 0, len(layers))
	for f := range layers {
		names = append(names, string(f))
	}
	slices.Sort(names)
	return names
}

// layer is where f is met under a rule: where the rule says, else in the
// function for stores and exports, which need not be asked over HTTP, else in
// the usual place.
func (f Fault) layer(at Layer, kind Kind) Layer {
	possible := layersOf(f)
	switch {
	case at != "":
		return at
	case (kind == Store || kind == Export) && slices.Contains(possible, Function):
		return Function
	}
	return possible[0]
}
