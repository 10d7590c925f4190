// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package browsertest tests the page in Chromium. It is a module of its own, so
// that programs which use the page do not depend on a browser's driver.
//
//	go test ./...                        needs chromium, or CHROMIUM to name it
//	go test -run Pictures -pictures DIR  writes pictures of all views, to be looked at
//	go test -run Speed -speed -v         measures opening and filtering
package browsertest
