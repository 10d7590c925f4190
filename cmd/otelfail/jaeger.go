// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/exporter/ingest"
	"github.com/otelfail/otelfail-go/exporter/report"
)

const (
	jaegerSince = time.Hour   // asked for without --since
	jaegerAhead = time.Minute // of this clock, that of an agent may be
)

// jaegerFlags say which traces to fetch from a Jaeger.
type jaegerFlags struct{ url, service string }

func (f *jaegerFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.url, "jaeger", "", "instead of files, read traces of --service since --since (1h) from the Jaeger at this `URL`")
	cmd.Flags().StringVar(&f.service, "service", "", "the `name` of the service whose traces to read from Jaeger")
}

// openInput opens what the flags and arguments name.
func (f *jaegerFlags) openInput(cmd *cobra.Command, opts report.Options, args []string) (*input, error) {
	switch {
	case f.url == "" && f.service == "":
		return openInput(cmd, args)
	case f.url == "":
		return nil, errors.New("--service is for --jaeger, which is missing")
	case len(args) > 0:
		return nil, fmt.Errorf("traces come either from --jaeger or from %s", strings.Join(args, ", "))
	}
	now := time.Now()
	if opts.Since.IsZero() {
		opts.Since = now.Add(-jaegerSince)
	}
	if opts.Until.IsZero() {
		opts.Until = now.Add(jaegerAhead)
	}
	if !opts.Since.Before(opts.Until) {
		return nil, errors.New("--since is not before --until")
	}
	if f.service == "" {
		return nil, fmt.Errorf("--service is missing%s", f.known(cmd))
	}
	return f.fetch(cmd, opts)
}

// fetch has the traces in a file, since they are read more than once.
func (f *jaegerFlags) fetch(cmd *cobra.Command, opts report.Options) (*input, error) {
	judge, err := judgeTraces()
	if err != nil {
		return nil, err
	}
	file, err := os.CreateTemp("", "otelfail-*") // with mode 0600
	if err != nil {
		return nil, err
	}
	in := &input{spools: []string{file.Name()}, errOut: cmd.ErrOrStderr(), judge: judge}
	n, err := ingest.Jaeger{URL: f.url}.Fetch(cmd.Context(), file, f.service, opts.Since, opts.Until)
	if err = errors.Join(err, file.Close()); err == nil && n == 0 {
		err = fmt.Errorf("Jaeger has no traces of service %q since %s%s", f.service, opts.Since.UTC().Format(time.DateTime), f.known(cmd)) //nolint:staticcheck // a name
	}
	if err != nil {
		in.close()
		return nil, err
	}
	source := ingest.File(file.Name())
	source.Name = "Jaeger, service " + f.service
	in.traces = append(in.traces, source)
	return in, nil
}

// known names the services that there are, if Jaeger says so.
func (f *jaegerFlags) known(cmd *cobra.Command) string {
	names, err := ingest.Jaeger{URL: f.url}.Services(cmd.Context())
	switch {
	case err != nil:
		return ": " + err.Error()
	case len(names) == 0:
		return "; it knows no service"
	}
	return "; it knows " + strings.Join(names, ", ")
}
