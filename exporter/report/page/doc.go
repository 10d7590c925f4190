// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package page writes a report as one HTML file: what failed, why, whether it
// recovered, and whether it gets worse.
//
// In go the lines of a failure log, as in package report. Out comes a page that
// needs no server and no network: styles, script, charts and data are within it,
// and a Content-Security-Policy keeps anything else from being loaded or run.
// What was read is only ever shown as text, with hidden characters made visible.
//
// The figures count every failure. The list holds as many as fit into 10 MB,
// the most telling ones with all that is known of them, and the page says so.
//
// Its sources are in assets: a template, a stylesheet, and scripts that are put
// one after the other. There is no build step.
package page
