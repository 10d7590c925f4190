// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package browsertest_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report/page/browsertest/internal/browser"
	"github.com/otelfail/otelfail-go/exporter/report/page/internal/sample"
)

// TestHostileTexts opens every view of a log that has payloads in every field.
// What runs sets window.pwned; what loads or violates the policy is told by open.
func TestHostileTexts(t *testing.T) {
	v := open(t, sample.Hostile(), "", browser.Settings{})
	checkInert(v, "overview")
	for v.count("#failures-more")+v.count("#groups-more") > 0 {
		v.click(".more:not([hidden])")
	}
	want(v, "failures", v.count("#failures-list .row"), len(sample.Payloads))
	links := eval[[]string](v, `[...document.querySelectorAll("#browse .row")].map((row) => row.hash)`)
	if len(links) < len(sample.Payloads) {
		t.Fatalf("%d links", len(links))
	}
	for _, link := range links {
		eval[bool](v, `(location.hash = `+quote(link)+`, true)`)
		v.must(v.Settled())
		checkInert(v, link)
		if strings.Contains(link, "failure=") {
			want(v, link, v.count("#failure-view .facts"), 1)
		}
	}
	for _, menu := range eval[[]string](v, `(location.hash = "", [...document.querySelectorAll(".menu")].map((menu) => menu.dataset.field))`) {
		v.must(v.Settled())
		v.click(`.menu[data-field="` + menu + `"] summary`)
		checkInert(v, menu)
	}
	for _, payload := range sample.Payloads {
		eval[bool](v, `(document.getElementById("q").value = decodeURIComponent(`+quote(escape(payload))+`), document.getElementById("q").dispatchEvent(new Event("input")), true)`)
		v.must(v.Settled())
		checkInert(v, "search for "+payload)
	}
	// As the fragment of a link that somebody sends.
	for _, payload := range sample.Payloads {
		var names []string
		for _, name := range []string{"q", "group", "outcome", "from", "operation"} {
			names = append(names, name+"="+escape(payload))
		}
		eval[bool](v, `(location.hash = `+quote(strings.Join(names, "&"))+`, true)`)
		v.must(v.Settled())
		checkInert(v, "link with "+payload)
		eval[bool](v, `(location.hash = `+quote("failure="+escape(payload))+`, true)`)
		v.must(v.Settled())
		checkInert(v, "link to "+payload)
	}
}

func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(strings.ToValidUTF8(s, "?")) {
		b.Write([]byte{'%', hex[c>>4], hex[c&15]})
	}
	return b.String()
}

// checkInert fails if what is shown has other elements than ours, or characters
// that hide or reorder.
func checkInert(v *view, where string) {
	v.Helper()
	want(v, where+": ran", eval[string](v, `typeof window.pwned + ("__proto__" in Object.getOwnPropertyDescriptors(Object.prototype) ? "" : "!")`), "undefined")
	strange := eval[[]string](v, `[...new Set([...document.querySelectorAll("*")].filter((node) =>
		!/^(html|head|meta|title|link|style|body|a|header|p|span|div|button|main|h1|h2|ul|ol|li|section|svg|g|rect|figure|figcaption|line|text|circle|details|summary|table|thead|tbody|tr|th|td|time|noscript|label|input|select|option|article|footer|dialog|dl|dt|dd|kbd|form|script|code|pre|nav|small|b)$/i.test(node.tagName) ||
		[...node.attributes].some((a) => /^(on|srcdoc|action|formaction|background)/i.test(a.name)) ||
		(node.tagName !== "LINK" && (node.src || /^(?!#|file:|http:..localhost:16686.trace.)./.test(node.href?.baseVal ?? node.href ?? "")))
	).map((node) => node.outerHTML.slice(0, 200)))]`)
	for _, node := range strange {
		v.Errorf("%s: %s", where, node)
	}
	shown := eval[string](v, `document.title + document.body.innerText + [...document.querySelectorAll("[title],[aria-label]")].map((node) => node.title + node.ariaLabel).join()`)
	for _, r := range shown {
		if r != '\n' && r != '\t' && r != '\u00ad' && (unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control)) {
			v.Errorf("%s: %U is shown as it is", where, r)
		}
	}
	want(v, where+": body is shown", eval[string](v, `getComputedStyle(document.body).display`), "block")
	want(v, where+": styles", eval[int](v, `document.styleSheets.length`), 1)
}

// TestPolicyHolds does what a payload would if it got through: nothing comes of
// it.
func TestPolicyHolds(t *testing.T) {
	address := write(t, sample.Log(3))
	tab, err := chromium.Tab(browser.Settings{Offline: true})
	if err != nil {
		t.Fatal(err)
	}
	defer tab.Close()
	v := &view{T: t, Tab: tab, address: address}
	v.must(v.Open(address))
	for name, attempt := range map[string]string{
		"inline script":  `(() => { const s = document.createElement("script"); s.text = "window.pwned=1"; document.body.append(s); })()`,
		"event handler":  `(() => { const b = document.createElement("button"); b.setAttribute("onclick", "window.pwned=1"); document.body.append(b); b.click(); })()`,
		"innerHTML":      `(() => { document.body.innerHTML = "<img src=x onerror='window.pwned=1'>"; })()`,
		"eval":           `(() => { setTimeout("window.pwned=1", 0); })()`,
		"javascript URL": `(() => { const a = document.createElement("a"); a.href = "javascript:window.pwned=1"; document.body.append(a); a.click(); })()`,
		"style element":  `(() => { const s = document.createElement("style"); s.textContent = "body{display:none}"; document.head.append(s); })()`,
		"style":          `(() => { document.body.setAttribute("style", "display:none"); })()`,
		"fetch":          `fetch("http://example.com/").then(() => { window.pwned = 1; })`,
		"image":          `new Promise((done) => { const i = new Image(); i.onload = () => { window.pwned = 1; done(true); }; i.onerror = () => done(true); i.src = "http://example.com/x.png"; })`,
		"base":           `(() => { const b = document.createElement("base"); b.href = "http://example.com/"; document.head.append(b); if (document.baseURI.includes("example")) window.pwned = 1; })()`,
		"frame":          `(() => { const f = document.createElement("iframe"); f.src = "data:text/html,<script>parent.pwned=1</script>"; document.body.append(f); })()`,
	} {
		_, _ = browser.Eval[any](tab, attempt) // it may throw
		v.must(v.Settled())
		want(v, name, eval[string](v, `typeof window.pwned + getComputedStyle(document.body).display`), "undefinedblock")
	}
	if slices.ContainsFunc(tab.Requests(), func(r string) bool { return strings.HasPrefix(r, "http") }) && len(tab.Troubles()) == 0 {
		t.Error("a request went out, and nobody complained")
	}
}

// TestRightToLeft has texts that are right to left by nature: they may not
// reorder what is around them.
func TestRightToLeft(t *testing.T) {
	entries := slices.Collect(sample.Log(3))
	for i := range entries {
		if entries[i].Record != nil {
			entries[i].Record.ErrorMessage = "שגיאה: הקובץ לא נמצא (404)"
			entries[i].Record.GraphNode = "שלום"
		}
	}
	v := open(t, slices.Values[[]failurelog.Entry](entries), "", browser.Settings{})
	title := eval[string](v, `getComputedStyle(document.querySelector("#failures-list .title")).direction`)
	want(v, "direction", title, "rtl")
	want(v, "row", eval[string](v, `getComputedStyle(document.querySelector("#failures-list .row")).direction`), "ltr")
}
