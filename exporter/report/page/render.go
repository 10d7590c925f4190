// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"sync"
	"time"
)

//go:embed assets
var assets embed.FS

// scripts are put one after the other, in this order, within one function.
var scripts = []string{
	"text.js", "data.js", "state.js", "search.js", "toolbar.js", "groups.js", "failures.js", "failure.js", "trace.js", "keys.js", "main.js",
}

// layout is what all pages have in common. It does not change once made.
type layout struct {
	template *template.Template
	css      template.CSS
	script   template.JS
	policy   string
}

var commonLayout = sync.OnceValues(newLayout)

// newLayout puts the assets together. The policy lets nothing be loaded from
// anywhere, and nothing run or style the page but the two blocks whose hashes it
// has.
func newLayout() (*layout, error) {
	css, err := assets.ReadFile("assets/page.css")
	if err != nil {
		return nil, err
	}
	var script bytes.Buffer
	script.WriteString("(() => {\n\"use strict\";\n")
	for _, name := range scripts {
		text, err := assets.ReadFile("assets/" + name)
		if err != nil {
			return nil, err
		}
		script.Write(text)
	}
	script.WriteString("})();\n")
	t, err := template.New("page.html.tmpl").Funcs(template.FuncMap{
		"count": count,
		"utc":   func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") },
		"short": func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") },
		"iso":   func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") },
	}).ParseFS(assets, "assets/page.html.tmpl")
	if err != nil {
		return nil, err
	}
	return &layout{
		template: t,
		css:      template.CSS(css),            //nolint:gosec // our own file
		script:   template.JS(script.String()), //nolint:gosec // our own files
		policy: "default-src 'none'; script-src '" + hash(script.Bytes()) + "'; style-src '" + hash(css) +
			"'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
	}, nil
}

// render writes the page.
func render(w io.Writer, v *view) error {
	l, err := commonLayout()
	if err != nil {
		return err
	}
	v.CSS, v.Script, v.Policy = l.css, l.script, l.policy
	return l.template.Execute(w, v)
}

// hash returns what a policy calls a block of text.
func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
