// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package redact takes secrets out of texts.
//
// In comes any text: an error message, a stack, a header, an argument. Out
// comes valid UTF-8 of bounded length in which credentials are replaced by
// marks such as "[REDACTED:1f3a]". The digits are a hash salted anew in each
// process: they tell two secrets apart and give neither away.
//
// What counts as a secret: user information in URLs and DSNs, values after names
// such as password, token or api_key in any notation and however often quoted,
// Authorization and cookie headers, password flags of commands, keys of known
// shape (model providers, clouds, forges, chat services), JSON Web Tokens and PEM
// blocks. Redaction is idempotent, and takes time linear in the text.
package redact
