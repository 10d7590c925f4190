// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Command screenshot takes a picture of a page:
//
//	go run ./cmd/screenshot -o report.png [-width 1280] [-height 900] [-whole]
//		[-dark] [-media print] report.html[#fragment]
//
// With -demo N it is the page of N chaos runs of the demo, as in the README:
//
//	go run ./cmd/screenshot -demo 20 -height 1080 -o ../../../../docs/report.png
package main

import (
	"context"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/otelfail/otelfail-go/exporter/report/page/browsertest/internal/browser"
)

func main() {
	var s browser.Settings
	out := flag.String("o", "report.png", "write the picture to this `file`")
	whole := flag.Bool("whole", false, "the whole page, however long")
	flag.IntVar(&s.Width, "width", 1280, "`pixels` across")
	flag.IntVar(&s.Height, "height", 900, "`pixels` down")
	flag.BoolVar(&s.Dark, "dark", false, "for readers who like it dark")
	flag.StringVar(&s.Media, "media", "", "print, or nothing for a screen")
	demo := flag.Int("demo", 0, "show so many chaos `runs` of the demo instead of a file")
	flag.Parse()
	if err := run(flag.Arg(0), *out, *demo, *whole, s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(name, out string, demo int, whole bool, s browser.Settings) error {
	if demo == 0 {
		return shoot(name, out, whole, s)
	}
	dir, err := os.MkdirTemp("", "otelfail-demo-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // only the picture is wanted
	page, err := demoReport(demo, dir)
	if err != nil {
		return err
	}
	return shoot(page, out, whole, s)
}

func shoot(name, out string, whole bool, s browser.Settings) error {
	path, err := browser.Find()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "otelfail-screenshot-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // the profile is of no use any more
	b, err := browser.Start(context.Background(), path, dir)
	if err != nil {
		return err
	}
	defer b.Close()
	tab, err := b.Tab(s)
	if err != nil {
		return err
	}
	defer tab.Close()
	file, fragment, _ := strings.Cut(name, "#")
	if file, err = filepath.Abs(file); err != nil {
		return err
	}
	address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()
	if err := tab.Open(address + "#" + fragment); err != nil {
		return err
	}
	for _, trouble := range tab.Troubles() {
		fmt.Fprintln(os.Stderr, trouble)
	}
	png, err := tab.Screenshot(whole)
	if err != nil {
		return err
	}
	return os.WriteFile(out, png, 0o644) //nolint:gosec // a picture for everybody
}
