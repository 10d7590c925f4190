// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Command agentdemo is an AI travel agent that shows what otelfail does:
//
//	go run ./agentdemo chat "Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London"
package main

import (
	"os"

	"github.com/otelfail/otelfail-go/agentdemo/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.System()))
}
