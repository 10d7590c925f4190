// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import (
	"strconv"
	"strings"
	"sync"

	"github.com/otelfail/otelfail-go/otelfail/internal/cause"
)

// facts is what can be read off an input before any rule is asked.
type facts struct {
	in      Input
	chain   []error
	text    string
	typ     string
	found   found
	fits    ruleSet // the rules that may fit
	http    int     // status code of an answer, 0 if none
	carrier bool    // http comes from the error itself or from the caller, not from its text
	grpc    int

	carried   bool // an HTTP or gRPC call is named
	called    bool // as carried, a status alone does not count
	alone     bool // the text is an answer's body or status, and nothing around it
	exporter  bool // a telemetry or artifact exporter is named
	telemetry bool // a telemetry exporter is named
	body      bool // the text holds the body of an answer
	driver    bool // a store that is named has answered: its driver speaks, or no input of the program is named
	service   bool // a service that tools speak to is named, if not beyond doubt
	provider  bool // a model's provider answered a bare 5xx, with no words of a gateway
	named     Category
	hinted    Category
}

// read reads an input, its text as words appended to buf.
func read(in Input, buf []byte) (f facts, w []byte) {
	f = facts{in: in, chain: walk(in.Err), text: in.Text, typ: in.Type, http: in.HTTPStatus, grpc: in.GRPCCode}
	if in.Err != nil {
		f.text, f.typ = textOf(in.Err), errorType(f.chain)
	}
	var said string
	for _, err := range f.chain {
		if f.http == 0 {
			if f.http = httpStatus(err); f.http != 0 {
				said = answerText(err)
			}
		}
		if f.grpc == 0 {
			f.grpc = grpcCode(err)
		}
	}
	if f.http == 0 && len(f.typ) == 3 { // error.type of an HTTP span
		n, _ := strconv.Atoi(f.typ)
		f.http = failed(n)
	}
	f.carrier = f.http >= 400
	w = words(buf, cause.Of(f.text))
	for _, more := range [...]string{said, f.typ} {
		if more != "" {
			// The bar keeps phrases from reaching over: "service unavailable" in front
			// of *tools.StatusError is no "unavailable tool".
			w = append(appendWords(append(w[:len(w)-1], "| "...), more[:min(len(more), maxTail)]), '$')
		}
	}
	if f.http < 400 {
		f.http = statusIn(w)
	}
	return f, w
}

// buffers holds room for the words of one text. It grows to no more than what is
// read of a text.
var buffers = sync.Pool{New: func() any {
	b := make([]byte, 0, 1<<10)
	return &b
}}

func gather(in Input) facts {
	buf := buffers.Get().(*[]byte)
	f, w := read(in, (*buf)[:0])
	defer func() {
		*buf = w[:0]
		buffers.Put(buf)
	}()
	t := rules()
	f.found = t.matcher.match(w)
	f.fits = t.candidates(&f)
	carried := f.grpc > 0 || t.carried.in(&f)
	f.carried = carried || f.http > 0
	f.called = carried || t.called.in(&f)
	f.alone = strings.HasPrefix(strings.TrimSpace(f.text), "{") || t.alone.in(&f)
	f.telemetry = t.telemetry.in(&f)
	f.exporter = f.telemetry || t.exporter.in(&f)
	f.body = t.body.in(&f)
	f.driver = t.driver.in(&f) || !t.input.in(&f)
	f.service = t.service.in(&f)
	for _, p := range t.places {
		switch {
		case !p.when.in(&f):
		case p.sure && f.named == "":
			f.named = p.category
		case !p.sure && f.hinted == "":
			f.hinted = p.category
		}
	}
	f.provider = in.Operation == OpNone && f.named == LLM && f.http >= 500 && !t.page.in(&f)
	f.body = f.body || f.provider
	return f
}

// judge asks the built-in rules: Go types, then text, then the bare status.
func (f *facts) judge() hit {
	if f.in.Panic {
		return f.panicked()
	}
	if h, ok := f.byType(); ok {
		return h
	}
	text, ok := f.byText()
	if ok && text.cause != silent && text.cause != exit && !f.contradicts(text) {
		return text
	}
	if h, ok := f.byHTTP(); ok {
		return h
	}
	if h, ok := f.byGRPC(); ok {
		return h
	}
	if h, ok := f.byWeakType(); ok {
		return h
	}
	if ok {
		return text
	}
	if h, ok := f.byTail(); ok {
		return h
	}
	return hit{rule: "none", cause: silent, reason: Other}
}

// contradicts says whether the words of an answer say something else than its
// status 429, which is about limits alone: such answers like to quote policies.
func (f *facts) contradicts(text hit) bool {
	if !f.carrier || f.http != 429 {
		return false
	}
	switch text.reason {
	case RateLimit, Quota, Overloaded, ConnLimit:
		return false
	}
	return true
}
