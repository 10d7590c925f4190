// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/spf13/cobra"
	"go.opentelemetry.io/otel"
	"golang.org/x/term"

	"github.com/otelfail/otelfail-go/otelfail"
)

// Environment is the world around the program.
type Environment struct {
	In        io.Reader
	Out, Err  io.Writer
	LookupEnv func(string) (string, bool)
	Terminal  bool // In is a person at a keyboard

	// Transport is put around the HTTP transport of all services. It may be nil.
	Transport func(http.RoundTripper) http.RoundTripper
}

// System is the process's own environment.
func System() Environment {
	return Environment{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		LookupEnv: os.LookupEnv,
		Terminal:  term.IsTerminal(int(os.Stdin.Fd())),
	}
}

func (e Environment) getenv(name string) string {
	v, _ := e.LookupEnv(name)
	return v
}

// Main runs the program and returns its exit code.
func Main(args []string, env Environment) int {
	p := newPrinter(env.Out, env.Err)
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { p.warnOnce(err.Error()) }))

	root := newRoot(env, p)
	root.SetArgs(args)
	err := root.ExecuteContext(context.Background())
	var exit *exitError
	switch {
	case err == nil && p.lostOutput():
		p.fail(errors.New("the answer could not be written"))
		return exitFailed
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		if exit.err != nil {
			p.fail(exit.err)
		}
		return exit.code
	}
	p.fail(err) // cobra's own errors are all about usage
	return exitUsage
}

func newRoot(env Environment, p *printer) *cobra.Command {
	root := &cobra.Command{
		Use:           "agentdemo",
		Short:         "An AI travel agent whose failures you can see",
		Version:       otelfail.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetIn(env.In)
	root.SetOut(env.Out)
	root.SetErr(env.Err)
	root.AddCommand(newChat(env, p), newChaos(env, p), newScenarios(p), newCompare(p))
	return root
}
