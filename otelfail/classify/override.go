// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// SeverityOverride is a table of severities that an operator sets over those
// that the classifier gives. The zero value overrides nothing. It is immutable
// and safe for concurrent use.
type SeverityOverride struct {
	rows map[overrideKey]Severity
}

// overrideKey names what a row is for; an empty field stands for any.
type overrideKey struct {
	category Category
	reason   Reason
}

// ParseSeverityOverride reads a table as it stands in the environment variable
// FAILURE_SEVERITY_OVERRIDE: rows of a kind of failure, "=" and its severity,
// separated by commas. The kind is a category, a category and a reason, or a
// reason of any category:
//
//	llm/quota=critical, network=medium, */timeout=low
//
// A severity alone, or after "*=", is for every failure. The empty text is the
// empty table. Of several rows that fit the most specific counts: category and
// reason, reason, category, every failure. Letter case makes no difference.
func ParseSeverityOverride(s string) (SeverityOverride, error) {
	var o SeverityOverride
	var errs []error
	for field := range strings.SplitSeq(s, ",") {
		if field = strings.TrimSpace(field); field == "" {
			continue
		}
		key, severity, err := parseOverride(field)
		if err == nil {
			if _, twice := o.rows[key]; twice {
				err = fmt.Errorf("severity override %q: its kind of failure occurs twice", field)
			}
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if o.rows == nil {
			o.rows = map[overrideKey]Severity{}
		}
		o.rows[key] = severity
	}
	if err := errors.Join(errs...); err != nil {
		return SeverityOverride{}, err
	}
	return o, nil
}

// severityVariable holds the table of severities that an operator sets.
const severityVariable = "FAILURE_SEVERITY_OVERRIDE"

// SeverityOverrideFromEnv reads the environment variable
// FAILURE_SEVERITY_OVERRIDE with [ParseSeverityOverride]. The error names it.
func SeverityOverrideFromEnv() (SeverityOverride, error) {
	o, err := ParseSeverityOverride(os.Getenv(severityVariable))
	if err != nil {
		return o, fmt.Errorf("%s: %w", severityVariable, err)
	}
	return o, nil
}

func parseOverride(field string) (key overrideKey, severity Severity, err error) {
	kind, word, ok := strings.Cut(field, "=")
	if !ok {
		kind, word = "*", field
	}
	severity, ok = ParseSeverity(strings.TrimSpace(word))
	if !ok {
		return key, "", fmt.Errorf("severity override %q: no severity %q; there are %s", field, strings.TrimSpace(word), list(Severities()))
	}
	category, reason, both := strings.Cut(strings.ToLower(strings.TrimSpace(kind)), "/")
	if category != "*" {
		key.category = Category(category)
		if !key.category.valid() {
			return key, "", fmt.Errorf("severity override %q: no category %q; there are %s", field, category, list(Categories()))
		}
	}
	if both && reason == "" {
		return key, "", fmt.Errorf("severity override %q: no reason after the slash", field)
	}
	if reason != "*" {
		key.reason = Reason(reason)
	}
	return key, severity, nil
}

func list[T ~string](words []T) string {
	s := make([]string, len(words))
	for i, w := range words {
		s[i] = string(w)
	}
	return strings.Join(s, ", ")
}

// Apply returns v with the severity of the row that fits it, if one does.
func (o SeverityOverride) Apply(v Verdict) Verdict {
	if len(o.rows) == 0 {
		return v
	}
	for _, key := range [...]overrideKey{{v.Category, v.Reason}, {"", v.Reason}, {v.Category, ""}, {}} {
		if s, ok := o.rows[key]; ok {
			v.Severity = s
			return v
		}
	}
	return v
}
