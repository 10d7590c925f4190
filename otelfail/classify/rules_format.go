// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// formatRules: what does not decode or fits no schema.
var formatRules = []rule{
	{ // A parser that says what it would have read on: the source is not whole, however often it is read.
		name: "grammar", cause: decode, reason: Parse, retry: RetryNo,
		when: cond{
			any: []string{
				"expected eof*", "expecting eof*", "expected end of file*", "expected end of input*", "expected end of document*", "expecting end of input*", "expecting end of file*",
				"unexpected end of input expected*", "unexpected end of input expecting*", "unexpected end of file expected*", "unexpected end of file expecting*", "unexpected eof expected*", "unexpected eof expecting*", "unexpected eof…expected one of"},
			not: []string{"json*"},
		},
		example: "Unexpected end of input. Expected \")\"",
	},
	{
		name: "truncated_eof", cause: decode, reason: Truncated, retry: RetryUnknown,
		when:    cond{any: []string{"unexpected eof"}, and: []string{"json*", "yaml*", "xml*", "toml*", "pars*", "unmarshal*", "decod*", "deserializ*", "syntax*"}, not: []string{"http*", "connection*", "grpc*", "rpc*", "read tcp*", "download*", "code parsing failed*"}},
		example: "failed to parse response: unexpected EOF",
	},
	{ // Somebody's page where an answer was to be: what it says nobody tells.
		name: "html_answer", cause: decode, reason: Parse,
		when: cond{
			any: []string{"unexpected token*", "unexpected character*", "invalid character*", "expecting value*", "not valid json", "invalid json*", "received html", "got html", "instead of json"},
			and: []string{"html", "doctype*"},
			not: []string{"template*", "attribute*", "tag", "element"},
		},
		example: "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
	},
	{ // Cut off, or never whole: the text does not say.
		name: "unfinished", cause: decode, reason: Parse, retry: RetryUnknown,
		when:    cond{any: []string{"unexpected end of json*", "end of json input", "unterminated string in json*", "unexpected end of yaml*", "unexpected end of xml*"}, not: []string{"code parsing failed*"}},
		example: "unexpected end of JSON input",
	},
	{
		name: "truncated", cause: decode, reason: Truncated, retry: RetryUnknown,
		when: cond{any: []string{"body is incomplete", "payload is incomplete", "data is incomplete", "file is incomplete", "incomplete payload*", "incomplete body", "incomplete file*", "incomplete data*", "unexpected end of input*", "unexpected end of file*", "unexpected end of stream*", "unexpected end of data*", "unexpected end of array*", "unexpected end of object*", "eof while parsing*", "no content to map due to end*", "unterminated string in*", "end of input at character 0", "eof reached while*", "input ended before*", "incomplete json*", "unclosed string*", "ended prematurely*",
			"unterminated json", "premature end*", "truncated json", "unterminated string starting*", "json…truncated"}, not: []string{"string in json*", "http*", "connection*", "grpc*", "rpc*", "read tcp*", "download*", "code parsing failed*", "^ unexpected eof $"}},
		example: "json.decoder.JSONDecodeError: Unterminated string starting at",
	},
	{
		name: "unreadable", cause: decode, reason: Parse, retry: RetryNo,
		when: cond{any: []string{
			"<fail> understand the date*", "is no json", "is no valid json", "<fail> be read as*", "corrupt pdf*", "corrupt image*", "field not terminated*",

			"invalid value for integer*", "invalid value for float*", "magic bytes*", "in operand", "no start line*", "pem routines*", "asn1*",

			"emerg unexpected*",
			"constructor for the tag*", "no parse", "ambiguous parse*", "parser match error*", "match…yyyy*", "base 10 digit*", "base 16 digit*", "base 8 digit*", "base 2 digit*", "unknown directive*", "unexpected directive*", "unknown lvalue*",
			"pdf header*", "header signature*", "comply with rfc*", "conform to rfc*", "compliant with rfc*", "rfc…compliant", "comply with the…syntax", "comply with the…format", "not valid <notation>", "not match…format", "does not match the format*", "invalid within a json*", "is not valid python*", "not valid javascript*", "expecting property name*", "must be valid json*", "must be standard json*", "must be well formed*", "must be parseable*", "must be valid yaml*", "must be valid xml*", "must be proper json*", "should be valid json*", "number format exception*", "for input string*", "not in a correct format", "isnt in the correct format", "unexpected byte at position*", "yaml exception*", "toml decode error*", "yaml syntax*", "graph ql syntax error*", "not valid json", "unexpected token*",
			"unconverted data remains*", "day is out of range*", "day out of range*", "month out of range*", "month must be in*", "hour must be in*", "minute must be in*", "second must be in*", "unknown string format*", "does not contain a date*", "not recognized as a valid*", "date format*…yyyy*", "must be…yyyy mm dd*", "expected format yyyy*", "time data…does not match*", "is not a valid date*", "invalid month*", "invalid day*", "invalid cron*", "cron expression*", "mapping values are not allowed*", "could not find expected*", "found character that cannot*", "found unexpected*", "while parsing a*", "while scanning*", "bad indentation*", "duplicated mapping key*", "can not read a block*", "found undefined alias*", "not well formed*", "mismatched tag*", "start tag expected*", "no element found line*", "tag mismatch*", "content is not allowed in prolog*", "junk after document*", "unclosed token*", "error tokenizing data*", "in non quoted*…field", "wrong number of fields in line*", "record on line*…wrong number*", "eof marker not found*", "is this really a pdf*", "invalid pdf*", "pdf read error*", "pdf stream error*", "pdf syntax error*", "could not read pdf*", "failed to extract text*", "failed to extract tables*", "cannot identify image*", "image file is truncated*", "file is not a zip*", "excel file format cannot*", "invalid data found when processing*", "invalid start of a value", "bad control character*", "no number after minus*", "unexpected non whitespace*", "unexpected non white space*", "expected property name*", "expected double quoted property*", "unrecognized token*", "unexpected character*", "unexpected identifier*", "unexpected number", "unexpected string", "unexpected end of*…expression", "unexpected content after*", "expected value at line*", "trailing characters at line*", "trailing comma*", "key must be a string at line*", "control character…at line*", "lone leading surrogate*", "expected ident at line*", "tokens must be separated*", "name and value separated*", "template syntax error*", "jinja2 exceptions template*", "unclosed tag*", "unexpected end of template*", "invalid template*", "invalid mermaid*", "invalid latex*", "parse exception*", "parser error*", "lexer error*", "lexical error*", "tokenization error*", "unterminated template*", "unterminated regular*", "missing terminator*", "invalid shebang*", "invalid hex*", "incorrect padding*", "non hexadecimal*", "odd length string", "non base 10*", "badly formed hexadecimal uuid*", "invalid uuid*", "unserializ*",
			"not a valid zip*", "not a valid gzip*", "not a valid pdf*", "not a valid image*", "not a valid archive*", "malformed certificate*", "failed to find any pem*", "no pem data*", "parse addr", "parse prefix", "missing or angle addr*", "missing port in address", "too many colons in address", "unknown unit*", "missing unit in duration*", "parsing…out of range",
		}, not: []string{"unexpected number of*", "selector*", "code parsing failed*", "cypher*", "sql*", "pg*", "neo…:…*", "psycopg*", "model output*", "value of type*", "llm output*", "output parser*"}},
		example: "zip: not a valid zip file",
	},
	{ // A place in a text: it was being parsed.
		name: "position", cause: decode, reason: Parse, retry: RetryNo,
		when: cond{
			any: []string{"^ line*", "^ error line*", "toml line*", "yaml line*", "csv line*", "xml line*", "line 1 expected*", "parser at line*", "line…column", "line…col", "at position", "at offset", "at line", "at char", "at character", "char 0", "at index…of input", "near line*", "on line*…char*"},
			and: []string{"error line*", "invalid input*", "expected", "unexpected*", "mapping items*", "must start*", "unterminated", "unclosed", "unmatched", "unbalanced", "missing closing*", "syntax*", "parse*", "parsing", "illegal*", "invalid token*", "invalid character*", "bad*", "malformed*"},
			not: []string{"missing field*", "unknown field*", "unknown variant*", "invalid type*", "invalid length*", "invalid value*", "duplicate field*", "expected…but was*", "code parsing failed*", "regex*", "regular expression*", "type error*", "argument*", "sql*", "pg*", "database*", "received", "undefined", "null"},
		},
		example: "Invalid input '(': expected \"{\" (line 10, column 26 (offset: 402))",
	},
	{ // Rows that have more or fewer fields than the rows before.
		name: "named_table", cause: decode, reason: Parse, retry: RetryNo,
		when: cond{
			any: []string{"csv", "tsv", "header row*", "error tokenizing data*", "incorrectly formatted*", "improperly formatted*", "wrongly formatted*", "badly formatted*", "not formatted correctly*", "not properly formatted*", "not correctly formatted*", "fields in line*", "record on line*", "line…did not have*", "too few fields*", "too many fields*", "columns than column names*", "spreadsheet", "worksheet"},
			and: []string{"columns instead of*", "should actually have*", "incorrectly formatted*", "improperly formatted*", "wrongly formatted*", "badly formatted*", "not formatted correctly*", "not properly formatted*", "not correctly formatted*", "unique column*", "column names…unique", "duplicate column*", "duplicate header*", "wrong number of fields*", "number of columns*", "error tokenizing*", "expected…fields", "fields…expected", "fields but*", "more columns than*", "did not have…elements", "row…columns…instead", "columns…expected"},
			not: []string{"relation", "sql*", "insert", "pg*", "copy", "dataframe*", "api key*", "model output*"},
		},
		example: "CSV import: row 12 has 7 columns, 9 were expected",
	},
	{ // Of arrays that were to be added, joined or multiplied.
		name: "tensor_shape", cause: decode, reason: Dimension, retry: RetryNo,
		when: cond{
			any: []string{
				"features but…expecting*", "expected 2d array*", "array dimensions*", "expected input*…channels", "invalid dimensions for input*", "incompatible with the layer*",

				"shapes cannot be multiplied*", "size of tensor*", "sizes of tensors*", "tensor size*", "non singleton dimension*", "shapes…not aligned", "shapes are incompatible*", "shapes are not compatible*", "incompatible shapes*", "shapes must match*", "shapes must be*", "shapes do not match*", "shapes dont match*", "shapes mismatch*", "shape mismatch*", "mismatch*…shape",
				"<fail> be broadcast*", "<fail> broadcast*", "broadcast together*", "broadcastable*", "not be broadcast*", "nonconformant*", "non conformable*", "nonconformable*", "size mismatch for*", "size mismatch m1*", "mismatch in its core dimension*", "shape…is invalid for input*", "<fail> reshape*", "same number of dimensions*", "dimension out of range*", "dimensional input*", "concatenation axis*", "dimensions must be equal*", "dimensions must match*", "dimension mismatch", "must have rank*", "must be rank*", "incompatible dimensions*", "dimensions…do not match*", "dimensions…dont match*", "dimensions must agree*", "unexpected shape*", "wrong shape*", "invalid shape*",
			},
			not: []string{"embedding*", "vector store*", "vector database*", "collection*", "tool*", "sql*", "#4xx", "argument of*"},
		},
		example: "RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x1536 and 2048x1280)",
	},
	{
		name: "count", cause: decode, reason: Schema, retry: RetryNo,
		when:    cond{any: []string{"<bad> number of*", "mismatched len*", "mismatched number*", "length mismatch*", "values to unpack*", "enough values*", "expected…arguments…got*", "expects…arguments…got*", "argument count*", "invalid enum value*", "must not have*…propert*"}, not: []string{"dimension*"}},
		example: "invalid number of arguments for splitAfter (expected 2 or 3, got 4)",
	},
	{
		name: "type", cause: decode, reason: Type, retry: RetryNo,
		when: cond{any: []string{
			"<fail> compare*",
			"not of a type*", "unhashable type*", "subclass of*", "expected json object*", "expected json array*", "got json array*", "got json object*", "expected a zod*", "expected a…schema", "should be an instance of*", "must be an instance of*", "is instance of*", "undefined method*", "no function clause matching*", "no method matches*", "no such property*", "is not callable", "not a subtype of*", "no implicit conversion*", "cant convert*…into*", "invalid value for type*", "wrong argument type*", "unable to parse string as*", "could not parse as*…type", "unexpected null*", "must not be null type*", "expected…but was string*", "expected begin*…but was*", "value of type*", "could not be converted to system*", "json value could not be converted*", "str type expected*", "value is not a valid integer*", "value is not a valid dict*", "value is not a valid list*", "value is not a valid float*", "none is not an allowed value*", "must be a json object*", "must be a json array*", "a valid integer is required*", "not a valid string", "a valid number is required*", "expected a string", "expected an array", "expected a number", "expected a boolean", "expected an integer", "expected a list", "expected a dict*", "expected dict got*", "expected list got*", "expected str got*", "should be a string", "should be a number", "should be an array", "should be an integer", "should be a list", "should be a dict*", "should be a boolean", "unknown chunk type*", "unknown message type*", "unknown event type*", "unknown content type*…type", "not a string", "not an array", "not an integer", "not a number", "<fail> serialize*", "is not serializable", "cannot be serialized*", "cannot pickle*", "must be real number*", "can only concatenate*", "bytes like object is required*", "an integer is required*", "int object*", "str object*", "list object*", "dict object*", "unexpected type*", "cannot use…as…value in", "argument of type*", "incompatible types*", "inconvertible types*", "invalid cast*", "unable to cast*", "cannot coerce*", "invalid…source type",
			"cannot unmarshal*", "<bad> type", "type mismatch", "expected type*", "not of type*", "must be of type*", "must be a string", "must be an integer", "must be a number", "must be a boolean", "must be an array", "must be an object", "must be str*", "cannot convert*", "not json serializable", "invalid literal for int*", "could not convert string to float*", "should be a valid*", "expected string*", "expected number*", "expected array*", "expected object*", "expected an object*", "unsupported operand*", "cannot be cast*", "class cast exception", "unsupported type*", "not iterable", "int type", "string type", "given…expected*", "must be a list", "must be a dict*", "must be a float", "must be bool*",
		}, not: []string{"missing variables*", "missing some input*", "missing input keys*", "missing required*", "type error error", "no attribute*", "non empty string", "toolmessage*"}},
		example: "json: cannot unmarshal string into Go struct field Trip.days of type int",
	},
	{
		name: "schema", cause: decode, reason: Schema, retry: RetryNo,
		when: cond{any: []string{
			"forbidden attributes*", "javax validation*", "jakarta validation*", "min value is*", "max value is*", "flag provided but not defined*", "cannot query field*",

			"value not in list*", "outputs failed validation*", "coerced null*", "null value for non null*", "non null type*", "non nullable*", "nonnullable*", "required value*", "error validating*", "validating data*", "not expected here*", "unsupported argument*", "unsupported attribute*", "unsupported block*", "decoding error key not found*", "decoding error value not found*", "key not found coding*", "badarg",
			"could not find variables*", "not conform to*", "doesnt conform*", "multiple keys*", "graph ql error field*", "key error key*", "validation failures reason*", "no value associated with key*", "given key…not present", "undefined array key*", "undefined index*", "parameters are validated", "not validated", "could not be validated*", "did not validate*", "insufficient data*", "not enough data*", "no data to*", "failed schema*",
			"missing variables*", "missing some input*", "missing input*", "a single string input*", "expects multiple inputs*", "multiple inputs",
			"^ usage",
			"cant be blank", "cannot be blank", "must not be blank", "must not be null", "cannot be null", "select a valid choice*", "ensure this value*", "this field*", "enter a valid*", "field validation for*", "should not exist", "too small", "too big", "at least…characters", "at most…characters", "input should be*", "extra inputs are not*", "string should have*", "list should have*", "value is not in list", "is not included in the list", "isnt included in*", "must be between*", "must be equal to*", "must equal*", "must exactly match*", "the following arguments are required*", "unrecognized arguments*", "invalid choice*", "expected one argument*", "no such option*", "missing option*", "missing argument*", "unexpected extra argument*", "required flag*", "flag needs an argument*", "accepts…arg*…received", "required arguments were not provided*", "unknown flag*", "unknown option*", "unknown shorthand*", "<bad> option*", "unrecognized option*", "usage…options", "instance is frozen*", "is immutable*", "read only property*", "missing 1 required*", "missing 2 required*", "missing 3 required*", "invalid parameter count*", "parameter count mismatch*", "invalid kwarg*", "the…argument is required*", "no overload*", "parameter is required*", "provide either*", "provide at least*", "must supply*", "must be supplied*", "must include*", "must specify*", "either…or…must*", "give either*", "expected exactly*", "specify either*", "one of…must be*", "only one of*", "must be a prime*", "number of…must be the same", "number of…do not match", "number of…should match", "invalid player*", "invalid id", "<bad> input*", "required to*", "name required", "id required", "url required", "query required", "prompt required", "text required", "path required", "empty prompt", "empty query", "empty input", "not properly configured*", "misconfigured", "configuration error*", "incorrect configuration*", "improperly configured*", "sub node must be connected*",
			"mutually exclusive", "cannot be used together", "cannot be combined", "cannot be used with",
			"end date*…before*", "start date*…after*", "date…in the past",
			"missing required*", "required field*", "missing…field*", "field required", "is required", "are required", "required property*", "additional propert*", "doesnt match…schema", "not match…schema", "schema validation*", "json schema*", "invalid enum*", "not one of*", "must be one of*", "is not in enum", "unknown field*", "unrecognized key*", "invalid value*", "validation error*", "validation failed*", "validationerror*", "fails schema*", "schema error", "invalid schema*", "must not be empty", "must be positive", "must be greater*", "must be less*", "cannot be empty", "may not be empty", "should not be empty", "below the minimum*", "above the maximum*", "out of range", "must match*", "does not match pattern*", "does not match the pattern*", "invalid column*", "invalid name*", "invalid field*", "invalid config*", "must contain*", "minimum*…length", "too short", "too long", "invalid format", "must have*", "invalid email*", "invalid date range", "must be before*", "must be after*", "before start date", "is not valid", "is invalid", "not a valid*", "must be set", "must be specified", "must be provided", "no value*…provided", "not allowed to be empty", "must be at least", "must be at most", "must be unique", "exceeds maximum*", "exceeds the maximum*", "must be non empty", "zod error", "is not allowed", "invalid keys", "expected one of*", "unexpected property", "unexpected field*", "missing key*", "invalid load request*", "missing parameter*", "required parameter*", "unknown attribute*", "unexpected key*", "failed on the…tag", "missing property*",
		}, not: []string{"expected one of http status*", "request failed with status code*", "tool call…schema", "constraint validation failed*", "neo…:…*"}},
		example: "invalid load request: missing required fields: AppName",
	},
	{
		name: "parse", cause: decode, reason: Parse, retry: RetryNo,
		when: cond{any: []string{"expected date for*", "expected datetime*", "expected a date*", "expected time*", "expected duration*", "expected url*", "invalid syntax*", "could not be parsed*", "error reading json*", "cannot be decoded*", "undecodable*", "<bad> format*", "not in the correct format*", "format error", "not a valid pdf*", "corrupted or not*", "unreadable", "<fail> read…format*", "invalid response format*", "unexpected response format*", "not valid base64*", "error decode*", "<fail> deserialise*", "parse failure*",
			"iso 8601", "iso8601", "rfc 3339", "rfc3339", "invalid ip*", "invalid address*", "invalid uuid*", "invalid cidr*",
			"<bad> character*", "parsing time*", "<fail> parse*", "parse error*", "parsing error*", "error parsing*", "jsondecodeerror", "expecting value*", "unexpected token*", "<bad> json*", "not valid json", "json parse*", "json syntax*", "yaml*…line", "xml syntax*", "invalid date*", "does not match format*", "invalid iso*", "<fail> decode*", "error decoding*", "invalid url*", "invalid uri*", "invalid utf*", "unicode error", "utf 8 codec*", "codec cant decode*", "malformed*", "extra data*", "expecting property name*", "expecting delimiter*", "decode error", "decoding error", "invalid number*", "unescaped control*", "invalid escape*", "unmarshal*", "<bad> base64*", "parseint*", "parse int", "parse int64", "strconv*", "not parse*", "syntax error", "syntaxerror", "parsing failed*", "deserializ*", "missing protocol scheme", "unparsable*", "unparseable*", "invalid time*", "unknown time zone*", "looking for beginning*", "did not find expected*", "indentation error", "unexpected indent", "unsupported protocol scheme*", "invalid duration*", "invalid byte*", "parse http*", "missing…in host", "invalid port*", "invalid host*", "first path segment in url*",
		}, not: []string{"error parsing tool result*", "code parsing failed*", "pg*"}},
		example: "invalid character '<' looking for beginning of value",
	},
}
