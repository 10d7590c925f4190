// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package cause finds the cause in reports that quote what they ran: the code,
// arguments or manual of a tool are no part of what went wrong. In comes a
// message, out the same message without the quotation.
package cause

import "strings"

// quotations are what frameworks put between their own words and the cause.
var quotations = [...]struct{ open, end string }{
	{"Code execution failed at line '", "' due to: "},
	{" with arguments {", "}: "},
	{" with variables '", "}': "},
	{" with args {", "}: "},
	{" with kwargs {", "}: "},
}

// manuals begin what frameworks add behind the cause for the model to read.
var manuals = [...]string{
	"\nYou should only use this tool with a correct input.",
	"\nPlease try again or use another tool",
	"\n Please fix your mistakes.",
	"\nHere is your code snippet:",
}

// Of returns message without quotations and manuals.
func Of(message string) string {
	for _, q := range quotations {
		i := strings.Index(message, q.open)
		if i < 0 {
			continue
		}
		i += len(q.open)
		if j := strings.Index(message[i:], q.end); j >= 0 {
			message = message[:i] + message[i+j:]
		}
	}
	for _, m := range manuals {
		if i := strings.Index(message, m); i > 0 {
			message = message[:i]
		}
	}
	return message
}
