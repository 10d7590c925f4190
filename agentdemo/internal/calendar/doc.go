// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package calendar writes trips as iCalendar files (RFC 5545) and reads them
// back. In go the days of a trip; out comes a file that calendar programs take.
package calendar
