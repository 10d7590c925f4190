// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package browsertest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report/page/browsertest/internal/browser"
	"github.com/otelfail/otelfail-go/exporter/report/page/internal/sample"
)

func TestOpens(t *testing.T) {
	v := open(t, sample.Log(60), "", browser.Settings{})
	want(v, "headline", v.text("h1"), "60 failures; 1 ended a run")
	want(v, "title", eval[string](v, "document.title"), "60 failures; 1 ended a run – otelfail")
	want(v, "status", v.text("#status"), "60 failures in 6 groups")
	want(v, "groups", v.count("#groups-list .row"), 6)
	want(v, "failures", v.count("#failures-list .row"), 25)
	want(v, "answers", strings.Join(v.texts(".answer h2"), " "), "What failed? Why? Did it recover? Is it getting worse?")
	v.click("#failures-more")
	want(v, "all failures", v.count("#failures-list .row"), 60)
	want(v, "focus goes on", eval[bool](v, `document.activeElement === document.querySelectorAll("#failures-list .row")[25]`), true)
}

func TestFilters(t *testing.T) {
	v := open(t, sample.Log(60), "", browser.Settings{})
	v.must(v.Do(chromedp.SendKeys(chromedp.CSS("#q"), "Overloaded chat"), settled(v)))
	want(v, "search", v.text("#status"), "15 of 60 failures in 1 group")
	want(v, "fragment", v.hash(), "q=Overloaded chat")
	want(v, "focus stays", eval[string](v, "document.activeElement.id"), "q")

	v.click(`.menu[data-field="outcome"] summary`)
	choices := v.texts(`.menu[data-field="outcome"] label`)
	want(v, "facets", strings.Join(choices, ", "), "recovered 12, degraded 3")
	v.click(`.menu[data-field="outcome"] label:nth-child(2) input`)
	want(v, "fragment", v.hash(), "outcome=degraded q=Overloaded chat")
	want(v, "both", v.text("#status"), "3 of 60 failures in 1 group")
	want(v, "outcomes", strings.Join(slices.Compact(v.texts("#failures-list .outcome")), " "), "◐ degraded")

	v.press(kb.Escape) // closes the menu
	want(v, "menu", v.count(".menu[open]"), 0)
	v.click(".chip")
	want(v, "chip", v.hash(), "q=Overloaded chat")
	v.must(v.Do(chromedp.NavigateBack()))
	v.eventually(`location.hash.includes("outcome")`)
	v.must(v.Settled())
	want(v, "back", v.text("#status"), "3 of 60 failures in 1 group")

	v.visit("#q=no-such-thing")
	want(v, "nothing", v.text("#failures-list"), "No failure is like that. Clear all filters")
	v.click("#failures-list button")
	want(v, "cleared", v.text("#status"), "60 failures in 6 groups")
}

// TestSearchFinds has a word of each thing that is searched.
func TestSearchFinds(t *testing.T) {
	v := open(t, sample.Log(60), "", browser.Settings{})
	id := eval[string](v, `document.querySelector("#failures-list .row").hash.match(/failure=([^&]*)/)[1]`)
	trace, failure, _ := strings.Cut(strings.ReplaceAll(id, "%2F", "/"), "/")
	for _, word := range []string{
		"429", "flights_SEARCH", "rate_limit", "medium", "tool", "*http.status", "travel", "user-1", "run-00001", "recovered", failure, trace,
	} {
		if strings.HasPrefix(eval[string](v, `(location.hash = "q=" + `+quote(word)+`, new Promise((done) => setTimeout(() => done(document.getElementById("status").textContent), 50)))`), "0 of") {
			t.Errorf("%s is not found", word)
		}
	}
}

