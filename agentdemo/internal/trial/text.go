// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// WriteText writes the result for people.
func (r Result) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s of %s, seeds %d to %d, %d at a time, in %s\n", plural(r.Runs, "run"), plural(len(r.Scenarios), "scenario"),
		r.Seed, r.Seed+uint64(max(0, r.Runs-1)), r.Parallel, r.Took.Round(100*time.Millisecond))
	fmt.Fprintf(&b, "Answered %d, asked back %d, failed %d, panicked %d\n\n", r.Ended.Answered, r.Ended.Refused, r.Ended.Failed, r.Ended.Panicked)
	r.table(&b)
	t := r.Total
	b.WriteString("\n")
	r.line(&b, "Recall of faults that surfaced", t.Recorded, t.Surfaced)
	r.line(&b, "Category right", t.CategoryRight, t.Surfaced)
	r.line(&b, "Reason right", t.ReasonRight, t.Surfaced)
	r.line(&b, "Outcome right", t.OutcomeRight, t.OutcomeKnown)
	fmt.Fprintf(&b, "%-34s %d\n", "Double counts", r.Doubles)
	fmt.Fprintf(&b, "%-34s %d\n", "False alarms", r.FalseAlarms)
	fmt.Fprintf(&b, "%-34s %d announced by scenarios, %d calls\n", "Failures without a fault", r.Announced, r.OwnCalls)
	b.WriteString("\n")
	r.outcomes(&b)
	r.wrong(&b)
	if r.Soak != nil {
		r.Soak.write(&b)
	}
	r.problems(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Result) table(b *strings.Builder) {
	tw := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(tw, "category\treason\tinjected\tsurfaced\trecorded\tcategory right\treason right\toutcome right\t")
	for _, row := range append(r.Rows, r.Total) {
		category, reason := string(row.Category), string(row.Reason)
		if category == "" {
			category = "total"
		}
		_, _ = fmt.Fprintf(tw, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d of %d\t\n", category, reason, row.Injected, row.Surfaced,
			row.Recorded, row.CategoryRight, row.ReasonRight, row.OutcomeRight, row.OutcomeKnown)
	}
	_ = tw.Flush()
}

func (r Result) line(b *strings.Builder, name string, part, of int) {
	fmt.Fprintf(b, "%-34s %d of %d (%.1f %%)\n", name, part, of, share(part, of))
}

// outcomes writes what became of the faults, and what the log says.
func (r Result) outcomes(b *strings.Builder) {
	tw := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprint(tw, "what became of faults \\ recorded as\t")
	for _, o := range failurelog.Outcomes() {
		_, _ = fmt.Fprintf(tw, "%s\t", o)
	}
	_, _ = fmt.Fprintln(tw)
	for _, truth := range failurelog.Outcomes() {
		if truth == failurelog.Unknown {
			continue
		}
		_, _ = fmt.Fprintf(tw, "%s\t", truth)
		for _, o := range failurelog.Outcomes() {
			_, _ = fmt.Fprintf(tw, "%d\t", r.Outcomes[truth][o])
		}
		_, _ = fmt.Fprintln(tw)
	}
	_ = tw.Flush()
}

// wrong writes what nobody can see but who checks the data.
func (r Result) wrong(b *strings.Builder) {
	if len(r.WrongData) == 0 {
		return
	}
	b.WriteString("\n")
	tw := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(tw, "wrong data that a call accepted\tfault\trefused by a gate\tundetected\t")
	var total WrongData
	for _, w := range r.WrongData {
		_, _ = fmt.Fprintf(tw, "%s\t%s\t%d\t%d\t\n", w.Operation, w.Fault, w.Refused, w.Undetected)
		total.Refused += w.Refused
		total.Undetected += w.Undetected
	}
	_, _ = fmt.Fprintf(tw, "total\t\t%d\t%d\t\n", total.Refused, total.Undetected)
	_ = tw.Flush()
}

func (s Soak) write(b *strings.Builder) {
	fmt.Fprintf(b, "\nAfter %d runs: heap %.1f MiB, %d goroutines; after %d runs: heap %.1f MiB, %d goroutines\n",
		s.EarlyRuns, mib(s.Early.Heap), s.Early.Goroutines, s.LateRuns, mib(s.Late.Heap), s.Late.Goroutines)
}

func mib(n uint64) float64 { return float64(n) / (1 << 20) }

func (r Result) problems(b *strings.Builder) {
	if missed := r.Goals(); len(missed) > 0 {
		fmt.Fprintf(b, "\nGoals missed: %s\n", strings.Join(missed, "; "))
	} else {
		b.WriteString("\nAll goals met.\n")
	}
	if r.ProblemCount == 0 {
		return
	}
	fmt.Fprintf(b, "\nDisagreements: %d\n", r.ProblemCount)
	for _, p := range r.Problems {
		fmt.Fprintf(b, "- %s, seed %d, %s: %s\n", p.Scenario, p.Seed, p.Kind, report.SafeText(p.Detail))
	}
	if more := r.ProblemCount - len(r.Problems); more > 0 {
		fmt.Fprintf(b, "- and %d more\n", more)
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
