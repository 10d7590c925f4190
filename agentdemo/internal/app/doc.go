// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package app puts a travel agent together. In go the settings; out comes an
// agent with its services, its faults if there shall be some, and its
// telemetry, ready to be asked one question.
package app