func TestLinks(t *testing.T) {
	v := open(t, sample.Log(60), "#category=network&category=llm&severity=high&sort=last&order=latency&from=1790000000000", browser.Settings{})
	want(v, "chips", v.count(".chip"), 5) // and Clear all
	want(v, "sort", eval[string](v, `document.getElementById("groups-sort").value`), "last")
	want(v, "order", eval[string](v, `document.getElementById("failures-sort").value`), "latency")
	latencies := eval[bool](v, `(() => {
		const rows = [...document.querySelectorAll("#failures-list .row")].map((row) => row.textContent);
		return rows.length > 10 && rows.every((text) => /network|LLM/.test(text) && /high/.test(text));
	})()`)
	want(v, "rows are as asked", latencies, true)

	for name, link := range map[string]string{
		"cell":      `.heat td a`,
		"operation": `.bars a`,
		"outcome":   `.answer .legend a`,
		"reason":    `.answer:nth-child(2) a`,
	} {
		v.visit("")
		v.click(link)
		if status := v.text("#status"); !strings.Contains(status, " of 60 failures") {
			t.Errorf("%s: %s", name, status)
		}
	}
	v.visit("")
	v.must(v.Do(chromedp.MouseClickXY(eval2(v, `.plot g:nth-of-type(3) .hit`))))
	v.eventually(`location.hash.includes("from=")`)
	v.visit("#nonsense&failure=&outcome=nothing&sort=x&from=abc&__proto__=1")
	want(v, "nonsense", v.text("#status"), "0 of 60 failures in 0 groups")
}

// eval2 returns the middle of an element.
func eval2(v *view, selector string) (x, y float64) {
	v.Helper()
	at := eval[[]float64](v, `(() => { const r = document.querySelector(`+quote(selector)+`).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`)
	return at[0], at[1]
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }

func TestGroupAndFailure(t *testing.T) {
	v := open(t, sample.Log(60), "", browser.Settings{})
	v.click("#groups-list .row")
	want(v, "group", v.text("#group-view h1"), "execute_tool weather_summary")
	want(v, "overview", v.count("#overview"), 0)
	want(v, "focus", eval[string](v, "document.activeElement.id"), "group-title")
	want(v, "figures", strings.Join(v.texts(".figures div")[:2], ", "), "Failures 16, Runs hit 11")
	want(v, "failures", v.count("#failures-list .row"), 16)

	v.click("#failures-list li:nth-child(2) .row")
	want(v, "failure", v.text("#failure-view h1"), "execute_tool weather_summary")
	want(v, "place", v.text(".crumbs span span"), "2 of 16")
	want(v, "list", v.count("#browse"), 0)
	for _, words := range []string{"context deadline exceeded", "In its trace", "main.fetch", `"destination": "Paris"`, "Path", "one of 16 alike", "Do part", "Inferred from the spans."} {
		if !strings.Contains(v.text("#failure-view"), words) {
			t.Errorf("the failure does not show %s", words)
		}
	}
	link := eval[string](v, `document.querySelector(".button").href`)
	id := strings.TrimPrefix(v.hash()[strings.Index(v.hash(), "failure="):], "failure=")
	trace, failure, _ := strings.Cut(strings.Fields(id)[0], "/")
	want(v, "link", link, jaeger+"/trace/"+trace+"?uiFind="+strings.TrimSuffix(failure, "-1"))
	want(v, "link is blind", eval[string](v, `document.querySelector(".button").rel`), "noreferrer noopener")

	v.click(`.crumbs a[rel=next]`)
	want(v, "next", v.text(".crumbs span span"), "3 of 16")
	v.must(v.Do(chromedp.NavigateBack(), chromedp.NavigateBack()))
	v.eventually(`!location.hash.includes("failure=")`)
	v.must(v.Settled())
	want(v, "back", v.count("#failures-list .row"), 16)

	v.visit("#failure=none/such")
	want(v, "unknown failure", v.text("#failure-title"), "This failure is not in this file")
}

func TestKeys(t *testing.T) {
	v := open(t, sample.Log(60), "", browser.Settings{})
	focused := `[...document.querySelectorAll("#browse .row")].filter((row) => row.checkVisibility()).indexOf(document.activeElement)`
	v.press("/")
	want(v, "slash", eval[string](v, "document.activeElement.id"), "q")
	v.press("c", "h", "a", "t", "j")
	want(v, "typing", v.hash(), "q=chatj")
	v.press(kb.Escape)
	want(v, "escape clears", v.hash(), "")
	v.press(kb.Escape, "j")
	want(v, "first", eval[int](v, focused), 0)
	v.press("j", kb.ArrowDown, "k")
	want(v, "second", eval[int](v, focused), 1)
	v.press(kb.Enter)
	v.eventually(`location.hash.includes("group=")`)
	v.must(v.Settled())
	v.press("j", kb.Enter)
	v.eventually(`location.hash.includes("failure=")`)
	v.must(v.Settled())
	want(v, "first failure", v.text(".crumbs span span")[:4], "1 of")
	v.press("j")
	v.eventually(`document.querySelector(".crumbs span span").textContent.startsWith("2 of")`)
	v.press(kb.Escape)
	v.eventually(`!location.hash.includes("failure=")`)
	v.must(v.Settled())
	want(v, "focus is where it was", eval[int](v, focused), 1)
	v.press(kb.Escape)
	v.eventually(`!location.hash.includes("group=")`)

	v.press("?")
	want(v, "help", v.count("dialog[open]"), 1)
	v.press(kb.Escape)
	want(v, "help closed", v.count("dialog[open]"), 0)
	before := eval[string](v, "getComputedStyle(document.body).backgroundColor")
	v.press("t")
	if after := eval[string](v, "getComputedStyle(document.body).backgroundColor"); after == before {
		t.Error("t does not change the colours")
	}
}

