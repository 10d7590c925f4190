// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	markdown "github.com/yuin/goldmark/text"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

var attacks = []string{
	attack, "=cmd|'/c calc'!A0", "`<img src=x onerror=alert(1)>` | @someone [a](javascript:b) ![](http://x)",
	"::error title=x::y", "a ##[error]b ##vso[task.setvariable]c", "x\r\n::set-output name=a::b%0A%25", "]]></failure><x y=\"&amp;'>",
	"\ufffe\uffff\x00\x85\u2028", "<!-- --> <script> &#27;[2J http://x.example ~~a~~ **b** # c\n- d\n\n    e", "\\` \\[ \\<b\\> ``` a\n```\nb", "+1-1@|%",
}

// recordOf has a text in all fields that hold text.
func recordOf(in string) failurelog.Record {
	return failurelog.Record{
		Event: failurelog.FailureRecorded, FailureID: in, RunID: in, UserID: in, TraceID: in, Fingerprint: in, GraphNode: in, ToolName: in,
		LLMModel: in, ErrorType: in, ErrorMessage: in, Tags: []string{in}, Path: []string{in}, StepTitle: in, ErrorTraceback: in,
		Category: classify.Category(in), Severity: classify.Severity(in), Reason: classify.Reason(in),
		Recovery: &failurelog.Recovery{Outcome: failurelog.Recovered, Action: in, Basis: failurelog.Declared, Detail: in},
	}
}

// formats writes what comes of a record in every format of text. They are so
// wide that no line breaks because of its length.
func formats(t testing.TB, in string) map[string]string {
	t.Helper()
	wide := report.Style{Width: 4000}
	rec := recordOf(in)
	settled := rec
	settled.Event = failurelog.FailureRecovered
	r := build(report.Options{}, []failurelog.Record{rec})
	s := r.Summary()
	v, err := report.Limits{MaxFailed: new(0), MinRecovery: new(101.0), MaxSeverity: classify.Low, NoNew: true}.Check(s)
	if err != nil {
		t.Fatal(err)
	}
	c, err := report.Compare(report.Summary{GroupBy: report.Fingerprint, Runs: report.Runs{Total: 9}}, s, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for name, write := range map[string]func(io.Writer) error{
		"text":             func(w io.Writer) error { return r.WriteText(w, report.Details) },
		"overview":         func(w io.Writer) error { return s.WriteOverview(w, wide) },
		"table":            func(w io.Writer) error { return s.WriteGroups(w, wide) },
		"markdown":         s.WriteMarkdown,
		"csv":              s.WriteCSV,
		"json":             s.WriteJSON,
		"verdict":          func(w io.Writer) error { return v.WriteText(w, wide) },
		"verdict json":     v.WriteJSON,
		"verdict markdown": v.WriteMarkdown,
		"junit":            func(w io.Writer) error { return v.WriteJUnit(w, at("10:00:00")) },
		"sarif":            v.WriteSARIF,
		"github":           v.WriteGitHub,
		"diff":             func(w io.Writer) error { return c.WriteText(w, wide) },
		"diff markdown":    c.WriteMarkdown,
		"diff json":        c.WriteJSON,
		"line":             func(w io.Writer) error { return report.WriteLine(w, &failurelog.Entry{Record: &rec}, report.Style{}) },
		"line of terminal": func(w io.Writer) error { return report.WriteLine(w, &failurelog.Entry{Record: &rec}, wide) },
		"outcome line": func(w io.Writer) error {
			return report.WriteLine(w, &failurelog.Entry{Record: &settled}, report.Style{})
		},
		"json line": func(w io.Writer) error { return report.WriteJSONLine(w, &failurelog.Entry{Record: &settled}) },
	} {
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = b.String()
	}
	return out
}

func FuzzFormats(f *testing.F) {
	for _, in := range attacks {
		f.Add(in)
	}
	plain := formats(f, "x")
	f.Fuzz(func(t *testing.T, in string) {
		for name, text := range formats(t, in) {
			if strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) || !utf8.ValidString(text) {
				t.Errorf("%s: control character in %q", name, text)
			}
			// No text makes lines of its own. Empty ones leave out theirs.
			if safe := report.SafeText(in); safe != "" && !strings.HasSuffix(name, "json") && len(safe) < 100 && strings.Count(text, "\n") > strings.Count(plain[name], "\n") {
				t.Errorf("%s: %d lines, not %d: %q", name, strings.Count(text, "\n"), strings.Count(plain[name], "\n"), text)
			}
			for line := range strings.Lines(text) {
				if name != "github" && strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.Contains(line, "##vso[") {
					t.Errorf("%s: workflow command in %q", name, line)
				}
			}
			switch {
			case strings.HasSuffix(name, "json"), name == "sarif", name == "json line":
				if !json.Valid([]byte(text)) {
					t.Errorf("%s: no JSON: %s", name, text)
				}
			case strings.HasSuffix(name, "markdown"):
				checkMarkdown(t, name, text)
			}
		}
	})
}

// checkMarkdown parses it as GitHub does: no text of a record is anything but
// code.
func checkMarkdown(t *testing.T, name, text string) {
	t.Helper()
	source := []byte(text)
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(markdown.NewReader(source))
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.Kind() {
		case ast.KindLink, ast.KindImage, ast.KindAutoLink, ast.KindRawHTML, ast.KindHTMLBlock, ast.KindCodeBlock, ast.KindFencedCodeBlock, ast.KindList:
			if entering {
				t.Errorf("%s: %s in %q", name, n.Kind(), text)
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestVerdictTextsComeThrough: what the formats of CI systems hold is what was
// said, as far as it is safe.
func TestVerdictTextsComeThrough(t *testing.T) {
	for _, in := range attacks {
		want := strings.NewReplacer("\ufffe", "\ufffd", "\uffff", "\ufffd").Replace(report.SafeText(in))
		all := formats(t, in)
		var suites struct {
			Suite struct {
				Cases []struct {
					Failure struct {
						Text string `xml:",chardata"`
					} `xml:"failure"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		if err := xml.Unmarshal([]byte(all["junit"]), &suites); err != nil {
			t.Fatal(err)
		}
		if cases := suites.Suite.Cases; len(cases) != 4 || !strings.Contains(cases[2].Failure.Text, want) {
			t.Errorf("%q is not in %+v", want, cases)
		}
		decode := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%")
		found := false
		for line := range strings.Lines(all["github"]) {
			rest, ok := strings.CutPrefix(line, "::error title=otelfail check ")
			title, message, more := strings.Cut(rest, "::")
			if !ok || !more || strings.ContainsAny(title, ":, ") {
				t.Errorf("%q", line)
			}
			found = found || strings.Contains(decode.Replace(message), report.SafeText(in))
		}
		if !found {
			t.Errorf("%q is not in %s", in, all["github"])
		}
		for line := range strings.Lines(all["sarif"]) {
			if strings.Contains(line, `"text": `) && strings.Contains(line, "](") {
				t.Errorf("link in %s", line)
			}
		}
	}
}
