// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package classify says what kind of failure an error is.
//
// In comes an error, or the text and type name of one seen elsewhere, and the
// kind of operation that failed. Out comes a [Verdict]: category, reason,
// severity, whether a retry can help, and the rule that decided.
//
// The zero [Chain] asks, in this order, and takes the first answer:
//
//  1. the user's classifiers (see [New]), such as a [Table] of the user's rows;
//  2. the error's own word: the methods of [Categorized], [Reasoned],
//     [Graded], [Retrier] and [Grouped] on any error of the chain;
//  3. Go types: context, net, TLS and X.509, errno, io/fs, encoding/json,
//     strconv, process exits, and carriers of HTTP, gRPC and SQL states, which
//     are known by their shape so that nothing but the standard library is
//     imported;
//  4. text rules, each a row of a table with an example;
//  5. the bare HTTP or gRPC status.
//
// What one leaves open the next ones fill in. Last of all an operator may set
// severities from outside: see [ParseSeverityOverride].
//
// Code of other packages (classifiers, Error, Unwrap) may panic; the panic is
// contained and counts as "not mine". Is and As methods of errors are never
// called.
package classify
