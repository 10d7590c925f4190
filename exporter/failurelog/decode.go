// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// maxInterned bounds the texts that a decoder knows.
const maxInterned = 4096

// decoder reads failure lines as this package writes them: keys in their order,
// no space in between. That needs no look at a key but whether it is the next
// one. Of anything else it says that it is not usual, and encoding/json reads
// it; what both can read, both read alike.
type decoder struct {
	text []byte
	pos  int
	bad  bool // not usual

	interned map[string]string // texts that come again and again

	originals *originals // read so far; nil where repetitions are wanted
}

// record reads a whole line. It reports whether the line was usual.
func (d *decoder) record(text []byte) (*Record, bool) {
	if !bytes.HasPrefix(text, usualFailure) {
		return nil, false
	}
	d.text, d.pos, d.bad = text, 0, false
	r := new(Record)
	r.Event = Event(d.word(`{"event":`))
	r.Schema = d.integer(`,"schema":`)
	r.FailureID = d.string(`,"failure_id":`)
	if raw := d.raw(`,"timestamp":`); !d.bad && r.Timestamp.UnmarshalJSON(raw) != nil {
		d.bad = true
	}
	r.RunID, r.UserID, r.Service = d.word(`,"run_id":`), d.word(`,"user_id":`), d.word(`,"service":`)
	r.TraceID, r.SpanID = d.word(`,"trace_id":`), d.string(`,"span_id":`)
	r.Category = classify.Category(d.word(`,"category":`))
	r.Reason = classify.Reason(d.word(`,"reason":`))
	r.Severity = classify.Severity(d.word(`,"severity":`))
	switch d.key(`,"retryable":`); {
	case d.has("true"):
		r.Retryable = classify.RetryYes
	case d.has("false"):
		r.Retryable = classify.RetryNo
	case !d.has("null"):
		d.bad = true
	}
	r.GraphNode, r.StepID, r.StepType = d.word(`,"graph_node":`), d.word(`,"step_id":`), d.word(`,"step_type":`)
	r.StepTitle, r.ToolName, r.LLMModel = d.word(`,"step_title":`), d.word(`,"tool_name":`), d.word(`,"llm_model":`)
	r.ErrorType, r.ErrorMessage = d.word(`,"error_type":`), d.string(`,"error_message":`)
	r.ErrorTraceback = d.string(`,"error_traceback":`)
	r.LatencyMS, r.AttemptNumber = d.number(`,"latency_ms":`), d.integer(`,"attempt_number":`)
	r.Fingerprint, r.Path = d.word(`,"fingerprint":`), d.words(`,"path":`)
	r.WasRecovered = d.boolean(`,"was_recovered":`)
	r.RecoveryAction = d.word(`,"recovery_action":`)
	r.Recovery = d.recovery(`,"recovery":`)
	r.ContextData = d.object(`,"context_data":`)
	r.Tags = d.words(`,"tags":`)
	if d.next(`,"cause_id":`) {
		r.CauseID = d.string(`,"cause_id":`)
	}
	if d.next(`,"cause_span_id":`) {
		r.CauseSpanID = d.string(`,"cause_span_id":`)
	}
	if d.next(`,"cost":`) {
		r.Cost = &Cost{
			InputTokens:  int64(d.integer(`,"cost":{"input_tokens":`)),
			OutputTokens: int64(d.integer(`,"output_tokens":`)),
		}
		d.key("}")
	}
	d.key("}")
	return r, !d.bad && d.pos == len(d.text) && r.FailureID != "" && r.Schema <= Schema
}

func (d *decoder) recovery(key string) *Recovery {
	if d.key(key); d.has("null") {
		return nil
	}
	r := &Recovery{
		Outcome: Outcome(d.word(`{"outcome":`)), Action: d.word(`,"action":`),
		Basis: Basis(d.word(`,"basis":`)), Detail: d.word(`,"detail":`),
		AfterMS: d.number(`,"after_ms":`), SpanID: d.string(`,"span_id":`),
		Supersedes: Outcome(d.word(`,"supersedes":`)),
	}
	if d.next(`,"supersedes_basis":`) {
		r.SupersedesBasis = Basis(d.word(`,"supersedes_basis":`))
	}
	d.key("}")
	return r
}

// next reports whether a key, or anything else, comes next.
func (d *decoder) next(text string) bool {
	return !d.bad && len(d.text)-d.pos >= len(text) && string(d.text[d.pos:d.pos+len(text)]) == text
}

// has reports whether text comes next, and goes past it.
func (d *decoder) has(text string) bool {
	if !d.next(text) {
		return false
	}
	d.pos += len(text)
	return true
}

// key goes past what has to come next.
func (d *decoder) key(text string) {
	if !d.has(text) {
		d.bad = true
	}
}

// quoted goes past a key and a string, and returns what is between the quotes.
func (d *decoder) quoted(key string) (text []byte, escaped bool) {
	if d.key(key); !d.has(`"`) {
		d.bad = true
		return nil, false
	}
	start := d.pos
	for i := start; i < len(d.text); i++ {
		switch c := d.text[i]; {
		case c == '"':
			d.pos = i + 1
			return d.text[start:i], escaped
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			d.bad = true
			return nil, false
		}
	}
	d.bad = true
	return nil, false
}

// string reads a text of which each line has its own.
func (d *decoder) string(key string) string {
	text, escaped := d.quoted(key)
	if d.bad || !escaped && utf8.Valid(text) {
		return string(text)
	}
	return d.unquote(text)
}

// word reads a text that many lines share, and keeps it once.
func (d *decoder) word(key string) string {
	text, escaped := d.quoted(key)
	if d.bad || len(text) == 0 {
		return ""
	}
	if escaped || !utf8.Valid(text) {
		return d.unquote(text)
	}
	if known, ok := d.interned[string(text)]; ok {
		return known
	}
	if d.interned == nil || len(d.interned) >= maxInterned {
		d.interned = map[string]string{}
	}
	s := string(text)
	d.interned[s] = s
	return s
}

// escapes are those of one letter.
var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unquote reads a string with escapes, or with bytes that are no UTF-8.
func (d *decoder) unquote(text []byte) string {
	out := make([]byte, 0, len(text))
	for rest := text; ; {
		i := bytes.IndexByte(rest, '\\')
		if i < 0 {
			if out = append(out, rest...); !utf8.Valid(out) {
				return d.unquoteAny(text)
			}
			return string(out)
		}
		out = append(out, rest[:i]...)
		c := escapes[rest[i+1]]
		if c == 0 {
			return d.unquoteAny(text)
		}
		out = append(out, c)
		rest = rest[i+2:]
	}
}

// unquoteAny reads a string that is not usual even so.
func (d *decoder) unquoteAny(text []byte) string {
	var s string
	end := d.pos
	if json.Unmarshal(d.text[end-len(text)-2:end], &s) != nil {
		d.bad = true
	}
	return s
}
