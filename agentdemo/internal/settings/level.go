// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package settings

import (
	"log/slog"
	"strings"
)

const wantLevel = "debug, info, warning or error"

// ParseLevel reads the name of a log level, in upper or lower case.
func ParseLevel(name string) (slog.Level, error) {
	switch strings.ToLower(name) {
	case "debug":
		return slog.LevelDebug, nil
	case "info":
		return slog.LevelInfo, nil
	case "warning", "warn":
		return slog.LevelWarn, nil
	case "error", "critical":
		return slog.LevelError, nil
	}
	return 0, invalid("log_level", name, wantLevel)
}
