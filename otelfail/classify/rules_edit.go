// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// editRules: the editors and interpreters that coding agents use.
var editRules = []rule{
	{
		name: "edit_refused", cause: rejected, reason: BadRequest, retry: RetryNo,
		when: cond{any: []string{"old string matches*", "old str matches*", "matches…times in*", "matches multiple*", "provide more context to make*", "provide more surrounding*", "more context to uniquely*",
			"has not been read yet*", "must read the file*", "read it first before*", "read the file before*", "has been modified since*", "modified since read*", "file was modified*…since", "old string and new string*", "old str and new str*", "strings are identical", "no changes to make*", "multiple occurrences of*", "occurrences of old*…found", "matches of the string*", "found…matches of*", "appears multiple times*", "not unique in the file*", "must be unique in the file*", "is not unique in*…file", "expected…occurrence*…found", "expected…replacement*…found", "no file is currently open", "no open file*", "file is already open",
		}},
		example: "File has not been read yet. Read it first before writing to it.",
	},
	{
		name: "edit_missing", cause: rejected, reason: NotFound, retry: RetryNo,
		when: cond{any: []string{
			"old string…not found", "old str…not found", "old text…not found", "string to replace not found*", "string not found in*", "text not found in*", "no match for…old string", "search…block…failed to match*", "search string not found*", "search text not found*", "search pattern*…not found", "patterns that dont match*", "dont match anything in*", "does not match anything in*", "did not match any lines*", "no matching lines*", "could not find…to replace", "could not find the text*", "could not find the string*", "could not find the code*", "not appear verbatim*", "no replacement was performed*", "no replacements*…made", "no occurrences of*", "no occurrence*…found", "failed to find expected lines*", "failed to find context*", "invalid context*…patch", "context not found*…file", "hunk…not found", "line…does not exist in*…file", "block not found in*", "snippet not found*", "anchor not found*", "diff edit failed*",
		}, not: []string{"must be different*"}},
		example: "Error: String not found in file",
	},
	{ // What packages ask of each other cannot all be had.
		name: "dependency_missing", cause: answer, reason: NotFound, retry: RetryNo, home: Tool,
		when: cond{
			any: []string{"no non yanked*", "could not find artifact*", "find artifact*…in", "no available formula*", "^ error target not found*", "could not resolve com*", "could not resolve org*", "from current channels*", "no such formula*", "no candidates found for package*", "no recipe*…found for", "no matching package*", "no matching version*", "no versions of*…match*", "no version of*…satisf*", "no version matching*", "no package metadata*", "etarget", "notarget", "no candidate version*", "could not find a version of*", "no compatible version*", "could not find a matching version*", "no releases of*"},
			not: []string{"python*", "glibc*", "driver*", "protocol*", "api version*", "model*"},
		},
		example: "npm error notarget No matching version found for left-pad@9.9.9",
	},
	{
		name: "dependency_conflict", cause: answer, reason: BadRequest, retry: RetryNo, home: Tool,
		when: cond{
			any: []string{"version solving failed*", "found conflicts looking*", "incompatible packages*", "unsatisfiable*", "eresolve", "resolve dependency tree*", "conflicting dependenc*", "dependency conflict*", "dependencies conflict*", "conflicting peer dependenc*", "unmet peer*", "unmet dependenc*", "resolution impossible*", "requirements could not be resolved*", "no solution found when*", "dependency resolution failed*", "could not find compatible versions*", "incompatible with each other*", "specifications were found to be*", "held broken packages*", "cannot be installed together*", "conflicting requests*", "any available resolver*", "<fail> select a version for*", "version conflict…requires", "libmamba*…unsatisf*", "unresolvable dependenc*", "nothing provides*", "dependency problems*"},
			not: []string{"constraint*…sat", "smt*", "solver returned*", "plan is unsatisfiable*", "attribute error", "has no attribute*"},
		},
		example: "Because app depends on http ^1.0.0 which doesn't match any versions, version solving failed.",
	},
	{
		name: "build_failed", cause: exit, reason: Exec, retry: RetryNo, home: Tool,
		when: cond{any: []string{"treated as errors", "cannot find symbol*", "undeclared identifier*", "use of undeclared*", "implicit declaration*", "borrow of moved*", "error e0*", "error cs0*", "error cs1*", "type or namespace name*", "not declared in this scope", "has not been declared", "multiple definition of*", "duplicate symbol*", "unresolved external*", "h no such file*", "hpp no such file*", "missing script*", "eresolve", "could not resolve dependenc*", "error linking with*", "linking with…failed", "link error*", "linking failed*",
			"build with…failed", "build failed $", "build step…failed", "elifecycle", "no rule to make*", "invalid target release*", "cannot find main module*", "mismatched types", "unresolved import*", "unresolved reference*", "<fail> compile*", "compilation failed*", "compilation error*", "compile error*", "make…:…error 1", "make…:…error 2", "cargo build*…fail*", "go build*…fail*", "undefined reference to*", "linker command failed*", "ld returned*", "ninja build stopped*", "cmake error*", "tsc*…error", "error ts*", "eslint*…error*", "gradle*…failed", "task…failed gradle", "build failure maven*",
		}, not: []string{"regex*", "pattern*", "model*", "template*", "schema*", "enoent", "404*", "e404"}},
		example: "error: could not compile `agent` due to previous error",
	},
	{
		name: "code_pattern", cause: decode, reason: Parse, retry: RetryNo,
		when: cond{any: []string{
			"look behind requires*", "nothing to repeat*", "unterminated character set*", "unterminated subpattern*", "missing unterminated*", "unbalanced parenthesis*", "bad escape*", "multiple repeat*", "unknown extension*…position", "invalid group reference*", "missing closing*…position", "error parsing regexp*", "invalid regular expression*", "invalid regex*", "regex parse error*", "invalid selector*", "invalid css selector*", "invalid xpath*", "invalid path expression*", "invalid jsonpath*", "invalid glob*", "bom", "stream does not start with*", "codec cant encode*", "ordinal not in range*", "charmap*", "invalid start byte*", "invalid continuation byte*",
		}, not: []string{"pg*", "sql*", "code parsing failed*"}},
		example: "Code execution failed at line 're.compile(p)' due to: error: look-behind requires fixed-width pattern",
	},
}
