// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// otherType is a value of another type.
func otherType(v any) any {
	switch v.(type) {
	case string:
		return 7
	case json.Number, float64:
		return "n/a"
	case bool:
		return "yes"
	case []any:
		return map[string]any{}
	case map[string]any:
		return []any{}
	}
	return "n/a"
}

// similar is a value that looks like v and is not v.
func similar(v any) (any, bool) {
	switch v := v.(type) {
	case bool:
		return !v, true
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n + max(1, n/2), true
		}
		f, err := v.Float64()
		return f*1.5 + 1, err == nil
	case string:
		return similarText(v), true
	}
	return nil, false
}

func similarText(s string) string {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day.AddDate(0, 1, 3).Format(time.DateOnly)
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return strconv.FormatFloat(n*1.5+1, 'g', -1, 64)
	}
	if u, err := url.Parse(s); err == nil && u.Host != "" && u.Scheme != "" {
		u.Host = "www.example.com"
		return u.String()
	}
	if s == "Springfield" {
		return "Shelbyville"
	}
	return "Springfield"
}

// spoil makes a tool's arguments such that the tool cannot accept them: the
// named field, else a date, else a text.
func spoil(data []byte, field string, choose func(string, int) int) (out []byte, detail string, ok bool) {
	doc, err := decodeJSON(data)
	if err != nil {
		return nil, "emptied", len(data) > 0 // a plain text
	}
	var dates, texts, hit []*place
	for _, p := range places(&doc) {
		s, isText := p.value.(string)
		if field != "" && fits(field, p.path) {
			hit = append(hit, p)
		}
		if !isText {
			continue
		}
		texts = append(texts, p)
		if _, err := time.Parse(time.DateOnly, s); err == nil {
			dates = append(dates, p)
		}
	}
	switch {
	case field != "":
	case len(dates) > 0:
		hit = dates
	case len(texts) > 0:
		hit = []*place{texts[choose("argument", len(texts))]}
	}
	if len(hit) == 0 {
		return data, nothingToChange, false
	}
	var names []string
	for _, p := range hit {
		switch {
		case len(dates) > 0 && field == "":
			p.set("someday")
		case field != "":
			p.set(otherType(p.value))
		default:
			p.set("")
		}
		names = append(names, p.path)
	}
	out, err = json.Marshal(doc)
	return out, "spoiled " + strings.Join(names, ", "), err == nil
}
