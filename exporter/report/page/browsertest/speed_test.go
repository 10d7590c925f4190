// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package browsertest_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/report/page/browsertest/internal/browser"
	"github.com/otelfail/otelfail-go/exporter/report/page/internal/sample"
)

var (
	pictures = flag.String("pictures", "", "write pictures of all views to this `directory`")
	speed    = flag.Bool("speed", false, "measure opening and filtering")
)

// TestPictures writes pictures, to be looked at.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("-pictures is not set")
	}
	views := map[string]func(v *view){
		"overview": func(*view) {},
		"filtered": func(v *view) { v.visit("#outcome=failed&outcome=degraded&q=timeout") },
		"group":    func(v *view) { v.click("#groups-list .row") },
		"failure":  func(v *view) { v.click("#failures-list li:nth-child(3) .row") },
	}
	for name, s := range map[string]browser.Settings{
		"light": {}, "dark": {Dark: true}, "phone": {Width: 390, Height: 844}, "print": {Media: "print", Width: 760, Height: 1000},
	} {
		for view, show := range views {
			v := open(t, sample.Log(300), "", s)
			show(v)
			png, err := v.Screenshot(true)
			v.must(err)
			v.must(os.WriteFile(filepath.Join(*pictures, view+"-"+name+".png"), png, 0o600))
		}
	}
}

// TestSpeed prints how long a reader waits, and holds the limits that the page
// promises.
func TestSpeed(t *testing.T) {
	if !*speed {
		t.Skip("-speed is not set")
	}
	for _, tt := range []struct {
		failures       int
		opening, typed float64 // ms
	}{{10_000, 1_000, 100}, {100_000, 1_000, 1_000}} {
		v := open(t, sample.Log(tt.failures), "", browser.Settings{})
		opening := eval[float64](v, `performance.getEntriesByType("paint").find((e) => e.name === "first-contentful-paint").startTime`)
		loaded := eval[float64](v, `performance.getEntriesByType("navigation")[0].domComplete`)
		typed := eval[[]float64](v, `(async () => {
			const field = document.getElementById("q");
			const times = [];
			for (const text of ["t", "ti", "tim", "time", "timeo", "timeout", "timeout w", "timeout weather", "", "42", "429 run-0000"]) {
				const begin = performance.now();
				field.value = text;
				field.dispatchEvent(new Event("input"));
				document.body.getBoundingClientRect(); // laid out
				times.push(performance.now() - begin);
			}
			return times;
		})()`)
		slowest := 0.0
		for _, ms := range typed {
			slowest = max(slowest, ms)
		}
		t.Logf("%d failures: complete after %.0f ms, painted after %.0f ms, slowest of %d keystrokes %.1f ms", tt.failures, loaded, opening, len(typed), slowest)
		if max(opening, loaded) > tt.opening || slowest > tt.typed {
			t.Errorf("limits are %.0f ms and %.0f ms", tt.opening, tt.typed)
		}
	}
}
