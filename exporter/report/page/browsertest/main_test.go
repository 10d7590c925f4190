// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package browsertest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report/page"
	"github.com/otelfail/otelfail-go/exporter/report/page/browsertest/internal/browser"
	"github.com/otelfail/otelfail-go/exporter/report/page/internal/sample"
)

// chromium is the browser of all tests; nil where there is none.
var chromium *browser.Browser

func TestMain(m *testing.M) {
	os.Exit(withBrowser(m))
}

// withBrowser runs the tests. Without a browser they are skipped, but not in CI:
// there that would go unseen.
func withBrowser(m *testing.M) int {
	path, err := browser.Find()
	if errors.Is(err, browser.ErrNone) && os.Getenv("CI") != "true" {
		return m.Run()
	}
	dir, dirErr := os.MkdirTemp("", "otelfail-browser-*")
	if err = errors.Join(err, dirErr); err == nil {
		defer func() { _ = os.RemoveAll(dir) }() // the profile is of no use any more
		chromium, err = browser.Start(context.Background(), path, dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer chromium.Close()
	return m.Run()
}

// view is a page in a tab. It fails its test by itself where a step fails.
type view struct {
	*testing.T
	*browser.Tab
	address string
}

var made = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

const jaeger = "http://localhost:16686"

// write writes a page and returns its address.
func write(t *testing.T, entries iter.Seq[failurelog.Entry]) string {
	t.Helper()
	if chromium == nil {
		t.Skip(browser.ErrNone)
	}
	p, err := page.New(page.Options{JaegerURL: jaeger, Made: made})
	if err != nil {
		t.Fatal(err)
	}
	p.Read(sample.Lines(entries), nil)
	name := filepath.Join(t.TempDir(), "report.html")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(p.Write(file), file.Close()); err != nil {
		t.Fatal(err)
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(name)}).String()
}

// open opens the page in a new tab without network. When the test is over, the
// page must have asked for nothing and complained of nothing.
func open(t *testing.T, entries iter.Seq[failurelog.Entry], fragment string, s browser.Settings) *view {
	t.Helper()
	v := &view{T: t, address: write(t, entries)}
	s.Offline = true
	tab, err := chromium.Tab(s)
	if err != nil {
		t.Fatal(err)
	}
	v.Tab = tab
	t.Cleanup(func() {
		defer tab.Close()
		for _, request := range tab.Requests() {
			if bare, _, _ := strings.Cut(request, "#"); bare != v.address {
				t.Errorf("the page asked for %s", request)
			}
		}
		for _, trouble := range tab.Troubles() {
			t.Errorf("the page complained: %s", trouble)
		}
	})
	v.visit(fragment)
	return v
}

func (v *view) must(err error) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
}

// visit opens the page anew.
func (v *view) visit(fragment string) {
	v.Helper()
	v.must(v.Open("about:blank"))
	v.must(v.Open(v.address + fragment))
}

func (v *view) click(selector string) {
	v.Helper()
	v.must(v.Do(chromedp.Click(chromedp.CSS(selector)), settled(v)))
}

func (v *view) press(keys ...string) {
	v.Helper()
	for _, key := range keys {
		v.must(v.Key(key))
		v.must(v.Settled())
	}
}

func settled(v *view) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(context.Context, *chromedp.Target) error { return v.Settled() })
}

func eval[T any](v *view, expression string) T {
	v.Helper()
	value, err := browser.Eval[T](v.Tab, expression)
	v.must(err)
	return value
}

// text returns the words of the first element that is so, with single spaces.
func (v *view) text(selector string) string {
	v.Helper()
	words := eval[string](v, fmt.Sprintf(`document.querySelector(%q)?.innerText ?? "(no %s)"`, selector, selector))
	return strings.Join(strings.Fields(words), " ")
}

func (v *view) texts(selector string) []string {
	v.Helper()
	return eval[[]string](v, fmt.Sprintf(`[...document.querySelectorAll(%q)].map((node) => node.innerText.replace(/\s+/g, " ").trim())`, selector))
}

func (v *view) count(selector string) int {
	v.Helper()
	return eval[int](v, fmt.Sprintf(`[...document.querySelectorAll(%q)].filter((node) => node.checkVisibility()).length`, selector))
}

// hash returns the fragment of the address, decoded and in order.
func (v *view) hash() string {
	v.Helper()
	values, err := url.ParseQuery(strings.TrimPrefix(eval[string](v, "location.hash"), "#"))
	v.must(err)
	var parts []string
	for name, list := range values {
		for _, value := range list {
			parts = append(parts, name+"="+value)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}

// eventually waits until a condition holds, for what the browser does in its own
// time, such as going back.
func (v *view) eventually(condition string) {
	v.Helper()
	err := v.Do(chromedp.Func(func(context.Context, *chromedp.Target) error {
		_, err := browser.Eval[bool](v.Tab, `new Promise((done, fail) => {
			const end = performance.now() + 20000;
			const look = () => (`+condition+`) ? done(true) : performance.now() > end ? fail(new Error("never")) : requestAnimationFrame(look);
			look();
		})`)
		return err
	}))
	if err != nil {
		v.Fatalf("%s: %v", condition, err)
	}
}

func want[T comparable](v *view, what string, got, expected T) {
	v.Helper()
	if got != expected {
		v.Errorf("%s: %v, want %v", what, got, expected)
	}
}