// TestTabReachesEverything walks the page by Tab alone.
func TestTabReachesEverything(t *testing.T) {
	v := open(t, sample.Log(12), "", browser.Settings{})
	seen := map[string]bool{}
	for range 120 {
		v.must(v.Do(chromedp.KeyEvent(kb.Tab)))
		where := eval[string](v, `(() => {
			const node = document.activeElement;
			const ring = getComputedStyle(node).outlineStyle;
			return node === document.body ? "" : (node.id || node.className.baseVal || node.className || node.tagName) + (ring === "none" && node.tabIndex >= 0 ? " without a ring" : "");
		})()`)
		if strings.HasSuffix(where, "without a ring") {
			t.Error(where)
		}
		seen[where] = true
	}
	for _, id := range []string{"skip", "theme", "help-open", "q", "groups-sort", "failures-sort", "row group", "row failure"} {
		if !seen[id] {
			t.Errorf("Tab does not reach %s", id)
		}
	}
}

func TestFewFailures(t *testing.T) {
	entries := slices.Collect(sample.Log(1))
	v := open(t, slices.Values(entries), "", browser.Settings{})
	want(v, "only failure", v.count("#failure-title"), 1)
	want(v, "no list", v.count("#browse"), 0)
	want(v, "no charts", v.count(".charts"), 0)

	runs := slices.DeleteFunc(slices.Clone(entries), func(e failurelog.Entry) bool { return e.Run == nil })
	v = open(t, slices.Values(runs), "", browser.Settings{})
	if headline := v.text("h1"); !strings.HasPrefix(headline, "No failures were read in ") {
		t.Error(headline)
	}
	for i := range runs {
		healthy := *runs[i].Run
		healthy.Failures = nil
		runs[i].Run = &healthy
	}
	v = open(t, slices.Values(runs), "", browser.Settings{})
	if headline := v.text("h1"); !strings.HasPrefix(headline, "No failures in ") {
		t.Error(headline)
	}
	v.press("j", "/", "?") // nothing to go to, and no trouble
	want(v, "help", v.count("dialog[open]"), 1)

	failures := slices.DeleteFunc(slices.Collect(sample.Log(40)), func(e failurelog.Entry) bool { return e.Record == nil })
	v = open(t, slices.Values(failures), "", browser.Settings{})
	want(v, "no ledger", v.count("#failures-list .row"), 25)
	if !strings.Contains(v.text(".scope"), "no run ledger") {
		t.Error(v.text(".scope"))
	}
}

// TestNoTimes has a log of a writer that knew no times, and one of a single one.
func TestNoTimes(t *testing.T) {
	entries := slices.Collect(sample.Log(12))
	for i := range entries {
		if entries[i].Record != nil {
			entries[i].Record.Timestamp = time.Time{}
		}
	}
	v := open(t, slices.Values(entries), "", browser.Settings{})
	want(v, "failures", v.count("#failures-list .row"), 12)
	want(v, "when", v.text("#failures-list .when"), "–")
	v.click("#failures-list .row")
	want(v, "facts", v.count(".facts"), 1)
	v.visit("#from=1&to=2")
	want(v, "none within", v.count("#failures-list .row"), 0)
}

func TestTimesAreLocal(t *testing.T) {
	v := open(t, sample.Log(60), "", browser.Settings{})
	want(v, "first", v.text(".scope time"), "Oct 1, 2026, 10:00 AM") // in Berlin
	want(v, "hover", eval[string](v, `document.querySelector(".scope time").title`), "2026-10-01 08:00:12 UTC")
	if title := eval[string](v, `document.querySelector("#failures-list time").title`); !strings.HasSuffix(title, " UTC") {
		t.Error(title)
	}
}
