// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package fingerprint tells which failures are the same thing going wrong.
//
// In come the operation, the error type and the redacted message of a failure.
// Out comes a fingerprint: equal for failures that differ only in numbers,
// ids, times, paths, hosts, quoted values, arguments and redaction marks, in
// their names too. Codes that say what happened stay: "503", "ORA-00942". It
// depends on nothing else, so it is stable across runs and machines, and
// begins with the version of the method that made it.
package fingerprint
