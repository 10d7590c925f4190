// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// exportRules: files, object stores and collectors, where their own words say what
// kept them. They come before what providers of models say in the same words.
var exportRules = []rule{
	{
		name: "storage_quota", cause: answer, reason: Quota, retry: RetryNo, home: Export,
		when: cond{
			any: []string{"storage quota*", "storage limit*", "storage space"},
			and: []string{"hit", "exceed*", "reached", "full", "over", "exhausted", "no more", "used up", "out of", "not enough", "insufficient"},
			not: []string{"database*", "vector*", "memory", "plan", "drive", "dropbox", "model*"},
		},
		example: "Failed to CreateArtifact: Artifact storage quota has been hit.",
	},
	{ // More than one packet takes.
		name: "telemetry_size", cause: answer, reason: Other, retry: RetryNo, home: Export,
		when: cond{
			any: []string{"message too long", "does not fit*…packet", "packet too large*", "udp packet*"},
			and: []string{"span", "spans", "trace", "traces", "jaeger", "thrift", "metric", "metrics", "statsd*", "udp packet*", "log message*"},
		},
		example: "error reporting Jaeger span: data does not fit within one UDP packet; size 65006, max 65000, spans 381",
	},
	{ // A collector of figures that has them already, or wants none so old.
		name: "telemetry_rejected", cause: answer, reason: BadRequest, retry: RetryNo, home: Export,
		when:    cond{any: []string{"out of order sample*", "entry out of order*"}},
		example: "entry with timestamp 2024-01-01 ignored, reason: 'entry out of order'",
	},
	{
		name: "blob_permission", cause: answer, reason: Permission, retry: RetryNo, home: Export,
		when:    cond{any: []string{"authorization permission mismatch*", "perform this operation using this permission*", "does not have storage objects*", "storage objects create access*", "not authorized to perform s3*", "put object*…access denied", "bucket…access denied"}},
		example: "This request is not authorized to perform this operation using this permission.",
	},
	{ // What an object store says of what was put there.
		name: "blob_refused", cause: answer, reason: BadRequest, retry: RetryNo, home: Export,
		when: cond{
			any: []string{"invalid part", "entity too large*", "proposed upload*", "block count exceed*", "invalid blob*", "blob or block*", "invalid bucket name*", "invalid object name*"},
			not: []string{"request entity too large*", "sql*", "#413"},
		},
		example: "InvalidBlobOrBlock: The specified blob or block content is invalid.",
	},
	{ // Pictures and pages that a format has no way to write.
		name: "format_cannot", cause: file, reason: Unsupported, retry: RetryNo,
		when:    cond{any: []string{"supported formats eps*", "format for saving*", "cannot write mode*", "no save handler*", "unsupported export format*", "no engine for filetype*"}},
		example: "OSError: cannot write mode RGBA as JPEG",
	},
	{ // What a typesetter says of its source.
		name: "typesetting", cause: file, reason: Parse, retry: RetryNo,
		when:    cond{any: []string{"error producing pdf*", "LaTeX Error*", "undefined control sequence*"}},
		example: "Error producing PDF. ! Undefined control sequence.",
	},
	{ // Sheets have bounds and rules of their own.
		name: "sheet_bounds", cause: file, reason: Other, retry: RetryNo,
		when:    cond{any: []string{"sheet is too large*", "excel worksheet name*"}},
		example: "This sheet is too large! Your sheet size is: 1048577, 3",
	},
	{
		name: "remounted", cause: file, reason: ReadOnly, retry: RetryNo,
		when:    cond{any: []string{"remount*…read only", "filesystem is read only*", "write protected*"}},
		example: "EXT4-fs (dm-25): Remounting filesystem read-only",
	},
}
