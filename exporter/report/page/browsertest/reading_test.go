// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package browsertest_test

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/otelfail/otelfail-go/exporter/report/page/browsertest/internal/browser"
	"github.com/otelfail/otelfail-go/exporter/report/page/internal/sample"
)

// axe checks the rules of accessibility that a program can; see its LICENSE.
//
//go:embed testdata/axe/axe.min.js
var axe string

// audit names what axe finds wrong, contrast included.
func audit(v *view, where string) {
	v.Helper()
	if !eval[bool](v, `"axe" in window`) {
		eval[bool](v, "("+"(() => {"+axe+"})(), true)")
	}
	found := eval[[]string](v, `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
		.then((result) => result.violations.flatMap((rule) => rule.nodes.map((node) => rule.id + ": " + node.html.slice(0, 160) + " " + node.failureSummary)))`)
	for _, fault := range found {
		v.Errorf("%s: %s", where, fault)
	}
}

func TestAccessible(t *testing.T) {
	for _, s := range []browser.Settings{{}, {Dark: true}, {Width: 390, Height: 844}} {
		t.Run(fmt.Sprintf("dark=%t,width=%d", s.Dark, s.Width), func(t *testing.T) {
			v := open(t, sample.Log(60), "", s)
			v.click(".alternative summary")
			v.click(`.menu[data-field="reason"] summary`)
			audit(v, "opened")
			v.click("#failures-list .row")
			audit(v, "failure")
			if s.Width > 0 {
				return
			}
			v.visit("#outcome=failed&outcome=degraded&q=t")
			audit(v, "filtered")
			v.visit("")
			v.click("#groups-list .row")
			audit(v, "group")
			v.press("?")
			audit(v, "help")
		})
	}
	entries := slices.Collect(sample.Log(1))
	v := open(t, slices.Values(entries), "", browser.Settings{})
	audit(v, "one failure")
	v = open(t, slices.Values(entries[:1]), "", browser.Settings{})
	audit(v, "no failure")
}

// TestGraphicsContrast computes the contrast of what is drawn, which axe does
// not: 3 to 1 at least, by WCAG 1.4.11.
func TestGraphicsContrast(t *testing.T) {
	for _, dark := range []bool{false, true} {
		v := open(t, sample.Log(60), "", browser.Settings{Dark: dark})
		for _, name := range []string{"failed", "unknown", "degraded", "recovered", "accent"} {
			ratio := eval[float64](v, `(() => {
				const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
				const luminance = (color) => {
					canvas.fillStyle = color;
					canvas.fillRect(0, 0, 1, 1);
					const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
					return 0.2126 * r + 0.7152 * g + 0.0722 * b;
				};
				const node = document.createElement("i");
				node.style.color = "var(--`+name+`)";
				document.body.append(node);
				const pair = [luminance(getComputedStyle(node).color), luminance(getComputedStyle(document.body).backgroundColor)].sort();
				node.remove();
				return (pair[1] + 0.05) / (pair[0] + 0.05);
			})()`)
			if ratio < 3 {
				t.Errorf("dark %t: %s has a contrast of %.2f", dark, name, ratio)
			}
		}
	}
}

// wider returns what reaches beyond the screen.
func (v *view) wider(width int) []string {
	v.Helper()
	return eval[[]string](v, fmt.Sprintf(`[...document.querySelectorAll("body *")].filter((node) => node.checkVisibility() && node.getBoundingClientRect().left + Math.max(node.scrollWidth || 0, node.getBoundingClientRect().width) > %d)
		.slice(0, 12).map((node) => node.outerHTML.slice(0, 90))`, width))
}

