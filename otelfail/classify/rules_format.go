// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// formatRules: what does not decode or fits no schema.
var formatRules = []rule{
	{
		name: "truncated", cause: decode, reason: Truncated, retry: RetryUnknown,
		when:    cond{any: []string{"unexpected end of json input", "unexpected end of input", "unexpected end of data", "json…unexpected eof", "unmarshal…unexpected eof", "decod*…unexpected eof", "yaml…unexpected eof", "parsing…unexpected eof", "unterminated json", "unexpected end of file", "unexpected end of stream", "premature end*", "truncated json", "unterminated string starting*", "unterminated string in json*", "json…truncated", "end of json input"}, not: []string{"code parsing failed*", "^ unexpected eof $"}},
		example: "unexpected end of JSON input",
	},
	{
		name: "unreadable", cause: decode, reason: Parse, retry: RetryNo,
		when: cond{any: []string{
			"not a valid zip*", "not a valid gzip*", "not a valid pdf*", "not a valid image*", "not a valid archive*", "malformed certificate*", "failed to find any pem*", "no pem data*", "failed to parse certificate*", "parse addr", "parse prefix", "parse error on line*", "missing or angle addr*", "missing port in address", "too many colons in address", "unknown unit*", "missing unit in duration*", "parsing…value out of range", "parsing…out of range",
		}},
		example: "zip: not a valid zip file",
	},
	{
		name: "count", cause: decode, reason: Schema, retry: RetryNo,
		when:    cond{any: []string{"invalid number of*", "wrong number of*", "incorrect number of*", "mismatched len*", "mismatched number*", "length mismatch*", "values to unpack*", "enough values*", "expected…arguments…got*", "expects…arguments…got*", "argument count*", "invalid enum value*", "must not have*…propert*"}, not: []string{"dimension*"}},
		example: "invalid number of arguments for splitAfter (expected 2 or 3, got 4)",
	},
	{
		name: "type", cause: decode, reason: Type, retry: RetryNo,
		when: cond{any: []string{"invalid type…expected*",
			"cannot unmarshal*", "of wrong type", "wrong type", "type mismatch", "expected type*", "invalid type", "not of type*", "is not of type*", "unexpected type", "must be of type*", "must be a string", "must be an integer", "must be a number", "must be a boolean", "must be an array", "must be an object", "must be str*", "cannot convert*", "incorrect type", "not json serializable", "invalid literal for int*", "could not convert string to float*", "should be a valid*", "expected string*", "expected number*", "expected array*", "expected object*", "expected an object*", "expected…received*", "expected…but got*", "type error", "unsupported operand*", "cannot be cast*", "class cast exception", "unsupported type*", "json unsupported type*", "argument must be", "not iterable", "expected…got*", "int type", "string type", "given…expected*", "invalid type expected*", "does not match expected type", "must be a list", "must be a dict*", "must be a float", "must be bool*",
		}},
		example: "json: cannot unmarshal string into Go struct field Trip.days of type int",
	},
	{
		name: "schema", cause: decode, reason: Schema, retry: RetryNo,
		when: cond{any: []string{
			"mutually exclusive", "cannot be used together", "cannot be combined", "cannot be used with",
			"end date*…before*", "start date*…after*", "must be after", "date…in the past",
			"missing required*", "required field*", "missing…field*", "field required", "is required", "are required", "required property*", "additional propert*", "does not match…schema", "doesnt match…schema", "not match…schema", "schema validation*", "json schema*", "invalid enum*", "not one of*", "must be one of*", "is not in enum", "unknown field*", "unrecognized key*", "invalid value*", "validation error*", "validation failed*", "validationerror*", "fails schema*", "schema error", "invalid schema*", "must not be empty", "must be positive", "must be greater*", "must be less*", "cannot be empty", "may not be empty", "should not be empty", "below the minimum*", "above the maximum*", "out of range", "must match*", "does not match pattern*", "does not match the pattern*", "invalid column*", "invalid name*", "invalid input*", "invalid field*", "invalid config*", "must contain*", "minimum*…length", "too short", "too long", "invalid format", "must have*", "invalid email*", "invalid date range", "must be before*", "must be after*", "before start date", "is not valid", "is invalid", "not a valid*", "must be set", "must be specified", "must be provided", "no value*…provided", "not allowed to be empty", "is not allowed to be*", "must be at least", "must be at most", "must be between", "must be unique", "exceeds maximum*", "exceeds the maximum*", "must be non empty", "zod error", "is not allowed", "invalid keys", "expected one of*", "unexpected property", "unexpected field*", "missing key*", "missing property", "invalid option*", "invalid load request*", "missing parameter*", "required parameter*", "constraint violation exception", "unknown attribute*", "unexpected key*", "failed on the…tag", "missing property*",
		}},
		example: "invalid load request: missing required fields: AppName",
	},
	{
		name: "parse", cause: decode, reason: Parse, retry: RetryNo,
		when: cond{any: []string{
			"iso 8601", "iso8601", "rfc 3339", "rfc3339", "invalid ip*", "invalid address*", "invalid uuid*", "invalid cidr*", "invalid json output",
			"invalid character*", "parsing time*", "cannot parse*", "failed to parse*", "could not parse*", "unable to parse*", "parse error*", "parsing error*", "error parsing*", "jsondecodeerror", "json decode error", "expecting value*", "unexpected token*", "invalid json*", "not valid json", "malformed json*", "json parse*", "json parse exception", "json syntax*", "invalid syntax", "yaml*…line", "xml syntax*", "invalid date*", "does not match format*", "invalid iso*", "invalid isoformat*", "failed to decode*", "error decoding*", "failed to unmarshal*", "json unmarshal*", "invalid url*", "invalid uri*", "invalid utf*", "unicode error", "unicode decode error", "utf 8 codec*", "codec cant decode*", "not valid utf*", "malformed*", "extra data*", "expecting property name*", "expecting delimiter*", "decode error", "decoding error", "unmarshal error", "invalid number*", "unescaped control*", "invalid escape*", "unmarshal*", "illegal base64*", "parseint*", "parse int", "parse int 64", "parse int64", "strconv*", "not parse*", "syntax error", "syntaxerror", "parsing failed*", "deserializ*", "invalid base64*", "missing protocol scheme", "unparsable*", "unparseable*", "bad json", "invalid time*", "unknown time zone*", "illegal character*", "looking for beginning*", "did not find expected*", "indentation error", "unexpected indent", "could not decode*", "cannot decode*", "unsupported protocol scheme*", "invalid duration*", "invalid byte*", "parse http*", "missing…in host", "invalid port*", "invalid host*", "first path segment in url*", "looking for beginning of value",
		}, not: []string{"code parsing failed*", "pg*"}},
		example: "invalid character '<' looking for beginning of value",
	},
}
