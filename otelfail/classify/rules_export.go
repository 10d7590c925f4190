// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// exportRules: files, object stores and collectors, where their own words say what
// kept them. They come before what providers of models say in the same words.
var exportRules = []rule{
	{
		name: "storage_quota", cause: answer, reason: Quota, retry: RetryNo, home: Export,
		when: cond{
			any: []string{"storage quota*", "storage limit*", "storage capacity*", "storage space", "bucket quota*", "quota for storage*", "upload quota*", "storage allowance*", "artifact quota*"},
			and: []string{"hit", "exceed*", "reached", "full", "over", "exhausted", "no more", "used up", "out of", "not enough", "insufficient"},
			not: []string{"database*", "vector*", "memory", "plan", "drive", "dropbox", "model*"},
		},
		example: "Failed to CreateArtifact: Artifact storage quota has been hit.",
	},
	{ // More than one packet takes.
		name: "telemetry_size", cause: answer, reason: Other, retry: RetryNo, home: Export,
		when: cond{
			any: []string{"message too long", "does not fit*…packet", "exceeds…packet size", "packet size…exceed*", "packet too large*", "udp packet*", "datagram*"},
			and: []string{"span", "spans", "trace", "traces", "jaeger", "thrift", "metric", "metrics", "statsd*", "udp packet*", "syslog*", "log message*", "gelf*"},
		},
		example: "error reporting Jaeger span: data does not fit within one UDP packet; size 65006, max 65000, spans 381",
	},
	{ // A collector of figures that has them already, or wants none so old.
		name: "telemetry_rejected", cause: answer, reason: BadRequest, retry: RetryNo, home: Export,
		when:    cond{any: []string{"out of order sample*", "out of order exemplar*", "out of bounds sample*", "sample timestamp out of order*", "sample out of order*", "duplicate sample for timestamp*", "entry out of order*", "timestamp too old*", "entry too far behind*", "samples were dropped*", "spans were rejected*", "data points were rejected*", "partial success*…rejected", "max label name*", "label value too long*", "per user series limit*", "per stream rate limit*", "ingestion rate limit*"}},
		example: "entry with timestamp 2024-01-01 ignored, reason: 'entry out of order'",
	},
	{
		name: "blob_permission", cause: answer, reason: Permission, retry: RetryNo, home: Export,
		when:    cond{any: []string{"authorization permission mismatch*", "perform this operation using this permission*", "does not have storage objects*", "storage objects create access*", "storage objects get access*", "not authorized to perform s3*", "s3 put object*…denied", "put object*…access denied", "public access is not permitted on this storage*", "key based authentication is not permitted on this storage*", "bucket…access denied"}},
		example: "This request is not authorized to perform this operation using this permission.",
	},
	{ // Pictures and pages that a format has no way to write.
		name: "format_cannot", cause: file, reason: Unsupported, retry: RetryNo,
		when:    cond{any: []string{"cannot write mode*", "<fail> write…images as*", "unknown file extension*…write", "no encoder for*", "encoder not available*", "<fail> find a suitable output format*", "no save handler*", "unsupported output format*", "unsupported export format*", "no engine for filetype*", "no writer for*"}},
		example: "OSError: cannot write mode RGBA as JPEG",
	},
	{ // What a typesetter says of its source.
		name: "typesetting", cause: file, reason: Parse, retry: RetryNo,
		when:    cond{any: []string{"error producing pdf*", "latex error*", "LaTeX Error*", "undefined control sequence*", "tex capacity exceeded*", "missing number treated as zero*", "runaway argument*", "extra alignment tab*", "pdflatex…error", "xelatex…error"}},
		example: "Error producing PDF. ! Undefined control sequence.",
	},
	{ // Sheets have bounds and rules of their own.
		name: "sheet_bounds", cause: file, reason: Other, retry: RetryNo,
		when:    cond{any: []string{"sheet is too large*", "invalid number of rows*…sheet", "maximum number of cell styles*", "excel worksheet name*", "sheet name*…31*", "maximum 31 characters*…sheet", "exceeds excel*", "excel supports*"}},
		example: "This sheet is too large! Your sheet size is: 1048577, 3",
	},
	{
		name: "remounted", cause: file, reason: ReadOnly, retry: RetryNo,
		when:    cond{any: []string{"remount*…read only", "filesystem is read only*", "file system is read only*", "volume is read only*", "mounted read only*", "write protected*", "mounted as read only*"}},
		example: "EXT4-fs (dm-25): Remounting filesystem read-only",
	},
}
