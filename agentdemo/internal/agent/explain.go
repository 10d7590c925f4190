// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"syscall"

	"github.com/openai/openai-go/v3"

	"github.com/otelfail/otelfail-go/agentdemo/internal/llm"
	"github.com/otelfail/otelfail-go/agentdemo/internal/memory"
	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
)

// Explain puts an error into a few words for people. It names no addresses, so
// that an answer that quotes it is the same on every machine.
func Explain(err error) string {
	var (
		status  *tools.StatusError
		args    *tools.ArgumentError
		unknown *tools.UnknownToolError
		place   *tools.PlaceNotFoundError
		api     *openai.Error
		timeout net.Error
		name    *net.DNSError

		certificate *tls.CertificateVerificationError
		syntax      *json.SyntaxError
		typ         *json.UnmarshalTypeError
		answer      *llm.AnswerError
		damaged     *memory.DamagedError
		file        *fs.PathError
		link        *os.LinkError
		gate        *GateError
	)
	switch {
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.As(err, &name):
		return "host not found"
	case errors.As(err, &certificate):
		return "certificate not trusted"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "connection reset"
	case errors.As(err, &status):
		return statusWords(status.Status, status.Message)
	case errors.As(err, &api):
		return statusWords(api.StatusCode, "") // a provider may quote the key
	case errors.As(err, &damaged):
		return "the memory is damaged"
	case errors.As(err, &file):
		return file.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	case errors.As(err, &gate):
		return "implausible result"
	case errors.As(err, &unknown):
		return "no such tool"
	case errors.As(err, &place):
		return "place not found"
	case errors.As(err, &args):
		return "invalid arguments"
	case errors.Is(err, llm.ErrEmptyAnswer):
		return "empty answer"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "answer cut off"
	case errors.As(err, &syntax), errors.As(err, &typ):
		return "unreadable data"
	case errors.As(err, &answer):
		return "unusable answer"
	}
	return clip(err.Error(), 80)
}

func statusWords(status int, message string) string {
	text := fmt.Sprintf("%d %s", status, http.StatusText(status))
	if status < http.StatusInternalServerError && status != http.StatusTooManyRequests && message != "" {
		text += ", " + clip(message, 80)
	}
	return text
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
