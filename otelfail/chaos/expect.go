// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"net/http"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// expected says how a fault is to be classified if it surfaces. It speaks of
// where the fault lies, knowing what was done; it does not ask the classifier.
func expected(f Fault, at Layer, kind Kind) Expectation {
	switch f {
	case Latency, Hang:
		return Expectation{noAnswer(kind), classify.Timeout}
	case Refused:
		return Expectation{noAnswer(kind), classify.Refused}
	case Reset:
		return Expectation{noAnswer(kind), classify.Reset}
	case TLS:
		return Expectation{noAnswer(kind), classify.TLS}
	case DNS:
		return Expectation{noAnswer(kind), classify.DNS}
	case Truncated:
		if at == Request {
			return Expectation{noAnswer(kind), classify.EOF} // the connection ends
		}
		return Expectation{decode(kind), classify.Truncated}
	case Malformed:
		return Expectation{decode(kind), classify.Parse}
	case WrongType:
		return Expectation{decode(kind), classify.Type}
	case Partial, MissingField, WrongValue:
		return Expectation{decode(kind), classify.Schema}
	case MissingTool:
		return Expectation{classify.Tool, classify.NotFound}
	case InvalidArguments:
		return Expectation{classify.Tool, classify.BadRequest}
	case Panic:
		return Expectation{classify.State, classify.Panic}
	case DiskFull:
		return Expectation{file(kind), classify.DiskFull}
	case StoreUnavailable:
		return Expectation{file(kind), classify.Other}
	}
	return Expectation{answer(kind), statusReason(f.status(), kind)}
}

// noAnswer is the category of an operation that got no answer.
func noAnswer(kind Kind) classify.Category {
	if kind == Export {
		return classify.Export
	}
	return classify.Network
}

// answer is the category of an operation whose service said no.
func answer(kind Kind) classify.Category {
	switch kind {
	case Model:
		return classify.LLM
	case Store:
		return classify.Memory
	case Export:
		return classify.Export
	}
	return classify.Tool
}

// decode is the category of an answer that cannot be used.
func decode(kind Kind) classify.Category {
	switch kind {
	case Model:
		return classify.LLM
	case Store:
		return classify.Memory
	}
	return classify.Validation
}

// file is the category of a file or disk that failed.
func file(kind Kind) classify.Category {
	if kind == Store {
		return classify.Memory
	}
	return classify.Export
}

func statusReason(status int, kind Kind) classify.Reason {
	switch status {
	case http.StatusUnauthorized:
		return classify.Auth
	case http.StatusPaymentRequired:
		return classify.Quota
	case http.StatusForbidden:
		return classify.Permission
	case http.StatusNotFound:
		if kind == Model {
			return classify.ModelNotFound
		}
		return classify.NotFound
	case http.StatusGone:
		return classify.NotFound
	case http.StatusRequestTimeout, http.StatusTooEarly:
		return classify.Timeout
	case http.StatusRequestEntityTooLarge:
		if kind == Model {
			return classify.ContextLength
		}
	case http.StatusUnsupportedMediaType, http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
		return classify.Unsupported
	case http.StatusTooManyRequests:
		return classify.RateLimit
	case http.StatusServiceUnavailable, statusOverloaded:
		return classify.Overloaded
	}
	if status >= http.StatusInternalServerError {
		return classify.ServerError
	}
	return classify.BadRequest
}

// statusOverloaded is Anthropic's "overloaded".
const statusOverloaded = 529
