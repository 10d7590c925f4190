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
	"time"
)

//go:embed assets
var assets embed.FS

// scripts are put one after the other, in this order, within one function.
var scripts = []string{
	"text.js", "data.js", "state.js", "search.js", "toolbar.js", "groups.js", "failures.js", "failure.js", "trace.js", "keys.js", "main.js",
}

// render writes the page. The policy lets nothing be loaded from anywhere, and
// nothing run or style the page but the two blocks whose hashes it has.
func render(w io.Writer, v *view) error {
	css, err := assets.ReadFile("assets/page.css")
	if err != nil {
		return err
	}
	var script bytes.Buffer
	script.WriteString("(() => {\n\"use strict\";\n")
	for _, name := range scripts {
		text, err := assets.ReadFile("assets/" + name)
		if err != nil {
			return err
		}
		script.Write(text)
	}
	script.WriteString("})();\n")
	v.CSS, v.Script = template.CSS(css), template.JS(script.String()) //nolint:gosec // our own files
	v.Policy = "default-src 'none'; script-src '" + hash(script.Bytes()) + "'; style-src '" + hash(css) +
		"'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
	t, err := template.New("page.html.tmpl").Funcs(template.FuncMap{
		"count": count,
		"utc":   func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") },
		"short": func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") },
		"iso":   func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") },
	}).ParseFS(assets, "assets/page.html.tmpl")
	if err != nil {
		return err
	}
	return t.Execute(w, v)
}

// hash returns what a policy calls a block of text.
func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
