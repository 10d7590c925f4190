// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// page is what a proxy answers in place of a service.
const page = "<html><head><title>Service</title></head><body><h1>It works!</h1></body></html>"

// nothingToChange is the detail of a fault that could not be.
const nothingToChange = "nothing to change"

// corrupt changes an answer. It returns false if there was nothing to change.
func (i injected) corrupt(body []byte) (out []byte, detail string, ok bool) {
	switch i.fault {
	case Malformed:
		return i.malformed(body)
	case Truncated:
		return body[:len(body)/2], fmt.Sprintf("%d of %d bytes", len(body)/2, len(body)), len(body) > 0
	}
	doc, err := decodeJSON(body)
	if err != nil {
		if i.fault == Partial && len(body) > 1 {
			return half(string(body)), "the second half is missing", true
		}
		return body, "it is no JSON", false
	}
	if answer := findAnswer(doc); answer != nil && i.rule.Field == "" {
		detail, ok = i.corruptAnswer(answer)
	} else {
		detail, ok = i.corruptValue(&doc, i.rule.Field)
	}
	if !ok {
		return body, detail, false
	}
	out, err = json.Marshal(doc)
	return out, detail, err == nil
}

// malformed makes a text that does not parse: of an answer of a model, if the
// rule says so, else of the whole.
func (i injected) malformed(body []byte) ([]byte, string, bool) {
	if doc, err := decodeJSON(body); err == nil && i.rule.Field == fieldText {
		if answer := findAnswer(doc); answer != nil {
			answer.set("Sure! Here is what you asked for: {destinations: ")
			out, err := json.Marshal(doc)
			return out, "the model's text is prose", err == nil
		}
	}
	if at := bytes.IndexAny(body, "{["); at >= 0 && i.choose("malformed", 2) == 0 {
		out := slices.Concat(body[:at+1], []byte(",,"), body[at+1:])
		return out, "commas without values", true
	}
	return []byte(page), "a web page", true
}

// fieldText is the Rule.Field of a model's text as a whole.
const fieldText = "text"

// corruptAnswer changes what a model says: the fields of its JSON, or its prose.
func (i injected) corruptAnswer(a *answerText) (detail string, ok bool) {
	if i.fault == Partial {
		a.set(string(half(a.text)))
		a.stopped()
		return "the second half of the model's text is missing", true
	}
	if doc, err := decodeJSON([]byte(a.text)); err == nil {
		if detail, ok = i.corruptValue(&doc, i.rule.Field); !ok {
			return detail, false
		}
		out, err := json.Marshal(doc)
		a.set(string(out))
		return "in the model's text: " + detail, err == nil
	}
	switch i.fault {
	case WrongType:
		a.set(nil)
		return "the model's text is null", true
	case MissingField:
		a.set("")
		return "the model's text is empty", true
	}
	said, isText := i.rule.Value.(string)
	if !isText {
		said = "The direct flight costs $199."
	}
	a.set(a.text + "\n\n" + said + "\n")
	return "the model's text invents a price", true
}

// corruptValue changes fields of a document.
func (i injected) corruptValue(doc *any, field string) (detail string, ok bool) {
	all := places(doc)
	var hit []*place
	for _, p := range all {
		if field != "" && fits(field, p.path) {
			hit = append(hit, p)
		}
	}
	if field == "" {
		hit = i.pick(all)
	}
	var changed []string
	// From the last to the first: removing one must not move the others.
	for _, p := range slices.Backward(hit) {
		if i.changeValue(p) {
			changed = append(changed, p.path)
		}
	}
	switch len(changed) {
	case 0:
		return nothingToChange, false
	case 1:
		return string(i.fault) + " " + changed[0], true
	}
	return fmt.Sprintf("%s %s and %d more", i.fault, changed[len(changed)-1], len(changed)-1), true
}

// pick chooses one place that the fault can change.
func (i injected) pick(all []*place) []*place {
	var possible []*place
	most := 1
	for _, p := range all {
		list, isList := p.value.([]any)
		switch i.fault {
		case Partial: // the longest list
			if isList && len(list) > most {
				most, possible = len(list), []*place{p}
			}
		case MissingField:
			if p.remove != nil && !p.inList {
				possible = append(possible, p)
			}
		case WrongType, WrongValue:
			if _, isMap := p.value.(map[string]any); !isMap && !isList && p.value != nil {
				possible = append(possible, p)
			}
		}
	}
	if len(possible) < 2 {
		return possible
	}
	return []*place{possible[i.choose("field", len(possible))]}
}

func (i injected) changeValue(p *place) bool {
	switch i.fault {
	case Partial:
		switch v := p.value.(type) {
		case []any:
			p.set(v[:len(v)/2])
			return len(v) > 0
		case string:
			p.set(string(half(v)))
			return v != ""
		}
		return false
	case MissingField:
		if p.remove == nil {
			return false
		}
		p.remove()
		return true
	case WrongType:
		p.set(otherType(p.value))
		return true
	case WrongValue:
		if i.rule.Value != nil {
			p.set(i.rule.Value)
			return true
		}
		v, ok := similar(p.value)
		if ok {
			p.set(v)
		}
		return ok
	}
	return false
}

// half is the first half of a text, in whole characters.
func half(s string) []byte {
	r := []rune(s)
	return []byte(string(r[:len(r)/2]))
}

func decodeJSON(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var doc any
	if err := dec.Decode(&doc); err != nil {
		return nil, err
	}
	if dec.More() {
		return nil, fmt.Errorf("more than one value")
	}
	return doc, nil
}

// place is a value within a document.
type place struct {
	path   string
	value  any
	inList bool
	set    func(any)
	remove func() // nil: cannot be removed
}

// maxDepth bounds how deep documents are looked into.
const maxDepth = 64

// places lists all values of a document, parents first, in the order of their
// keys: those below it or, if there are none, the document itself.
func places(doc *any) []*place {
	var all []*place
	var walk func(prefix string, value any, depth int)
	walk = func(prefix string, value any, depth int) {
		if depth > maxDepth {
			return
		}
		add := func(p *place) {
			p.path = prefix + p.path
			all = append(all, p)
			walk(p.path+".", p.value, depth+1)
		}
		switch v := value.(type) {
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(v)) {
				add(&place{
					path: key, value: v[key],
					set: func(to any) { v[key] = to }, remove: func() { delete(v, key) },
				})
			}
		case []any:
			for n := range v {
				add(&place{path: strconv.Itoa(n), value: v[n], inList: true, set: func(to any) { v[n] = to }})
			}
		}
	}
	walk("", *doc, 0)
	if len(all) == 0 && *doc != nil { // a value alone
		all = append(all, &place{value: *doc, set: func(to any) { *doc = to }})
	}
	return all
}

// fits compares a dotted path with a pattern in which * stands for any key.
func fits(pattern, path string) bool {
	want, have := strings.Split(pattern, "."), strings.Split(path, ".")
	return slices.EqualFunc(want, have, func(w, h string) bool { return w == "*" || w == h })
}
