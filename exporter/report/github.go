// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// maxAnnotations is how many annotations of a step GitHub shows.
const maxAnnotations = 10

var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// WriteGitHub writes the workflow commands that make GitHub Actions annotate a
// step: an error for each group that breaks a limit, or for the limit itself, and
// a warning if the verdict cannot be relied on.
func (v Verdict) WriteGitHub(w io.Writer) error {
	b := bufio.NewWriter(w)
	n := 0
	annotate := func(level, title, message string) {
		if n++; n <= maxAnnotations {
			_, _ = fmt.Fprintf(b, "::%s title=%s::%s\n", level, githubProperty.Replace(title), githubData.Replace(message)) // Flush tells
		}
	}
	if v.Trouble != "" {
		annotate("warning", checkName, v.Trouble)
	}
	for i := range v.Limits {
		r := &v.Limits[i]
		if r.Passed {
			continue
		}
		annotate("error", checkName+" "+r.Name, SafeText(r.Text))
	}
	for i := range v.Limits {
		for j := range v.Limits[i].Groups {
			annotate("error", checkName+" "+v.Limits[i].Name, v.Limits[i].Groups[j].line())
		}
	}
	return b.Flush()
}
