// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// row is the row of the classification table that a failure belongs to.
type row uint8

const (
	silent    row = iota // the text does not say
	own                  // own panic, nil, bounds, oom, loop, limits
	gate                 // a gate, guardrail or judge said no
	cancelled            // the caller cancelled
	noAnswer             // no bytes could be exchanged
	page                 // a bare 502, 503 or 504
	answer               // an answer with body or status
	decode               // does not decode, fits no schema
	rejected             // the tool protocol rejected the arguments, or there is no such tool
	file                 // file or disk
	exit                 // a process exited with an error
)

// hit is the decision of one rule.
type hit struct {
	rule   string
	cause  row
	reason Reason
	retry  Retryable
	home   Category // column "none": what the words say, empty if they do not
	weak   Category // as home, where the words name no place either
	typed  bool     // decided by a Go type
	own    bool     // the deadline is the operation's own, no carrier in between

	corrupt, probe bool // for the severity
}

// category looks the hit up in the table of the design: the row is the cause,
// the column the operation.
func (h hit) category(f *facts) Category {
	op := f.in.Operation
	switch h.cause {
	case own:
		// A tool that reports its own panic has answered.
		if f.named == Tool && !h.typed && (h.reason == Nil || h.reason == Bounds || h.reason == Panic) {
			return Tool
		}
		if op == OpNone && h.home != "" {
			return h.home
		}
		return State
	case gate:
		return Evaluation
	case cancelled:
		if f.carried {
			return Network
		}
		return Unknown
	case noAnswer:
		switch {
		case op == OpExport, op == OpNone && f.exporter:
			return Export
		case h.own && (op == OpStep || op == OpAgent):
			return State
		}
		return Network
	case page:
		if op == OpExport || op == OpNone && f.exporter {
			return Export
		}
		return Network
	case answer:
		switch op {
		case OpModel:
			return LLM
		case OpTool:
			return Tool
		case OpMemory:
			return Memory
		case OpExport:
			return Export
		}
		return h.words(f, Unknown)
	case decode:
		switch op {
		case OpModel:
			return LLM
		case OpMemory:
			return Memory
		case OpNone:
			return h.says(f, Validation)
		}
		return Validation
	case rejected:
		return Tool
	case file:
		switch op {
		case OpMemory:
			return Memory
		case OpNone:
			return h.says(f, Export)
		}
		return Export
	case exit:
		if op == OpTool || op == OpNone && h.home == Tool {
			return Tool
		}
		return Unknown
	}
	if op == OpNone {
		return h.hints(f)
	}
	return Unknown
}

// hints says where a failure that does not say what it is may lie. Anything may
// be called an API or a command: of the words that only hint, those of tools say
// nothing, unless they name a service.
func (h hit) hints(f *facts) Category {
	if f.telemetry && f.named != Tool {
		return Export
	}
	hinted := f.hinted
	if hinted == Tool && !f.service {
		hinted = ""
	}
	return first(f.named, h.home, hinted, h.weak, Unknown)
}

// says is for what a text alone reports of itself: a tool that was running is
// the place, else the home of the rule.
func (h hit) says(f *facts, otherwise Category) Category {
	switch {
	case f.named == Tool:
		return Tool
	case f.telemetry && f.http > 0:
		return Export
	case f.named == Memory && f.driver:
		return Memory
	case h.home != "":
		return h.home
	}
	return otherwise
}

// words says whose answer it was where no operation tells: the place that the
// text names beyond doubt, the home of the rule, the place that it hints at. Limits
// and keys are mostly a model's; a service that is named comes before that guess.
func (h hit) words(f *facts, otherwise Category) Category {
	switch {
	case f.telemetry:
		return Export
	case h.home == LLM && f.named == "" && f.service:
		return Tool
	}
	// A call is all that the text names: an answer came over the network. The answer
	// alone does not say who asked.
	if otherwise == Unknown && f.called && !f.alone {
		otherwise = Network
	}
	return first(f.named, h.home, f.hinted, h.weak, otherwise)
}

// first returns the first category that is not empty.
func first(of ...Category) Category {
	for _, c := range of {
		if c != "" {
			return c
		}
	}
	return ""
}
