// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package browser drives Chromium for the tests of the page.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// ErrNone means that there is no browser on this machine.
var ErrNone = errors.New("no chromium found: install it (apt-get install chromium) or name it in CHROMIUM")

// Find returns the path of Chromium, from CHROMIUM in the environment or the
// search path.
func Find() (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome", "chrome"}
	if name := os.Getenv("CHROMIUM"); name != "" {
		names = []string{name}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNone
}

// Browser is a running Chromium.
type Browser struct {
	ctx    context.Context
	cancel func()
}

// Start starts Chromium with a profile in dir, which must be empty.
func Start(ctx context.Context, path, dir string) (*Browser, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(dir), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("force-color-profile", "srgb"), chromedp.Flag("font-render-hinting", "none"),
		chromedp.Env("TZ=Europe/Berlin", "LANG=en_US.UTF-8"), chromedp.WSURLReadTimeout(time.Minute),
	)
	alloc, stopAlloc := chromedp.NewExecAllocator(ctx, options...)
	browser, stop := chromedp.NewContext(alloc)
	b := &Browser{ctx: browser, cancel: func() { stop(); stopAlloc() }}
	if err := chromedp.Do(browser); err != nil {
		b.cancel()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return b, nil
}

// Close ends the browser.
func (b *Browser) Close() { b.cancel() }

// Tab is a page of the browser, and what it complained of.
type Tab struct {
	ctx    context.Context
	cancel func()

	mu       sync.Mutex
	requests []string
	troubles []string
}

// Settings are how a tab is.
type Settings struct {
	Width, Height int
	Dark          bool
	Media         string // print, or empty for screen
	Offline       bool
	NoScripts     bool
}

// Tab opens an empty tab.
func (b *Browser) Tab(s Settings) (*Tab, error) {
	// A context of its own: what one tab stores the next does not see.
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t := &Tab{ctx: ctx, cancel: stop}
	if err := t.set(s); err != nil {
		t.cancel()
		return nil, fmt.Errorf("open tab: %w", err)
	}
	ctx, stopTimer := context.WithTimeout(ctx, time.Minute)
	t.ctx, t.cancel = ctx, func() { stopTimer(); stop() }
	return t, nil
}

func (t *Tab) set(s Settings) error {
	scheme := "light"
	if s.Dark {
		scheme = "dark"
	}
	if s.Width == 0 {
		s.Width, s.Height = 1280, 900
	}
	errs := []error{
		chromedp.Listen(t.ctx, t.listen),
		call(t.ctx, network.Enable, network.EnableParams{}),
		call(t.ctx, runtime.Enable, cdp.Empty{}),
		call(t.ctx, log.Enable, cdp.Empty{}),
		call(t.ctx, page.Enable, page.EnableParams{}),
		chromedp.Do(t.ctx, chromedp.EmulateViewport(int64(s.Width), int64(s.Height))),
		call(t.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: s.Media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		}),
	}
	if s.Offline {
		errs = append(errs, call(t.ctx, network.SetBlockedURLs, network.SetBlockedURLsParams{
			URLPatterns: []*network.BlockPattern{{URLPattern: "http://*:*/*", Block: true}, {URLPattern: "https://*:*/*", Block: true}},
		}))
	}
	if s.NoScripts {
		errs = append(errs, call(t.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	}
	return errors.Join(errs...)
}

func call[P, R any](ctx context.Context, cmd cdp.Command[P, R], params P) error {
	_, err := chromedp.Call(ctx, cmd, params)
	return err
}

func (t *Tab) listen(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "data:") {
			t.requests = append(t.requests, e.Request.URL)
		}
	case *runtime.EventExceptionThrown:
		t.troubles = append(t.troubles, "exception: "+thrown(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		text := ""
		for _, arg := range e.Args {
			text += " " + string(arg.Value) + arg.Description
		}
		t.troubles = append(t.troubles, "console:"+text)
	case *log.EventEntryAdded:
		t.troubles = append(t.troubles, "log: "+e.Entry.Text)
	case *page.EventJavascriptDialogOpening:
		t.troubles = append(t.troubles, "dialog: "+e.Message)
	}
}

func thrown(d *runtime.ExceptionDetails) string {
	text := fmt.Sprintf("%s at %d:%d", d.Text, d.LineNumber, d.ColumnNumber)
	if d.Exception != nil {
		text += " " + d.Exception.Description
	}
	return text
}

// Close closes the tab.
func (t *Tab) Close() { t.cancel() }

// Requests returns the addresses that the tab asked for.
func (t *Tab) Requests() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string(nil), t.requests...)
}

// Troubles returns exceptions, console messages and violations.
func (t *Tab) Troubles() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string(nil), t.troubles...)
}

// Do performs actions.
func (t *Tab) Do(actions ...chromedp.Action[chromedp.Void]) error {
	return chromedp.Do(t.ctx, actions...)
}

// Eval returns the value of an expression, which may be a promise.
func Eval[T any](t *Tab, expression string) (T, error) {
	value, err := chromedp.Run(t.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		return value, fmt.Errorf("%s: %w", expression, err)
	}
	return value, nil
}

// Settled waits until the page has drawn what was asked of it.
func (t *Tab) Settled() error {
	_, err := Eval[bool](t, "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
	return err
}

// Open opens an address and waits until it is drawn.
func (t *Tab) Open(address string) error {
	if err := t.Do(chromedp.Navigate(address)); err != nil {
		return err
	}
	return t.Settled()
}

// Key presses a key of package kb as a keyboard does: text is typed where no
// listener prevents it.
func (t *Tab) Key(key string) error {
	var errs []error
	for _, r := range key {
		k, ok := kb.Keys[r]
		if !ok {
			return fmt.Errorf("no key for %q", r)
		}
		down := input.DispatchKeyEventParams{
			Type: input.DispatchKeyEventTypeKeyDown, Key: k.Key, Code: k.Code, Text: k.Text,
			NativeVirtualKeyCode: k.Native, WindowsVirtualKeyCode: k.Windows,
		}
		if k.Shift {
			down.Modifiers = int64(kb.ModifierShift)
		}
		up := down
		up.Type, up.Text = input.DispatchKeyEventTypeKeyUp, ""
		errs = append(errs, call(t.ctx, input.DispatchKeyEvent, down), call(t.ctx, input.DispatchKeyEvent, up))
	}
	return errors.Join(errs...)
}

// Screenshot returns the whole page, or what is seen of it, as PNG.
func (t *Tab) Screenshot(whole bool) ([]byte, error) {
	if whole {
		return chromedp.Run(t.ctx, chromedp.FullScreenshot(100))
	}
	return chromedp.Run(t.ctx, chromedp.CaptureScreenshot())
}

// PDF prints the page.
func (t *Tab) PDF() ([]byte, error) { return chromedp.Run(t.ctx, chromedp.PrintToPDF()) }