// TestFitsPhones: nothing is wider than the screen.
func TestFitsPhones(t *testing.T) {
	for _, width := range []int{320, 390, 768} {
		v := open(t, sample.Log(60), "", browser.Settings{Width: width, Height: 800})
		for _, fragment := range []string{"", "#outcome=degraded", "first group", "first failure"} {
			switch fragment {
			case "first group":
				v.visit("")
				v.click("#groups-list .row")
			case "first failure":
				v.click("#failures-list .row")
			default:
				v.visit(fragment)
			}
			if wide := eval[int](v, "document.documentElement.scrollWidth"); wide > width {
				t.Errorf("%d pixels of %d: %s: %v", wide, width, fragment, v.wider(width))
			}
		}
		v.visit("")
		for i := range 6 {
			v.click(fmt.Sprintf(".menu:nth-child(%d) summary", i+1))
			box := eval[[]float64](v, `(() => { const r = document.querySelector(".menu[open] > div").getBoundingClientRect(); return [r.left, r.right]; })()`)
			if box[0] < 0 || box[1] > float64(width) {
				t.Errorf("menu %d reaches from %v to %v of %d pixels", i+1, box[0], box[1], width)
			}
		}
	}
	v := open(t, sample.Hostile(), "", browser.Settings{Width: 390, Height: 844})
	if wide := eval[int](v, "document.documentElement.scrollWidth"); wide > 390 {
		t.Errorf("hostile texts are %d pixels wide: %v", wide, v.wider(390))
	}
}

func TestPrints(t *testing.T) {
	v := open(t, sample.Log(200), "", browser.Settings{Media: "print", Width: 720, Height: 1000})
	for _, control := range []string{".toolbar", ".tools", ".more", ".head label"} {
		want(v, control, v.count(control), 0)
	}
	want(v, "background", eval[string](v, "getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)")
	if wide := eval[int](v, "document.documentElement.scrollWidth"); wide > 720 {
		t.Errorf("%d pixels on paper of 720: %v", wide, v.wider(720))
	}
	pdf, err := v.PDF()
	v.must(err)
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) < 20_000 {
		t.Errorf("%d bytes", len(pdf))
	}
	eval[bool](v, `dispatchEvent(new Event("beforeprint"))`)
	want(v, "all are printed", eval[int](v, `document.querySelectorAll("#failures-list .row").length`), 200)
	eval[bool](v, `dispatchEvent(new Event("afterprint"))`)
	want(v, "as before", eval[int](v, `document.querySelectorAll("#failures-list .row").length`), 25)
}

func TestTheme(t *testing.T) {
	const background = "getComputedStyle(document.body).backgroundColor"
	light := open(t, sample.Log(3), "", browser.Settings{})
	dark := open(t, sample.Log(3), "", browser.Settings{Dark: true})
	want(light, "button", light.text("#theme"), "Dark")
	want(dark, "button", dark.text("#theme"), "Light")
	before := eval[string](light, background)
	light.click("#theme")
	want(light, "as in the dark", eval[string](light, background), eval[string](dark, background))
	light.must(light.Do(chromedp.Reload(), settled(light)))
	if eval[string](light, background) == before {
		t.Error("the choice is forgotten")
	}
	if !strings.HasPrefix(eval[string](light, `localStorage.getItem("otelfail-theme")`), "dark") {
		t.Error("the choice is not kept")
	}
	eval[bool](light, `(localStorage.clear(), true)`)
}

// TestWithoutScripts is what a mail program's preview may show.
func TestWithoutScripts(t *testing.T) {
	address := write(t, sample.Log(60))
	tab, err := chromium.Tab(browser.Settings{NoScripts: true, Offline: true})
	if err != nil {
		t.Fatal(err)
	}
	defer tab.Close()
	if err := tab.Do(chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	text, err := browser.Eval[string](tab, "document.body.innerText")
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"60 failures; 1 ended a run", "Did it recover?", "Failures per call", "Scripts are off", "execute_tool distance · network · refused"} {
		if !strings.Contains(text, words) {
			t.Errorf("without scripts the page does not say %q", words)
		}
	}
	if strings.Contains(text, "Search") || len(tab.Troubles()) > 0 {
		t.Errorf("controls that do nothing, or trouble: %v", tab.Troubles())
	}
}
